"""The way of an Apollo flight to the Moon and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import skia
from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.paths import Point
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.figure import Figure

_DAY_SECONDS = 1.6
"""How long a day of the flight takes in the film."""
Days = Annotated[float, Field(ge=0.5, le=10)]


class MoonFlight(Figure):
    """Parts: `earth`, `moon`, `out`, `orbit` (round the Moon), `landing`, `back`. Distances are not to scale.

    The spacecraft runs the way in the shares of time that `days_out`, `days_there` and `days_back` give.
    """

    kind: ClassVar[str] = "moon-flight"
    craft: str = Field("Apollo 11", min_length=1, max_length=24)
    days_out: Days = 3.2
    days_there: Days = 2.5
    days_back: Days = 2.5

    def parts(self) -> Sequence[str]:
        return ["earth", "moon", "out", "orbit", "landing", "back"]

    def stage(self, seconds: float) -> tuple[str, float]:
        """The leg that the craft is on (`out`, `orbit` or `back`), this long into its film, and how far, 0..1."""
        day = (seconds / _DAY_SECONDS) % (self.days_out + self.days_there + self.days_back)
        for name, days in (("out", self.days_out), ("orbit", self.days_there)):
            if day < days:
                return name, day / days
            day -= days
        return "back", day / self.days_back

    def draw(self, pen: Pen) -> None:
        area = pen.area
        big, small = min(area.width * 0.1, area.height * 0.24), min(area.width * 0.055, area.height * 0.13)
        earth, moon = (area.x + big + 30, area.middle[1]), (area.right - small - 100, area.middle[1])
        with pen.part("earth"):
            pen.shape(paths.circle(*earth, big), "blue", "ink", 4)
            for dx, dy, rx, ry in ((-0.35, -0.35, 0.34, 0.22), (0.3, 0.1, 0.28, 0.36), (-0.2, 0.5, 0.25, 0.2)):
                pen.area_of(paths.ellipse(earth[0] + dx * big, earth[1] + dy * big, rx * big, ry * big), "green")
            pen.words("Earth", earth[0], earth[1] + big + 30, 30, bold=True)
        with pen.part("moon"):
            pen.shape(paths.circle(*moon, small), "grey", "ink", 4)
            for dx, dy, r in ((-0.35, -0.3, 0.2), (0.3, 0.25, 0.26), (0.15, -0.5, 0.13)):
                pen.line(paths.circle(moon[0] + dx * small, moon[1] + dy * small, r * small), "ink", 2)
            pen.words("Moon", moon[0], moon[1] + small * 1.62 + 30, 30, bold=True)
            pen.words("384,400 km away on average; not to scale", area.middle[0], area.bottom - 16, 23, "soft")
        legs = _legs(earth, moon, big, small)
        notes = {
            "out": (f"{self.days_out:g} days out", area.y + 22, "orange"),
            "back": (f"{self.days_back:g} days back", area.bottom - 62, "teal"),
        }
        for name, (words, y, _) in notes.items():
            with pen.part(name):
                pen.line(legs[name], "orange" if name == "out" else "teal", 5, head=True)
                pen.words(words, area.middle[0], y, 29, "orange" if name == "out" else "teal", bold=True)
        with pen.part("orbit"):
            pen.line(legs["orbit"], "purple", 4, dash=(10, 8))
            pen.words(
                f"{self.days_there:g} days in orbit",
                area.right,
                moon[1] - small * 1.62 - 30,
                27,
                "purple",
                anchor="end",
                bold=True,
            )
        with pen.part("landing"):
            x, y = moon[0] - small * 0.3, moon[1]
            pen.line([(moon[0] - small * 1.62, y), (x, y)], "red", 4, head=True)
            pen.words("landing", moon[0] - small * 1.62 - 12, y, 26, "red", anchor="end", bold=True)
        if pen.share("back") >= 1:
            self._craft(pen, legs)

    def _craft(self, pen: Pen, legs: dict[str, skia.Path]) -> None:
        name, share = self.stage(pen.since("back"))
        turns = 5 if name == "orbit" else 1
        measure = skia.PathMeasure(legs[name], False)
        at, _ = measure.getPosTan(measure.getLength() * (share * turns % 1.0))
        with pen.part("craft"):
            pen.shape(paths.circle(at.x(), at.y(), 11), "yellow", "red", 4)
            pen.words(self.craft, at.x(), at.y() - 28, 24, "ink", bold=True)


def _legs(earth: Point, moon: Point, big: float, small: float) -> dict[str, skia.Path]:
    """Out over the top, round the Moon, back below."""
    (ex, ey), (mx, my) = earth, moon
    ring = small * 1.62

    def bow(side: int) -> list[Point]:
        start, end = (ex + big * 0.55, ey - side * big * 0.95), (mx - ring * 0.2, my - side * ring)
        span = end[0] - start[0]
        return [
            start,
            (ex + 0.3 * span + big * 0.5, ey - side * big * 1.42),
            (ex + 0.68 * span + big * 0.5, ey - side * big * 1.2),
            end,
        ]

    return {
        "out": paths.smooth(bow(1)),
        "orbit": paths.ellipse(mx, my, ring, ring),
        "back": paths.smooth(bow(-1)[::-1]),
    }
