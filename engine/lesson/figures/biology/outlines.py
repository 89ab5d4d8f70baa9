"""Outlines of soft things: tubes along curves, turned shapes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import skia

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point


def tube(points: Sequence[Point], *widths: float, samples: int = 14, closed: bool = True) -> skia.Path:
    """A tube along a smooth curve; `widths` are spread evenly over its length."""
    middle = sampled(points, samples)
    last = len(middle) - 1
    left, right = [], []
    for index, (x, y) in enumerate(middle):
        (ax, ay), (bx, by) = middle[max(0, index - 1)], middle[min(last, index + 1)]
        along = math.hypot(bx - ax, by - ay) or 1.0
        half = _between(widths, index / last) / 2
        dx, dy = -(by - ay) / along * half, (bx - ax) / along * half
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    if closed:
        return paths.polyline([*left, *reversed(right)], closed=True)
    return paths.joined([paths.polyline(left), paths.polyline(right)])


def _between(values: Sequence[float], share: float) -> float:
    place = share * (len(values) - 1)
    low = min(int(place), max(0, len(values) - 2))
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (place - low)


def sampled(points: Sequence[Point], samples: int = 14) -> list[Point]:
    """Points along the smooth curve through `points`, `samples` between two of them."""
    found: list[Point] = []
    last = len(points) - 1
    for i in range(last):
        a, b, c, d = points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, last)]
        for step in range(samples):
            found.append(_spline(a, b, c, d, step / samples))
    return [*found, points[-1]]


def _spline(a: Point, b: Point, c: Point, d: Point, u: float) -> Point:
    """Catmull and Rom's curve from b (u = 0) to c (u = 1)."""

    def one(p: float, q: float, r: float, s: float) -> float:
        return 0.5 * (2 * q + (r - p) * u + (2 * p - 5 * q + 4 * r - s) * u**2 + (3 * q - p - 3 * r + s) * u**3)

    return one(a[0], b[0], c[0], d[0]), one(a[1], b[1], c[1], d[1])


def turned(path: skia.Path, degrees: float, x: float, y: float) -> skia.Path:
    """The path turned clockwise about (x, y)."""
    copy = skia.Path(path)
    copy.transform(skia.Matrix.RotateDeg(degrees, skia.Point(x, y)))
    return copy
