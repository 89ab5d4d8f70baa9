"""Things thrown and dropped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import Entry, quantity

HUES: tuple[Ink, ...] = ("blue", "orange", "green", "purple")
FLIGHT = 3.2
"""Seconds on the board of the longest flight."""
SAMPLES = 60


class Throw(Entry):
    """Thrown from (`start`, `height`) metres with `speed` m/s at `angle` degrees above the horizontal."""

    name: PartName
    label: Label | None = None
    speed: Annotated[float, Field(ge=0, le=1e5)] = 0.0
    angle: Annotated[float, Field(ge=-90, le=90)] = 0.0
    height: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    start: Annotated[float, Field(ge=0, le=1e6)] = 0.0
    ink: Ink | None = None

    @property
    def across(self) -> float:
        """Horizontal velocity, m/s."""
        return self.speed * math.cos(math.radians(self.angle))

    @property
    def upward(self) -> float:
        """Vertical velocity at the start, m/s."""
        return self.speed * math.sin(math.radians(self.angle))

    def flight(self, gravity: float) -> float:
        """Seconds until it meets the ground."""
        return (self.upward + math.sqrt(self.upward**2 + 2 * gravity * self.height)) / gravity

    def at(self, t: float, gravity: float) -> tuple[float, float]:
        return self.start + self.across * t, self.height + self.upward * t - gravity * t * t / 2


class Projectile(Figure):
    """Paths without air: parts `ground` and the throws' names, then `components` and `marks` where wished.

    `components`: the velocity of the last throw in its horizontal and vertical part, while it flies.
    `marks`: range and greatest height of the last throw. `step`: seconds between the positions that stay visible.
    `readings`: time, fall and speed beside the positions of what falls straight down.
    """

    kind: ClassVar[str] = "projectile"
    throws: Annotated[tuple[Throw, ...], Field(min_length=1, max_length=4)]
    gravity: Annotated[float, Field(gt=0.01, le=300)] = 9.81
    step: Annotated[float, Field(gt=0)] | None = None
    components: bool = False
    marks: bool = False
    readings: bool = False

    @model_validator(mode="after")
    def _flies(self) -> Projectile:
        longest = max(throw.flight(self.gravity) for throw in self.throws)
        if longest <= 0:
            raise ValueError("nothing flies: give a height, or a speed upwards")
        if self.step and longest / self.step > 40:
            raise ValueError("step is too small: at most 40 positions")
        return self

    def parts(self) -> Sequence[str]:
        extras = [name for name, wished in (("components", self.components), ("marks", self.marks)) if wished]
        return ["ground", *(throw.name for throw in self.throws), *extras]

    def draw(self, pen: Pen) -> None:
        view = _View(self, pen.area)
        longest = max(throw.flight(self.gravity) for throw in self.throws)
        since = pen.since(self.throws[-1].name) or max(pen.since(throw.name) for throw in self.throws)
        now = since % (FLIGHT + 1.2) / FLIGHT * longest
        with pen.part("ground"):
            pen.line([(pen.area.x, view.base), (pen.area.right, view.base)], "ink", 5)
            self._stands(pen, view)
        for throw, hue in zip(self.throws, HUES, strict=False):
            with pen.part(throw.name):
                self._throw(pen, view, throw, min(now, throw.flight(self.gravity)), throw.ink or hue)
        last = self.throws[-1]
        if self.components:
            with pen.part("components"):
                self._components(pen, view, last, min(now, last.flight(self.gravity) * 0.999))
        if self.marks:
            with pen.part("marks"):
                self._marks(pen, view, last)

    def _stands(self, pen: Pen, view: _View) -> None:
        """What the throws begin on: a cliff for the highest, nothing at the ground."""
        highest = max(self.throws, key=lambda throw: throw.height)
        if not highest.height:
            return
        x, y = view.point((highest.start, highest.height))
        left = pen.area.x
        if x - left > 24 and not self.readings:
            pen.shape([(left, y), (x, y), (x, view.base), (left, view.base)], "grey", "ink", 3, alpha=0.5)
        middle = (max(left + 10, x - 40) if self.readings else left + 16, (y + view.base) / 2)
        if self.readings:
            pen.line([(x - 40, y), (x - 40, view.base)], "soft", 3, head=True)
        pen.words(quantity(highest.height, "m"), middle[0] - (12 if self.readings else 0), middle[1], 26, "ink",
                  anchor="end" if self.readings else "start", bold=True)  # fmt: skip

    def _throw(self, pen: Pen, view: _View, throw: Throw, now: float, ink: Ink) -> None:
        flight = throw.flight(self.gravity)
        path = [view.point(throw.at(flight * i / SAMPLES, self.gravity)) for i in range(SAMPLES + 1)]
        pen.line(path, ink, 3.5, dash=(12, 9))
        step = self.step or flight / 8
        written = -math.inf
        for i in range(math.floor(flight / step + 1e-6) + 1):
            x, y = view.point(throw.at(i * step, self.gravity))
            pen.shape(paths.circle(x, y, 9), ink, light=0.35)
            if self.readings and not throw.across and y - written > 34:
                fallen, speed = self.gravity * (i * step) ** 2 / 2, self.gravity * i * step
                text = f"after {i * step:g} s:  fallen {quantity(fallen, 'm')},  speed {quantity(speed, 'm/s')}"
                pen.words(text, x + 32, min(y, view.base - 20), 27, anchor="start")
                written = y
        if throw.label:
            self._label(pen, throw, path, ink)
        pen.shape(paths.circle(*view.point(throw.at(now, self.gravity)), 16), ink, "ink", 3)

    def _label(self, pen: Pen, throw: Throw, path: list[tuple[float, float]], ink: Ink) -> None:
        if throw.upward > 0 and throw.across:
            x, y = min(path, key=lambda point: point[1])
            pen.words(throw.label or "", x, y - 28, 25, ink, bold=True)
        elif throw.across:
            x, y = path[len(path) * 2 // 3]
            pen.words(throw.label or "", x + 24, y - 16, 25, ink, anchor="start", bold=True)
        else:
            x, y = path[0]
            pen.words(throw.label or "", x, y - 34, 25, ink, bold=True)

    def _components(self, pen: Pen, view: _View, throw: Throw, now: float) -> None:
        foot = view.point(throw.at(now, self.gravity))
        vertical = throw.upward - self.gravity * now
        scale = 110.0 / max(abs(throw.across), abs(throw.upward), self.gravity * throw.flight(self.gravity) / 2)
        arrow(pen, foot, 0.0, throw.across * scale, "green", quantity(throw.across, "m/s"), size=23)
        arrow(pen, foot, 90.0, vertical * scale, "red", quantity(vertical, "m/s"), size=23)

    def _marks(self, pen: Pen, view: _View, throw: Throw) -> None:
        flight = throw.flight(self.gravity)
        far = throw.at(flight, self.gravity)[0]
        left, right, y = view.x(throw.start), view.x(far), view.base + 26
        pen.line([(left, y), (right, y)], "accent", 4, head=True)
        pen.words(f"range {quantity(far - throw.start, 'm')}", (left + right) / 2, y + 26, 25, "accent", bold=True)
        top = max(0.0, throw.upward) / self.gravity
        x, height = view.point(throw.at(top, self.gravity))
        if throw.upward > 0:
            pen.line([(x, view.base), (x, height + 20)], "accent", 3, dash=(8, 8))
            text = f"{quantity(throw.at(top, self.gravity)[1], 'm')} high"
            pen.words(text, x + 14, (view.base + height) / 2, 25, "accent", anchor="start", bold=True)


class _View:
    """From metres to the board, at one scale in both directions."""

    def __init__(self, figure: Projectile, area: Rect) -> None:
        ends = [throw.at(throw.flight(figure.gravity), figure.gravity)[0] for throw in figure.throws]
        tops = [throw.at(max(0.0, throw.upward) / figure.gravity, figure.gravity)[1] for throw in figure.throws]
        wide, high = max(ends), max(tops)
        below = 64.0 if figure.marks else 20.0
        room = Rect(
            area.x + 40, area.y + 56, area.width - (250 if figure.components else 150), area.height - 56 - below
        )
        left = 110.0 if any(throw.height for throw in figure.throws) else 0.0
        self.scale = min((room.width - left) / max(wide, 1e-9), room.height / max(high, 1e-9))
        spare = room.width - left - wide * self.scale
        self._left = room.x + left + (0.2 * spare if wide else 0.25 * spare)
        self.base = room.bottom - max(0.0, 0.3 * (room.height - high * self.scale))

    def x(self, metres: float) -> float:
        return self._left + metres * self.scale

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        return self.x(at[0]), self.base - at[1] * self.scale
