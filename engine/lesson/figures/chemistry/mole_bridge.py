"""From mass to amount to number of particles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.chemistry.atoms import balls, opaque
from engine.lesson.figures.chemistry.formulas import Formula, molar_mass, pretty
from engine.lesson.figures.figure import Figure, Label

AVOGADRO = 6.02214076e23
"""Per mole, exactly (SI, 2019)."""
MOLAR_VOLUME = 24.0
"""dm³ per mole of a gas at about 20 °C and 1 atm, the rounded value of school books."""
_UPPER = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class MoleBridge(Figure):
    """`mass` grams of a substance: on the balance, in moles, in particles. Parts: mass, amount, particles, and
    `volume` (at room temperature) of a `gas`. All numbers follow from the formula and the mass."""

    kind: ClassVar[str] = "mole-bridge"
    formula: Formula
    mass: Annotated[float, Field(gt=0, le=1e6)]
    particle: Label = "particles"
    gas: bool = False

    @property
    def amount(self) -> float:
        """In moles."""
        return self.mass / molar_mass(self.formula)

    def parts(self) -> Sequence[str]:
        return ["mass", "amount", "particles", *(["volume"] if self.gas else [])]

    def draw(self, pen: Pen) -> None:
        names = self.parts()
        rooms = pen.area.columns(*[1.0] * len(names), gap=126 if len(names) == 3 else 96)
        signs = {
            "amount": f"÷ {_short(molar_mass(self.formula))}\ng/mol",
            "particles": "× 6.02\n× 10²³",
            "volume": "or × 24\ndm³/mol",
        }
        told: dict[str, tuple[str, str, Ink]] = {
            "mass": (f"{_short(self.mass)} g", f"of {pretty(self.formula)}", "orange"),
            "amount": (f"{_short(self.amount)} mol", "amount", "accent"),
            "particles": (_scientific(self.amount * AVOGADRO), self.particle, "green"),
            "volume": (f"{_short(self.amount * MOLAR_VOLUME)} dm³", "volume as a gas", "purple"),
        }
        for name, room, before in zip(names, rooms, [None, *rooms], strict=False):
            value, words, ink = told[name]
            with pen.part(name):
                if before is not None:
                    x0, x1, y = before.right - 6, room.x + 2, pen.area.y + 210
                    pen.line([(x0, y), (x1, y)], "ink", 5, head=True)
                    pen.words(signs[name], (x0 + x1) / 2, y - 48, 25, "soft", bold=True)
                place = Rect(room.x, pen.area.y + 100, room.width, 240)
                if name == "mass":
                    _balance(pen, place, ink, value)
                else:
                    {"amount": _jar, "particles": _crowd, "volume": _gas_box}[name](pen, place, ink)
                size = pen.fitting(value.replace(" ", "\u00a0"), Rect(0, 0, room.width + 50, 70), 46, bold=True)
                pen.words(value, room.middle[0], pen.area.y + 400, size, ink, bold=True)
                pen.words(words, room.middle[0], pen.area.y + 456, 28, "soft", width=room.width + 40)


def _short(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3g}" if value < 1000 else f"{round(value, 2 - int(math.log10(value))):,.0f}"


def _scientific(value: float) -> str:
    power = math.floor(math.log10(value))
    return f"{value / 10**power:.2f} × 10{str(power).translate(_UPPER)}"


def _balance(pen: Pen, room: Rect, ink: Ink, reading: str) -> None:
    x, bottom = room.middle[0], room.bottom
    half = min(room.width / 2, 120.0)
    pile = paths.smooth(
        [
            (x - half * 0.6, bottom - 92),
            (x - half * 0.28, bottom - 150),
            (x, bottom - 172),
            (x + half * 0.3, bottom - 146),
            (x + half * 0.6, bottom - 92),
        ]
    )
    pen.shape(pile, ink)
    pen.line([(x - half, bottom - 90), (x + half, bottom - 90)], "ink", 7)
    body = paths.box(x - half * 0.86, bottom - 70, half * 1.72, 70, 10)
    pen.line([(x, bottom - 88), (x, bottom - 70)], "ink", 8)
    pen.shape(body, "grey", "ink")
    opaque(pen, paths.box(x - half * 0.62, bottom - 56, half * 1.24, 42, 5), "paper")
    size = pen.fitting(reading, Rect(0, 0, half * 1.14, 40), 28, bold=True)
    pen.words(reading, x + half * 0.54, bottom - 35, size, "ink", anchor="end", bold=True)


def _jar(pen: Pen, room: Rect, ink: Ink) -> None:
    x, bottom = room.middle[0], room.bottom
    half = min(room.width / 2, 90.0)
    pen.area_of(
        paths.box(x - half + 4, bottom - 120, 2 * half - 8, 116, 14), ink, alpha=0.5 if pen.theme.tint == 1 else 1.5
    )
    pen.line(paths.box(x - half, bottom - 180, 2 * half, 180, 18), "ink", 5)
    pen.shape(paths.box(x - half * 0.8, bottom - 206, half * 1.6, 26, 6), "grey", "ink")
    pen.words("n", x, bottom - 62, 60, "ink", bold=True)


def _crowd(pen: Pen, room: Rect, ink: Ink) -> None:
    """A heap of many small balls."""
    x, y = room.middle
    reach = min(room.width / 2, 110.0)
    spots = []
    for k in range(130):
        away = reach * math.sqrt((k + 0.5) / 130)
        turn = k * math.radians(137.508) + 0.12 * pen.since("particles")
        spots.append((x + away * math.cos(turn), y + 10 + away * math.sin(turn)))
    balls(pen, spots, reach / 14, ink)


def _gas_box(pen: Pen, room: Rect, ink: Ink) -> None:
    x, y = room.middle
    half = min(room.width / 2, 95.0)
    pen.line(paths.box(x - half, y + 10 - half, 2 * half, 2 * half, 8), "ink", 5)
    now = pen.since("volume")
    spots = [
        (
            x + (half - 14) * math.sin(1.7 * k + now * (0.5 + 0.07 * k)),
            y + 10 + (half - 14) * math.sin(2.9 * k + now * (0.4 + 0.05 * k)),
        )
        for k in range(12)
    ]
    balls(pen, spots, 9, ink)
