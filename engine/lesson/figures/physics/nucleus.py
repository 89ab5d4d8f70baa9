"""An atom's nucleus, its electrons, and what it sends out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label
from engine.lesson.figures.physics.labels import cover

SHOWN = 70
"""Nucleons drawn at most: of heavy nuclei one sees the front."""
Symbol = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]?$")]


class Nucleus(Figure):
    """Parts `nucleus`, `numbers`, then `electrons` (with `shells`) and `emission` (with `emits`, again and again).

    `shells`: electrons per shell. `daughter`: the symbol of what remains after an emission.
    """

    kind: ClassVar[str] = "nucleus"
    symbol: Symbol
    protons: Annotated[int, Field(ge=1, le=120)]
    neutrons: Annotated[int, Field(ge=0, le=180)]
    shells: Annotated[tuple[Annotated[int, Field(ge=1, le=32)], ...], Field(max_length=4)] = ()
    emits: Literal["alpha", "beta", "gamma"] | None = None
    daughter: Symbol | None = None
    title: Label | None = None

    @model_validator(mode="after")
    def _sound(self) -> Nucleus:
        if self.emits and self.emits != "gamma" and self.daughter is None:
            raise ValueError("alpha and beta decay make another element: name it as daughter")
        if sum(self.shells) > self.protons + 3:
            raise ValueError("so many electrons stay with no nucleus of so few protons")
        return self

    def parts(self) -> Sequence[str]:
        return ["nucleus", "numbers", *(["electrons"] if self.shells else []), *(["emission"] if self.emits else [])]

    @property
    def after(self) -> tuple[int, int]:
        """Protons and neutrons after the emission."""
        protons, neutrons = self.protons, self.neutrons
        return {"alpha": (protons - 2, neutrons - 2), "beta": (protons + 1, neutrons - 1)}.get(
            self.emits or "", (protons, neutrons)
        )

    def draw(self, pen: Pen) -> None:
        wide = pen.area.width > 700
        room, side = pen.area.columns(1.9, 1, gap=30) if wide else pen.area.rows(1.5, 1)
        x, y = room.middle
        if self.emits:
            x = room.x + room.width * 0.3
        since = pen.since("emission") % 5.0 if self.emits else 0.0
        gone = since > 1.2
        reach = 0.46 * min(room.width, room.height)
        ball = min(reach * (0.42 if self.shells else 0.7), 150.0)
        if self.shells:
            with pen.part("electrons"):
                self._electrons(pen, x, y, ball, reach)
        protons, neutrons = self.after if gone else (self.protons, self.neutrons)
        with pen.part("nucleus"):
            _cluster(
                pen, x, y, ball * _size(protons + neutrons) / _size(self.protons + self.neutrons), protons, neutrons
            )
        with pen.part("numbers"):
            symbol = self.daughter if gone and self.daughter else self.symbol
            self._numbers(pen, side if wide else _beside(side), symbol, protons, neutrons)
        if self.emits:
            with pen.part("emission"):
                self._emission(pen, x + ball, y, room.right, max(0.0, since - 1.2))

    def _electrons(self, pen: Pen, x: float, y: float, ball: float, reach: float) -> None:
        for i, count in enumerate(self.shells):
            radius = ball + (reach - ball) * (i + 1) / len(self.shells)
            pen.line(paths.circle(x, y, radius), "soft", 2.5)
            turn = 40.0 * pen.since("electrons") / (i + 1)
            for k in range(count):
                pen.shape(paths.circle(*paths.polar(x, y, radius, turn + 360.0 * k / count), 11), "blue", "ink", 2.5)

    def _numbers(self, pen: Pen, rooms: Rect | tuple[Rect, Rect], symbol: str, protons: int, neutrons: int) -> None:
        """`rooms`: of the symbol with its list below, or one of each."""
        first, second = rooms if isinstance(rooms, tuple) else (rooms, None)
        middle, y = first.middle[0], first.middle[1] - (90 if second is None else 0)
        big = pen.words(symbol, middle + 24, y, 110, "ink", bold=True)
        left = middle + 24 - big.width / 2 - 8
        pen.words(str(protons + neutrons), left, y - 34, 40, "accent", anchor="end", bold=True)
        pen.words(str(protons), left, y + 32, 40, "red", anchor="end", bold=True)
        rows: list[tuple[str, Ink]] = [(f"{protons} protons", "red"), (f"{neutrons} neutrons", "grey")]
        if self.shells:
            rows.append((f"{sum(self.shells)} electrons", "blue"))
        if self.title:
            rows.append((self.title, "ink"))
        left, top = (first.middle[0] - 104, y + 112) if second is None else (second.x + 10, second.middle[1] - 46)
        width = first.right - left - 26 if second is None else second.width - 40
        for i, (words, ink) in enumerate(rows):
            pen.shape(paths.circle(left, top + i * 46, 11), ink, "ink", 2.5)
            own: Ink = "ink" if ink == "grey" else ink
            pen.words(words, left + 26, top + i * 46, 29, own, anchor="start", bold=True, width=width)

    def _emission(self, pen: Pen, start: float, y: float, end: float, since: float) -> None:
        far = start + 60 + (end - start - 120) * min(1.0, since / 1.6)
        titles = {
            "alpha": "alpha particle: helium nucleus",
            "beta": "beta particle: fast electron",
            "gamma": "gamma ray",
        }
        inks: dict[str, Ink] = {"alpha": "orange", "beta": "blue", "gamma": "green"}
        ink = inks[self.emits or "gamma"]
        pen.words(titles[self.emits or "gamma"], end, y - 84, 26, ink, anchor="end", bold=True, width=220)
        if self.emits == "alpha":
            _cluster(pen, far, y, 34.0, 2, 2)
            pen.line([(start + 20, y), (far - 46, y)], ink, 4, dash=(12, 9))
        elif self.emits == "beta":
            pen.line([(start + 20, y), (far - 24, y)], ink, 4, dash=(12, 9))
            pen.shape(paths.circle(far, y, 16), ink, "ink", 3)
            pen.words("\u2212", far, y - 1, 26, "ink", bold=True)
        else:
            points = [(far - 150 + i * 1.5, y - 22 * math.sin(i / 4.4)) for i in range(100)]
            pen.line([(px, py) for px, py in points if px > start + 6] or points[-2:], ink, 5, head=True)


def _beside(room: Rect) -> tuple[Rect, Rect]:
    """Rooms of the symbol and of the list where there is no width for one column."""
    first, second = room.columns(1, 1.2)
    return first, second


def _size(nucleons: int) -> float:
    """Radius of a nucleus: it grows as the third root of the number of nucleons."""
    return float(nucleons ** (1 / 3))


def _cluster(pen: Pen, x: float, y: float, radius: float, protons: int, neutrons: int) -> None:
    """Nucleons packed to a ball, the hind ones drawn first; protons and neutrons mixed by their share."""
    nucleons = min(SHOWN, protons + neutrons)
    if nucleons == 1:
        pen.shape(paths.circle(x, y, min(radius, 30.0)), "red" if protons else "grey", "ink", 3)
        return
    places = _packed(nucleons)
    grain = radius / (max(math.hypot(px, py) for px, py, _ in places) + 0.5)
    share, owed = protons / (protons + neutrons), 0.5
    for px, py, depth in places:
        owed += share
        ink: Ink = "red" if owed >= 1.0 else "grey"
        owed -= 1.0 if owed >= 1.0 else 0.0
        grainy = paths.circle(x + px * grain, y - py * grain, grain * 0.56)
        if pen.theme.tint < 1:
            cover(pen, grainy)
        pen.shape(grainy, ink, "ink", 2, light=0.25 * max(0.0, -depth / _size(nucleons)))


def _packed(count: int) -> list[tuple[float, float, float]]:
    """(x, y, depth) of `count` grains of diameter 1, spirals (of the golden angle) on spheres, from back to front."""
    golden = math.pi * (3 - math.sqrt(5))
    spots = []
    for i in range(count):
        radius = 0.62 * (i + 0.5) ** (1 / 3)
        z = math.sin(i * 2.399 * 1.7) * 0.9
        flat = math.sqrt(max(0.0, 1 - z * z))
        spots.append((radius * flat * math.cos(i * golden), radius * flat * math.sin(i * golden), radius * z))
    return sorted(spots, key=lambda spot: spot[2])
