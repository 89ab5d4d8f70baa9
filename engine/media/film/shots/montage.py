"""Shots one after the other, overlapping in their transitions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from engine.media.film.frames import Frame, empty_nv12, to_nv12
from engine.media.film.shots.source import FrameSource
from engine.media.film.shots.transitions import Transition, transition


@dataclass(frozen=True)
class Part:
    """One shot of a montage.

    Attributes:
        frames: how many it has, its transitions included.
        open: makes it, when its first frame is needed; it may be closed and made again.
        enter: how it follows the shot before, over `overlap` frames that both show. The first part's are not used.
    """

    frames: int
    open: Callable[[], FrameSource]
    enter: Transition = "cut"
    overlap: int = 0


class Montage:
    """A film of parts. At most two shots are held at a time, so memory does not grow with the film.

    Raises:
        ValueError: no parts, or transitions that meet in a part that is too short for them.
    """

    def __init__(self, size: tuple[int, int], parts: Sequence[Part]) -> None:
        if not parts:
            raise ValueError("a montage needs parts")
        self._size = size
        self._parts = tuple(parts)
        self._overlaps = [0, *(0 if part.enter == "cut" else part.overlap for part in self._parts[1:])]
        for part, enter, leave in zip(self._parts, self._overlaps, [*self._overlaps[1:], 0], strict=True):
            if part.frames < max(1, enter + leave):
                raise ValueError("a part is shorter than its transitions")
        lengths = (part.frames - overlap for part, overlap in zip(self._parts, self._overlaps, strict=True))
        ends = list(accumulate(lengths))
        self._starts = [end - part.frames for end, part in zip(ends, self._parts, strict=True)]
        self._frames = ends[-1]
        self._open: dict[int, FrameSource] = {}
        self._drawn = empty_nv12(*size)
        self._first, self._second = empty_nv12(*size), empty_nv12(*size)

    @property
    def size(self) -> tuple[int, int]:
        return self._size

    @property
    def frames(self) -> int:
        return self._frames

    def part_at(self, index: int) -> int:
        """Which part a frame belongs to; in a transition the one that begins."""
        return bisect_right(self._starts, index) - 1

    def frame(self, index: int) -> Frame:
        """The frame; drawn over by the next call."""
        number = self.part_at(index)
        into = index - self._starts[number]
        overlap = self._overlaps[number]
        if into >= overlap:
            return self._shot(number).frame(into)
        before = self._parts[number - 1].frames - overlap + into
        to_nv12(self._shot(number - 1).frame(before), self._first)
        to_nv12(self._shot(number).frame(into), self._second)
        t = (into + 1) / (overlap + 1)
        return transition(self._parts[number].enter, self._first, self._second, t, self._drawn)

    def _shot(self, number: int) -> FrameSource:
        if number not in self._open:
            for old in [n for n in self._open if abs(n - number) > 1 or n == number + 1]:
                del self._open[old]
            while len(self._open) > 1:
                del self._open[min(self._open)]
            self._open[number] = self._parts[number].open()
        return self._open[number]
