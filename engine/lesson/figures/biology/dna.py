"""DNA: the turning double helix, and its copying, from a sequence of bases."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.figure import Figure, Label

BASES: Mapping[str, Ink] = {"A": "red", "T": "yellow", "U": "orange", "G": "green", "C": "blue"}
PARTNER: Mapping[str, str] = {"A": "T", "T": "A", "G": "C", "C": "G"}
PAIRS_A_TURN = 10.5
"""Of the common form of DNA, in solution."""
SECONDS_A_TURN = 9.0
Sequence_ = Annotated[str, Field(pattern=r"^[ACGT]{4,24}$")]


class Dna(Figure):
    """A double helix with the bases of `sequence` on its front strand. Parts: backbone, bases, key (if `key`)."""

    kind: ClassVar[str] = "dna"
    sequence: Sequence_ = "ATGCCGTAACGTTAGCCATG"
    key: bool = True
    note: Label | None = None

    def parts(self) -> Sequence[str]:
        return ["backbone", "bases", *(["key"] if self.key or self.note else [])]

    def draw(self, pen: Pen) -> None:
        rows = pen.area.rows(0.8, 0.2) if self.key or self.note else [pen.area]
        helix = _Helix(rows[0], len(self.sequence), pen.since("backbone") / SECONDS_A_TURN)
        self._bases(pen, helix, front=False)
        helix.strands(pen, front=False)
        self._bases(pen, helix, front=True)
        helix.strands(pen, front=True)
        if self.key or self.note:
            with pen.part("key"):
                self._key(pen, rows[1])

    def _bases(self, pen: Pen, helix: _Helix, *, front: bool) -> None:
        with pen.part("bases"):
            for index, base in enumerate(self.sequence):
                upper, lower, depth = helix.rung(index)
                if (depth >= 0) is not front:
                    continue
                middle = upper[0], (upper[1] + lower[1]) / 2
                light = 0.0 if front else 0.35
                for end, letter in ((upper, base), (lower, PARTNER[base])):
                    pen.line([end, middle], BASES[letter], 11, light=light)
                    if front and abs(upper[1] - lower[1]) > 130:
                        y = (end[1] + middle[1]) / 2
                        fill(pen, paths.circle(end[0], y, 17), "paper")
                        pen.line(paths.circle(end[0], y, 17), BASES[letter], 3)
                        pen.words(letter, end[0], y, 24, bold=True)

    def _key(self, pen: Pen, room: Rect) -> None:
        y = room.y + room.height * 0.35
        if self.key:
            for column, (a, b) in zip(room.columns(1, 1), (("A", "T"), ("G", "C")), strict=True):
                x = column.middle[0]
                pen.line([(x - 110, y), (x - 10, y)], BASES[a], 26)
                pen.line([(x + 10, y), (x + 110, y)], BASES[b], 26)
                for dx, letter in ((-140, a), (140, b)):
                    pen.words(letter, x + dx, y, 36, bold=True)
        if self.note:
            pen.words(self.note, room.middle[0], room.bottom - 16, 27, "soft", width=room.width)


class _Helix:
    """Two strands about a level axis. `turn`: how far it has turned, in turns."""

    def __init__(self, room: Rect, count: int, turn: float) -> None:
        self._room, self._count, self._turn = room, count, turn
        self._height = min(room.height * 0.44, 190.0)

    def _angle(self, place: float) -> float:
        return 2 * math.pi * (place / PAIRS_A_TURN + self._turn) + 0.9

    def at(self, place: float, strand: int) -> tuple[Point, float]:
        """A point of strand 0 or 1 and its depth, -1 (behind) to 1. The grooves are of unequal width."""
        angle = self._angle(place) + (0.0 if strand == 0 else math.radians(205))
        x = self._room.x + self._room.width * (place + 0.5) / self._count
        return (x, self._room.middle[1] - self._height * math.sin(angle)), math.cos(angle)

    def rung(self, index: int) -> tuple[Point, Point, float]:
        (first, depth), (second, _) = self.at(index, 0), self.at(index, 1)
        return first, second, depth

    def strands(self, pen: Pen, *, front: bool) -> None:
        inks: tuple[Ink, Ink] = ("purple", "teal")
        with pen.part("backbone"):
            for strand, ink in enumerate(inks):
                for run in self._runs(strand, front=front):
                    if pen.theme.tint < 1:
                        pen.line(run, "paper", 20)
                    pen.line(run, ink, 14 if front else 10, light=0.0 if front else 0.45)

    def _runs(self, strand: int, *, front: bool) -> list[list[Point]]:
        """The pieces of a strand before, or behind, the axis."""
        found: list[list[Point]] = [[]]
        for step in range(self._count * 8 + 1):
            point, depth = self.at(step / 8 - 0.5, strand)
            if (depth >= -0.04) is front:
                found[-1].append(point)
            elif found[-1]:
                found.append([])
        return [run for run in found if len(run) > 1]


class DnaCopying(Figure):
    """A fork where both strands of `sequence` are copied. Parts: double, fork, new.

    The first third is still double; the rest has parted, and each old strand has got a new partner.
    """

    kind: ClassVar[str] = "dna-copying"
    sequence: Annotated[str, Field(pattern=r"^[ACGT]{6,18}$")] = "ATGCCGTAACGT"
    mode: Literal["labelled", "plain"] = "labelled"

    def parts(self) -> Sequence[str]:
        return ["double", "fork", "new"]

    def draw(self, pen: Pen) -> None:
        count = len(self.sequence)
        area, closed = pen.area, count // 3
        step = area.width / count
        gap = min(52.0, area.height * 0.11)

        def old(index: float, sign: int) -> Point:
            opened = min(1.0, max(0.0, (index - closed + 0.5) / 3))
            spread = opened * opened * (3 - 2 * opened)
            return area.x + step * (index + 0.5), area.middle[1] + sign * (gap + spread * area.height * 0.3)

        for sign in (-1, 1):
            with pen.part("double"):
                pen.line(paths.smooth([old(i, sign) for i in range(closed + 1)]), "purple", 12)
            with pen.part("fork"):
                pen.line(paths.smooth([old(i, sign) for i in range(closed, count)]), "purple", 12)
            for index, base in enumerate(self.sequence):
                letter = base if sign < 0 else PARTNER[base]
                with pen.part("double" if index < closed else "fork"):
                    _base(pen, old(index, sign), -sign * gap, letter)
            fresh = [(x, y - sign * 2 * gap) for x, y in (old(i, sign) for i in range(closed + 2, count))]
            with pen.part("new"):
                pen.line(paths.smooth(fresh if sign < 0 else fresh[::-1]), "orange", 12)
                for index in range(closed + 2, count):
                    letter = PARTNER[self.sequence[index]] if sign < 0 else self.sequence[index]
                    x, y = old(index, sign)
                    _base(pen, (x, y - sign * 2 * gap), sign * gap, letter)
        if self.mode == "labelled":
            self._labels(pen)

    def _labels(self, pen: Pen) -> None:
        area = pen.area
        with pen.part("fork"):
            pen.words("old strand", area.x + area.width * 0.14, area.y + 70, 28, "purple", bold=True)
        with pen.part("new"):
            pen.words("new strand", area.right - 90, area.middle[1], 28, "orange", bold=True)


def _base(pen: Pen, at: Point, reach: float, letter: str) -> None:
    """A base that stands `reach` away from its strand."""
    x, y = at
    pen.line([(x, y), (x, y + reach * 0.94)], BASES[letter], 14)
    disc = paths.circle(x, y + reach * 0.5, 17)
    fill(pen, disc, BASES[letter], 0.65)
    pen.line(disc, BASES[letter], 3)
    pen.words(letter, x, y + reach * 0.5, 24, bold=True)
