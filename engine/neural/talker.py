"""What a backend that speaks needs of a model, whichever library it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    """What is said in one go. `language` is a code of data.speech_languages."""

    text: str
    language: str
    seed: int


class Talker(Protocol):
    """A loaded model. By one thread at a time. Voices are what it makes of them; nobody else looks inside."""

    @property
    def rate(self) -> int:
        """Of all sound that goes in and comes out, in Hz."""

    def voice_of(self, sample: Sound) -> Any:
        """The voice of the person in a recording, float32 mono at `rate` Hz."""

    def voice_named(self, voice: str) -> Any:
        """One of the studio's voices. Raises OSError or ValueError where its file is damaged, KeyError without one."""

    def say(self, line: Line, voice: Any, tick: Callable[[], None]) -> Sound:
        """Float32 mono at `rate` Hz. `tick` is called some ten times a second, as far as possible, and may raise."""


class VoiceSource(Protocol):
    """A model on disk."""

    @property
    def imitates(self) -> bool:
        """Whether it can take its voice from a recording."""

    def has(self, voice: str) -> bool:
        """Whether it has one of the studio's voices."""

    def load(self) -> Talker:
        """Raises OSError or ValueError where the folder is damaged, BackendUnavailable where a library is missing."""
