"""Probability trees."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part
from engine.lesson.figures.maths.plane import number

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple", "teal", "pink")


def _chance(text: str) -> str:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{text!r} is no probability: write 0.3 or 3/10") from None
    if not 0 <= value <= 1:
        raise ValueError("a probability lies between 0 and 1")
    return text


Chance = Annotated[str, StringConstraints(max_length=12, pattern=r"^\d+(\.\d+)?(/\d+)?$"), AfterValidator(_chance)]
"""A probability as it is written on a branch: "0.3" or "3/10"."""


class Branch(Part):
    label: Label
    p: Chance
    ink: Ink | None = None


class Tree(Figure):
    """Two stages of chance: parts `first`, `second`, `ends` (the products), and `marked` where ends are marked.

    `second` holds the branches that follow each first branch. `marked`: ends, counted from 0 from the top; their
    sum is written as `total`.
    """

    kind: ClassVar[str] = "probability-tree"
    first: Annotated[tuple[Branch, ...], Field(min_length=2, max_length=4)]
    second: Annotated[
        tuple[Annotated[tuple[Branch, ...], Field(min_length=2, max_length=3)], ...], Field(min_length=2, max_length=4)
    ]
    marked: tuple[Annotated[int, Field(ge=0, le=11)], ...] = ()
    total: Label | None = None

    @model_validator(mode="after")
    def _whole(self) -> Tree:
        if len(self.second) != len(self.first):
            raise ValueError("second needs one group of branches for each first branch")
        for group in (self.first, *self.second):
            if abs(float(sum(Fraction(branch.p) for branch in group)) - 1.0) > 1e-3:
                raise ValueError("the branches of a fork must sum to 1")
        if sum(len(group) for group in self.second) > 8 or any(i >= len(self.chances()) for i in self.marked):
            raise ValueError("at most 8 ends; marked counts them from 0")
        return self

    def chances(self) -> list[Fraction]:
        """The probability of each end, from the top."""
        return [Fraction(a.p) * Fraction(b.p) for a, group in zip(self.first, self.second, strict=True) for b in group]

    def parts(self) -> Sequence[str]:
        return ["first", "second", "ends", *(["marked"] if self.marked else [])]

    def draw(self, pen: Pen) -> None:
        area = pen.area.inset(10, 8)
        columns = [area.x + area.width * share for share in (0.02, 0.33, 0.66, 0.80)]
        ends = self.chances()
        ys = [row.middle[1] for row in area.rows(*[1.0] * len(ends), gap=0)]
        groups: list[list[float]] = []
        for forked in self.second:
            groups.append(ys[sum(len(g) for g in groups) :][: len(forked)])
        root = columns[0], area.middle[1]
        forks = [(columns[1], sum(group) / len(group)) for group in groups]
        inks = [branch.ink or HUES[i] for i, branch in enumerate(self.first)]
        with pen.part("first"):
            for branch, fork, ink in zip(self.first, forks, inks, strict=True):
                _branch(pen, branch, root, fork, ink)
        with pen.part("second"):
            for branches, fork, group in zip(self.second, forks, groups, strict=True):
                for i, (branch, y) in enumerate(zip(branches, group, strict=True)):
                    _branch(pen, branch, (fork[0] + 118, fork[1]), (columns[2], y), branch.ink or HUES[i])
        with pen.part("ends"):
            for chance, y in zip(ends, ys, strict=True):
                words = self._product(chance)
                pen.words(words, columns[3] + 22, y, 32, "ink", anchor="start", bold=True)
        if self.marked:
            with pen.part("marked"):
                for i in self.marked:
                    pen.line(paths.box(columns[3] + 4, ys[i] - 26, 150, 52, 14), "green", 5)
                if self.total:
                    pen.words(self.total, root[0], area.bottom - 24, 34, "green", anchor="start", bold=True)

    def _product(self, chance: Fraction) -> str:
        """Not cancelled, as it comes from the branches; with decimals where these have none but decimals."""
        if not any("/" in branch.p for group in (self.first, *self.second) for branch in group):
            return number(float(chance), 4)
        first, second = (max(_lower(b.p) for b in group) for group in (self.first, sum(self.second, ())))
        top = chance * first * second
        return f"{top}/{first * second}" if top.denominator == 1 else str(chance)


def _lower(p: str) -> int:
    """The denominator as it is written."""
    return int(p.split("/")[1]) if p.count("/") and "." not in p else Fraction(p).denominator


def _branch(pen: Pen, branch: Branch, start: Point, end: Point, ink: Ink) -> None:
    pen.line([start, end], ink, 4.5)
    x, y = start[0] + 0.55 * (end[0] - start[0]), start[1] + 0.55 * (end[1] - start[1])
    pen.words(branch.p, x, y + (-24 if end[1] <= start[1] else 26), 28, ink, bold=True)
    room = Rect(end[0] + 8, end[1] - 24, 108, 48)
    size = pen.fitting(branch.label, room, 29, bold=True)
    pen.words(branch.label, room.x, end[1], size, ink, anchor="start", bold=True, width=room.width)
