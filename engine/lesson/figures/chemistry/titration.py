"""Titrations: burette, flask, and the curve that follows from the concentrations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import opaque
from engine.lesson.figures.chemistry.chart import Chart, round_steps
from engine.lesson.figures.figure import Figure, Label

KW = 1e-14
INDICATORS: Mapping[str, tuple[float, float, Ink, Ink]] = {
    "phenolphthalein": (8.2, 10.0, "white", "pink"),
    "methyl orange": (3.1, 4.4, "red", "yellow"),
    "bromothymol blue": (6.0, 7.6, "yellow", "blue"),
}
"""By name: the pH from which and to which it changes, its colours below and above."""
SAMPLES = 220


@lru_cache(maxsize=8192)
def ph_of(acid: float, base: float, pk: float | None, *, weak: Literal["acid", "base"] = "acid") -> float:
    """pH of `acid` and `base` mol/dm³ in one solution at 25 °C, by the balance of charges.

    `pk`: pKa of the acid (or of the conjugate acid of the base) that is weak; None if both are strong.
    """
    low, high = -1.0, 15.0
    for _ in range(60):
        middle = (low + high) / 2
        h = 10.0**-middle
        anions, cations = acid, base
        if pk is not None:
            ka = 10.0**-pk
            anions = acid * ka / (ka + h) if weak == "acid" else acid
            cations = base * h / (ka + h) if weak == "base" else base
        if h + cations - KW / h - anions > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


class Titration(Figure):
    """A strong acid or base runs into the sample. Parts: apparatus, curve, equivalence, and `half` of a weak sample.

    `volume` of the sample in cm³, concentrations in mol/dm³, `pk`: pKa of a weak acid or of the weak base's conjugate
    acid. The burette empties and the indicator turns as the curve grows.
    """

    kind: ClassVar[str] = "titration"
    sample: Literal["acid", "base"] = "acid"
    pk: Annotated[float, Field(ge=1, le=13)] | None = None
    concentration: Annotated[float, Field(ge=0.001, le=2)] = 0.1
    volume: Annotated[float, Field(ge=5, le=50)] = 25.0
    titrant: Annotated[float, Field(ge=0.001, le=2)] = 0.1
    sample_label: Label = "HCl"
    titrant_label: Label = "NaOH"
    indicator: Literal["phenolphthalein", "methyl orange", "bromothymol blue"] = "phenolphthalein"

    @model_validator(mode="after")
    def _fits(self) -> Titration:
        if not 5 <= self.equivalence <= 45:
            raise ValueError(
                f"the burette holds 50 cm³; the equivalence point would be at {self.equivalence:g} cm³: 5 to 45"
            )
        return self

    @property
    def equivalence(self) -> float:
        """cm³ of the titrant that react with all of the sample."""
        return self.concentration * self.volume / self.titrant

    def ph(self, added: float) -> float:
        """After so many cm³."""
        whole = self.volume + added
        ours, theirs = self.concentration * self.volume / whole, self.titrant * added / whole
        acid, base = (ours, theirs) if self.sample == "acid" else (theirs, ours)
        return ph_of(acid, base, self.pk, weak=self.sample)

    def parts(self) -> Sequence[str]:
        return ["apparatus", "curve", "equivalence", *(["half"] if self.pk is not None else [])]

    def draw(self, pen: Pen) -> None:
        left, right = pen.area.columns(1, 2.5, gap=20)
        end = min(50.0, self.equivalence * 2)
        added = end * pen.share("curve")
        chart = Chart(Rect(right.x + 70, right.y + 48, right.width - 120, right.height - 122), (0, end), (0, 14))
        with pen.part("apparatus"):
            self._apparatus(pen, left, added)
            chart.axes(
                pen, f"{self.titrant_label} added / cm³", "pH", x_steps=round_steps(0, end), y_steps=range(0, 15, 2)
            )
        with pen.part("curve"):
            low, high, below, above = INDICATORS[self.indicator]
            (x, y0), (_, y1) = chart.at(0, low), chart.at(0, high)
            pen.area_of(
                paths.box(x, y1, chart.room.width, y0 - y1),
                above if above != "white" else below,
                alpha=0.22 if pen.theme.tint == 1 else 1,
            )
            points = [chart.at(end * i / SAMPLES, self.ph(end * i / SAMPLES)) for i in range(SAMPLES + 1)]
            pen.line(points, "accent", 6)
        with pen.part("equivalence"):
            x, y = chart.at(self.equivalence, self.ph(self.equivalence))
            pen.line([(x, chart.room.bottom), (x, y)], "orange", 3.5, dash=(9, 8))
            pen.shape(paths.circle(x, y, 10), "orange", "paper", 3)
            pen.words(
                f"equivalence: {self.equivalence:.1f} cm³, pH {self.ph(self.equivalence):.1f}",
                x + 22,
                y + 4,
                25,
                "orange",
                anchor="start",
                bold=True,
                width=chart.room.right + 40 - x,
            )
        if self.pk is not None:
            with pen.part("half"):
                x, y = chart.at(self.equivalence / 2, self.ph(self.equivalence / 2))
                pen.line([(chart.room.x, y), (x, y)], "green", 3.5, dash=(9, 8))
                pen.shape(paths.circle(x, y, 10), "green", "paper", 3)
                side = -26 if self.sample == "acid" else 26
                words = f"pH = pKa = {self.pk:g}"
                pen.words(words, chart.room.x + 14, y + side, 25, "green", anchor="start", bold=True)

    def _apparatus(self, pen: Pen, room: Rect, added: float) -> None:
        x = room.middle[0]
        top, tap = room.y + 4, room.y + room.height * 0.55
        level = top + (tap - 20 - top) * (0.05 + 0.9 * added / 50)
        pen.area_of(paths.box(x - 17, level, 34, tap - 14 - level), "blue", alpha=0.5 if pen.theme.tint == 1 else 1)
        pen.line([(x - 18, top), (x - 18, tap - 12), (x - 4, tap + 4), (x - 4, tap + 30)], "ink", 4)
        pen.line([(x + 18, top), (x + 18, tap - 12), (x + 4, tap + 4), (x + 4, tap + 30)], "ink", 4)
        pen.line(
            paths.joined(
                paths.polyline([(x - 18, y), (x - 6, y)])
                for y in (top + (tap - 20 - top) * (0.05 + 0.09 * k) for k in range(11))
            ),
            "ink",
            2,
        )
        pen.line([(x - 18, tap + 10), (x + 22, tap + 10)], "ink", 7)
        bottom, neck = room.bottom - 50, tap + 62
        pen.line([(x - 95, bottom + 12), (x + 95, bottom + 12)], "soft", 6)
        self._flask(pen, x, neck, bottom, added)
        pen.words(
            self.titrant_label, x + 34, top + 40, 27, "blue", anchor="start", bold=True, width=room.right - x - 30
        )
        pen.words(self.sample_label, x, bottom + 36, 27, bold=True)

    def _flask(self, pen: Pen, x: float, neck: float, bottom: float, added: float) -> None:
        level = bottom - 34 - 0.5 * added
        half = 22 + 60 * (level - neck - 26) / max(1.0, bottom - neck - 26)
        ink, strength = self._colour(added)
        liquid = paths.polyline([(x - half, level), (x + half, level), (x + 82, bottom), (x - 82, bottom)], closed=True)
        opaque(pen, liquid, "faint")
        pen.area_of(liquid, ink, alpha=0.75 * strength if pen.theme.tint == 1 else 3.5 * strength)
        pen.line(
            [
                (x - 22, neck),
                (x - 22, neck + 26),
                (x - 84, bottom),
                (x + 84, bottom),
                (x + 22, neck + 26),
                (x + 22, neck),
            ],
            "ink",
            4,
        )
        if 0 < added < min(50.0, self.equivalence * 2):
            fall = (added * 1.7) % 1.0
            drop = neck - 30 + fall * (level - neck + 30)
            pen.area_of(paths.ellipse(x, drop, 5, 8), "blue", alpha=1 / pen.theme.tint)

    def _colour(self, added: float) -> tuple[Ink, float]:
        """Of the flask, and how strong."""
        low, high, below, above = INDICATORS[self.indicator]
        share = max(0.0, min(1.0, (self.ph(added) - low) / (high - low)))
        ink = above if share > 0.5 else below
        return ink, 0.12 if ink == "white" else 0.35 + 0.65 * math.sqrt(abs(2 * share - 1))
