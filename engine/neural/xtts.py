"""XTTS v2 through the optional package coqui-tts (E. Casanova et al., "XTTS", Interspeech 2024).

The weights may not be used commercially, so it is never chosen by itself, and they are pickles, which can run code
when they are loaded, so it is never downloaded: the owner puts the folder there and thereby trusts it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from data.catalogue import Model
from data.speech_presets import SpeechPresets
from domain.errors import BackendUnavailable
from engine.media.audio.wav import write_wav
from engine.neural.device import Device
from engine.neural.talker import Line, Sound
from engine.neural.ticking import ticking

INSTALL = "pip install coqui-tts==0.28.0 torchaudio==2.11.0"
_CODES = {"zh": "zh-cn"}


@dataclass(frozen=True)
class XttsSource:
    """The folder that the owner has put there."""

    folder: Path
    model: Model
    presets: SpeechPresets
    device: Device

    imitates = True

    def has(self, voice: str) -> bool:
        """Whether the presets name a speaker for it."""
        return voice in self.presets.voices

    def load(self) -> Xtts:
        """Raises OSError or ValueError where the folder is damaged, BackendUnavailable where coqui-tts is missing."""
        if find_spec("TTS") is None:
            raise BackendUnavailable(f"{self.model.title} needs a package that is not installed. Run: {INSTALL}")
        return Xtts(self)


class Xtts:
    """The loaded model. By one thread at a time."""

    rate = 24000

    def __init__(self, source: XttsSource) -> None:
        from TTS.tts.configs.xtts_config import XttsConfig
        from TTS.tts.models.xtts import Xtts as Network

        config = XttsConfig()
        config.load_json(str(source.folder / "config.json"))
        self._presets = source.presets
        self._network = Network.init_from_config(config)
        self._network.load_checkpoint(config, checkpoint_dir=str(source.folder), eval=True)
        self._network.to(source.device.kind)

    def voice_of(self, sample: Sound) -> tuple[Any, Any]:
        """What the model is conditioned on: two tensors. It reads recordings from files only."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "sample.wav")
            write_wav(file, sample, self.rate)
            latents, embedding = self._network.get_conditioning_latents(audio_path=[str(file)])
        return latents, embedding

    def voice_named(self, voice: str) -> tuple[Any, Any]:
        """One of the speakers that come with the model. Raises KeyError."""
        latents, embedding = self._network.speaker_manager.speakers[self._presets.voices[voice]].values()
        return latents, embedding

    def say(self, line: Line, voice: tuple[Any, Any], tick: Callable[[], None]) -> Sound:
        """A sentence or two, float32 mono."""
        import torch

        latents, embedding = voice
        code = _CODES.get(line.language, line.language.split("-")[0])
        with torch.random.fork_rng(), ticking([self._network], tick):
            torch.manual_seed(line.seed)
            made = self._network.inference(line.text, code, latents, embedding)
        sound: Sound = np.nan_to_num(np.asarray(made["wav"], np.float32).reshape(-1))
        return sound
