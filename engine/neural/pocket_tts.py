"""Pocket TTS on a device: text and a voice in, sound out.

Source: S. Rouard et al., "Continuous Audio Language Models" (2025).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from data.catalogue import Model
from data.speech_presets import SpeechPresets
from engine.media.audio.resample import resample
from engine.media.audio.wav import decode_wav
from engine.neural.device import Device
from engine.neural.pipelines import silence
from engine.neural.talker import Line, Sound
from engine.neural.ticking import ticking
from engine.neural.voice_prompt import RECORDING, VoicePrompt, read_voice, voice_file

TEMPERATURE = 0.7
"""Variance of the noise that frames are drawn from, where the folder does not say another; Kyutai's own default."""
HEARD = 30.0
"""Seconds of a recording that the model listens to."""
_OWN_SETTINGS = ("short_text_max_words", "frames_after_eos_short_text", "frames_after_eos", "fade_in_duration")


@dataclass(frozen=True)
class PocketSource:
    """The folders of the model and of its codec."""

    folder: Path
    codec: Path
    model: Model
    presets: SpeechPresets
    device: Device

    @cached_property
    def imitates(self) -> bool:
        """Codecs come with or without the part that listens."""
        config = json.loads((self.codec / "config.json").read_text(encoding="utf-8"))
        return "encoder_config" not in config

    def file(self, voice: str) -> Path | None:
        """Where one of the studio's voices is kept."""
        return voice_file(self.folder, voice, self.presets, recordings=self.imitates)

    def has(self, voice: str) -> bool:
        return self.file(voice) is not None

    def load(self) -> PocketTts:
        """Raises OSError, ValueError or RuntimeError where a folder is damaged."""
        return PocketTts(self)


class PocketTts:
    """The model and its codec. By one thread at a time."""

    def __init__(self, source: PocketSource) -> None:
        """Reads safetensors only, never the network, never code from the folders.

        Raises:
            OSError, ValueError, RuntimeError: a folder is damaged or holds something else.
        """
        import torch
        from transformers import PocketTTSAudioTokenizerModel, PocketTTSForConditionalGeneration

        silence()
        safely: dict[str, Any] = {"local_files_only": True, "use_safetensors": True}
        dtype = getattr(torch, source.device.dtype_for(source.model))
        self._source = source
        self._model = PocketTTSForConditionalGeneration.from_pretrained(str(source.folder), dtype=dtype, **safely)
        self._codec = PocketTTSAudioTokenizerModel.from_pretrained(str(source.codec), dtype=torch.float32, **safely)
        self._model.to(source.device.kind).eval()
        self._codec.to(source.device.kind).eval()
        self._processor = _processor(source.folder, self._codec)

    @property
    def rate(self) -> int:
        """Of all sound that goes in and comes out, in Hz."""
        return int(self._processor.feature_extractor.sampling_rate)

    def voice_named(self, voice: str) -> VoicePrompt:
        """One of the studio's voices. Raises OSError or ValueError where its file is damaged, KeyError without one."""
        file = self._source.file(voice)
        if file is None:
            raise KeyError(voice)
        if file.suffix != RECORDING:
            return read_voice(file, int(self._model.config.latent_dim))
        samples, rate = decode_wav(file.read_bytes())
        return self.voice_of(resample(samples, rate, self.rate))

    def voice_of(self, sample: Sound) -> VoicePrompt:
        """How the person in a recording sounds: float32 mono at `rate` Hz. Raises ValueError without an encoder."""
        heard = sample[: round(HEARD * self.rate)]
        inputs = self._processor(
            text=self._prompt("-", voiced=True), audio=[heard], sampling_rate=self.rate, return_tensors="pt"
        )
        return VoicePrompt(latents=inputs["audio_prompt_latents"][0])

    def say(self, line: Line, voice: VoicePrompt, tick: Callable[[], None]) -> Sound:
        """A sentence or two, float32 mono at `rate` Hz. `tick` is called some ten times a second and may raise."""
        import torch

        inputs = self._inputs(line.text, voice)
        config = self._model.generation_config
        with torch.random.fork_rng(), torch.inference_mode(), ticking([self._model, self._codec], tick):
            torch.manual_seed(line.seed)
            made = self._model.generate(
                **inputs,
                do_sample=True,
                temperature=config.temperature if config.do_sample and config.temperature else TEMPERATURE,
                return_dict_in_generate=True,
            )
            wave = self._processor.decode(made.audio_latents[0])
        sound: Sound = np.nan_to_num(wave.numpy().astype(np.float32))
        return sound

    def _inputs(self, text: str, voice: VoicePrompt) -> dict[str, Any]:
        from transformers import DynamicCache

        latents = None if voice.cache else [voice.latents]
        prompt = self._prompt(text, voiced=not voice.cache)
        inputs = self._processor(text=prompt, audio_prompt_latents=latents, return_tensors="pt")
        inputs = dict(inputs.to(self._model.device))
        if voice.cache:
            cache = DynamicCache(config=self._model.config)
            for layer, (keys, values) in enumerate(voice.cache):
                cache.update(keys.to(self._model.device), values.to(self._model.device), layer)
            inputs["past_key_values"] = cache
        return inputs

    def _prompt(self, text: str, *, voiced: bool) -> str:
        said = {"type": "text", "text": text}
        content = [{"type": "audio"}, said] if voiced else [said]
        written: str = self._processor.apply_chat_template([{"role": "user", "content": content}], tokenize=False)
        return written


def _processor(folder: Path, codec: Any) -> Any:
    """What prepares inputs. Put together by hand: loaded as a whole, it would look for the codec on a hub."""
    from transformers import AutoTokenizer, PocketTTSFeatureExtractor, PocketTTSProcessor

    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    extractor = PocketTTSFeatureExtractor.from_pretrained(str(folder), local_files_only=True)
    settings = json.loads((folder / "processor_config.json").read_text(encoding="utf-8"))
    own = {name: settings[name] for name in _OWN_SETTINGS if name in settings}
    return PocketTTSProcessor(extractor, tokenizer, codec, chat_template=tokenizer.chat_template, **own)
