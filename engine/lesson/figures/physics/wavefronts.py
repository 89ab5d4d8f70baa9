"""Circles that spread from sources: interference and Doppler's effect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink
from engine.lesson.drawing.words import Anchor
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.arrows import arrow
from engine.lesson.figures.physics.labels import Entry

HUES: tuple[Ink, ...] = ("blue", "orange")
PACE = 90.0
"""Units per second of the wave on the board."""


class Emitter(Entry):
    """`x`, `y`: -1..1 across the room. `speed`: to the right, in speeds of the wave (above 1: supersonic)."""

    label: Label | None = None
    x: Annotated[float, Field(ge=-1, le=1)] = 0.0
    y: Annotated[float, Field(ge=-1, le=1)] = 0.0
    speed: Annotated[float, Field(ge=-2, le=2)] = 0.0


class Wavefronts(Figure):
    """Parts `source`, `fronts`, `behind` and `ahead` (words at the left and right edge, where given).

    `wavelength`: units of the board between two fronts of a source that stands still.
    """

    kind: ClassVar[str] = "wavefronts"
    sources: Annotated[tuple[Emitter, ...], Field(min_length=1, max_length=2)]
    wavelength: Annotated[float, Field(ge=20, le=200)] = 54.0
    behind: Label | None = None
    ahead: Label | None = None

    def parts(self) -> Sequence[str]:
        return ["source", "fronts", *(name for name in ("behind", "ahead") if getattr(self, name))]

    def front(self, source: Emitter, age: float, now: float) -> tuple[float, float]:
        """Of a front sent out `age` seconds before `now`: how far its centre has stayed behind `x`, and its radius."""
        return source.speed * PACE * (now - age), PACE * age

    def draw(self, pen: Pen) -> None:
        room = pen.area
        quickest = max(abs(source.speed) for source in self.sources)
        window = room.width * 0.62 / (PACE * quickest) if quickest else math.inf
        since = pen.since("fronts") or 0.0
        now = since % window if quickest and since else since
        with pen.part("fronts"):
            clip = skia.Rect.MakeXYWH(room.x, room.y, room.width, room.height)
            for source, ink in zip(self.sources, HUES, strict=False):
                self._fronts(pen, source, ink, now if quickest else now + 8.0, clip)
        with pen.part("source"):
            for source, ink in zip(self.sources, HUES, strict=False):
                x, y = self._home(pen, source)
                x += source.speed * PACE * now
                pen.shape(paths.circle(x, y, 18), ink, "ink", 3)
                if source.label:
                    pen.words(source.label, x, y + 40, 25, ink, bold=True)
                if source.speed:
                    arrow(pen, (x, y - 34), 0.0, 90 * source.speed, "green", width=7)
        for name, words, x in (("behind", self.behind, room.x), ("ahead", self.ahead, room.right)):
            if words:
                with pen.part(name):
                    side: Anchor = "start" if name == "behind" else "end"
                    pen.words(words, x, room.y + 40, 28, "accent", anchor=side, bold=True, width=230)

    def _home(self, pen: Pen, source: Emitter) -> tuple[float, float]:
        room = pen.area
        return room.middle[0] + source.x * room.width / 2, room.middle[1] + source.y * room.height / 2

    def _fronts(self, pen: Pen, source: Emitter, ink: Ink, now: float, clip: skia.Rect) -> None:
        x, y = self._home(pen, source)
        period = self.wavelength / PACE
        for i in range(min(40, math.floor(now / period) + 1)):
            age = now - i * period if source.speed else now % period + i * period
            behind, radius = self.front(source, age, now)
            if 2 < radius < 760 and age <= now + period:
                ring = _clipped(x + behind, y, radius, clip)
                pen.line(ring, ink, 3.5, alpha=max(0.25, 1.0 - radius / 700))


def _clipped(x: float, y: float, radius: float, room: skia.Rect) -> skia.Path:
    """The pieces of a circle that lie in a room."""
    steps = max(24, round(radius / 3))
    pieces: list[list[tuple[float, float]]] = [[]]
    for i in range(steps + 1):
        at = paths.polar(x, y, radius, 360.0 * i / steps)
        if room.contains(*at):
            pieces[-1].append(at)
        elif pieces[-1]:
            pieces.append([])
    return paths.joined(paths.polyline(piece) for piece in pieces if len(piece) > 1)
