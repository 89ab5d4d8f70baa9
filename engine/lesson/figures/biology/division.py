"""Stages of mitosis and meiosis: where the chromosomes of a cell lie in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.biology.outlines import tube, turned
from engine.lesson.figures.figure import Figure

Stage = Literal[
    "interphase", "prophase", "metaphase", "anaphase", "telophase", "daughters",
    "pairing", "metaphase-1", "anaphase-1", "two-cells", "anaphase-2", "gametes",
]  # fmt: skip
WORDS: Mapping[Stage, str] = {
    "interphase": "interphase", "prophase": "prophase", "metaphase": "metaphase", "anaphase": "anaphase",
    "telophase": "telophase", "daughters": "two cells", "pairing": "pairing and crossing over",
        "metaphase-1": "metaphase 1",
    "anaphase-1": "anaphase 1", "two-cells": "two cells", "anaphase-2": "anaphase 2", "gametes": "four gametes",
}  # fmt: skip


@dataclass(frozen=True)
class _Chromosome:
    """At (x, y) of a cell of radius 1. `half`: of its length; `doubled`: two chromatids; `swapped`: ink of its tips."""

    x: float
    y: float
    half: float
    ink: Ink
    doubled: bool = True
    lean: float = 0.0
    swapped: Ink | None = None


@dataclass(frozen=True)
class _Cell:
    """Centre and radius in units of the panel, whose half width is 1; `nucleus`: its envelope is whole; spindle."""

    x: float
    y: float
    radius: float
    chromosomes: tuple[_Chromosome, ...]
    nucleus: bool = False
    spindle: bool = False
    wide: float = 1.0


M: Ink = "red"
F: Ink = "blue"
"""Inks of the mother's and the father's chromosomes."""


class Division(Figure):
    """Cells with two pairs of chromosomes at `stages`, one beside the other. Parts: the stages' names."""

    kind: ClassVar[str] = "division"
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=6)]

    @model_validator(mode="after")
    def _once(self) -> Division:
        if len(set(self.stages)) < len(self.stages):
            raise ValueError("stages: each once")
        return self

    def parts(self) -> Sequence[str]:
        return list(self.stages)

    def draw(self, pen: Pen) -> None:
        count = len(self.stages)
        across = count if count <= 3 else (count + 1) // 2
        rows = pen.area.rows(*([1.0] * (1 if count <= 3 else 2)), gap=12)
        rooms = [room for row in rows for room in row.columns(*([1.0] * across), gap=40)][:count]
        for index, (stage, room) in enumerate(zip(self.stages, rooms, strict=True)):
            with pen.part(stage):
                size = min(room.width / 2, (room.height - 44) / 2)
                x, y = room.middle[0], room.y + size
                for cell in _cells(stage):
                    _draw_cell(pen, cell, x, y, size)
                pen.words(WORDS[stage], x, y + size + 22, 28, bold=True, width=room.width + 30)
                if (index + 1) % across and index + 1 < count:
                    pen.line(
                        [(room.right - 8 if size * 2 > room.width - 20 else x + size + 14, y), (room.right + 36, y)],
                        "soft",
                        5,
                        head=True,
                    )


def _cells(stage: Stage) -> tuple[_Cell, ...]:
    big, small = 0.34, 0.2
    lying: tuple[tuple[float, Ink, float], ...] = ((big, M, -0.45), (small, F, -0.15), (small, M, 0.15), (big, F, 0.45))

    def one(*chromosomes: _Chromosome, spindle: bool = False, nucleus: bool = False) -> tuple[_Cell, ...]:
        return (_Cell(0, 0, 0.95, chromosomes, nucleus, spindle),)

    match stage:
        case "interphase":
            return one(nucleus=True)
        case "prophase":
            spots = ((-0.35, -0.25), (0.3, -0.3), (-0.2, 0.35), (0.35, 0.3))
            return one(*(_Chromosome(x, y, h, i, lean=40 * x) for (x, y), (h, i, _) in zip(spots, lying, strict=True)))
        case "metaphase":
            return one(*(_Chromosome(0, y * 1.25, h * 0.75, i, lean=0) for h, i, y in lying), spindle=True)
        case "anaphase":
            return one(
                *(
                    _Chromosome(s * 0.45, y, h * 0.8, i, doubled=False, lean=s * 25)
                    for s in (-1, 1)
                    for h, i, y in lying
                ),
                spindle=True,
            )
        case "telophase":
            return tuple(_Cell(s * 0.44, 0, 0.52, _singles(lying, 0.7), nucleus=True, wide=0.96) for s in (-1, 1))
        case "daughters":
            return tuple(_Cell(s * 0.52, 0, 0.46, _singles(lying, 0.7), nucleus=True) for s in (-1, 1))
        case "pairing":
            return one(*_pairs(0.0, 0.42))
        case "metaphase-1":
            return one(*(_Chromosome(s * 0.16, y, h, M if s < 0 else F, swapped=F if s < 0 else M)
                         for s in (-1, 1) for h, y in ((big, -0.4), (small, 0.42))), spindle=True)  # fmt: skip
        case "anaphase-1":
            return one(*(_Chromosome(s * 0.48, y, h, M if s < 0 else F, swapped=F if s < 0 else M)
                         for s in (-1, 1) for h, y in ((big, -0.3), (small, 0.36))), spindle=True)  # fmt: skip
        case "two-cells":
            return tuple(_Cell(s * 0.52, 0, 0.46, tuple(
                _Chromosome(0, y, h * 1.2, M if s < 0 else F, swapped=F if s < 0 else M)
                for h, y in ((big, -0.28), (small, 0.45)))) for s in (-1, 1))  # fmt: skip
        case "anaphase-2":
            return tuple(_Cell(s * 0.52, 0, 0.46, tuple(
                _Chromosome(u * 0.5, y, h * 1.2, M if s < 0 else F, doubled=False, lean=u * 15,
                            swapped=(F if s < 0 else M) if u > 0 else None)
                for u in (-1, 1) for h, y in ((big, -0.25), (small, 0.4))), spindle=True) for s in (-1, 1))  # fmt: skip
        case "gametes":
            return tuple(_Cell(s * 0.5, u * 0.48, 0.42, tuple(
                _Chromosome(x, 0, h * 1.3, M if s < 0 else F, doubled=False,
                    swapped=(F if s < 0 else M) if u > 0 else None)
                for h, x in ((big, -0.25), (small, 0.3)))) for s in (-1, 1) for u in (-1, 1))  # fmt: skip


def _singles(lying: Sequence[tuple[float, Ink, float]], size: float) -> tuple[_Chromosome, ...]:
    return tuple(_Chromosome(y * 0.9, 0, h * size, i, doubled=False) for h, i, y in lying)


def _pairs(x: float, gap: float) -> tuple[_Chromosome, ...]:
    found = []
    for half, left in ((0.34, -gap), (0.2, gap)):
        found.append(_Chromosome(x + left - 0.14, 0, half, M, swapped=F))
        found.append(_Chromosome(x + left + 0.14, 0, half, F, swapped=M))
    return tuple(found)


def _draw_cell(pen: Pen, cell: _Cell, x: float, y: float, size: float) -> None:
    cx, cy, radius = x + cell.x * size, y + cell.y * size, cell.radius * size
    outline = paths.ellipse(cx, cy, radius * cell.wide, radius)
    fill(pen, outline, "orange", 0.85)
    pen.line(outline, "orange", 5)
    if cell.nucleus:
        ring = paths.circle(cx, cy, radius * 0.66)
        fill(pen, ring, "purple", 0.8)
        pen.line(ring, "purple", 3.5, dash=(12, 7) if cell.wide < 1 else None)
        if not cell.chromosomes:
            thread = [
                paths.polar(cx, cy, radius * r, a * 53) for a, r in enumerate((0.5, 0.2, 0.55, 0.3, 0.5, 0.15, 0.5) * 2)
            ]
            pen.line(paths.smooth(thread), "purple", 3.5)
    if cell.spindle:
        for bend in (-0.7, -0.35, 0.0, 0.35, 0.7):
            curve = [(cx - radius * 0.9, cy), (cx, cy + bend * radius), (cx + radius * 0.9, cy)]
            pen.line(paths.smooth(curve), "soft", 2, light=0.3)
        for side in (-0.9, 0.9):
            pen.shape(paths.circle(cx + side * radius, cy, 6), "green", "green", 2)
    for each in cell.chromosomes:
        _draw_chromosome(pen, each, Rect(cx, cy, radius, radius))


def _draw_chromosome(pen: Pen, each: _Chromosome, cell: Rect) -> None:
    """`cell`: centre and radius."""
    x, y, half = cell.x + each.x * cell.width, cell.y + each.y * cell.width, each.half * cell.width
    width = max(7.0, 0.11 * cell.width)
    bends = (-1, 1) if each.doubled else (0,)
    for bend in bends:
        spread = bend * width * 0.75
        points = [(x + 1.5 * spread, y - half), (x + spread * 0.45, y), (x + 1.5 * spread, y + half)]
        arm = turned(tube(points, width * 0.8, width, width * 0.8), each.lean, x, y)
        fill(pen, arm, each.ink, 0.1)
        pen.line(arm, each.ink, 2.5)
        if each.swapped and (bend >= 0 if not each.doubled else bend == (1 if each.ink == M else -1)):
            tip = turned(
                tube([(x + 1.2 * spread, y + half * 0.55), (x + 1.5 * spread, y + half)], width), each.lean, x, y
            )
            fill(pen, tip, each.swapped, 0.1)
            pen.line(tip, each.swapped, 2.5)
    if each.doubled:
        pen.shape(paths.circle(x, y, width * 0.42), "ink", "ink", 1.5)
