"""Arrows in the plane, and maps of the plane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, model_validator

from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.general.placing import Placer
from engine.lesson.figures.maths.plane import Plane, bounds, clipped, ease, number

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink")
Coordinate = Annotated[float, Field(ge=-1000, le=1000)]


class Arrow(Part):
    """From `at` by (`x`, `y`). `components`: its part along each axis."""

    name: PartName
    x: Coordinate
    y: Coordinate
    at: tuple[Coordinate, Coordinate] = (0.0, 0.0)
    label: Label | None = None
    ink: Ink | None = None
    dash: bool = False
    components: bool = False

    @property
    def tip(self) -> Point:
        return self.at[0] + self.x, self.at[1] + self.y


class Shadow(Part):
    """The part of the arrow `of` that lies along the arrow `onto`; both start at one point."""

    name: PartName
    of: PartName
    onto: PartName
    label: Label | None = None


class Vectors(Figure):
    """Parts `plane`, the names of the arrows, the names of the shadows."""

    kind: ClassVar[str] = "vectors"
    arrows: Annotated[tuple[Arrow, ...], Field(min_length=1, max_length=8)]
    shadows: Annotated[tuple[Shadow, ...], Field(max_length=3)] = ()

    @model_validator(mode="after")
    def _known(self) -> Vectors:
        arrows = {arrow.name: arrow for arrow in self.arrows}
        for shadow in self.shadows:
            if not {shadow.of, shadow.onto} <= set(arrows):
                raise ValueError(f"the shadow {shadow.name} names an arrow that is not there")
            if math.hypot(arrows[shadow.onto].x, arrows[shadow.onto].y) == 0:
                raise ValueError("no shadow falls onto an arrow without length")
        return self

    def parts(self) -> Sequence[str]:
        return ["plane", *(arrow.name for arrow in self.arrows), *(shadow.name for shadow in self.shadows)]

    def projection(self, shadow: Shadow) -> Point:
        """The tip of a shadow, from the arrows' common start."""
        arrows = {arrow.name: arrow for arrow in self.arrows}
        a, b = arrows[shadow.of], arrows[shadow.onto]
        share = (a.x * b.x + a.y * b.y) / (b.x**2 + b.y**2)
        return share * b.x, share * b.y

    def draw(self, pen: Pen) -> None:
        low, high = bounds([(0.0, 0.0), *(p for arrow in self.arrows for p in (arrow.at, arrow.tip))])
        margin = 0.12 * max(high[0] - low[0], high[1] - low[1], 1.0)
        low, high = (low[0] - margin, low[1] - margin), (high[0] + margin, high[1] + margin)
        plane = Plane(pen.area.inset(6, 6), low, high)
        placer = Placer(pen.area)
        for arrow in self.arrows:
            placer.avoid([plane.at(arrow.at), plane.at(arrow.tip)])
        with pen.part("plane"):
            plane.grid(pen)
        for index, arrow in enumerate(self.arrows):
            ink = arrow.ink or HUES[index % len(HUES)]
            with pen.part(arrow.name):
                _draw_arrow(pen, plane, arrow, ink, placer)
        for shadow in self.shadows:
            with pen.part(shadow.name):
                self._shadow(pen, plane, shadow, placer)

    def _shadow(self, pen: Pen, plane: Plane, shadow: Shadow, placer: Placer) -> None:
        arrow = next(each for each in self.arrows if each.name == shadow.of)
        x, y = self.projection(shadow)
        foot = plane.at((arrow.at[0] + x, arrow.at[1] + y))
        pen.line([plane.at(arrow.tip), foot], "soft", 3, dash=(9, 8))
        pen.line([plane.at(arrow.at), foot], "pink", 11)
        if shadow.label:
            start = plane.at(arrow.at)
            placer.place(
                pen,
                shadow.label,
                ((start[0] + foot[0]) / 2, (start[1] + foot[1]) / 2),
                27,
                "pink",
                gap=18,
                toward=(0, 1),
            )


def _draw_arrow(pen: Pen, plane: Plane, arrow: Arrow, ink: Ink, placer: Placer) -> None:
    start, tip = plane.at(arrow.at), plane.at(arrow.tip)
    if arrow.components:
        corner = plane.at((arrow.tip[0], arrow.at[1]))
        pen.line([start, corner], ink, 3.5, dash=(10, 8))
        pen.line([corner, tip], ink, 3.5, dash=(10, 8))
        placer.place(
            pen,
            number(arrow.x),
            ((start[0] + corner[0]) / 2, corner[1]),
            26,
            ink,
            toward=(0, 1 if arrow.y >= 0 else -1),
        )
        placer.place(
            pen, number(arrow.y), (corner[0], (corner[1] + tip[1]) / 2), 26, ink, toward=(1 if arrow.x >= 0 else -1, 0)
        )
    if math.dist(start, tip) > 4:
        pen.line([start, tip], ink, 6.5, head=True, dash=(16, 11) if arrow.dash else None)
    if arrow.label:
        length = math.dist(start, tip) or 1.0
        side = ((start[1] - tip[1]) / length * -1, (start[0] - tip[0]) / length)
        middle = ((start[0] + tip[0]) / 2, (start[1] + tip[1]) / 2)
        placer.place(pen, arrow.label, middle, 28, ink, gap=12, toward=side)


class PlaneMap(Figure):
    """A 2 x 2 matrix bends the plane, again and again: parts `plane`, `square`, `map`, and `eigen` where wished.

    `matrix`: ((a, b), (c, d)), row by row. `eigen`: the lines that keep their direction; the matrix must have two.
    """

    kind: ClassVar[str] = "plane-map"
    matrix: tuple[tuple[Annotated[float, Field(ge=-4, le=4)], Annotated[float, Field(ge=-4, le=4)]],
                  tuple[Annotated[float, Field(ge=-4, le=4)], Annotated[float, Field(ge=-4, le=4)]]]  # fmt: skip
    eigen: bool = False

    @model_validator(mode="after")
    def _real(self) -> PlaneMap:
        if self.eigen and len(self.eigenvectors()) < 2:
            raise ValueError("eigen needs a matrix with two real directions of its own")
        return self

    def parts(self) -> Sequence[str]:
        return ["plane", "square", "map", *(["eigen"] if self.eigen else [])]

    def eigenvectors(self) -> list[tuple[float, Point]]:
        """Real eigenvalues, largest first, each with a direction of length 1."""
        values, columns = np.linalg.eig(np.array(self.matrix, np.float64))
        if np.iscomplexobj(values) or abs(np.linalg.det(columns)) < 1e-9:
            return []
        found = [(float(v), (float(c[0]), float(c[1]))) for v, c in zip(values, columns.T, strict=True)]
        return sorted(found, reverse=True)

    def share(self, since: float) -> float:
        """How far the map is carried out: 0..1, held, and back, every 7 seconds."""
        turn = since % 7.0
        return ease(turn / 2.2) if turn < 6.0 else 1.0 - ease((turn - 6.0) / 1.0)

    def image(self, point: Point, share: float) -> Point:
        """Where a point is after `share` of the map."""
        (a, b), (c, d) = self.matrix
        x, y = point
        return x + share * (a * x + b * y - x), y + share * (c * x + d * y - y)

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room = pen.area.columns(2.2, 1, gap=30)[0] if wide else pen.area
        plane = Plane(room, (-4.2, -2.9), (4.2, 2.9))
        share = self.share(pen.since("map")) if pen.share("map") >= 1 else 0.0
        with pen.part("plane"):
            plane.grid(pen, numbers=False)
        moved = [self._line(plane, i, upright, share) for i in range(-4, 5) for upright in (True, False)]
        with pen.part("plane"):
            for line in moved:
                if seen := clipped(line, room):
                    pen.line(seen, "accent", 2.5, light=0.35)
        with pen.part("square"):
            corners = [plane.at(self.image(p, share)) for p in ((0, 0), (1, 0), (1, 1), (0, 1))]
            pen.area_of(corners, "yellow", alpha=0.6 if pen.theme.tint == 1 else 1.0)
            pen.line([plane.at((0, 0)), plane.at(self.image((1, 0), share))], "red", 7, head=True)
            pen.line([plane.at((0, 0)), plane.at(self.image((0, 1), share))], "green", 7, head=True)
        if self.eigen:
            with pen.part("eigen"):
                for _, (x, y) in self.eigenvectors():
                    ends = [plane.at((k * x, k * y)) for k in (-2.7, 2.7)]
                    pen.line(ends, "pink", 4, dash=(14, 10))
        if wide:
            self._legend(pen, Rect(room.right + 30, room.y, pen.area.right - room.right - 30, room.height))

    def _line(self, plane: Plane, i: int, upright: bool, share: float) -> tuple[Point, Point]:
        ends: tuple[Point, Point] = ((i, -4), (i, 4)) if upright else ((-4, i), (4, i))
        return plane.at(self.image(ends[0], share)), plane.at(self.image(ends[1], share))

    def _legend(self, pen: Pen, room: Rect) -> None:
        (a, b), (c, d) = self.matrix
        rows = room.rows(1.5, 1, 1)
        with pen.part("square"):
            cells = " ; ".join(f"{round(p, 2):g}, {round(q, 2):g}" for p, q in self.matrix)
            pen.formula(f"mat({cells})", *rows[0].middle, 62, width=room.width)
        with pen.part("map"):
            pen.words("area grows by the factor", rows[1].middle[0], rows[1].y + 26, 26, width=room.width)
            pen.words(number(a * d - b * c), rows[1].middle[0], rows[1].y + 84, 44, "orange", bold=True)
        if self.eigen:
            with pen.part("eigen"):
                values = " and ".join(number(value) for value, _ in self.eigenvectors())
                pen.words("eigenvalues", rows[2].middle[0], rows[2].y + 26, 26)
                pen.words(values, rows[2].middle[0], rows[2].y + 74, 38, "pink", bold=True)
