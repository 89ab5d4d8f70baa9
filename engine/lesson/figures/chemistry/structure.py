"""Structural formulas in the plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from data.molecules import Molecule, molecules
from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import brushed, ink_of
from engine.lesson.figures.chemistry.formulas import pretty
from engine.lesson.figures.figure import Figure, Label, Part, PartName

LARGEST = 84.0
HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple")
_LOWER = {2: "₂", 3: "₃"}


class Drawn(Part):
    """`molecule`: its key in data/molecules.toml; `style`: all atoms, or skeletal; `groups`: marked in colour."""

    name: PartName
    molecule: str
    label: Label | None = None
    style: Literal["full", "skeletal"] = "full"
    groups: Annotated[tuple[str, ...], Field(max_length=4)] = ()

    @model_validator(mode="after")
    def _known(self) -> Drawn:
        if self.molecule not in molecules():
            raise ValueError(f"there is no molecule {self.molecule!r}; there are: {', '.join(molecules())}")
        for group in self.groups:
            if group not in self.shape.groups:
                raise ValueError(f"{self.molecule} has no group {group!r}; it has: {', '.join(self.shape.groups)}")
        return self

    @property
    def shape(self) -> Molecule:
        return molecules()[self.molecule]

    @property
    def plan(self) -> Sequence[Point]:
        """Places of the atoms, y upwards."""
        return self.shape.skeleton if self.style == "skeletal" and self.shape.skeleton else self.shape.plan

    def shown(self) -> list[int]:
        """Atoms that stand in the drawing: all of them, or those of the skeleton."""
        atoms = self.shape.atoms
        if self.style == "full":
            return list(range(len(atoms)))
        return [i for i, symbol in enumerate(atoms) if symbol != "H"]


class Structure(Figure):
    """One to four structural formulas. Parts: for each its name, then `<name>-<group>` of each marked group."""

    kind: ClassVar[str] = "structure"
    items: Annotated[tuple[Drawn, ...], Field(min_length=1, max_length=4)]

    def parts(self) -> Sequence[str]:
        return [part for item in self.items for part in (item.name, *(f"{item.name}-{g}" for g in item.groups))]

    def draw(self, pen: Pen) -> None:
        for item, room in zip(self.items, _rooms(pen.area, self.items), strict=True):
            _Plan(pen, room, item).draw()


def _rooms(area: Rect, items: Sequence[Drawn]) -> list[Rect]:
    """Side by side, or in two rows where four would become narrow."""
    if len(items) < 4 and not (len(items) > 1 and area.width < 700):
        return area.columns(*[max(2.5, _extent(item)[0]) for item in items], gap=30)
    above, below = area.rows(1, 1, gap=10)
    half = -(-len(items) // 2)
    split = [above, below] if half == 1 else [*above.columns(*[1.0] * half), *below.columns(*[1.0] * half)]
    return split[: len(items)]


def _extent(item: Drawn) -> tuple[float, float]:
    spots = [item.plan[i] for i in item.shown()]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return max(xs) - min(xs) + 1.4, max(ys) - min(ys) + 1.2


class _Plan:
    """One structural formula in its room."""

    def __init__(self, pen: Pen, room: Rect, item: Drawn) -> None:
        self.pen, self.room, self.item, self.shape = pen, room, item, item.shape
        wide, high = _extent(item)
        self.scale = min(room.width / wide, (room.height - 84) / high, LARGEST)
        spots = [item.plan[i] for i in item.shown()]
        self.shift = tuple((min(s[k] for s in spots) + max(s[k] for s in spots)) / 2 for k in (0, 1))
        self.middle = (room.middle[0], room.y + (room.height - 84) / 2)
        self.size = min(0.62 * self.scale, 38.0)

    def at(self, index: int) -> Point:
        x, y = self.item.plan[index]
        return self.middle[0] + (x - self.shift[0]) * self.scale, self.middle[1] - (y - self.shift[1]) * self.scale

    def draw(self) -> None:
        shown = set(self.item.shown())
        bonds = [bond for bond in self.shape.bonds if bond[0] in shown and bond[1] in shown]
        with self.pen.part(self.item.name):
            for bond in bonds:
                self._bond(*bond)
            for index in sorted(shown):
                if self._lettered(index):
                    self.pen.words(self._letters(index), *self.at(index), self.size, self._ink(index), bold=True)
            label = self.item.label or f"{self.shape.name}, {pretty(self.shape.formula)}"
            size = self.pen.fitting(label, Rect(0, 0, self.room.width, 70), 29, bold=True)
            self.pen.words(label, self.room.middle[0], self.room.bottom - 32, size, bold=True, width=self.room.width)
        for hue, group in zip(HUES, self.item.groups, strict=False):
            with self.pen.part(f"{self.item.name}-{group}"):
                self._mark([i for i in self.shape.groups[group] if i in shown], bonds, hue)

    def _lettered(self, index: int) -> bool:
        return self.item.style == "full" or self.shape.atoms[index] != "C"

    def _neighbours(self, index: int) -> list[int]:
        return [b if a == index else a for a, b, _ in self.shape.bonds if index in (a, b)]

    def _letters(self, index: int) -> str:
        """A symbol with the hydrogens that the skeleton leaves out, on the side away from the bond."""
        symbol = self.shape.atoms[index]
        if self.item.style == "full":
            return symbol
        near = self._neighbours(index)
        count = sum(self.shape.atoms[i] == "H" for i in near)
        if not count:
            return symbol
        hydrogens = "H" + _LOWER.get(count, "")
        heavy = [self.item.plan[i][0] for i in near if self.shape.atoms[i] != "H"]
        return hydrogens + symbol if heavy and min(heavy) > self.item.plan[index][0] + 0.3 else symbol + hydrogens

    def _ink(self, index: int) -> Ink:
        ink = ink_of(self.shape.atoms[index])
        return "soft" if ink == "white" else "ink" if ink == "grey" else "orange" if ink == "yellow" else ink

    def _bond(self, a: int, b: int, order: int) -> None:
        start, end = self._trimmed(a, b), self._trimmed(b, a)
        length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
        nx, ny = -(end[1] - start[1]) / length, (end[0] - start[0]) / length
        gap = 0.16 * self.scale
        for offset, short in self._strokes(a, b, order, (nx, ny)):
            dx, dy = (end[0] - start[0]) * short, (end[1] - start[1]) * short
            ox, oy = nx * offset * gap, ny * offset * gap
            self.pen.line([(start[0] + ox + dx, start[1] + oy + dy), (end[0] + ox - dx, end[1] + oy - dy)], "ink", 4)

    def _strokes(self, a: int, b: int, order: int, normal: Point) -> list[tuple[float, float]]:
        """Of each line: offset across the bond in gaps, share by which either end is shorter."""
        if order == 1:
            return [(0.0, 0.0)]
        if order == 3:
            return [(0.0, 0.0), (-1.1, 0.0), (1.1, 0.0)]
        if self.item.style == "full" or self._lettered(a) or self._lettered(b):
            return [(-0.5, 0.0), (0.5, 0.0)]
        lean = 0.0
        for end in (a, b):
            for near in self._neighbours(end):
                if near not in (a, b) and self.shape.atoms[near] != "H":
                    (x, y), (ox, oy) = self.at(near), self.at(end)
                    lean += (x - ox) * normal[0] + (y - oy) * normal[1]
        return [(0.0, 0.0), (1.0 if lean > 0 else -1.0, 0.14)]

    def _trimmed(self, index: int, other: int) -> Point:
        """The end of a bond at `index`: short of its letters."""
        (x, y), (ox, oy) = self.at(index), self.at(other)
        if not self._lettered(index):
            return x, y
        length = math.hypot(ox - x, oy - y) or 1.0
        room = self.size * (0.62 if self.item.style == "full" else 0.72)
        return x + (ox - x) / length * room, y + (oy - y) / length * room

    def _mark(self, atoms: list[int], bonds: Sequence[tuple[int, int, int]], ink: Ink) -> None:
        width = 0.86 * self.scale
        held = [(a, b) for a, b, _ in bonds if a in atoms and b in atoms]
        whole = paths.joined(
            [paths.polyline([self.at(a), self.at(b)]) for a, b in held]
            or [paths.polyline([self.at(i), (self.at(i)[0] + 0.1, self.at(i)[1])]) for i in atoms]
        )
        blob = brushed(whole, width)
        self.pen.area_of(blob, ink, alpha=0.3 if self.pen.theme.tint == 1 else 1.3)
