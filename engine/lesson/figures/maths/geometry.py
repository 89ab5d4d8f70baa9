"""Figures of plane geometry, constructed from coordinates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName
from engine.lesson.figures.general.placing import Placer
from engine.lesson.figures.general.plot import draw_dot
from engine.lesson.figures.maths.plane import Plane, bounds

HUES: tuple[Ink, ...] = ("accent", "orange", "green", "purple", "teal", "pink")
_NEEDS = {
    "segment": (2, 2), "arrow": (2, 2), "polygon": (3, 12), "circle": (1, 1), "arc": (3, 3), "sector": (3, 3),
    "angle": (3, 3), "right": (3, 3), "square": (2, 2), "dot": (1, 1),
}  # fmt: skip
PointName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9']{0,3}$")]


class Named(Part):
    """A point; its name stands beside it unless `hidden`."""

    name: PointName
    at: tuple[Annotated[float, Field(ge=-1e6, le=1e6)], Annotated[float, Field(ge=-1e6, le=1e6)]]
    hidden: bool = False


class Item(Part):
    """What is drawn through the points `of`. Items of one `name` appear together.

    segment, arrow: from, to. polygon: corners. circle: centre, with `radius`. arc, sector: centre, from, to (counter-
    clockwise). angle, right: on a side, vertex, on the other side. square: on the left of from, to. dot: a point.
    `ticks`: marks of equal length on a segment.
    """

    name: PartName
    sort: Literal["segment", "arrow", "polygon", "circle", "arc", "sector", "angle", "right", "square", "dot"]
    of: tuple[PointName, ...]
    label: Label | None = None
    ink: Ink | None = None
    radius: Annotated[float, Field(gt=0, le=1e6)] | None = None
    fill: bool = False
    dash: bool = False
    ticks: Annotated[int, Field(ge=0, le=3)] = 0

    @model_validator(mode="after")
    def _whole(self) -> Item:
        least, most = _NEEDS[self.sort]
        if not least <= len(self.of) <= most:
            raise ValueError(f"a {self.sort} needs {least} points" + (f" to {most}" if most > least else ""))
        if self.sort == "circle" and self.radius is None:
            raise ValueError("a circle needs its radius")
        return self


class Geometry(Figure):
    """Parts: the names of the items. All coordinates share one scale, chosen so that everything fits."""

    kind: ClassVar[str] = "geometry"
    points: Annotated[tuple[Named, ...], Field(min_length=1, max_length=24)]
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=32)]

    @model_validator(mode="after")
    def _known(self) -> Geometry:
        names = {point.name for point in self.points}
        unknown = {name for item in self.items for name in item.of} - names
        if unknown:
            raise ValueError(f"no point is named {', '.join(sorted(unknown))}")
        return self

    def parts(self) -> Sequence[str]:
        return list(dict.fromkeys(item.name for item in self.items))

    def draw(self, pen: Pen) -> None:
        at = {point.name: point.at for point in self.points}
        low, high = bounds([*at.values(), *(p for item in self.items for p in _reach(item, at))])
        plane = Plane(pen.area.inset(60, 40), low, high)
        places = {name: plane.at(p) for name, p in at.items()}
        placer = Placer(pen.area)
        for item in self.items:
            placer.avoid(_outline(item, places, plane.scale))
        middle = plane.at(((low[0] + high[0]) / 2, (low[1] + high[1]) / 2))
        hues = {name: HUES[i % len(HUES)] for i, name in enumerate(self.parts())}
        seen: set[str] = set()
        for name in self.parts():
            with pen.part(name):
                mine = [item for item in self.items if item.name == name]
                for item in mine:
                    _draw(pen, item, places, plane.scale, item.ink or hues[name])
                for item in mine:
                    if item.label:
                        _label(pen, item, item.label, places, plane.scale, placer, middle, item.ink or hues[name])
                    for point in self.points:
                        if point.name in item.of and point.name not in seen and not point.hidden:
                            seen.add(point.name)
                            toward = _away(places[point.name], middle)
                            placer.place(pen, point.name, places[point.name], 28, "ink", gap=10, toward=toward)


def _reach(item: Item, at: dict[str, Point]) -> list[Point]:
    if item.sort == "square":
        return _square(at[item.of[0]], at[item.of[1]], 1.0)
    if item.sort in ("circle", "arc", "sector"):
        return _outline(item, {name: (x, -y) for name, (x, y) in at.items()}, 1.0, -1.0)
    return []


def _square(a: Point, b: Point, up: float) -> list[Point]:
    """Corners of the square on the left of a -> b; `up` is -1 where y runs downwards."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    side = (-dy * up, dx * up)
    return [a, b, (b[0] + side[0], b[1] + side[1]), (a[0] + side[0], a[1] + side[1])]


def _outline(item: Item, places: dict[str, Point], scale: float, flip: float = 1.0) -> list[Point]:
    """Points along an item, on the board (or, with `flip` -1, mirrored back to coordinates)."""
    spots = [places[name] for name in item.of]
    if item.sort == "square":
        corners = _square(spots[0], spots[1], -1.0)
        return [*corners, corners[0]]
    if item.sort == "polygon":
        return [*spots, spots[0]]
    if item.sort in ("circle", "arc", "sector"):
        radius, start, end = _turn(item, spots, scale)
        round_ = [paths.polar(*spots[0], radius, start + (end - start) * i / 48) for i in range(49)]
        round_ = [spots[0], *round_, spots[0]] if item.sort == "sector" else round_
        return [(x, y * flip) for x, y in round_]
    return spots if item.sort in ("segment", "arrow") else []


def _turn(item: Item, spots: Sequence[Point], scale: float) -> tuple[float, float, float]:
    """Radius, start and end of an arc in degrees, counter-clockwise."""
    if item.sort == "circle":
        return (item.radius or 1.0) * scale, 0.0, 360.0
    centre, a, b = spots
    start, end = _direction(centre, a), _direction(centre, b)
    return math.dist(centre, a), start, end if end > start else end + 360.0


def _direction(a: Point, b: Point) -> float:
    return math.degrees(math.atan2(a[1] - b[1], b[0] - a[0]))


def _away(point: Point, middle: Point) -> Point:
    far = math.dist(point, middle) or 1.0
    return (point[0] - middle[0]) / far, (point[1] - middle[1]) / far


def _draw(pen: Pen, item: Item, places: dict[str, Point], scale: float, ink: Ink) -> None:
    spots = [places[name] for name in item.of]
    dash = (14.0, 10.0) if item.dash else None
    if item.sort == "dot":
        draw_dot(pen, spots[0], ink)
    elif item.sort in ("angle", "right"):
        _draw_angle(pen, item, spots, ink)
    else:
        outline = _outline(item, places, scale)
        if item.fill or item.sort in ("square", "sector"):
            pen.area_of(outline, ink, light=0.45 if pen.theme.tint == 1 else 0.0, alpha=0.75)
        pen.line(outline, ink, 5, dash=dash, head=item.sort == "arrow")
    if item.ticks:
        (ax, ay), (bx, by) = spots[:2]
        length = math.dist(spots[0], spots[1])
        ux, uy = (bx - ax) / length, (by - ay) / length
        for i in range(item.ticks):
            off = (i - (item.ticks - 1) / 2) * 10
            x, y = (ax + bx) / 2 + ux * off, (ay + by) / 2 + uy * off
            pen.line([(x - uy * 12, y + ux * 12), (x + uy * 12, y - ux * 12)], ink, 4)


def _span(spots: Sequence[Point]) -> tuple[float, float]:
    """Start of an angle's arc in degrees and how far it opens, the smaller way round."""
    a, vertex, b = spots
    start, end = _direction(vertex, a), _direction(vertex, b)
    opening = (end - start) % 360.0
    return (start, opening) if opening <= 180 else (end, 360.0 - opening)


def _arm(spots: Sequence[Point]) -> float:
    return min(62.0, 0.42 * min(math.dist(spots[1], spots[0]), math.dist(spots[1], spots[2])))


def _draw_angle(pen: Pen, item: Item, spots: Sequence[Point], ink: Ink) -> None:
    start, opening = _span(spots)
    vertex = spots[1]
    if item.sort == "right":
        size = min(28.0, _arm(spots))
        corner = paths.polar(*vertex, size * math.sqrt(2), start + 45)
        pen.line([paths.polar(*vertex, size, start), corner, paths.polar(*vertex, size, start + 90)], ink, 4)
        return
    pen.area_of(paths.sector(*vertex, _arm(spots), start, start + opening), ink, alpha=0.4)
    pen.line(paths.arc(*vertex, _arm(spots), start, start + opening), ink, 4.5)


def _label(
    pen: Pen, item: Item, words: str, places: dict[str, Point], scale: float, placer: Placer, middle: Point, ink: Ink
) -> None:
    spots = [places[name] for name in item.of]
    if item.sort in ("segment", "arrow"):
        (ax, ay), (bx, by) = spots
        x, y = (ax + bx) / 2, (ay + by) / 2
        length = math.dist(spots[0], spots[1]) or 1.0
        side = ((ay - by) / length, (bx - ax) / length)
        if side[0] * (x - middle[0]) + side[1] * (y - middle[1]) < 0:
            side = -side[0], -side[1]
        placer.place(pen, words, (x, y), 33, ink, gap=12, toward=side)
    elif item.sort in ("angle", "right"):
        start, opening = _span(spots)
        place = paths.polar(*spots[1], _arm(spots), start + opening / 2)
        placer.place(pen, words, place, 30, ink, gap=8, toward=_away(place, spots[1]))
    elif item.sort in ("arc", "dot"):
        outline = _outline(item, places, scale)
        place = outline[len(outline) // 2] if outline else spots[0]
        centre = spots[0] if outline else middle
        placer.place(pen, words, place, 33, ink, gap=12, toward=_away(place, centre))
    elif item.sort == "circle":
        place = paths.polar(*spots[0], (item.radius or 1.0) * scale, 50)
        placer.place(pen, words, place, 33, ink, gap=12, toward=_away(place, spots[0]))
    else:
        inner = spots if item.sort == "polygon" else _outline(item, places, scale)[:-1]
        if item.sort == "sector":
            inner = [spots[0], _outline(item, places, scale)[25]]
        x, y = (sum(p[k] for p in inner) / len(inner) for k in (0, 1))
        pen.words(words, x, y, 32, "ink", bold=True)
