"""Puts the sentences together: each revoiced, its silences cut, the pauses between them set, all made one sound."""

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
from engine.media.audio.edit import faded, sounding
from engine.media.audio.levels import levelled
from engine.media.audio.resample import resample
from engine.speech_request import PhonemeTime, SentenceTime, Speech, WordTime, joined

RATE = 48000
SOURCE_LOW, SOURCE_HIGH = 65.0, 320.0
"""Hz between which espeak-ng's own pitch lies, in any language."""
EDGE = 0.03
"""Seconds kept before and after the sound of a sentence, faded."""
TAIL = 0.12
"""Seconds of room after the last word."""
QUESTION_PAUSE = 0.06


class Assembly:
    """A speech as it grows. Not thread-safe."""

    def __init__(self, speaker: Speaker, speed: float, seed: int) -> None:
        self._speaker, self._speed, self._seed = speaker, speed, seed
        self._sounds: list[NDArray[np.float32]] = []
        self._length = 0
        self._rate = 0
        self._reference = 0.0
        self._words: list[WordTime] = []
        self._phonemes: list[PhonemeTime] = []
        self._sentences: list[SentenceTime] = []
        self._first = 0
        self._silence = 0.0

    def add(self, part: Chunk, utterance: Utterance) -> None:
        """Append what was said for a part."""
        self._rate = utterance.rate
        words = word_times([token.shown for token in part.tokens], part.starts, utterance)
        sound = self._revoiced(part, utterance, words)
        begin, end = sounding(sound, utterance.rate)
        first = max(0, begin - round(EDGE * utterance.rate))
        last = min(len(sound), end + round(EDGE * utterance.rate))
        piece = faded(sound[first:last], utterance.rate, EDGE / 2, EDGE)
        self._pause()
        heard = begin / utterance.rate, end / utterance.rate
        self._place(words, phoneme_times(utterance), self._length / self._rate - first / self._rate, heard)
        self._sounds.append(piece)
        self._length += len(piece)
        self._silence = part.pause
        if part.closes:
            self._close(part.said[-2:])

    def finished(self) -> Speech:
        """The speech at 48 kHz, level and peaks as `Speech` promises."""
        tail = np.zeros(round(TAIL * self._rate), np.float32)
        whole = np.concatenate([*self._sounds, tail])
        tone = toned(whole, self._rate, self._speaker.eq, self._speaker.room)
        sound = faded(levelled(resample(tone, self._rate, RATE), RATE), RATE, 0.005, TAIL / 2)
        if self._first < len(self._words):
            self._close("")
        return Speech(sound, RATE, tuple(self._words), tuple(self._phonemes), tuple(self._sentences))

    def _revoiced(self, part: Chunk, utterance: Utterance, words: list[WordTime]) -> NDArray[np.float32]:
        track = track_pitch(utterance.samples, utterance.rate, SOURCE_LOW, SOURCE_HIGH)
        self._reference = self._reference or track.median or 100.0
        spans = [(w.start, w.end) for w, token in zip(words, part.tokens, strict=True) if token.strong]
        strong = emphasis(len(track.f0), utterance.rate / track.hop, spans)
        seed = (self._seed * 1000003 + len(self._sounds)) % 2**63
        f0 = sung(track, self._reference, self._speaker.melody, strong, seed)
        sound = revoice(utterance.samples, track, f0, self._speaker.shape, seed)
        if spans:
            sound = sound * (1 + (STRESS_GAIN - 1) * emphasis(len(sound), utterance.rate, spans)).astype(np.float32)
        return sound

    def _pause(self) -> None:
        if self._sounds:
            silence = np.zeros(round(self._silence * self._rate), np.float32)
            self._sounds.append(silence)
            self._length += len(silence)

    def _place(
        self, words: list[WordTime], phonemes: list[PhonemeTime], shift: float, heard: tuple[float, float]
    ) -> None:
        """Move times from the utterance by `shift` to the whole; none lies outside what is heard (first, last)."""

        def moved(time: float) -> float:
            return shift + min(max(time, heard[0]), heard[1])

        self._words += [WordTime(w.word, moved(w.start), moved(w.end)) for w in words]
        self._phonemes += [
            PhonemeTime(p.phoneme, moved(p.start), moved(p.end)) for p in phonemes if moved(p.end) > moved(p.start)
        ]

    def _close(self, ending: str) -> None:
        """End a sentence here."""
        said = self._words[self._first :]
        text = joined([word.word for word in said])
        self._sentences.append(SentenceTime(text, self._first, len(self._words), said[0].start, said[-1].end))
        self._first = len(self._words)
        rest = self._speaker.pause + (QUESTION_PAUSE if "?" in ending else 0.0)
        self._silence += rest / self._speed**0.8
