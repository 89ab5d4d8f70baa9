"""What gives a film its frames."""

from __future__ import annotations

from typing import Protocol

from engine.media.film.frames import Frame


class FrameSource(Protocol):
    """A shot, or shots put together."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    @property
    def frames(self) -> int:
        """How many frames it has."""

    def frame(self, index: int) -> Frame:
        """The frame of an index from 0. Always the same one; the array may be drawn over by the next call."""
