"""Lays bars over a film so that bar lines meet its scene changes.

As film composers do: one tempo is sought at which most scene changes fall near a bar line, shorter or longer bars are
put in, and what is left over is taken up by playing a little faster or slower between two of them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

STRETCH = 1.13
"""How much faster or slower than its tempo a passage may be."""
RING = (2.2, 4.5)
"""Seconds, from and to, that the last chord sounds; less in very short films."""
TEMPOS = 24
"""Tempi tried."""
_MISSED, _HALF_BAR, _ODD_BAR, _EARLIEST = 5.0, 0.6, 1.5, 0.8
_REACH = 8
_SLOWING = (1.06, 1.1, 1.16, 1.24)
"""Lengths of the last beats before the last chord."""


@dataclass(frozen=True)
class Bar:
    """First beat and how many it has."""

    first: int
    beats: int


@dataclass(frozen=True)
class Timeline:
    """Where beats lie in the film.

    Attributes:
        tempo: beats a minute before stretching.
        meter: beats in a whole bar.
        times: of each beat in seconds; the last one is the last chord's.
        bars: in order, without the last chord.
        seconds: length of the film.
    """

    tempo: float
    meter: int
    times: tuple[float, ...]
    bars: tuple[Bar, ...]
    seconds: float

    @property
    def end(self) -> int:
        """The beat of the last chord."""
        return len(self.times) - 1

    @cached_property
    def downbeats(self) -> frozenset[int]:
        """First beats of bars, and the last chord's."""
        return frozenset((*(bar.first for bar in self.bars), self.end))

    def at(self, beat: float) -> float:
        """Seconds of a beat, which may lie between two or after the last."""
        index = min(max(int(beat), 0), self.end - 1)
        first, second = self.times[index : index + 2]
        return first + (beat - index) * (second - first)

    def nearest_bar(self, seconds: float) -> int:
        """Index of the bar that starts nearest to a time."""
        starts = [self.times[bar.first] for bar in self.bars]
        after = bisect_right(starts, seconds)
        near = [index for index in (after - 1, after) if 0 <= index < len(starts)]
        return min(near, key=lambda index: abs(starts[index] - seconds))


@dataclass(frozen=True)
class _Span:
    """A passage of steady tempo: from and to in seconds, and its length in beats."""

    start: float
    end: float
    beats: int


def lay_out(seconds: float, cuts: Sequence[float], tempo: tuple[float, float], meter: int) -> Timeline:
    """The best timeline for a film.

    Args:
        seconds: length of the film.
        cuts: rising times of scene changes.
        tempo: beats a minute, from and to.
        meter: 3 or 4.
    """
    tries = (
        (*_spans(cuts, ending, 60 / bpm, meter), bpm)
        for bpm in np.linspace(*tempo, TEMPOS)
        for ending in _endings(seconds, cuts)
    )
    _, spans, bpm = min(tries, key=lambda attempt: attempt[0])
    return _timeline(spans, float(bpm), meter, seconds)


def _endings(seconds: float, cuts: Sequence[float]) -> list[float]:
    """Where the last chord may be struck: at a scene change, if one is near enough to the end, or freely."""
    latest = seconds - min(RING[0], 0.4 * seconds)
    earliest = seconds - min(RING[1], 0.45 * seconds)
    free = [float(time) for time in np.linspace(earliest, latest, 12)]
    return [*free, *(cut for cut in cuts if earliest <= cut <= latest)]


def _spans(cuts: Sequence[float], ending: float, beat: float, meter: int) -> tuple[float, list[_Span]]:
    """The cheapest way through the scene changes to the ending, by dynamic programming: its cost and its spans."""
    times = [0.0, *(cut for cut in cuts if _EARLIEST < cut < ending - _EARLIEST), ending]
    late = sum(cut > ending for cut in cuts)
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
    for last in range(1, len(times)):
        options = []
        for first in range(0 if last == len(times) - 1 else max(0, last - _REACH), last):
            beats = max(2, round((times[last] - times[first]) / beat))
            missed = last - first - 1
            cost = _cost(times[last] - times[first], beats, beat, meter) + _MISSED * missed
            options.append((best[first][0] + cost, first, beats))
        best.append(min(options))
    spans, last = [], len(times) - 1
    while last:
        _, first, beats = best[last]
        spans.append(_Span(times[first], times[last], beats))
        last = first
    return best[-1][0] + _MISSED * late, spans[::-1]


def _cost(seconds: float, beats: int, beat: float, meter: int) -> float:
    stretch = abs(math.log(seconds / (beats * beat)))
    beyond = max(0.0, stretch - math.log(STRETCH))
    uneven = 0.0 if beats % meter == 0 else _HALF_BAR if beats % meter == meter / 2 else _ODD_BAR
    return (stretch / 0.05) ** 2 + 1000 * beyond + uneven


def _timeline(spans: list[_Span], tempo: float, meter: int, seconds: float) -> Timeline:
    times, bars = [0.0], []
    for span in spans:
        beats = span.beats
        bars += _bars(len(times) - 1, beats, meter)
        weights = np.ones(beats)
        if span is spans[-1] and beats >= 2 * len(_SLOWING):
            weights[-len(_SLOWING) :] = _SLOWING
        steps = span.start + np.cumsum(weights) * (span.end - span.start) / weights.sum()
        times += [float(step) for step in steps]
    return Timeline(tempo, meter, tuple(times), tuple(bars), seconds)


def _bars(first: int, beats: int, meter: int) -> list[Bar]:
    """Whole bars, then what is left over; one beat left makes the last bar longer."""
    lengths = [meter] * (beats // meter)
    if beats % meter == 1 and lengths:
        lengths[-1] += 1
    elif beats % meter:
        lengths.append(beats % meter)
    return [Bar(first + sum(lengths[:index]), length) for index, length in enumerate(lengths)]
