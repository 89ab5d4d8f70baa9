"""The scale of pH."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName

COLOURS: tuple[tuple[Ink, float], ...] = (
    ("red", 0.0), ("red", 0.12), ("red", 0.3), ("orange", 0.0), ("orange", 0.2), ("yellow", 0.0), ("yellow", 0.25),
    ("green", 0.0), ("teal", 0.15), ("teal", 0.0), ("blue", 0.3), ("blue", 0.1), ("blue", 0.0),
    ("purple", 0.15), ("purple", 0.0),
)  # fmt: skip
"""Of universal indicator at pH 0 to 14: ink, and how far it is mixed with the paper."""
SIDES: tuple[tuple[float, str, Ink], ...] = (
    (0.12, "acidic", "red"),
    (0.5, "neutral", "green"),
    (0.88, "alkaline", "purple"),
)
_UPPER = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Sample(Part):
    """Something with a pH."""

    name: PartName
    label: Label
    ph: Annotated[float, Field(ge=0, le=14)]


class PhScale(Figure):
    """The colours of universal indicator from pH 0 to 14, with samples. Parts: scale, their names, then
    `concentrations` if asked for: of hydrogen ions, in mol/dm³."""

    kind: ClassVar[str] = "ph-scale"
    items: Annotated[tuple[Sample, ...], Field(max_length=8)] = ()
    concentrations: bool = False

    def parts(self) -> Sequence[str]:
        return ["scale", *(item.name for item in self.items), *(["concentrations"] if self.concentrations else [])]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        bar = Rect(area.x + 6, area.middle[1] - 70, area.width - 12, 140)
        cell = bar.width / 15
        with pen.part("scale"):
            for ph, (ink, light) in enumerate(COLOURS):
                x = bar.x + ph * cell
                alpha = 1.0 if pen.theme.tint == 1 else 3.5
                pen.area_of(paths.box(x, bar.y, cell + 0.5, bar.height), ink, light=light, alpha=alpha)
                dark = pen.theme.dark or ink in ("yellow", "orange")
                pen.words(
                    str(ph), x + cell / 2, bar.middle[1], min(42.0, cell * 0.6), "black" if dark else "white", bold=True
                )
            pen.line(paths.box(bar.x, bar.y, bar.width, bar.height, 4), "ink", 4)
            if not self.concentrations:
                for share, words, ink in SIDES:
                    pen.words(words, bar.x + share * bar.width, area.bottom - 22, 36, ink, bold=True)
        for item, (x, level) in zip(self.items, self._levels(pen, bar), strict=True):
            with pen.part(item.name):
                self._sample(pen, bar, item, x, level)
        if self.concentrations:
            with pen.part("concentrations"):
                for ph in range(0, 15, 1 if cell > 60 else 2):
                    pen.words(
                        "10" + str(-ph).translate(_UPPER) if ph else "1",
                        bar.x + (ph + 0.5) * cell,
                        bar.bottom + 32,
                        25,
                        "soft",
                    )
                pen.words("hydrogen ions in mol/dm³", bar.middle[0], bar.bottom + 76, 27, bold=True)

    def _levels(self, pen: Pen, bar: Rect) -> list[tuple[float, float]]:
        """Of each sample's words: x, and how far above (negative) or below the bar's middle they stand."""
        rows = [-178.0, -126.0, -230.0] if self.concentrations else [-126.0, 126.0, -180.0, 180.0, -230.0]
        ends = dict.fromkeys(rows, bar.x - 20)
        places = {}
        for item in sorted(self.items, key=lambda each: each.ph):
            half = pen.measure(f"{item.label}: {item.ph:g}", 29, bold=True)[0] / 2 + 8
            x = min(max(self.x(bar, item.ph), bar.x + half), bar.right - half)
            row = next((each for each in rows if ends[each] <= x - half), min(rows, key=lambda each: ends[each]))
            x = max(x, ends[row] + half)
            ends[row] = x + half
            places[item.name] = (x, row)
        return [places[item.name] for item in self.items]

    @staticmethod
    def x(bar: Rect, ph: float) -> float:
        """Of a pH: the number stands in the middle of its cell."""
        return bar.x + (ph + 0.5) / 15 * bar.width

    def _sample(self, pen: Pen, bar: Rect, item: Sample, x: float, level: float) -> None:
        at = self.x(bar, item.ph)
        side = -1 if level < 0 else 1
        edge = bar.middle[1] + side * 70
        pen.line([(at, bar.middle[1] + level - side * 18), (at, edge)], "ink", 3)
        pen.shape(
            paths.polyline(
                [(at, edge - side * 4), (at - 9, edge + side * 13), (at + 9, edge + side * 13)], closed=True
            ),
            "ink",
        )
        pen.words(f"{item.label}: {item.ph:g}", x, bar.middle[1] + level, 29, bold=True)
