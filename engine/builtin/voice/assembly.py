"""Puts the sentences together: each revoiced, then joined to one sound with the voice's tone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.builtin.voice.espeak import Utterance
from engine.builtin.voice.melody import STRESS_GAIN, emphasis, sung
from engine.builtin.voice.pitch import track_pitch
from engine.builtin.voice.speaker import Speaker
from engine.builtin.voice.text.chunks import Chunk
from engine.builtin.voice.timing import phoneme_times, word_times
from engine.builtin.voice.tone import toned
from engine.builtin.voice.vocoder import revoice
from engine.speech_request import Speech, WordTime
from engine.speech_track import Piece, SpeechTrack

SOURCE_LOW, SOURCE_HIGH = 65.0, 320.0
"""Hz between which espeak-ng's own pitch lies, in any language."""


class Assembly:
    """A speech as it grows. Not thread-safe.

    Args:
        rate: of espeak-ng's sound, in Hz.
    """

    def __init__(self, speaker: Speaker, speed: float, seed: int, rate: int) -> None:
        self._speaker, self._seed, self._rate = speaker, seed, rate
        self._track = SpeechTrack(rate, speaker.pause, speed)
        self._reference = 0.0
        self._count = 0

    def add(self, part: Chunk, utterance: Utterance) -> None:
        """Append what was said for a part."""
        words = word_times([token.shown for token in part.tokens], part.starts, utterance)
        sound = self._revoiced(part, utterance, words)
        self._track.add(Piece(sound, words, phoneme_times(utterance), part.pause, part.closes, part.asks))
        self._count += 1

    def finished(self) -> Speech:
        """The speech at 48 kHz, level and peaks as `Speech` promises."""
        return self._track.finished(toned(self._track.whole(), self._rate, self._speaker.eq, self._speaker.room))

    def _revoiced(self, part: Chunk, utterance: Utterance, words: list[WordTime]) -> NDArray[np.float32]:
        track = track_pitch(utterance.samples, utterance.rate, SOURCE_LOW, SOURCE_HIGH)
        self._reference = self._reference or track.median or 100.0
        spans = [(w.start, w.end) for w, token in zip(words, part.tokens, strict=True) if token.strong]
        strong = emphasis(len(track.f0), utterance.rate / track.hop, spans)
        seed = (self._seed * 1000003 + self._count) % 2**63
        f0 = sung(track, self._reference, self._speaker.melody, strong, seed)
        sound = revoice(utterance.samples, track, f0, self._speaker.shape, seed)
        if spans:
            sound = sound * (1 + (STRESS_GAIN - 1) * emphasis(len(sound), utterance.rate, spans)).astype(np.float32)
        return sound
