"""What is asked of a music backend, built-in or neural, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

MOODS: tuple[str, ...] = ("epic", "emotional", "uplifting", "mysterious")
SECONDS_MIN, SECONDS_MAX = 2.0, 600.0


@dataclass(frozen=True)
class MusicRequest:
    """Music for one film.

    Attributes:
        mood: one of MOODS.
        seconds: 2..600, length of the film; the music ends exactly there.
        seed: the same request and seed give the same samples, another seed another tune.
        cuts: times of scene changes in seconds, rising, within the film.
        intensity: how strong each scene is, 0..1, one more than there are cuts; empty leaves it to the form.

    Raises ValueError for anything else.
    """

    mood: str
    seconds: float
    seed: int = 0
    cuts: tuple[float, ...] = ()
    intensity: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.mood not in MOODS:
            raise ValueError(f"unknown mood {self.mood!r}")
        if not SECONDS_MIN <= self.seconds <= SECONDS_MAX:
            raise ValueError(f"seconds must lie between {SECONDS_MIN:g} and {SECONDS_MAX:g}")
        if any(second <= first for first, second in pairwise((0.0, *self.cuts, self.seconds))):
            raise ValueError("cuts must rise and lie within the film")
        if self.intensity and len(self.intensity) != len(self.cuts) + 1:
            raise ValueError("intensity must have one value for each scene: one more than there are cuts")
        if not all(0 <= value <= 1 for value in self.intensity):
            raise ValueError("intensity must lie between 0 and 1")


@dataclass(frozen=True, eq=False)
class Music:
    """Played music.

    Attributes:
        samples: float32 stereo, n x 2, within -1..1, -16 LUFS, true peak under -1 dBTP.
        rate: in Hz.
        description: for people: "D minor, 104 beats a minute".
    """

    samples: NDArray[np.float32]
    rate: int
    description: str = ""

    @property
    def duration(self) -> float:
        """In seconds."""
        return len(self.samples) / self.rate
