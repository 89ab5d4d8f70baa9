"""A ball on a track, and how its energy changes form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import Entry, quantity

GRAVITY = 9.81
STEP = 1 / 240
SUBSTEPS, PLACES = 8, 4001
LONGEST = 24.0
"""Seconds that a ride is followed at most."""
BOARD_SECONDS = 8.0
"""A ride takes about so long on the board."""


class Spot(Entry):
    """A point that the track goes through, in metres."""

    x: Annotated[float, Field(ge=0, le=1e4)]
    height: Annotated[float, Field(ge=0, le=1e4)]


class EnergyTrack(Figure):
    """Parts `track`, `ball`, `bars`. The ball starts at the first spot with `speed` m/s along the track.

    `friction`: a force in newtons that always brakes; what it takes becomes heat. The bars show joules: kinetic,
    potential, heat (only with friction) and their total.
    """

    kind: ClassVar[str] = "energy-track"
    track: Annotated[tuple[Spot, ...], Field(min_length=3, max_length=12)]
    mass: Annotated[float, Field(gt=0, le=1e5)] = 1.0
    speed: Annotated[float, Field(ge=0, le=1e3)] = 0.0
    friction: Annotated[float, Field(ge=0, le=1e6)] = 0.0

    @model_validator(mode="after")
    def _rolls(self) -> EnergyTrack:
        xs = [spot.x for spot in self.track]
        if any(b <= a for a, b in zip(xs, xs[1:], strict=False)):
            raise ValueError("the spots of the track go from left to right")
        if not self.speed and self.track[1].height >= self.track[0].height:
            raise ValueError("the ball never starts: begin above the next spot or give a speed")
        return self

    def parts(self) -> Sequence[str]:
        return ["track", "ball", "bars"]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        left, right = pen.area.columns(2.1, 1, gap=30) if wide else pen.area.rows(1.2, 1, gap=10)
        ride = _ride(self)
        times = len(ride)
        seconds = times * STEP
        pace = max(1.0, seconds / BOARD_SECONDS)
        since = pen.since("ball") * pace % (seconds + 1.0 * pace)
        x, height, speed, heat = (float(each) for each in ride[min(times - 1, int(since / STEP))])
        view = _View(self, left)
        with pen.part("track"):
            self._track(pen, view, left)
        with pen.part("ball"):
            radius = 20.0
            px, py = view.point(x, height)
            pen.shape(paths.circle(px, py - radius, radius), "red", "ink", 3)
            pen.words(quantity(round(height, 1), "m"), px, py - 74, 24, "blue", bold=True)
            pen.words(quantity(round(abs(speed), 1), "m/s"), px, py - 102, 24, "green", bold=True)
        with pen.part("bars"):
            self._bars(pen, right, speed, height, heat)

    @property
    def total(self) -> float:
        """Joules at the start."""
        return self.mass * (GRAVITY * self.track[0].height + self.speed**2 / 2)

    def _track(self, pen: Pen, view: _View, room: Rect) -> None:
        xs, heights = _profile(self)
        curve = [view.point(float(x), float(h)) for x, h in zip(xs[::4], heights[::4], strict=True)]
        base = view.base + 14
        pen.area_of([*curve, (curve[-1][0], base), (curve[0][0], base)], "grey", alpha=0.35)
        pen.line(curve, "ink", 6)
        pen.line([(room.x, base), (room.right, base)], "soft", 3)
        x, y = curve[0]
        pen.line([(x - 16, base), (x - 16, y)], "blue", 3, head=True)
        pen.words(quantity(self.track[0].height, "m"), x - 8, base + 22, 24, "blue", anchor="start", bold=True)

    def _bars(self, pen: Pen, room: Rect, speed: float, height: float, heat: float) -> None:
        kinetic, potential = self.mass * speed**2 / 2, self.mass * GRAVITY * height
        bars: list[tuple[str, float, Ink]] = [("kinetic", kinetic, "green"), ("potential", potential, "blue")]
        if self.friction:
            bars.append(("heat", heat, "orange"))
        bars.append(("total", self.total, "purple"))
        base, top = room.bottom - 44, room.y + 40
        for (name, value, ink), column in zip(bars, room.columns(*(1 for _ in bars), gap=14), strict=True):
            tall = max(2.0, (base - top) * min(1.0, value / self.total))
            pen.line(paths.box(column.x, top, column.width, base - top, 6), "faint", 2.5)
            pen.shape(paths.box(column.x, base - tall, column.width, tall, 6), ink)
            size = min(24.0, column.width / pen.measure(name, 1.0 * 24)[0] * 24)
            pen.words(name, column.middle[0], base + 24, max(20.0, size), ink, bold=True)
            shown = value if value > 0.004 * self.total else 0.0
            pen.words(quantity(shown, "J"), column.middle[0], max(top - 2, base - tall) - 20, 21, bold=True)


class _View:
    """From metres to the board."""

    def __init__(self, figure: EnergyTrack, room: Rect) -> None:
        wide = figure.track[-1].x - figure.track[0].x
        high = max(float(_profile(figure)[1].max()), 1e-6)
        self._first = figure.track[0].x
        self._left, self.base = room.x + 26, room.bottom - 58
        self._across = (room.width - 60) / wide
        self._up = min((room.height - 170) / high, self._across * 1.6)

    def point(self, x: float, height: float) -> tuple[float, float]:
        return self._left + (x - self._first) * self._across, self.base - height * self._up


@lru_cache(maxsize=64)
def _profile(figure: EnergyTrack) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Heights at 401 places: a cubic through the spots that does not overshoot them (Fritsch and Carlson's slopes)."""
    xs = np.array([spot.x for spot in figure.track])
    ys = np.array([spot.height for spot in figure.track])
    rises = np.diff(ys) / np.diff(xs)
    inner = np.where(rises[:-1] * rises[1:] > 0, 2 * rises[:-1] * rises[1:] / (rises[:-1] + rises[1:] + 1e-12), 0.0)
    slopes = np.concatenate([rises[:1], inner, rises[-1:]])
    at = np.linspace(xs[0], xs[-1], 401)
    i = np.clip(np.searchsorted(xs, at, "right") - 1, 0, len(xs) - 2)
    h = xs[i + 1] - xs[i]
    u = (at - xs[i]) / h
    low = (1 + 2 * u) * (1 - u) ** 2 * ys[i] + u * (1 - u) ** 2 * h * slopes[i]
    return at, low + u**2 * (3 - 2 * u) * ys[i + 1] + u**2 * (u - 1) * h * slopes[i + 1]


@lru_cache(maxsize=64)
def _ride(figure: EnergyTrack) -> NDArray[np.float64]:
    """(x, height, speed, heat) at every STEP seconds, until the end of the track, rest or LONGEST.

    The motion along the track is stepped by the semi-implicit Euler method; the speed that is told is that of the
    energy left, so that the bars add up.
    """
    xs, heights = _profile(figure)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(heights)))])
    at = np.linspace(0.0, along[-1], PLACES)
    pulls = (-GRAVITY * np.interp(at, along, np.gradient(heights, along))).tolist()
    brake, step = figure.friction / figure.mass, STEP / SUBSTEPS
    s, v, heat, ends = 0.0, figure.speed, 0.0, float(along[-1])
    rows = [(0.0, 0.0)]
    for turn in range(1, int(LONGEST / step)):
        pull = pulls[int(s / ends * (PLACES - 1))]
        if abs(v) <= brake * step and abs(pull) <= brake:
            break
        v += (pull - math.copysign(brake, v or pull)) * step
        s += v * step
        heat += figure.friction * abs(v) * step
        if not 0.0 <= s < ends:
            break
        if turn % SUBSTEPS == 0:
            rows.append((s, heat))
    ways, heats = np.array(rows).T
    high = np.interp(ways, along, heights)
    left = figure.total - heats - figure.mass * GRAVITY * high
    speeds = np.sqrt(np.maximum(0.0, 2 * left / figure.mass))
    return np.column_stack([np.interp(ways, along, xs), high, speeds, heats])
