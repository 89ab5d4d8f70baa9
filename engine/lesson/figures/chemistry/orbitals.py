"""Electrons in boxes: the configuration of an atom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from data.elements import capacity, elements
from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure

ORDER = ("1s", "2s", "2p", "3s", "3p", "4s", "3d", "4p")
INKS: dict[str, Ink] = {"s": "orange", "p": "blue", "d": "green"}
_UPPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Orbitals(Figure):
    """The subshells of an atom up to krypton, by rising energy; arrows are electrons and their spins.

    Parts: those subshells that hold electrons ("1s", "2s", ...), then `configuration`.
    """

    kind: ClassVar[str] = "orbitals"
    symbol: Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")]

    @model_validator(mode="after")
    def _known(self) -> Orbitals:
        if self.symbol not in elements() or elements()[self.symbol].number > 36:
            raise ValueError("symbol: an element up to krypton")
        return self

    def held(self) -> dict[str, int]:
        """Electrons of each subshell, in the order of filling."""
        held = dict(elements()[self.symbol].subshells)
        return {subshell: held[subshell] for subshell in ORDER if subshell in held}

    def parts(self) -> Sequence[str]:
        return [*self.held(), "configuration"]

    def draw(self, pen: Pen) -> None:
        area, held = pen.area, self.held()
        rows = max(4, len(held))
        height = (area.height - 76) / rows
        box = min(height * 0.76, 62.0, area.width / 13)
        columns = {"s": area.x + 0.13 * area.width, "p": area.x + 0.33 * area.width, "d": area.x + 0.63 * area.width}
        for index, (subshell, electrons) in enumerate(held.items()):
            y = area.bottom - 76 - (index + 0.5) * height
            with pen.part(subshell):
                if index == 0:
                    pen.line([(area.x + 18, area.bottom - 76), (area.x + 18, area.y + 10)], "soft", 4, head=True)
                    pen.words("energy", area.x + 34, area.y + 14, 24, "soft", anchor="start")
                _boxes(pen, columns[subshell[-1]], y, box, subshell, electrons)
        with pen.part("configuration"):
            words = "  ".join(
                name + str(count).translate(_UPPER) for name, count in dict(elements()[self.symbol].subshells).items()
            )
            text = f"{elements()[self.symbol].name}:  {words}"
            size = pen.fitting(text, Rect(0, 0, area.width, 60), 42, bold=True)
            pen.words(text, area.middle[0], area.bottom - 30, size, bold=True)


def spins(boxes: int, electrons: int) -> list[tuple[bool, bool]]:
    """Of each box, whether the electron upwards and that downwards are there: first one in each (Hund's rule)."""
    return [(k < electrons, k < electrons - boxes) for k in range(boxes)]


def _boxes(pen: Pen, x: float, y: float, size: float, subshell: str, electrons: int) -> None:
    ink = INKS[subshell[-1]]
    count = capacity(subshell) // 2
    pen.words(subshell, x - 18, y, 29, ink, anchor="end", bold=True)
    for k, (up, down) in enumerate(spins(count, electrons)):
        left = x + k * size
        pen.shape(paths.box(left + 2, y - size / 2, size - 4, size, 6), ink, ink, 3.5, light=0.72)
        for there, off, way in ((up, -0.16, -1), (down, 0.16, 1)):
            if there:
                middle = left + size / 2 + off * size
                pen.line([(middle, y - way * size * 0.3), (middle, y + way * size * 0.26)], "ink", 4, head=True)
