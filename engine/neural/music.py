"""Makes the music of a film by latent diffusion (ACE-Step 1.5, J. Gong et al. 2026)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from data.catalogue import Model
from data.music_prompts import load_music_prompts
from domain.generator import BackendInfo
from engine.media.audio.edit import faded
from engine.media.audio.levels import levelled
from engine.media.audio.resample import resample
from engine.music_request import Music, MusicRequest
from engine.neural.denoising import denoise
from engine.neural.device import Device
from engine.neural.kept_model import LOADED, KeptModel
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.pipelines import silence
from engine.neural.placement import place
from engine.neural.weights import Weights
from engine.rising_report import Report, rising

RATE = 48000
INSTRUMENTAL = "[Instrumental]"
"""The lyrics that ask the model for none."""
FADE_IN, FADE_OUT = 0.03, 2.5
SWING = 6.0
"""Decibels between a scene of no intensity and one of full."""
TURN = 0.8
"""Seconds over which the level turns from one scene to the next."""
_DRAWN = 0.92  # share of the work done when only decoding and mastering are left


class NeuralMusic:
    """The capability "music" with a diffusion model: one call makes one film's music.

    Tempo and key are drawn from the mood by the seed; scene changes are followed in loudness only, since the model
    cannot be told when they come. The same request and weights give the same samples on the same kind of device.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        tier = cache.device.tier(model)
        need = model.resident_gb if tier.offload == "none" else tier.card_gb

        def load() -> Any:
            return _pipeline(weights.folder(model), model, cache.device)

        self._model = model
        self._kept = KeptModel(cache, model, weights, "music", load, need)

    @property
    def info(self) -> BackendInfo:
        return self._kept.info

    def compose(self, request: MusicRequest, report: Report) -> Music:
        """Music for a film, as long as it, 48 kHz.

        Args:
            report: called with 0..1, rising, while the model loads, at each step and some ten times a second within
                long ones. What it raises ends the work and is let through; the model stays usable.

        Raises:
            BackendUnavailable: the model's folder is damaged.
            OutOfMemory: there is too little memory, even with all other models unloaded.
        """
        report, piece = rising(report), _drawn(request)
        report(0.0)
        for _attempt in range(2):
            try:
                sound = self._made(request, piece, report)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                music = Music(_mastered(sound, request), RATE, f"{piece.key}, {piece.tempo} beats a minute")
                report(1.0)
                return music
            # Out of the except block: the exception, which held the tensors, is gone.
            self._kept.make_room()
        raise self._kept.too_little_memory("music", "the built-in composer")

    def _made(self, request: MusicRequest, piece: _Piece, report: Report) -> NDArray[np.float32]:
        import torch

        with self._kept.use(report) as pipeline, torch.inference_mode():
            arguments = {
                "prompt": piece.prompt,
                "lyrics": INSTRUMENTAL,
                "audio_duration": request.seconds,
                "bpm": piece.tempo,
                "keyscale": piece.key,
                "num_inference_steps": self._model.presets.steps,
                "guidance_scale": self._model.presets.guidance_scale,
                "generator": torch.Generator("cpu").manual_seed(request.seed),
            }
            made = denoise(pipeline, arguments, lambda f: report(LOADED + (_DRAWN - LOADED) * f), lambda *_: None)
            channels = made.audios[0].float().cpu().numpy()
            rate = int(pipeline.sample_rate)
        return np.stack([resample(channel, rate, RATE) for channel in channels], axis=1)


@dataclass(frozen=True)
class _Piece:
    """What the seed has drawn for a film."""

    prompt: str
    tempo: int
    key: str


def _drawn(request: MusicRequest) -> _Piece:
    mood = load_music_prompts()[request.mood]
    rng = np.random.default_rng([request.seed, 53])
    return _Piece(mood.prompt, int(rng.integers(mood.tempo[0], mood.tempo[1] + 1)), str(rng.choice(mood.keys)))


def _pipeline(folder: Path, model: Model, device: Device) -> Any:
    """Reads safetensors only, never the network, never code from the folder; without the parts that hear other music.

    Raises:
        OSError, ValueError: the folder is no such pipeline or is damaged.
    """
    import torch
    from diffusers import AceStepPipeline

    silence()
    pipeline = AceStepPipeline.from_pretrained(
        str(folder),
        audio_tokenizer=None,
        audio_token_detokenizer=None,
        dtype=getattr(torch, device.dtype_for(model)),
        use_safetensors=True,
        local_files_only=True,
        trust_remote_code=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    place(pipeline, model, device)
    return pipeline


def _mastered(sound: NDArray[np.float32], request: MusicRequest) -> NDArray[np.float32]:
    """Exactly as long as the film, louder in stronger scenes, at the loudness that `Music` promises."""
    count = round(request.seconds * RATE)
    sound = np.pad(sound[:count], ((0, max(0, count - len(sound))), (0, 0)))
    if request.intensity:
        sound = sound * _levels(request.cuts, request.intensity, count)[:, None]
    fade = min(FADE_OUT, request.seconds / 3)
    return faded(levelled(sound.astype(np.float32), RATE), RATE, FADE_IN, fade)


def _levels(cuts: Sequence[float], intensity: Sequence[float], count: int) -> NDArray[np.float32]:
    """A gain for each of `count` samples: the scenes' intensities around their mean, turning smoothly at the cuts."""
    step = RATE // 50
    times = np.arange(count // step + 2) * step / RATE
    scenes = np.asarray(intensity)[np.searchsorted(np.asarray(cuts), times, side="right")]
    decibels = gaussian_filter1d(SWING * (scenes - scenes.mean()), TURN * 50 / 2, mode="nearest")
    gain: NDArray[np.float32] = np.interp(np.arange(count) / RATE, times, 10 ** (decibels / 20)).astype(np.float32)
    return gain
