"""Joins what was said piece by piece into one speech, whoever said it: silences cut, pauses set, made equally loud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.media.audio.edit import faded, sounding
from engine.media.audio.levels import levelled
from engine.media.audio.resample import resample
from engine.speech_request import PhonemeTime, SentenceTime, Speech, WordTime, joined

RATE = 48000
EDGE = 0.03
"""Seconds kept before and after the sound of a piece, faded."""
TAIL = 0.12
"""Seconds of room after the last word."""
QUESTION_PAUSE = 0.06
"""Seconds more after a question."""
HASTE = 0.8
"""Rests shrink less than words when somebody speaks faster."""


@dataclass(frozen=True, eq=False)
class Piece:
    """What was said in one go.

    Attributes:
        samples: float32 mono.
        words, phonemes: seconds within the samples.
        pause: seconds of silence after it, beyond those between sentences.
        closes: whether a sentence ends here.
        asks: whether that sentence is a question.
    """

    samples: NDArray[np.float32]
    words: Sequence[WordTime]
    phonemes: Sequence[PhonemeTime]
    pause: float
    closes: bool
    asks: bool


class SpeechTrack:
    """A speech as it grows. Not thread-safe.

    Args:
        rate: of all pieces, in Hz.
        rest: seconds between two sentences at speed 1.
        speed: 1 is the voice's own pace.
    """

    def __init__(self, rate: int, rest: float, speed: float) -> None:
        self._rate = rate
        self._rest, self._question = rest / speed**HASTE, QUESTION_PAUSE / speed**HASTE
        self._sounds: list[NDArray[np.float32]] = []
        self._length = 0
        self._words: list[WordTime] = []
        self._phonemes: list[PhonemeTime] = []
        self._sentences: list[SentenceTime] = []
        self._first = 0
        self._silence = 0.0

    def add(self, piece: Piece) -> None:
        """Append a piece without the silence around it."""
        begin, end = sounding(piece.samples, self._rate)
        first = max(0, begin - round(EDGE * self._rate))
        last = min(len(piece.samples), end + round(EDGE * self._rate))
        self._pause()
        heard = begin / self._rate, end / self._rate
        self._place(piece, self._length / self._rate - first / self._rate, heard)
        self._append(faded(piece.samples[first:last], self._rate, EDGE / 2, EDGE))
        self._silence = piece.pause
        if piece.closes:
            self._close(asks=piece.asks)

    def whole(self) -> NDArray[np.float32]:
        """All that was said so far and a little room, float32 mono at the rate of the pieces."""
        return np.concatenate([*self._sounds, np.zeros(round(TAIL * self._rate), np.float32)])

    def finished(self, sound: NDArray[np.float32]) -> Speech:
        """The speech at 48 kHz, level and peaks as `Speech` promises.

        Args:
            sound: what `whole` gave, its tone changed perhaps, of the same length.
        """
        samples = faded(levelled(resample(sound, self._rate, RATE), RATE), RATE, 0.005, TAIL / 2)
        if self._first < len(self._words):
            self._close(asks=False)
        return Speech(samples, RATE, tuple(self._words), tuple(self._phonemes), tuple(self._sentences))

    def _append(self, sound: NDArray[np.float32]) -> None:
        self._sounds.append(sound)
        self._length += len(sound)

    def _pause(self) -> None:
        if self._sounds:
            self._append(np.zeros(round(self._silence * self._rate), np.float32))

    def _place(self, piece: Piece, shift: float, heard: tuple[float, float]) -> None:
        """Move times from the piece by `shift` to the whole; none lies outside what is heard (first, last)."""

        def moved(time: float) -> float:
            return shift + min(max(time, heard[0]), heard[1])

        self._words += [WordTime(w.word, moved(w.start), moved(w.end)) for w in piece.words]
        self._phonemes += [
            PhonemeTime(p.phoneme, moved(p.start), moved(p.end))
            for p in piece.phonemes
            if moved(p.end) > moved(p.start)
        ]

    def _close(self, *, asks: bool) -> None:
        """End a sentence here."""
        said = self._words[self._first :]
        text = joined([word.word for word in said])
        self._sentences.append(SentenceTime(text, self._first, len(self._words), said[0].start, said[-1].end))
        self._first = len(self._words)
        self._silence += self._rest + (self._question if asks else 0.0)
