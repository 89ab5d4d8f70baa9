"""Particles at a cell's membrane, and an enzyme at work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.biology.outlines import tube
from engine.lesson.figures.figure import Figure, Label

Count = Annotated[int, Field(ge=0, le=30)]
_GOLDEN = 0.618034


class Membrane(Figure):
    """A double layer of lipids with `outside` and `inside` particles. Parts: membrane, outside, inside, passage.

    `way`: straight through, through a channel, or by a pump that works against the difference. Particles pass from
    where there are more of them; a pump's from where there are fewer.
    """

    kind: ClassVar[str] = "membrane"
    outside: Count = 16
    inside: Count = 4
    way: Literal["diffusion", "channel", "pump"] = "diffusion"
    particle: Label = "oxygen"
    ink: Ink = "red"
    outside_label: Label = "outside"
    inside_label: Label = "inside"

    def parts(self) -> Sequence[str]:
        return ["membrane", "outside", "inside", "passage"]

    @property
    def inwards(self) -> bool:
        return (self.outside > self.inside) is not (self.way == "pump")

    def draw(self, pen: Pen) -> None:
        area = pen.area
        upper, middle, lower = area.rows(0.4, 0.2, 0.4, gap=0)
        center = area.x + area.width * 0.3
        gap = 150.0 if self.way != "diffusion" else 0.0
        with pen.part("membrane"):
            _bilayer(pen, middle, center, gap)
            pen.words("membrane", area.x + 10, middle.y - 22, 26, "soft", anchor="start")
        t = pen.since("membrane")
        for part, room, count, label in (
            ("outside", upper, self.outside, self.outside_label), ("inside", lower, self.inside, self.inside_label),
        ):  # fmt: skip
            with pen.part(part):
                self._particles(pen, Rect(room.x + 20, room.y + 44, room.width * 0.58, room.height - 84), count, t)
                y = room.y + 14 if part == "outside" else room.bottom - 14
                pen.words(f"{label}: {count} × {self.particle}", area.x + 10, y, 30, anchor="start", bold=True)
        with pen.part("passage"):
            if self.way != "diffusion":
                _protein(pen, middle, center, pump=self.way == "pump")
            self._net(pen, upper, lower)
        self._crossing(pen, upper, lower, center)

    def _particles(self, pen: Pen, room: Rect, count: int, t: float) -> None:
        for index in range(count):
            x = room.x + room.width * ((index + 0.5) * _GOLDEN % 1.0)
            y = room.y + room.height * ((index * 0.7548777 + 0.3) % 1.0)
            x += 16 * math.sin(1.3 * t + 2.1 * index)
            y += 10 * math.cos(1.7 * t + 1.3 * index)
            self._particle(pen, (x, y))

    def _particle(self, pen: Pen, at: Point) -> None:
        disc = paths.circle(*at, 12)
        fill(pen, disc, self.ink, 0.15)
        pen.line(disc, self.ink, 3)

    def _net(self, pen: Pen, upper: Rect, lower: Rect) -> None:
        start, end = (upper.bottom - 70, lower.y + 70) if self.inwards else (lower.y + 70, upper.bottom - 70)
        x = upper.x + upper.width * 0.68
        words = {"diffusion": "diffusion", "channel": "through a channel", "pump": "pumped, costs energy"}[self.way]
        pen.line([(x, start), (x, end)], "accent", 9, head=True)
        pen.words(
            words,
            x + 26,
            end + (8 if self.inwards else -8),
            30,
            "accent",
            anchor="start",
            bold=True,
            width=upper.right - x - 26,
        )

    def _crossing(self, pen: Pen, upper: Rect, lower: Rect, center: float) -> None:
        t = pen.since("passage")
        if not t or self.outside == self.inside:
            return
        with pen.part("crossing"):
            for lane in range(1 if self.way != "diffusion" else 3):
                turn = (t / 2.4 + lane * 0.37) % 1.0
                share = turn if self.inwards else 1 - turn
                x = center if self.way != "diffusion" else center + (lane - 1) * 0.14 * upper.width
                self._particle(pen, (x, upper.bottom - 60 + share * (lower.y - upper.bottom + 120)))


def _bilayer(pen: Pen, room: Rect, center: float, gap: float) -> None:
    """Lipids in two rows, heads outwards; none within `gap` of the middle."""
    heads, tails = [], []
    step, radius = 30.0, 13.0
    for index in range(int(room.width / step)):
        x = room.x + (index + 0.5) * room.width / int(room.width / step)
        if gap and abs(x - center) < gap / 2:
            continue
        for y, sign in ((room.y + radius, 1), (room.bottom - radius, -1)):
            heads.append(paths.circle(x, y, radius))
            for dx in (-4, 5):
                foot = room.middle[1] - sign * 5
                tails.append(
                    paths.smooth([(x + dx, y + sign * radius), (x + dx * 1.9, (y + foot) / 2), (x + dx, foot)])
                )
    pen.line(paths.joined(tails), "orange", 3)
    fill(pen, paths.joined(heads), "orange", 0.35)
    pen.line(paths.joined(heads), "orange", 3)


def _protein(pen: Pen, room: Rect, x: float, *, pump: bool) -> None:
    for s in (-1, 1):
        half = [(x + s * 18, room.y - 16), (x + s * 64, room.y - 12), (x + s * 68, room.middle[1]), (x + s * 64,
            room.bottom + 12),
                (x + s * 18, room.bottom + 16), (x + s * (34 if pump else 20), room.middle[1])]  # fmt: skip
        outline = paths.smooth(half, closed=True)
        fill(pen, outline, "purple" if pump else "teal", 0.45)
        pen.line(outline, "purple" if pump else "teal", 5)
    if pump:
        pen.words("ATP", x - 130, room.bottom + 36, 30, "purple", bold=True)


class Enzyme(Figure):
    """An enzyme takes a substrate that fits, and lets the products go. Parts: enzyme, complex, products."""

    kind: ClassVar[str] = "enzyme"
    enzyme: Label = "enzyme"
    substrate: Label = "substrate"
    products: tuple[Label, Label] = ("product", "product")
    joins: bool = False
    """Whether it joins two into one instead of parting one into two."""

    def parts(self) -> Sequence[str]:
        return ["enzyme", "complex", "products"]

    def draw(self, pen: Pen) -> None:
        rooms = pen.area.columns(1, 1, 1, gap=50)
        size = min(rooms[0].width / 300, (pen.area.height - 40) / 430)
        bob = 8 * math.sin(1.8 * pen.since("products"))
        apart = (34.0, 0.0, 0.0) if self.joins else (0.0, 0.0, 34.0)
        lifts = (118.0 + bob, 0.0, 118.0 - bob)
        names = (self.substrate if not self.joins else None, None, None if not self.joins else self.substrate)
        for index, (part, room) in enumerate(zip(self.parts(), rooms, strict=True)):
            x, y = room.middle[0], pen.area.y + 250 * size + 40
            with pen.part(part):
                _halves(pen, (x, y - lifts[index] * size), size, apart[index])
                _body(pen, (x, y), size)
                pen.words(
                    self.enzyme if index != 1 else "they fit together",
                    x,
                    y + 138 * size,
                    28,
                    bold=True,
                    width=room.width,
                )
                top = y - (lifts[index] + 112) * size
                if apart[index]:
                    for s, name in zip((-1, 1), self.products, strict=True):
                        pen.words(
                            name, x + s * 84 * size, top, 26, "green" if s < 0 else "orange", bold=True, width=160
                        )
                elif (name_ := names[index]) is not None:
                    pen.words(name_, x, top, 28, "green", bold=True, width=room.width)
                if index < 2:
                    pen.line([(room.right - 4, y), (room.right + 46, y)], "soft", 6, head=True)


def _halves(pen: Pen, at: Point, size: float, apart: float) -> None:
    """The substrate: two halves whose lower edges are a wedge and a knob."""
    x, y = at
    for s, ink in ((-1, "green"), (1, "orange")):
        dx = s * apart
        low = [(62, 0), (34, 52), (6, 0)] if s < 0 else [(6, 0), (18, 30), (46, 30), (58, 0)]
        ring = [(0, -76), (66, -76), (66, 0), *low, (0, 0)]
        points = [(x + (dx + s * px) * size, y + (py - 6) * size) for px, py in ring]
        outline = paths.polyline(points, closed=True)
        fill(pen, outline, "green" if ink == "green" else "orange", 0.35)
        pen.line(outline, "green" if ink == "green" else "orange", 5)


def _body(pen: Pen, at: Point, size: float) -> None:
    x, y = at
    notch = [
        (-140, -40),
        (-72, 0),
        (-62, 4),
        (-34, 54),
        (-6, 4),
        (6, 4),
        (18, 34),
        (46, 34),
        (58, 4),
        (72, 0),
        (140, -40),
    ]
    around = [(150, 20), (110, 84), (30, 100), (-60, 98), (-130, 60), (-152, 0)]
    rim = [(x + px * size, y + py * size) for px, py in (*notch, *around)]
    outline = paths.polyline(rim, closed=True)
    fill(pen, outline, "blue", 0.4)
    pen.line(outline, "blue", 6)
    hollow = tube([(x - 100 * size, y + 40 * size), (x - 40 * size, y + 78 * size), (x + 40 * size, y + 78 * size)], 3)
    pen.line(hollow, "blue", 2, light=0.3)
