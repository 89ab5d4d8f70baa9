"""Where a moving camera finds each point of its picture in the source picture.

Source and output coordinates have their origin in the middle of the picture. A point at source position s with
disparity q (1 / distance, 1 for the nearest) is seen by a camera at (X, Z) at o = zoom * (s - X q) / (1 - Z q), the
pinhole model. Solved for s it is linear in q: s = o / zoom * (1 - Z q) + X q + pan. So all extremes lie in the
corners of the frame at the extreme disparities, and the overscan that a move needs follows without a search.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.media.film.shots.moves import Pose, Take

GRID = 4
"""Pixels of the frame, and of the source, to a cell of the grids on which disparities are kept."""
SAMPLES = 25
EDGE = 5.0
"""Pixels of the source that are kept out of sight at its edges."""


@dataclass(frozen=True)
class Line:
    """One axis of the way from frame to source, in pixels: s = o * (scale - shrink * q) + shift * q + pan."""

    scale: float
    shrink: float
    shift: float
    pan: float

    def at(self, q: float) -> tuple[float, float]:
        """Factor and offset for one disparity."""
        return self.scale - self.shrink * q, self.shift * q + self.pan


def lines(pose: Pose, width: int) -> tuple[Line, Line]:
    """The two axes for a frame `width` pixels wide."""
    scale = 1 / pose.zoom
    across = Line(scale, pose.z * scale, pose.x * width, pose.pan * width)
    return across, Line(scale, pose.z * scale, pose.y * width, 0.0)


def source_size(take: Take, width: int, height: int) -> tuple[int, int]:
    """The size, in whole cells, that a `width` x `height` picture needs so that no frame looks past its edges."""
    cover = max(take.width / width, take.height / height)
    covered = width * cover, height * cover
    growth = 1.0
    for axes in _moments(take):
        for axis, half, length in zip(axes, (take.width / 2, take.height / 2), covered, strict=True):
            reach = max(half * factor + abs(offset) for factor, offset in (axis.at(0.0), axis.at(1.0)))
            growth = max(growth, (reach + EDGE) * 2 / length)
    across, down = (math.ceil(length * growth / GRID) * GRID for length in covered)
    return across, down


def parallax(axes: tuple[Line, Line], width: int, height: int) -> float:
    """How many pixels the nearest things shift against the farthest, in the corner where they shift most."""
    across, down = axes
    return math.hypot(
        abs(across.shift) + abs(across.shrink) * width / 2, abs(down.shift) + abs(down.shrink) * height / 2
    )


def parallax_range(take: Take) -> float:
    """The largest parallax in a shot."""
    return max(parallax(axes, take.width, take.height) for axes in _moments(take))


def parallax_speed(take: Take) -> float:
    """By how many pixels parallax changes from one frame to the next, where the camera is fastest."""
    moments = _moments(take)
    steps = []
    for before, after in zip(moments, moments[1:], strict=False):
        change = tuple(
            Line(1.0, b.shrink - a.shrink, b.shift - a.shift, 0.0) for a, b in zip(before, after, strict=True)
        )
        steps.append(parallax((change[0], change[1]), take.width, take.height))
    return max(steps) * (SAMPLES - 1) / max(1, take.frames - 1)


def _moments(take: Take) -> list[tuple[Line, Line]]:
    return [lines(take.pose(i * (take.frames - 1) / (SAMPLES - 1)), take.width) for i in range(SAMPLES)]
