"""What is asked of a voice backend, built-in or neural, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

VOICES: tuple[str, ...] = ("male-deep", "male-warm", "female-soft", "female-energetic", "child")
TEXT_MAX = 5000
SPEED_MIN, SPEED_MAX = 0.5, 2.0


@dataclass(frozen=True, eq=False)
class SpeechRequest:
    """Words to say.

    Attributes:
        text: 1 to 5000 characters. `[pause 1.5s]` is silence of that length (0.1 to 10 s).
        voice: one of VOICES; the manner of speaking where a sample gives the sound.
        language: a BCP 47 code such as "en", "en-gb", "pt-br".
        speed: 0.5..2, 1 is the voice's own pace.
        seed: small differences of melody; the same request and seed give the same samples.
        sample: float32 mono of a person to imitate, 2 s to 5 min long, or None.
        sample_rate: of the sample, in Hz.
        pronunciations: a word (any case) to its respelling ("Siobhan": "shi-vawn"), or, for English, to IPA between
            slashes ("/ʃɪˈvɔːn/").

    Raises ValueError for an unknown voice, a speed outside its range or a text that is empty or too long.
    """

    text: str
    voice: str = "female-soft"
    language: str = "en"
    speed: float = 1.0
    seed: int = 0
    sample: NDArray[np.float32] | None = None
    sample_rate: int = 48000
    pronunciations: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.voice not in VOICES:
            raise ValueError(f"unknown voice {self.voice!r}")
        if not SPEED_MIN <= self.speed <= SPEED_MAX:
            raise ValueError(f"speed must lie between {SPEED_MIN} and {SPEED_MAX}")
        if not 1 <= len(self.text) <= TEXT_MAX:
            raise ValueError(f"text must have 1 to {TEXT_MAX} characters")


@dataclass(frozen=True)
class WordTime:
    """One written word, punctuation attached as it stood in the text; start and end in seconds."""

    word: str
    start: float
    end: float


@dataclass(frozen=True)
class PhonemeTime:
    """One sound in IPA, stress marks included; start and end in seconds. A silence has the phoneme ""."""

    phoneme: str
    start: float
    end: float


@dataclass(frozen=True)
class SentenceTime:
    """One sentence: `words[first:last]` of the speech; start and end in seconds."""

    text: str
    first: int
    last: int
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Speech:
    """Spoken words.

    Attributes:
        samples: float32 mono, within -1..1, loudness -16 LUFS, true peak under -1 dBTP.
        rate: in Hz.
        words, phonemes, sentences: in order of time, all within the samples.
    """

    samples: NDArray[np.float32]
    rate: int
    words: tuple[WordTime, ...]
    phonemes: tuple[PhonemeTime, ...]
    sentences: tuple[SentenceTime, ...]

    @property
    def duration(self) -> float:
        """In seconds."""
        return len(self.samples) / self.rate


def joined(words: Sequence[str]) -> str:
    """Words as a line of text: spaces between them, but none between Chinese or Japanese characters."""
    line = ""
    for word in words:
        line += word if not line or (_unspaced(line[-1]) and _unspaced(word[0])) else f" {word}"
    return line


def _unspaced(character: str) -> bool:
    return "\u3000" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or "\uff00" <= character <= "\uff65"
