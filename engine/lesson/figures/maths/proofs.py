"""Proofs that move: Pythagoras by rearrangement, the circle's rim and area unrolled."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.maths.plane import ease, number

TRIANGLES: tuple[Ink, ...] = ("blue", "orange", "green", "purple")


class PythagorasProof(Figure):
    """Four copies of a right triangle move within a square: parts `square`, `triangles`, `before`, `move`, `after`.

    Before the move they leave the square on the hypotenuse free, after it the squares on the legs `a` and `b`.
    """

    kind: ClassVar[str] = "pythagoras-proof"
    a: Annotated[float, Field(gt=0, le=100)] = 3.0
    b: Annotated[float, Field(gt=0, le=100)] = 4.0

    def parts(self) -> Sequence[str]:
        return ["square", "triangles", "before", "move", "after"]

    def triangles(self, share: float) -> list[list[Point]]:
        """Corners of the four triangles in a square of side a + b, after `share` of the move (y upwards)."""
        a, b = self.a, self.b
        s = a + b
        t1 = [(0.0, 0.0), (a, 0.0), (0.0, b)]
        t2 = [(s, 0.0), (s, a), (s - b, 0.0)]
        t3 = [(s, s), (s - a, s), (s, s - b)]
        t4 = [(0.0, s), (0.0, s - a), (b, s)]
        # t1 stays; t3 joins it to a rectangle a x b; t2 and t4 make the rectangle b x a in the opposite corner.
        moves = [(0.0, 0.0), (0.0, b), (-b, -a), (a, 0.0)]
        return [
            [(x + share * dx, y + share * dy) for x, y in t]
            for t, (dx, dy) in zip((t1, t2, t3, t4), moves, strict=True)
        ]

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.inset(4, 4).columns(1.1, 1, gap=40) if wide else pen.area.rows(4, 1)
        span = self.a + self.b
        scale = min(room.width, room.height) / span
        left, base = room.middle[0] - scale * span / 2, room.middle[1] + scale * span / 2

        def at(p: Point) -> Point:
            return left + scale * p[0], base - scale * p[1]

        share = ease(pen.since("move") / 2.6) if pen.share("move") >= 1 else 0.0
        with pen.part("square"):
            pen.line([at(p) for p in ((0, 0), (span, 0), (span, span), (0, span), (0, 0))], "ink", 5)
        with pen.part("triangles"):
            for corners, ink in zip(self.triangles(share), TRIANGLES, strict=True):
                pen.shape([at(p) for p in corners], ink, "ink", 3)
        a, b = self.a, self.b
        if share < 0.02:
            with pen.part("before"):
                pen.words("c\u00b2", *at((span / 2, span / 2)), 64, "red", bold=True)
                for p, words in (((a / 2, 0), "a"), ((a + b / 2, 0), "b")):
                    x, y = at(p)
                    pen.words(words, x, y - 22, 30, "ink", bold=True)
        elif share > 0.98:
            with pen.part("after"):
                self._free(pen, at)
        rows = side.rows(1, 1, 1)
        with pen.part("before"):
            large = f"c\u00b2 = {number(a * a + b * b)}"
            _told(pen, rows[0], "free: the square on the long side", large, "red")
        with pen.part("after"):
            both = f"a\u00b2 + b\u00b2 = {number(a * a)} + {number(b * b)}"
            _told(pen, rows[1], "free: the squares on the short sides", both, "accent")
            pen.words("a\u00b2 + b\u00b2 = c\u00b2", side.x, rows[2].middle[1], 54, "green", anchor="start", bold=True)

    def _free(self, pen: Pen, at: Callable[[Point], Point]) -> None:
        a, b = self.a, self.b
        for (x, y), side, words in (((0.0, b), a, "a\u00b2"), ((a, 0.0), b, "b\u00b2")):
            corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
            pen.line([at(p) for p in [*corners, corners[0]]], "red", 4, dash=(12, 9))
            pen.words(words, *at((x + side / 2, y + side / 2)), 56, "red", bold=True)


def _told(pen: Pen, row: Rect, words: str, area: str, ink: Ink) -> None:
    """What is left free, and how large it is."""
    pen.words(words, row.x, row.middle[1] - 24, 29, anchor="start", width=row.width)
    pen.words(area, row.x, row.middle[1] + 36, 44, ink, anchor="start", bold=True)


class CircleUnrolled(Figure):
    """rim: a wheel rolls one turn, its rim is pi diameters: parts `circle`, `roll`, `length`.
    area: sectors laid in a row make nearly a rectangle: parts `circle`, `pieces`, `sides`."""

    kind: ClassVar[str] = "circle-unrolled"
    sort: Literal["rim", "area"] = "rim"
    pieces: Annotated[int, Field(ge=6, le=48)] = 16

    def parts(self) -> Sequence[str]:
        return ["circle", "roll", "length"] if self.sort == "rim" else ["circle", "pieces", "sides"]

    def draw(self, pen: Pen) -> None:
        (self._rim if self.sort == "rim" else self._area)(pen, pen.area.inset(10, 10))

    def _rim(self, pen: Pen, room: Rect) -> None:
        radius = min(room.width / (2 * math.pi + 2.2), room.height * 0.33)
        long = 2 * math.pi * radius
        base, start = room.y + room.height * 0.68, room.middle[0] - long / 2
        turn = ease(pen.since("roll") % 7.0 / 4.5) if pen.share("roll") > 0 else 0.0
        x, y = start + turn * long, base - radius
        with pen.part("circle"):
            pen.line([(room.x, base), (room.right, base)], "soft", 3)
            pen.shape(paths.circle(x, y, radius), "accent", "accent", 6, light=0.75)
            angle = 90.0 - 360.0 * turn
            pen.line([paths.polar(x, y, radius, angle), paths.polar(x, y, radius, angle + 180)], "blue", 5)
            pen.shape(paths.circle(*paths.polar(x, y, radius, angle + 180), 10), "red", "ink", 3)
        with pen.part("roll"):
            pen.line([(start, base + 3), (max(x, start + 1), base + 3)], "red", 9)
        with pen.part("length"):
            for i in range(3):
                a, b = start + 2 * radius * i, start + 2 * radius * (i + 1)
                pen.line([(a, base + 36), (b, base + 36)], "blue", 5)
                for edge in (a, b):
                    pen.line([(edge, base + 24), (edge, base + 48)], "blue", 3)
                pen.words("diameter", (a + b) / 2, base + 66, 26, "blue", bold=True)
            pen.line([(start + 6 * radius, base + 36), (start + long, base + 36)], "orange", 8)
            pen.words("0.14", start + 3.07 * 2 * radius, base + 66, 24, "orange", bold=True)
            pen.words("rim = 3.14 diameters", room.middle[0], room.bottom - 22, 36, "red", bold=True)

    def _area(self, pen: Pen, room: Rect) -> None:
        radius = min(room.height * 0.42, room.width / 6.6)
        count = self.pieces
        share = ease(pen.since("pieces") / 3.0) if pen.share("pieces") > 0 else 0.0
        x, y = room.x + radius + 10, room.middle[1]
        step = math.pi * radius / count
        left = x + radius + 70
        rise = radius * math.cos(math.pi / count)
        with pen.part("circle"):
            pen.line(paths.circle(x, y, radius), "ink", 4, dash=None if share < 0.02 else (8, 8))
            for i in range(count):
                self._piece(pen, i, share, (x, y), radius, (left + step * (i + 0.5), y), rise)
        with pen.part("sides"):
            right = left + step * count
            pen.line([(left, y + rise / 2 + 22), (right, y + rise / 2 + 22)], "red", 5)
            pen.words("half the rim: \u03c0 r", (left + right) / 2, y + rise / 2 + 56, 32, "red", bold=True)
            pen.line([(right + 36, y - rise / 2), (right + 36, y + rise / 2)], "blue", 5)
            pen.words("r", right + 62, y, 36, "blue", bold=True)
            pen.words(
                "area = \u03c0 r \u00d7 r = \u03c0 r\u00b2", (left + right) / 2, room.y + 26, 40, "green", bold=True
            )
        with pen.part("pieces"):
            pen.words(f"{count} pieces", x, room.bottom - 12, 28, "soft", bold=True)

    def _piece(self, pen: Pen, i: int, share: float, centre: Point, radius: float, goal: Point, rise: float) -> None:
        """One sector on its way from the circle (point at the centre) to the row (points up and down in turn)."""
        here = ease(share * 2.0 - i / self.pieces)
        upward = i % 2 == 0
        middle = (360.0 / self.pieces) * (i + 0.5)
        end = 270.0 if upward else 90.0
        angle = middle + here * (((end - middle + 180) % 360) - 180)
        tip = goal[0], goal[1] - rise / 2 if upward else goal[1] + rise / 2
        spot = centre[0] + here * (tip[0] - centre[0]), centre[1] + here * (tip[1] - centre[1])
        half = 180.0 / self.pieces
        ink: Ink = "accent" if upward else "orange"
        pen.shape(paths.sector(*spot, radius, angle - half, angle + half), ink, "ink", 1.8)
