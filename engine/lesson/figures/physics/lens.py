"""Images of thin lenses, by rays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure
from engine.lesson.figures.physics.labels import number, quantity

Point = tuple[float, float]


class Lens(Figure):
    """Parts `lens`, `object`, `ray-1` (parallel, then through the focus), `ray-2` (through the middle), `image`.

    `focal` in cm, negative for a lens that spreads light; `distance` of the object in front of it and its `height`, cm.
    """

    kind: ClassVar[str] = "lens"
    focal: Annotated[float, Field(ge=-1e4, le=1e4)]
    distance: Annotated[float, Field(gt=0, le=1e5)]
    height: Annotated[float, Field(gt=0, le=1e4)] = 3.0

    @model_validator(mode="after")
    def _images(self) -> Lens:
        if not self.focal:
            raise ValueError("a lens has a focal length")
        if abs(self.distance - self.focal) < 0.05 * abs(self.focal):
            raise ValueError("in the focus there is no image: move the object at least 5 % of the focal length away")
        return self

    def parts(self) -> Sequence[str]:
        return ["lens", "object", "ray-1", "ray-2", "image"]

    @property
    def image(self) -> tuple[float, float]:
        """Distance behind the lens (negative: in front, virtual) and height (negative: upside down), in cm."""
        away = 1.0 / (1.0 / self.focal - 1.0 / self.distance)
        return away, -self.height * away / self.distance

    def draw(self, pen: Pen) -> None:
        view = _View(self, pen.area)
        with pen.part("lens"):
            self._lens(pen, view)
        with pen.part("object"):
            _upright(pen, view, -self.distance, self.height, "green")
            pen.words("object", view.x(-self.distance), view.y(self.height) - 24, 25, "green", bold=True)
        away, high = self.image
        top = (-self.distance, self.height)
        with pen.part("ray-1"):
            self._ray(pen, view, top, self.height, "red")
        with pen.part("ray-2"):
            self._ray(pen, view, top, 0.0, "blue")
        with pen.part("image"):
            real = away > 0
            _upright(pen, view, away, high, "purple", dashed=not real)
            grown = abs(high / self.height)
            words = f"{'real' if real else 'virtual'} image, {number(grown, 2)} times as high"
            y = view.room.y + 20 if real else view.y(0.0) + 70 if self.focal < 0 else view.y(high) - 28
            width = pen.measure(words, 25, bold=True)[0]
            x = min(max(view.x(away) + (40 if real else 0), pen.area.x + width / 2), pen.area.right - width / 2)
            if self.focal < 0:
                x = max(pen.area.x + width / 2, min(x, view.x(0.0) - 50 - width / 2))
            pen.words(words, x, y, 25, "purple", bold=True)

    def _lens(self, pen: Pen, view: _View) -> None:
        room, x, half = view.room, view.x(0.0), view.room.height * 0.42
        base = view.y(0.0)
        pen.line([(room.x, base), (room.right, base)], "soft", 3)
        bulge = 26.0 if self.focal > 0 else -16.0
        edge = 4.0 if self.focal > 0 else 30.0
        right = [
            (x + edge + bulge * math.cos(math.pi / 2 * t), base - half * t) for t in (-1, -0.75, -0.4, 0, 0.4, 0.75, 1)
        ]
        left = [(2 * x - px, py) for px, py in reversed(right)]
        pen.shape(paths.smooth([*right, *left], closed=True), "teal", "teal", 4, alpha=0.45)
        for side in (-1, 1):
            px = view.x(side * abs(self.focal))
            pen.shape(paths.circle(px, base, 8), "orange")
            pen.words("F", px, base + 30, 26, "orange", bold=True)
        words = f"focal length {quantity(self.focal, 'cm')}"
        pen.words(words, x, room.bottom + 18, 25, "orange", bold=True)

    def _ray(self, pen: Pen, view: _View, top: Point, meets: float, ink: Ink) -> None:
        """From the object's top to the lens at height `meets`, then in the line through the image's top."""
        away, high = self.image
        slope = (high - meets) / away
        end = view.edge_right(meets, slope)
        pen.line([view.point(top), view.point((0.0, meets))], ink, 4, head=True)
        pen.line([view.point((0.0, meets)), view.point(end)], ink, 4, head=True)
        if away < 0:
            pen.line([view.point((0.0, meets)), view.point((away, high))], ink, 3, dash=(10, 9))


def _upright(pen: Pen, view: _View, x: float, height: float, ink: Ink, *, dashed: bool = False) -> None:
    pen.line([view.point((x, 0.0)), view.point((x, height))], ink, 8, head=True, dash=(12, 8) if dashed else None)


class _View:
    """From centimetres to the board, the lens at 0; across and upright have scales of their own."""

    def __init__(self, figure: Lens, area: Rect) -> None:
        away, high = figure.image
        left = max(figure.distance, -away, abs(figure.focal)) * 1.12
        right = max(away, abs(figure.focal)) * 1.25 if away > 0 else max(abs(figure.focal) * 1.3, left * 0.45)
        self.room = Rect(area.x, area.y + 8, area.width, area.height - 50)
        self._across = self.room.width / (left + right)
        self._x = self.room.x + left * self._across
        up, down = max(figure.height, high), max(figure.height * 0.5, -high, 0.0)
        self._up = min((self.room.height - 120) / (up + down), self.room.height * 0.4 / max(up, down))
        self._y = self.room.middle[1]
        self._right = right

    def x(self, cm: float) -> float:
        return self._x + cm * self._across

    def y(self, cm: float) -> float:
        return self._y - cm * self._up

    def point(self, at: Point) -> Point:
        return self.x(at[0]), self.y(at[1])

    def edge_right(self, start: float, slope: float) -> Point:
        """Where a line from (0, `start`) leaves the room."""
        high = self.room.height / 2 / self._up
        far = self._right * 0.98
        if slope:
            far = min(far, max((high - start) / slope, (-high - start) / slope))
        return far, start + slope * far
