"""Reads texts aloud with a model on this machine, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.catalogue import Model
from domain.errors import InvalidParams
from domain.generator import BackendInfo
from engine.builtin.voice.alignment import aligned
from engine.builtin.voice.espeak import Manner, Utterance, installed_languages, utter
from engine.builtin.voice.languages import check_letters, espeak_voice
from engine.builtin.voice.text.chunks import Chunk, Token, chunks
from engine.media.audio.resample import resample
from engine.media.audio.stretch import stretched
from engine.neural.kept_model import LOADED, KeptModel
from engine.neural.memory import is_out_of_memory
from engine.neural.model_cache import ModelCache
from engine.neural.pipelines import damaged
from engine.neural.pocket_tts import PocketSource
from engine.neural.talker import Line, Talker, VoiceSource
from engine.neural.weights import Weights
from engine.neural.xtts import XttsSource
from engine.rising_report import Report, rising
from engine.speech_request import Speech, SpeechRequest
from engine.speech_track import Piece, SpeechTrack
from engine.voice_choice import VoiceRefusal

COMPARED_RATE = 160
"""Words a minute of the sound that words are found by, at speed 1."""
_PHONEMES = "[["
"""espeak-ng's mark for sounds, which a model cannot read."""


class NeuralVoice:
    """The capability "voice" with a model that speaks.

    The model tells no times: words and phonemes are found by aligning its sound with espeak-ng's of the same sentence
    (engine.builtin.voice.alignment). Measured on the built-in voices at other paces, accents and rests, all but one of
    2,460 words lay within 0.2 s and 95 in 100 within 0.05 s; with a person's voice it has not been measured. The same
    request and weights give the same samples on the same kind of device.
    """

    def __init__(self, cache: ModelCache, model: Model, weights: Weights) -> None:
        if model.speech is None:
            raise ValueError(f"{model.key} is no model that speaks")
        folder, codec = weights.folder(model), weights.codec(model)
        self._model, self._presets = model, model.speech
        self._source: VoiceSource = (
            PocketSource(folder, codec, model, model.speech, cache.device)
            if codec
            else XttsSource(folder, model, model.speech, cache.device)
        )
        self._kept = KeptModel[Talker](cache, model, weights, "speech", self._source.load, model.resident_gb)

    @property
    def info(self) -> BackendInfo:
        return self._kept.info

    def languages(self) -> tuple[str, ...]:
        """Codes that `speak` takes."""
        return self._presets.languages

    @property
    def imitates(self) -> bool:
        """Whether it can take its voice from a recording."""
        return self._source.imitates

    def refusal(self, request_language: str, voice: str, *, imitate: bool) -> VoiceRefusal | None:
        """Why it cannot speak so; None where it can."""
        title = self._model.title
        if request_language not in self._presets.languages:
            return VoiceRefusal("language", f"{title} speaks {', '.join(self._presets.languages)} only")
        if imitate and not self.imitates:
            return VoiceRefusal("voice_sample", f"this {title} came without the part that listens to recordings")
        if not imitate and not self._source.has(voice):
            return VoiceRefusal("voice", f"{title} has no voice {voice!r}")
        return None

    def speak(self, request: SpeechRequest, report: Report) -> Speech:
        """Say it, at 48 kHz.

        Args:
            report: called with 0..1, rising, while the model loads and some ten times a second while it speaks. What
                it raises ends the work and is let through; the model stays usable.

        Raises:
            InvalidParams: nothing to say, or a language, letters, a voice or a sample that it does not take.
            BackendUnavailable: the model's folder is damaged, or espeak-ng is missing.
            OutOfMemory: there is too little memory, even with all other models unloaded.
        """
        refusal = self.refusal(request.language, request.voice, imitate=request.sample is not None)
        if refusal is not None:
            raise refusal.error()
        report = rising(report)
        reading = _Reading(request, espeak_voice(request.language, installed_languages()), self._presets.longest)
        for _attempt in range(2):
            try:
                return self._said(request, reading, report)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            # Out of the except block: the exception, which held the tensors, is gone.
            self._kept.make_room()
        raise self._kept.too_little_memory("speaking", "the built-in voices")

    def _said(self, request: SpeechRequest, reading: _Reading, report: Report) -> Speech:
        with self._kept.use(report) as model:
            voice = self._voice(model, request)
            track = SpeechTrack(model.rate, self._presets.rest, request.speed)
            for n, (part, utterance) in enumerate(zip(reading.parts, reading.utterances, strict=True)):
                done = LOADED + (0.97 - LOADED) * n / len(reading.parts)
                report(done)
                seed = (request.seed * 1000003 + n) % 2**63
                line = Line(_written(part), request.language, seed)
                sound = model.say(line, voice, lambda done=done: report(done))  # type: ignore[misc]  # default
                track.add(_piece(part, utterance, stretched(sound, model.rate, request.speed), model.rate))
        speech = track.finished(track.whole())
        report(1.0)
        return speech

    def _voice(self, model: Talker, request: SpeechRequest) -> Any:
        if request.sample is not None:
            return model.voice_of(resample(request.sample, request.sample_rate, model.rate))
        try:
            return model.voice_named(request.voice)
        except (OSError, ValueError, KeyError) as error:
            raise damaged(self._model) from error


class _Reading:
    """A text divided into what is said in one go, and what espeak-ng says for it."""

    def __init__(self, request: SpeechRequest, language: str, longest: int) -> None:
        check_letters(request.text, language)
        self.parts: Sequence[Chunk] = chunks(request.text, language, request.pronunciations, longest)
        if not self.parts:
            raise InvalidParams.of_fields([("text", "there is no word to say in it")])
        manner = Manner(language, round(COMPARED_RATE * request.speed))
        self.utterances: Sequence[Utterance] = list(utter([part.breathed for part in self.parts], manner, lambda: None))


def _piece(part: Chunk, utterance: Utterance, sound: NDArray[np.float32], rate: int) -> Piece:
    times = aligned(part, utterance, sound, rate)
    return Piece(sound, times.words, times.phonemes, part.pause, part.closes, part.asks)


def _written(part: Chunk) -> str:
    """What the model reads: numbers and units in words, but no phonemes, and a comma where the sentence goes on."""
    text = "".join((" " if token.spaced and n else "") + _readable(token) for n, token in enumerate(part.tokens))
    return text if part.closes or text[-1:] in ",;:.!?" else text + ","


def _readable(token: Token) -> str:
    return token.shown if _PHONEMES in token.said else token.said
