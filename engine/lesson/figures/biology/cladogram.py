"""A tree of descent over time, from the splits between its branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.anatomy import fill
from engine.lesson.figures.figure import Figure, Label, PartName

HUES: tuple[Ink, ...] = ("accent", "green", "purple", "teal", "pink", "brown", "orange", "blue", "red")


class Leaf(BaseModel):
    """A living kind. `label`: its words; `ink`: of its branch."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PartName
    label: Label
    ink: Ink | None = None


class Split(BaseModel):
    """Where branches part: `joins` names leaves or other splits; `age`: how long ago, in the axis' unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: PartName
    joins: Annotated[tuple[PartName, ...], Field(min_length=2, max_length=4)]
    age: Annotated[float, Field(gt=0)]
    text: Label | None = None


class Cladogram(Figure):
    """A dated tree; time runs to the right, to today. Parts: axis, the leaves' names, then the splits' names."""

    kind: ClassVar[str] = "cladogram"
    leaves: Annotated[tuple[Leaf, ...], Field(min_length=2, max_length=9)]
    splits: Annotated[tuple[Split, ...], Field(min_length=1, max_length=8)]
    unit: Label = "million years ago"

    @model_validator(mode="after")
    def _is_tree(self) -> Cladogram:
        ages: dict[str, float] = {leaf.name: 0.0 for leaf in self.leaves} | {
            each.name: each.age for each in self.splits
        }
        if len(ages) < len(self.leaves) + len(self.splits) or "axis" in ages:
            raise ValueError("leaves and splits: each name once, and none is 'axis'")
        joined = [name for split in self.splits for name in split.joins]
        if unknown := set(joined) - set(ages):
            raise ValueError(f"splits join unknown names: {', '.join(sorted(unknown))}")
        if len(set(joined)) < len(joined) or len(ages) - len(joined) != 1:
            raise ValueError("splits: each leaf and split is joined once, but for the root")
        if any(ages[name] >= split.age for split in self.splits for name in split.joins):
            raise ValueError("splits: a split is older than what it joins")
        return self

    def parts(self) -> Sequence[str]:
        return ["axis", *(leaf.name for leaf in self.leaves), *(split.name for split in self.splits)]

    @property
    def rows(self) -> Mapping[str, float]:
        """Where each branch lies, counted in leaves from above, in the tree's order."""
        joins = {split.name: split.joins for split in self.splits}
        root = max(self.splits, key=lambda split: split.age).name
        found: dict[str, float] = {}
        count = 0

        def visit(name: str) -> float:
            nonlocal count
            if name in joins:
                below = [visit(each) for each in joins[name]]
                found[name] = (below[0] + below[-1]) / 2
            else:
                found[name], count = float(count), count + 1
            return found[name]

        visit(root)
        return found

    def draw(self, pen: Pen) -> None:
        size = 30.0 if pen.area.width > 700 else 22.0
        words = max(pen.measure(leaf.label, size, bold=True)[0] for leaf in self.leaves)
        room = Rect(pen.area.x + 20, pen.area.y + 6, pen.area.width - words - 50, pen.area.height - 84)
        oldest = max(split.age for split in self.splits) * 1.08
        ages = {leaf.name: 0.0 for leaf in self.leaves} | {split.name: split.age for split in self.splits}
        rows = self.rows
        step = room.height / len(self.leaves)

        def at(name: str, age: float | None = None) -> tuple[float, float]:
            when = ages[name] if age is None else age
            return room.right - room.width * when / oldest, room.y + step * (rows[name] + 0.5)

        with pen.part("axis"):
            _axis(pen, room, oldest, self.unit)
            for split in self.splits:
                for name in split.joins:
                    pen.line([at(split.name), at(name, split.age), at(name)], "faint", 3)
        parent = {name: split for split in self.splits for name in split.joins}
        hues: Iterator[Ink] = iter(HUES)
        for leaf in self.leaves:
            ink = next(hues) if leaf.ink is None else leaf.ink
            with pen.part(leaf.name):
                pen.line([at(leaf.name, parent[leaf.name].age), at(leaf.name)], ink, 7)
                pen.shape(paths.circle(*at(leaf.name), 9), ink, ink, 2)
                pen.words(leaf.label, room.right + 22, at(leaf.name)[1], size, ink, anchor="start", bold=True)
        for split in self.splits:
            x, y = at(split.name)
            with pen.part(split.name):
                pen.line([(x, at(split.joins[0])[1]), (x, at(split.joins[-1])[1])], "ink", 6)
                stem = parent[split.name].age if split.name in parent else oldest
                pen.line([(x, y), at(split.name, stem)], "ink", 6)
                fill(pen, paths.circle(x, y, 12), "paper")
                pen.line(paths.circle(x, y, 12), "ink", 5)
                if split.text:
                    width = pen.measure(split.text, 23)[0]
                    if x - 18 - width > at(split.name, stem)[0]:
                        pen.words(split.text, x - 18, y - 26, 23, "ink", anchor="end")
                    else:
                        pen.words(split.text, x + 22, y, 23, "ink", anchor="start")


def _axis(pen: Pen, room: Rect, oldest: float, unit: str) -> None:
    y = room.bottom + 14
    pen.line([(room.x, y), (room.right, y)], "soft", 3, head=True)
    power = 10 ** (len(str(int(oldest))) - 1)
    step = next(s for s in (power / 5, power / 2, power, power * 2, power * 5) if oldest / s <= 6)
    for index in range(int(oldest / step) + 1):
        x = room.right - room.width * index * step / oldest
        pen.line([(x, y - 7), (x, y + 7)], "soft", 3)
        pen.words(f"{index * step:,g}" if index else "today", x, y + 26, 23, "soft")
    pen.words(unit, room.x, y + 54, 23, "soft", anchor="start")
