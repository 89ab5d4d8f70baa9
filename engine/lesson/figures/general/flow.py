"""Boxes and arrows: what leads to what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple", "teal", "pink", "red", "brown")
GAP = 10.0
"""Between an arrow and the boxes that it joins."""


class Node(Part):
    name: PartName
    text: Label
    ink: Ink | None = None


Link = tuple[str, str] | tuple[str, str, Label]


class Flow(Figure):
    """Boxes in a row, a column, a cycle or a tree (its roots above). Parts: the boxes' names.

    An arrow appears with the later one of its two boxes. Without links each box leads to the next, and in a cycle
    the last to the first.
    """

    kind: ClassVar[str] = "flow"
    nodes: Annotated[tuple[Node, ...], Field(min_length=2, max_length=9)]
    links: Annotated[tuple[Link, ...], Field(max_length=16)] = ()
    layout: Literal["row", "cycle", "tree", "column"] = "row"

    @model_validator(mode="after")
    def _joined(self) -> Flow:
        names = set(self.parts())
        strangers = {end for link in self.links for end in link[:2]} - names
        if strangers:
            raise ValueError(f"links name boxes that are not there: {', '.join(sorted(strangers))}")
        return self

    def parts(self) -> Sequence[str]:
        return [node.name for node in self.nodes]

    def draw(self, pen: Pen) -> None:
        links = self.links or self._chain()
        rooms = self._rooms(pen.area.inset(6, 6), links)
        size = min(pen.fitting(node.text, rooms[node.name].inset(14, 8), 34, smallest=20) for node in self.nodes)
        shown: list[str] = []
        for node, hue in zip(self.nodes, HUES * 2, strict=False):
            shown.append(node.name)
            with pen.part(node.name):
                room, ink = rooms[node.name], node.ink or hue
                for link in links:
                    if node.name in link[:2] and set(link[:2]) <= set(shown):
                        _arrow(pen, rooms[link[0]], rooms[link[1]], link[2] if len(link) > 2 else "")
                pen.shape(paths.box(room.x, room.y, room.width, room.height, 20), ink, ink, 4, light=0.72)
                pen.words(node.text, *room.middle, size, width=room.width - 24)

    def _chain(self) -> Sequence[Link]:
        names = list(self.parts())
        following = [*names[1:], *(names[:1] if self.layout == "cycle" else [])]
        return [(a, b) for a, b in zip(names, following, strict=False)]

    def _rooms(self, area: Rect, links: Sequence[Link]) -> Mapping[str, Rect]:
        names, count = list(self.parts()), len(self.nodes)
        if self.layout == "cycle":
            return dict(zip(names, _ring(area, count), strict=True))
        if self.layout == "tree":
            return _levels(area, names, links)
        if self.layout == "column" or area.width < 700:
            rows = area.rows(*[1.0] * count, gap=34)
            return {
                name: Rect(row.x + row.width * 0.12, row.y, row.width * 0.76, min(row.height, 130))
                for name, row in zip(names, rows, strict=True)
            }
        return dict(zip(names, _snake(area, count), strict=True))


def _snake(area: Rect, count: int) -> list[Rect]:
    """Boxes in one row of up to four, else in two rows, the second one running back."""
    if count <= 4:
        high = min(area.height, 190.0)
        row = Rect(area.x, area.middle[1] - high / 2, area.width, high)
        return row.columns(*[1.0] * count, gap=70)
    above = (count + 1) // 2
    rows = area.rows(1, 1, gap=110)
    first = rows[0].columns(*[1.0] * above, gap=64)
    return [*first, *reversed(rows[1].columns(*[1.0] * above, gap=64)[above - (count - above) :])]


def _ring(area: Rect, count: int) -> list[Rect]:
    width, height = min(260.0, area.width * (0.3 if count > 3 else 0.34)), min(110.0, area.height * 0.24)
    x, y = area.middle
    across, up = (area.width - width) / 2 * (0.82 if count > 4 else 0.7), (area.height - height) / 2
    places = [paths.polar(0, 0, 1, 90 - 360 * i / count) for i in range(count)]
    return [Rect(x + dx * across - width / 2, y + dy * up - height / 2, width, height) for dx, dy in places]


def _levels(area: Rect, names: Sequence[str], links: Sequence[Link]) -> Mapping[str, Rect]:
    depth = dict.fromkeys(names, 0)
    for _ in names:  # as often as the longest way can be
        for link in links:
            depth[link[1]] = min(len(names), max(depth[link[1]], depth[link[0]] + 1))
    levels = sorted(set(depth.values()))
    rooms: dict[str, Rect] = {}
    for level, row in zip(levels, area.rows(*[1.0] * len(levels), gap=64), strict=True):
        here = [name for name in names if depth[name] == level]
        for name, cell in zip(here, row.columns(*[1.0] * len(here), gap=34), strict=True):
            width = min(cell.width, 380.0)
            rooms[name] = Rect(cell.middle[0] - width / 2, cell.y, width, cell.height)
    return rooms


def _arrow(pen: Pen, start: Rect, end: Rect, label: str) -> None:
    a, b = _edge(start, end.middle), _edge(end, start.middle)
    pen.line([a, b], "soft", 5, head=True)
    if label:
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        flat = abs(a[0] - b[0]) > abs(a[1] - b[1])
        pen.words(label, x if flat else x + 14, y - 24 if flat else y, 22, "soft", anchor="middle" if flat else "start")


def _edge(room: Rect, towards: Point) -> Point:
    """Where the line from the middle of a box towards a point leaves the box, a little outside."""
    x, y = room.middle
    dx, dy = towards[0] - x, towards[1] - y
    if not dx and not dy:
        return x, y
    scale = min(
        (room.width / 2 + GAP) / abs(dx) if dx else math.inf, (room.height / 2 + GAP) / abs(dy) if dy else math.inf
    )
    return x + dx * scale, y + dy * scale
