"""Outlines, as skia paths in logical units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import skia

Point = tuple[float, float]


def polyline(points: Iterable[Point], *, closed: bool = False) -> skia.Path:
    """Straight lines through `points`."""
    return skia.Path.Polygon([skia.Point(x, y) for x, y in points], closed)


def smooth(points: Sequence[Point], *, closed: bool = False) -> skia.Path:
    """A curve through `points` (Catmull and Rom's spline as cubic Bezier curves)."""
    if len(points) < 3:
        return polyline(points, closed=closed)
    count = len(points)

    def at(i: int) -> Point:
        return points[i % count] if closed else points[min(max(i, 0), count - 1)]

    path = skia.PathBuilder()
    path.moveTo(*points[0])
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = at(i - 1), at(i), at(i + 1), at(i + 2)
        path.cubicTo(bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (dx - bx) / 6, cy - (dy - by) / 6, cx, cy)
    if closed:
        path.close()
    return path.detach()


def circle(x: float, y: float, radius: float) -> skia.Path:
    return skia.Path.Circle(x, y, radius)


def ellipse(x: float, y: float, half_width: float, half_height: float) -> skia.Path:
    return skia.Path.Oval(skia.Rect.MakeXYWH(x - half_width, y - half_height, 2 * half_width, 2 * half_height))


def box(x: float, y: float, width: float, height: float, radius: float = 0.0) -> skia.Path:
    """A rectangle from its upper left corner, with rounded corners."""
    return skia.Path.RRect(skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(x, y, width, height), radius, radius))


def arc(x: float, y: float, radius: float, start: float, end: float) -> skia.Path:
    """Part of a circle; angles in degrees, counter-clockwise from the right as in mathematics."""
    path = skia.PathBuilder()
    path.addArc(skia.Rect.MakeXYWH(x - radius, y - radius, 2 * radius, 2 * radius), -start, start - end)
    return path.detach()


def sector(x: float, y: float, radius: float, start: float, end: float) -> skia.Path:
    """A piece of cake; angles as for `arc`."""
    steps = max(2, math.ceil(abs(end - start) / 4))
    rim = [polar(x, y, radius, start + (end - start) * i / steps) for i in range(steps + 1)]
    return polyline([(x, y), *rim], closed=True)


def polar(x: float, y: float, radius: float, angle: float) -> Point:
    """The point at `angle` degrees, counter-clockwise from the right, `radius` away from (x, y)."""
    turn = math.radians(angle)
    return x + radius * math.cos(turn), y - radius * math.sin(turn)


def joined(paths: Iterable[skia.Path]) -> skia.Path:
    """All of them as one path."""
    whole = skia.Path()
    for path in paths:
        whole.addPath(path)
    return whole


def length(path: skia.Path) -> float:
    """Of all its contours, in logical units."""
    measure, total = skia.PathMeasure(path, False), 0.0
    while True:
        total += float(measure.getLength())
        if not measure.nextContour():
            return total


def trimmed(path: skia.Path, share: float) -> skia.Path:
    """The first `share` (0..1) of its length, contour after contour."""
    if share >= 1.0:
        return path
    left = length(path) * max(0.0, share)
    measure, out = skia.PathMeasure(path, False), skia.Path()
    while left > 0:
        here = measure.getLength()
        measure.getSegment(0.0, min(here, left), out, True)
        left -= here
        if not measure.nextContour():
            break
    return out


def moved(path: skia.Path, dx: float, dy: float, scale: float = 1.0) -> skia.Path:
    """The path scaled about the origin, then moved."""
    copy = skia.Path(path)
    copy.transform(skia.Matrix.Concat(skia.Matrix.Translate(dx, dy), skia.Matrix.Scale(scale, scale)))
    return copy
