"""Places, ways and realms on the world's real coasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Self

import skia
from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.chart import Chart, coast, land, on_land, sea

SIZE = 25.0
"""Of the labels, in logical units."""
PACE = 90.0
"""Of what runs along a route, in logical units a second."""
HUES: tuple[Ink, ...] = ("red", "purple", "green", "blue", "orange", "teal")

Longitude = Annotated[float, Field(ge=-180, le=360)]
Latitude = Annotated[float, Field(ge=-85, le=85)]
Spot = tuple[Longitude, Latitude]
"""Degrees east and north; beyond 180 is west of the date line, for maps of the Pacific."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName


class Place(_Part):
    """A dot with a label, at degrees east and north."""

    lon: Longitude
    lat: Latitude
    label: Label
    ink: Ink | None = None


class Route(_Part):
    """A way through points. `flow`: marks run along it; `curved`: it bends at the points; `dash`: drawn dashed."""

    points: Annotated[tuple[Spot, ...], Field(min_length=2, max_length=40)]
    label: Label | None = None
    ink: Ink | None = None
    flow: bool = True
    curved: bool = True
    dash: bool = False


class Region(_Part):
    """A realm: the land within an outline that may be rough at the shores, for it is cut to them."""

    points: Annotated[tuple[Spot, ...], Field(min_length=3, max_length=60)]
    label: Label | None = None
    ink: Ink | None = None


class Map(Figure):
    """Parts: `map` (sea and land), then the names of regions, routes and places.

    `area`: west, south, east and north that must be seen, in degrees.
    """

    kind: ClassVar[str] = "map"
    area: tuple[Longitude, Latitude, Longitude, Latitude]
    places: Annotated[tuple[Place, ...], Field(max_length=12)] = ()
    routes: Annotated[tuple[Route, ...], Field(max_length=6)] = ()
    regions: Annotated[tuple[Region, ...], Field(max_length=6)] = ()

    @model_validator(mode="after")
    def _shown(self) -> Self:
        west, south, east, north = self.area
        if not (1 <= east - west <= 360 and 1 <= north - south):
            raise ValueError("area is west, south, east, north in degrees, at least 1 degree wide and high")
        for place in self.places:
            if not (west <= place.lon <= east and south <= place.lat <= north):
                raise ValueError(f"the place {place.name} lies outside the area")
        return self

    def parts(self) -> Sequence[str]:
        return ["map", *(each.name for each in (*self.regions, *self.routes, *self.places))]

    def draw(self, pen: Pen) -> None:
        room = pen.area.inset(2)
        chart = Chart(self.area, room)
        with pen.part("map"):
            _ground(pen, chart)
        labels = _Labels(pen, room, [chart.at(place.lon, place.lat) for place in self.places])
        for route in self.routes:
            labels.avoid(_spots(chart, route))
        spots = {place.name: labels.beside(place.label, chart.at(place.lon, place.lat)) for place in self.places}
        for index, region in enumerate(self.regions):
            ink: Ink = region.ink or HUES[index]
            with pen.part(region.name):
                _draw_region(pen, chart, region, ink, labels)
        for index, route in enumerate(self.routes, len(self.regions)):
            hue: Ink = route.ink or HUES[index % len(HUES)]
            _draw_route(pen, chart, route, hue, labels)
        for place in self.places:
            with pen.part(place.name):
                x, y = chart.at(place.lon, place.lat)
                pen.shape(paths.circle(x, y, 9), place.ink or "red", "paper", 3)
                labels.set(place.label, spots[place.name])


def _ground(pen: Pen, chart: Chart) -> None:
    tinted = pen.theme.tint < 1
    room = chart.room
    sea_light, land_light = (0.0, 0.3) if tinted else (0.68, 0.62) if pen.theme.dark else (0.78, 0.8)
    pen.area_of(sea(chart), "blue", light=sea_light)
    pen.area_of(land(chart), "yellow", light=land_light)
    pen.line(coast(chart), "soft", 2.0)
    pen.line(paths.box(room.x, room.y, room.width, room.height), "soft", 3)


def _draw_region(pen: Pen, chart: Chart, region: Region, ink: Ink, labels: _Labels) -> None:
    shape = on_land(chart, region.points)
    pen.area_of(shape, ink, alpha=0.5 if pen.theme.tint == 1 else 1.0)
    pen.line(shape, ink, 3)
    if region.label and not shape.isEmpty():
        labels.set(region.label, labels.beside(region.label, _heart(shape), over=True), "ink")


def _draw_route(pen: Pen, chart: Chart, route: Route, ink: Ink, labels: _Labels) -> None:
    way = _way(chart, route)
    if way.isEmpty():
        return
    with pen.part(route.name):
        pen.line(way, ink, 5, head=route.flow, dash=(16, 9) if route.dash else None)
        if route.label:
            labels.set(route.label, labels.beside(route.label, _along(way, 0.5)), ink)
    if route.flow and pen.share(route.name) >= 1:
        with pen.part(f"{route.name}-run"):
            for x, y in _running(way, pen.since(route.name)):
                pen.shape(paths.circle(x, y, 7), "paper", ink, 3)


@lru_cache(maxsize=256)
def _way(chart: Chart, route: Route) -> skia.Path:
    """The longest piece of a route that lies within the map."""
    points = chart.path(route.points)
    way = paths.smooth(points) if route.curved else paths.polyline(points)
    steps = max(2, round(paths.length(way) / 5.0))
    pieces: list[list[Point]] = [[]]
    for step in range(steps + 1):
        x, y = _along(way, step / steps)
        if chart.room.x <= x <= chart.room.right and chart.room.y <= y <= chart.room.bottom:
            pieces[-1].append((x, y))
        else:
            pieces.append([])
    longest = max(pieces, key=len)
    return paths.polyline(longest) if len(longest) > 1 else skia.Path()


@lru_cache(maxsize=256)
def _spots(chart: Chart, route: Route) -> tuple[Point, ...]:
    """Points 12 units apart along a route."""
    way = _way(chart, route)
    count = 0 if way.isEmpty() else max(1, round(paths.length(way) / 12.0))
    return tuple(_along(way, step / count) for step in range(count))


def _along(way: skia.Path, share: float) -> Point:
    measure = skia.PathMeasure(way, False)
    at, _ = measure.getPosTan(measure.getLength() * share)
    return at.x(), at.y()


def _running(way: skia.Path, seconds: float) -> Iterator[Point]:
    """Marks 150 units apart that move along the way."""
    length = paths.length(way)
    count = max(1, round(length / 150.0))
    begun = seconds * PACE / max(length, 1.0)
    for index in range(count):
        yield _along(way, (begun + index / count) % 1.0)


def _heart(shape: skia.Path) -> Point:
    """The middle of a realm: of its box, or of the largest piece's widest row where that lies outside it."""
    box = shape.getBounds()
    if shape.contains(box.centerX(), box.centerY()):
        return box.centerX(), box.centerY()
    best = (0.0, box.centerX(), box.centerY())
    for row in range(1, 12):
        y = box.top() + box.height() * row / 12
        start: float | None = None
        for column in range(49):
            x = box.left() + box.width() * column / 48
            if column < 48 and shape.contains(x, y):
                start = x if start is None else start
            elif start is not None:
                best = max(best, (x - start, (x + start) / 2, y))
                start = None
    return best[1], best[2]


class _Labels:
    """Finds room for words: beside their dots, off other dots and words, within the map."""

    def __init__(self, pen: Pen, room: Rect, dots: Sequence[Point]) -> None:
        self._pen, self._room = pen, room
        self._taken = [Rect(x - 11, y - 11, 22, 22) for x, y in dots]

    def avoid(self, spots: Iterable[Point]) -> None:
        """Keep off the points of a line."""
        self._taken += [Rect(x - 5, y - 5, 10, 10) for x, y in spots]

    def beside(self, label: str, at: Point, *, over: bool = False) -> Rect:
        """The room of a label that belongs to a point; `over`: it may stand on the point itself."""
        width, height = self._pen.measure(label, SIZE, bold=True)
        width, height = width + 10, height + 2
        x, y = at
        gap = 13
        spots = [
            (x + gap, y - height / 2), (x - gap - width, y - height / 2), (x - width / 2, y - gap - height),
            (x - width / 2, y + gap), (x + gap, y - gap - height), (x + gap, y + gap),
            (x - gap - width, y - gap - height),
            (x - gap - width, y + gap), (x + 2 * gap, y - height * 1.7), (x + 2 * gap, y + height * 0.9),
        ]  # fmt: skip
        if over:
            steps = (0, -1.1, 1.1, -2.2, 2.2)
            spots = [(x - width / 2 + dx, y - height / 2 + k * height) for k in steps for dx in (0, -60, 60, -120, 120)]
        rooms = [self._kept(Rect(left, top, width, height)) for left, top in spots]
        free = min(rooms, key=lambda room: sum(_shared(room, taken) for taken in self._taken))
        self._taken.append(free)
        return free

    def set(self, label: str, room: Rect, ink: Ink = "ink") -> None:
        pen, (x, y) = self._pen, room.middle
        if pen.theme.tint == 1:
            pen.area_of(paths.box(room.x, room.y, room.width, room.height, 8), "paper", alpha=0.6)
        pen.words(label, x, y, SIZE, ink, bold=True)

    def _kept(self, room: Rect) -> Rect:
        x = min(max(room.x, self._room.x + 6), self._room.right - room.width - 6)
        y = min(max(room.y, self._room.y + 4), self._room.bottom - room.height - 4)
        return Rect(x, y, room.width, room.height)


def _shared(a: Rect, b: Rect) -> float:
    """The area that two rooms share, in square units."""
    wide, high = min(a.right, b.right) - max(a.x, b.x), min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(0.0, wide) * max(0.0, high)
