"""Organs and cells as labelled drawings: structures back to front, leader lines, what flows through them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import skia
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.biology.leaders import Caption, draw_leaders
from engine.lesson.figures.figure import Figure, Label, PartName

BODY = "body"
OUTLINED = 8
"""Patches of a structure that are outlined before it appears."""
HOLDING = 0.4
"""Share of the drawing that a patch covers which holds others: its outline is drawn firmly."""
PALE = 0.7
"""How far structures without a label go towards the paper if the others are to stand out."""


@dataclass(frozen=True)
class Patch:
    """One shape of a structure. `light`: of its fill; `filled`: else a line only; `width`: of the edge, 0 for none."""

    path: skia.Path
    ink: Ink
    light: float = 0.55
    width: float = 4.0
    filled: bool = True
    edge: Ink | None = None


@dataclass(frozen=True)
class Structure:
    """What can be labelled; two of one name are one thing, behind and before others.

    Attributes:
        text: its usual label.
        at: where the label's line ends, in the diagram's units.
        optional: it is only drawn if it is labelled.
    """

    name: str
    text: str
    at: Point
    patches: tuple[Patch, ...]
    optional: bool = False


@dataclass(frozen=True)
class Stream:
    """Dots that move along a path, `seconds` from its beginning to its end.

    `through`: structures that must be there before anything moves in them.
    """

    path: skia.Path
    ink: Ink
    count: int = 8
    seconds: float = 6.0
    radius: float = 5.0
    through: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diagram:
    """A drawing of `width` x `height` units; structures from back to front."""

    width: float
    height: float
    structures: tuple[Structure, ...]
    streams: tuple[Stream, ...] = ()

    def names(self) -> list[str]:
        return list(dict.fromkeys(each.name for each in self.structures))


class Tag(BaseModel):
    """A label. `of`: the structure's name if the part is called otherwise; `text`: instead of its usual words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PartName
    of: PartName | None = None
    text: Label | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=90)] | None = None

    @property
    def structure(self) -> str:
        return self.of or self.name


def _tag(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


Tags = Annotated[tuple[Annotated[Tag, BeforeValidator(_tag)], ...], Field(max_length=9)]
"""Labels: the structures' names, or tables of a Tag."""


class Anatomy(Figure):
    """A drawing whose labelled structures appear one by one: parts `body` (all others) and the labels' names.

    `body`: the name of that part, for two drawings side by side.

    `pale`: structures without a label stand back. `moving`: what flows, beats or swims does so.
    """

    labels: Tags = ()
    pale: bool = False
    moving: bool = True
    body: PartName = BODY

    @abstractmethod
    def diagram(self, t: float) -> Diagram:
        """The drawing `t` seconds after its body was there."""

    @model_validator(mode="after")
    def _labels_known(self) -> Anatomy:
        known = self.diagram(0.0).names()
        for tag in self.labels:
            if tag.structure not in known:
                raise ValueError(f"labels: there is no {tag.structure!r} here; there are: {', '.join(known)}")
        names = [tag.name for tag in self.labels]
        if len(set(names)) < len(names) or self.body in names:
            raise ValueError("labels: each name once, and none is the body's")
        return self

    def parts(self) -> Sequence[str]:
        return [self.body, *(tag.name for tag in self.labels)]

    def draw(self, pen: Pen) -> None:
        t = pen.since(self.body) if self.moving else 0.0
        diagram = self.diagram(t)
        view = fitted(diagram, pen.area, labelled=bool(self.labels))
        part_of = {tag.structure: tag.name for tag in self.labels}
        for structure in diagram.structures:
            if structure.optional and structure.name not in part_of:
                continue
            faded = PALE if self.pale and structure.name not in part_of else 0.0
            if structure.name in part_of and pen.share(part_of[structure.name]) < 1:
                with pen.part(self.body):
                    draw_outline(pen, view, structure)
            with pen.part(part_of.get(structure.name, self.body)):
                for patch in structure.patches:
                    draw_patch(pen, view, patch, faded)
        for stream in diagram.streams if self.moving else ():
            waits = {self.body, *(part_of.get(name, self.body) for name in stream.through)}
            if all(pen.share(name) >= 1 for name in waits):
                draw_stream(pen, view, stream, min(pen.since(name) for name in waits))
        at = {each.name: each for each in diagram.structures}
        captions = [
            Caption(tag.name, tag.text or at[tag.structure].text, view.point(at[tag.structure].at), tag.note)
            for tag in self.labels
        ]
        draw_leaders(pen, captions, view.room, rows=labels_above(diagram, pen.area))


@dataclass(frozen=True)
class View:
    """From a diagram's units to the board. `room`: what the diagram covers there."""

    room: Rect
    scale: float

    def point(self, at: Point) -> Point:
        return self.room.x + at[0] * self.scale, self.room.y + at[1] * self.scale

    def path(self, path: skia.Path) -> skia.Path:
        return paths.moved(path, self.room.x, self.room.y, self.scale)


def fitted(diagram: Diagram, area: Rect, *, labelled: bool) -> View:
    """The largest place in the middle of `area`, with room for labels at both sides."""
    if labelled and labels_above(diagram, area):
        scale = min(area.width * 0.94 / diagram.width, (area.height - 150) / diagram.height)
        return _placed(diagram, area, scale)
    share = 0.25 if labelled else 0.0
    scale = min(area.width * (1 - 2 * share) / diagram.width, area.height / diagram.height)
    return _placed(diagram, area, scale)


def labels_above(diagram: Diagram, area: Rect) -> bool:
    """Whether labels stand above and below: beside a wide drawing, or in a narrow area, there is no room for them."""
    return area.width < 700 or diagram.width > 2 * diagram.height


def _placed(diagram: Diagram, area: Rect, scale: float) -> View:
    width, height = diagram.width * scale, diagram.height * scale
    x, y = area.middle
    return View(Rect(x - width / 2, y - height / 2, width, height), scale)


def draw_patch(pen: Pen, view: View, patch: Patch, faded: float = 0.0) -> None:
    """Draw one shape; what lies below is covered in every style."""
    path = view.path(patch.path)
    if patch.filled:
        fill(pen, path, patch.ink, patch.light + (1 - patch.light) * faded)
    if patch.width:
        width = max(1.5, patch.width * min(1.0, max(0.6, view.scale)))
        pen.line(path, patch.edge or patch.ink, width, light=faded * 0.8)


def draw_outline(pen: Pen, view: View, structure: Structure) -> None:
    """Where a structure will appear: nothing that is named before it floats in the void."""
    if structure.optional:
        return
    whole = view.room.width * view.room.height
    for patch in structure.patches[:OUTLINED]:
        path = view.path(patch.path)
        bounds = path.computeTightBounds()
        holds = bounds.width() * bounds.height() > HOLDING * whole
        if patch.filled and pen.theme.tint == 1:
            pen.area_of(path, patch.ink, light=0.86)
        if patch.filled or patch.width:
            pen.line(path, patch.edge or patch.ink, 4.0 if holds else 2.0, light=0.3 if holds else 0.62)


def fill(pen: Pen, path: skia.Path, ink: Ink, light: float = 0.0) -> None:
    """A filled area that hides what is below, also where the theme's hand only tints."""
    if pen.theme.tint < 1:
        pen.area_of(path, "paper", alpha=1 / pen.theme.tint)
        pen.area_of(path, ink, alpha=0.25 + 2.2 * (1.0 - light) ** 2)
    else:
        pen.area_of(path, ink, light=light)


def draw_stream(pen: Pen, view: View, stream: Stream, t: float) -> None:
    """The dots of a stream after `t` seconds; they come and go softly at its ends."""
    measure = skia.PathMeasure(view.path(stream.path), False)
    length = measure.getLength()
    with pen.part("streams"):
        for index in range(stream.count):
            turn = (t / stream.seconds + index / stream.count) % 1.0
            at = measure.getPosTan(turn * length)
            alpha = min(1.0, 8 * turn, 8 * (1 - turn), t + 0.15)
            if at is not None:
                dot = paths.circle(at[0].x(), at[0].y(), max(3.0, stream.radius * view.scale))
                pen.area_of(dot, stream.ink, alpha=alpha / pen.theme.tint)
