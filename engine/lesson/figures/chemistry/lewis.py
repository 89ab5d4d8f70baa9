"""Electrons of bonds: dots and crosses, and Lewis structures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from data.elements import elements
from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import balls
from engine.lesson.figures.figure import Figure, Label, Part

HUES: tuple[Ink, ...] = ("red", "blue", "green", "purple", "orange")
SYMMETRIC = (90, 270, 0, 180, 45, 225, 135, 315)


class Atom(Part):
    """At (x, y) in bond lengths, y upwards. `lone`: its lone pairs; by default as many as fill its shell."""

    symbol: str
    x: Annotated[float, Field(ge=-4, le=4)]
    y: Annotated[float, Field(ge=-3, le=3)]
    lone: Annotated[int, Field(ge=0, le=4)] | None = None

    @model_validator(mode="after")
    def _known(self) -> Atom:
        if self.symbol not in elements():
            raise ValueError(f"{self.symbol!r} is not an element")
        return self


class Lewis(Figure):
    """The outer electrons of a molecule or ion. Parts: atoms, bonds, and lone where there are such pairs or a charge.

    `bonds`: (atom, atom, order). The electrons must add up: those of the atoms' outer shells less the `charge`.
    """

    kind: ClassVar[str] = "lewis"
    atoms: Annotated[tuple[Atom, ...], Field(min_length=1, max_length=8)]
    bonds: Annotated[tuple[tuple[int, int, Annotated[int, Field(ge=1, le=3)]], ...], Field(max_length=8)] = ()
    charge: Annotated[int, Field(ge=-3, le=3)] = 0
    style: Literal["dot-cross", "lines"] = "dot-cross"
    caption: Label | None = None

    @model_validator(mode="after")
    def _counted(self) -> Lewis:
        for a, b, _ in self.bonds:
            if a == b or not 0 <= min(a, b) <= max(a, b) < len(self.atoms):
                raise ValueError("a bond joins two of the atoms")
        there = sum(elements()[atom.symbol].valence for atom in self.atoms) - self.charge
        drawn = 2 * sum(order for *_, order in self.bonds) + 2 * sum(self.lone(i) for i in range(len(self.atoms)))
        if there != drawn:
            raise ValueError(f"{drawn} electrons are drawn, but the atoms bring {there} to bonds and lone pairs")
        return self

    def lone(self, index: int) -> int:
        """Lone pairs of an atom."""
        atom = self.atoms[index]
        if atom.lone is not None:
            return atom.lone
        full = 2 if atom.symbol in ("H", "He") else 8
        return max(0, full // 2 - sum(order for a, b, order in self.bonds if index in (a, b)))

    def parts(self) -> Sequence[str]:
        lone = self.charge or any(self.lone(index) for index in range(len(self.atoms)))
        return ["atoms", "bonds", *(["lone"] if lone else [])]

    def draw(self, pen: Pen) -> None:
        caption = 56.0 if self.caption else 0.0
        room = Rect(pen.area.x, pen.area.y, pen.area.width, pen.area.height - caption).inset(30, 12)
        reach = 0.62 if self.style == "dot-cross" else 0.5
        wide = max(a.x for a in self.atoms) - min(a.x for a in self.atoms) + 2 * reach
        high = max(a.y for a in self.atoms) - min(a.y for a in self.atoms) + 2 * reach
        unit = min((room.width - (70 if self.charge else 0)) / wide, room.height / high, 230.0)
        cx = (max(a.x for a in self.atoms) + min(a.x for a in self.atoms)) / 2
        cy = (max(a.y for a in self.atoms) + min(a.y for a in self.atoms)) / 2
        spots = [(room.middle[0] + (a.x - cx) * unit, room.middle[1] - (a.y - cy) * unit) for a in self.atoms]
        with pen.part("atoms"):
            self._letters(pen, spots, unit)
            if self.caption:
                pen.words(self.caption, pen.area.middle[0], pen.area.bottom - 24, 30, "soft", width=pen.area.width)
        with pen.part("bonds"):
            for a, b, order in self.bonds:
                (self._shared if self.style == "dot-cross" else self._lines)(pen, spots, (a, b), order, unit)
        if "lone" not in self.parts():
            return
        with pen.part("lone"):
            for index in range(len(self.atoms)):
                self._lone(pen, spots, index, unit)
            if self.charge:
                self._brackets(
                    pen,
                    Rect(room.middle[0] - wide * unit / 2, room.middle[1] - high * unit / 2, wide * unit, high * unit),
                )

    def _ink(self, index: int) -> Ink:
        symbols = list(dict.fromkeys(atom.symbol for atom in self.atoms))
        return HUES[symbols.index(self.atoms[index].symbol) % len(HUES)]

    def _letters(self, pen: Pen, spots: Sequence[Point], unit: float) -> None:
        for index, (atom, spot) in enumerate(zip(self.atoms, spots, strict=True)):
            ink = self._ink(index)
            if self.style == "dot-cross":
                path = paths.circle(*spot, 0.6 * unit)
                pen.area_of(path, ink, alpha=0.13 if pen.theme.tint == 1 else 0.5)
                pen.line(path, ink, 4)
            pen.words(atom.symbol, *spot, min(0.3 * unit, 64), ink, bold=True)

    def _shared(self, pen: Pen, spots: Sequence[Point], pair: tuple[int, int], order: int, unit: float) -> None:
        """Electrons in the overlap of two shells: one of each atom to a pair."""
        (ax, ay), (bx, by) = (spots[i] for i in pair)
        length = math.hypot(bx - ax, by - ay)
        ux, uy = (bx - ax) / length, (by - ay) / length
        x, y = (ax + bx) / 2, (ay + by) / 2
        for k in range(order):
            off = (k - (order - 1) / 2) * 0.2 * unit
            for side, index in ((-0.045, pair[0]), (0.045, pair[1])):
                spot = (x - uy * off + ux * side * unit, y + ux * off + uy * side * unit)
                self._electron(pen, spot, index, cross=index == max(pair), size=0.036 * unit)

    def _electron(self, pen: Pen, at: Point, index: int, *, cross: bool, size: float) -> None:
        x, y = at
        r = max(5.0, min(size, 9.0))
        if cross:
            strokes = ([(x - r, y - r), (x + r, y + r)], [(x - r, y + r), (x + r, y - r)])
            pen.line(paths.joined(paths.polyline(stroke) for stroke in strokes), self._ink(index), 4.5)
        else:
            balls(pen, [at], r + 1, self._ink(index))

    def _lines(self, pen: Pen, spots: Sequence[Point], pair: tuple[int, int], order: int, unit: float) -> None:
        (ax, ay), (bx, by) = (spots[i] for i in pair)
        length = math.hypot(bx - ax, by - ay)
        ux, uy = (bx - ax) / length, (by - ay) / length
        gap = 0.26 * unit
        for k in range(order):
            off = (k - (order - 1) / 2) * 0.11 * unit
            start = (ax + ux * gap - uy * off, ay + uy * gap + ux * off)
            end = (bx - ux * gap - uy * off, by - uy * gap + ux * off)
            pen.line([start, end], "ink", 6)

    def _lone(self, pen: Pen, spots: Sequence[Point], index: int, unit: float) -> None:
        away = (0.44 if self.style == "dot-cross" else 0.31) * unit
        crosses = self.style == "dot-cross" and index > 0
        for angle in self._free_angles(index):
            for side in (-1, 1):
                x, y = paths.polar(*spots[index], away, angle)
                turn = math.radians(angle + 90)
                spot = (x + side * 0.055 * unit * math.cos(turn), y - side * 0.055 * unit * math.sin(turn))
                self._electron(pen, spot, index, cross=crosses, size=0.036 * unit)

    def _free_angles(self, index: int) -> list[float]:
        """Degrees at which lone pairs stand: as far from the bonds and from one another as can be."""
        here = self.atoms[index]
        taken = []
        for a, b, _ in self.bonds:
            if index in (a, b):
                other = self.atoms[b if a == index else a]
                taken.append(math.degrees(math.atan2(other.y - here.y, other.x - here.x)))
        found: list[float] = []
        for _ in range(self.lone(index)):
            rivals = [*taken, *found]
            free = max(range(0, 360, 15), key=lambda angle: (_nearest(angle, rivals), -_rank(angle)))
            found.append(float(free))
        return found

    def _brackets(self, pen: Pen, room: Rect) -> None:
        for x, side in ((room.x - 14, 1), (room.right + 14, -1)):
            pen.line([(x + side * 18, room.y), (x, room.y), (x, room.bottom), (x + side * 18, room.bottom)], "ink", 5)
        number = "" if abs(self.charge) == 1 else str(abs(self.charge))
        pen.words(
            number + ("+" if self.charge > 0 else "\u2212"), room.right + 44, room.y + 18, 44, "accent", bold=True
        )


def _nearest(angle: float, rivals: Sequence[float]) -> float:
    return min((abs((angle - rival + 180) % 360 - 180) for rival in rivals), default=360.0)


def _rank(angle: int) -> int:
    """How far back in the usual order of places an angle stands."""
    return SYMMETRIC.index(angle) if angle in SYMMETRIC else len(SYMMETRIC) + angle
