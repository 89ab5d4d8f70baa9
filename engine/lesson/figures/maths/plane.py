"""A plane with one scale in both directions."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect

SPANS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Plane:
    """From coordinates to the board: the box low..high stands in the middle of `room`, as large as it fits."""

    def __init__(self, room: Rect, low: Point, high: Point) -> None:
        wide, tall = max(high[0] - low[0], 1e-9), max(high[1] - low[1], 1e-9)
        self.scale = min(room.width / wide, room.height / tall)
        self.room = room
        self._left = room.middle[0] - self.scale * (low[0] + high[0]) / 2
        self._base = room.middle[1] + self.scale * (low[1] + high[1]) / 2

    def at(self, point: Point) -> Point:
        return self._left + self.scale * point[0], self._base - self.scale * point[1]

    @property
    def low(self) -> Point:
        """The lower left corner of the room, in coordinates."""
        return (self.room.x - self._left) / self.scale, (self._base - self.room.bottom) / self.scale

    @property
    def high(self) -> Point:
        return (self.room.right - self._left) / self.scale, (self._base - self.room.y) / self.scale

    def grid(self, pen: Pen, numbers: bool = True) -> None:
        """Lines at round numbers over the whole room, and the axes."""
        (x0, y0), (x1, y1) = self.low, self.high
        step = next((span for span in SPANS if span * self.scale >= 34), SPANS[-1])
        for i in range(math.ceil(x0 / step), math.floor(x1 / step) + 1):
            x = self.at((i * step, 0))[0]
            pen.line([(x, self.room.y), (x, self.room.bottom)], "faint", 1.5)
        for i in range(math.ceil(y0 / step), math.floor(y1 / step) + 1):
            y = self.at((0, i * step))[1]
            pen.line([(self.room.x, y), (self.room.right, y)], "faint", 1.5)
        zero = self.at((0, 0))
        if y0 <= 0 <= y1:
            pen.line([(self.room.x, zero[1]), (self.room.right, zero[1])], "soft", 3, head=True)
        if x0 <= 0 <= x1:
            pen.line([(zero[0], self.room.bottom), (zero[0], self.room.y)], "soft", 3, head=True)
        if numbers:
            self._numbers(pen, step)

    def _numbers(self, pen: Pen, step: float) -> None:
        (x0, y0), (x1, y1) = self.low, self.high
        every = step * math.ceil(46 / (step * self.scale))
        for i in range(math.ceil(x0 / every), math.floor(x1 / every) + 1):
            x, y = self.at((i * every, 0))
            if i and self.room.x + 12 < x < self.room.right - 24:
                pen.words(number(i * every), x, y + 18, 20, "soft")
        for i in range(math.ceil(y0 / every), math.floor(y1 / every) + 1):
            x, y = self.at((0, i * every))
            if i and self.room.y + 24 < y < self.room.bottom - 8:
                pen.words(number(i * every), x - 10, y, 20, "soft", anchor="end")


def bounds(points: Iterable[Point], margin: float = 0.0) -> tuple[Point, Point]:
    """Lower left and upper right corner of the box around all points."""
    xs, ys = zip(*points, strict=True)
    return (min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)


def number(value: float, places: int = 3) -> str:
    """With a true minus, at most `places` digits after the point."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "\u2212")


def ease(share: float) -> float:
    """0..1, slow at both ends."""
    share = max(0.0, min(1.0, share))
    return share * share * (3.0 - 2.0 * share)


def clipped(line: tuple[Point, Point], room: Rect) -> tuple[Point, Point] | None:
    """What of a straight line lies in `room` (Liang and Barsky's method)."""
    (ax, ay), (bx, by) = line
    start, end = 0.0, 1.0
    for along, inside in (
        (ax - bx, ax - room.x),
        (bx - ax, room.right - ax),
        (ay - by, ay - room.y),
        (by - ay, room.bottom - ay),
    ):
        if abs(along) < 1e-12:
            if inside < 0:
                return None
        elif along < 0:
            start = max(start, inside / along)
        else:
            end = min(end, inside / along)
    if start >= end:
        return None
    return (ax + start * (bx - ax), ay + start * (by - ay)), (ax + end * (bx - ax), ay + end * (by - ay))
