"""From longitude and latitude to the board, and the land seen there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import skia
from numpy.typing import NDArray

from data.coastlines import land_rings
from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Rect

FINEST = 2.0
"""Bends of a coast below this many logical units are left out."""


@dataclass(frozen=True)
class Chart:
    """An equirectangular chart, true to scale along its middle parallel, that fills `room`.

    The area asked for (degrees) is in the middle; more is seen where the shapes differ.
    """

    area: tuple[float, float, float, float]
    room: Rect

    @property
    def squeeze(self) -> float:
        """How long a degree of longitude is, in degrees of latitude."""
        return math.cos(math.radians((self.area[1] + self.area[3]) / 2))

    @property
    def scale(self) -> float:
        """Logical units in a degree of latitude."""
        west, south, east, north = self.area
        return min(self.room.width / ((east - west) * self.squeeze), self.room.height / (north - south))

    def at(self, lon: float, lat: float) -> Point:
        """Where a place lies on the board."""
        west, south, east, north = self.area
        x, y = self.room.middle
        return x + (lon - (west + east) / 2) * self.squeeze * self.scale, y - (lat - (south + north) / 2) * self.scale

    def path(self, points: Iterable[Sequence[float]]) -> list[Point]:
        return [self.at(each[0], each[1]) for each in points]

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north of all that is seen, in degrees."""
        wide = self.room.width / (2 * self.squeeze * self.scale)
        high = self.room.height / (2 * self.scale)
        lon, lat = (self.area[0] + self.area[2]) / 2, (self.area[1] + self.area[3]) / 2
        return lon - wide, lat - high, lon + wide, lat + high


@lru_cache(maxsize=64)
def land(chart: Chart) -> skia.Path:
    """The land within the chart's room, to be filled by the even-odd rule."""
    path = skia.PathBuilder()
    path.setFillType(skia.PathFillType.kEvenOdd)
    west, south, east, north = chart.box()
    for ring in land_rings():
        for turn in (-360.0, 0.0, 360.0):
            low, high = ring.min(axis=0) + (turn, 0), ring.max(axis=0) + (turn, 0)
            if low[0] > east or high[0] < west or low[1] > north or high[1] < south:
                continue
            seen = _within(_thinned(ring + (turn, 0), chart), chart.room)
            if len(seen) > 2:
                path.addPolygon([skia.Point(x, y) for x, y in seen], True)
    return path.detach()


def _thinned(ring: NDArray[np.float64], chart: Chart) -> list[Point]:
    x0, y0 = chart.at(0.0, 0.0)
    steps = np.array([chart.squeeze * chart.scale, -chart.scale])
    kept: list[Point] = []
    for x, y in (ring * steps + (x0, y0)).tolist():
        if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= FINEST:
            kept.append((x, y))
    return kept


def _within(points: list[Point], room: Rect) -> list[Point]:
    """A polygon cut to a rectangle (Sutherland and Hodgman's method)."""
    for axis, bound, sign in ((0, room.x, 1), (0, room.right, -1), (1, room.y, 1), (1, room.bottom, -1)):
        cut: list[Point] = []
        for last, here in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
            inside, before = (here[axis] - bound) * sign >= 0, (last[axis] - bound) * sign >= 0
            if inside != before:
                share = (bound - last[axis]) / (here[axis] - last[axis])
                cut.append((last[0] + (here[0] - last[0]) * share, last[1] + (here[1] - last[1]) * share))
            if inside:
                cut.append(here)
        points = cut
    return points


@lru_cache(maxsize=64)
def sea(chart: Chart) -> skia.Path:
    """All of the chart's room that is not land."""
    path = skia.Path(land(chart))
    room = chart.room
    path.addRect(skia.Rect.MakeXYWH(room.x, room.y, room.width, room.height))
    return path


@lru_cache(maxsize=64)
def coast(chart: Chart) -> skia.Path:
    """The shores within the chart's room: the outline of the land without the room's own edges."""
    room, path = chart.room, skia.PathBuilder()

    def edge(a: skia.Point, b: skia.Point) -> bool:
        across = any(abs(a.x() - x) < 0.01 and abs(b.x() - x) < 0.01 for x in (room.x, room.right))
        return across or any(abs(a.y() - y) < 0.01 and abs(b.y() - y) < 0.01 for y in (room.y, room.bottom))

    pen_down: skia.Point | None = None
    for verb, points in land(chart):
        if verb == skia.Path.Verb.kLine_Verb and not edge(points[0], points[1]):
            if pen_down != points[0]:
                path.moveTo(points[0])
            path.lineTo(points[1])
            pen_down = points[1]
    return path.detach()


@lru_cache(maxsize=256)
def on_land(chart: Chart, outline: tuple[tuple[float, float], ...]) -> skia.Path:
    """The part of an outline (degrees) that is land within the chart's room."""
    seen = _within(chart.path(outline), chart.room)
    if len(seen) < 3:
        return skia.Path()
    whole = paths.polyline(seen, closed=True)
    for nudge in (0.0, 0.31, -0.47, 0.83):
        try:
            return skia.Op(land(chart), paths.moved(whole, nudge, nudge / 2), skia.PathOp.kIntersect_PathOp)
        except RuntimeError:  # skia gives up where edges all but coincide
            continue
    return whole
