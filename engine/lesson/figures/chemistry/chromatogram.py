"""Paper chromatography."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Part, PartName


class Spot(Part):
    """`rf`: how far it goes, as a share of the solvent's way."""

    rf: Annotated[float, Field(ge=0, le=1)]
    ink: Ink


class Lane(Part):
    name: PartName
    label: Label
    spots: Annotated[tuple[Spot, ...], Field(min_length=1, max_length=5)]


class Chromatogram(Figure):
    """Dyes climb a paper with the solvent. Parts: paper, the lanes' names, front, and `rf` if asked for: the ratio of
    the ways of the first lane's farthest spot and of the solvent. `front`: the solvent's way in cm."""

    kind: ClassVar[str] = "chromatogram"
    lanes: Annotated[tuple[Lane, ...], Field(min_length=1, max_length=5)]
    front: Annotated[float, Field(gt=1, le=30)] = 10.0
    rf: bool = False

    def parts(self) -> Sequence[str]:
        return ["paper", *(lane.name for lane in self.lanes), "front", *(["rf"] if self.rf else [])]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        beside = 330.0 if self.rf and area.width > 800 else 0.0
        width = min(area.width - beside - 150, 640.0)
        sheet = Rect(area.x + (area.width - beside - width) / 2 - 30, area.y + 4, width, area.height - 8)
        start, end = sheet.bottom - 86, sheet.y + 52
        columns = sheet.inset(20, 0).columns(*[1.0] * len(self.lanes), gap=8)
        with pen.part("paper"):
            pen.area_of(
                paths.box(sheet.x - 60, sheet.bottom - 44, width + 120, 40, 6),
                "teal",
                alpha=0.4 if pen.theme.tint == 1 else 1.4,
            )
            pen.shape(
                paths.box(sheet.x, sheet.y, width, sheet.height - 16, 4),
                "white" if not pen.theme.dark else "faint",
                "soft",
                3,
            )
            pen.line([(sheet.x + 10, start), (sheet.right - 10, start)], "soft", 3, dash=(8, 6))
            pen.line(
                [
                    (sheet.x - 60, sheet.y + 90),
                    (sheet.x - 60, sheet.bottom - 4),
                    (sheet.right + 60, sheet.bottom - 4),
                    (sheet.right + 60, sheet.y + 90),
                ],
                "ink",
                5,
            )
        for lane, column in zip(self.lanes, columns, strict=True):
            with pen.part(lane.name):
                self._lane(pen, lane, column, start, end)
        with pen.part("front"):
            pen.line([(sheet.x + 10, end), (sheet.right - 10, end)], "blue", 4)
            pen.words("solvent front", sheet.middle[0], end - 24, 25, "blue", bold=True)
        if self.rf:
            with pen.part("rf"):
                self._ratio(pen, columns[0], sheet, (start, end), area)

    def _lane(self, pen: Pen, lane: Lane, column: Rect, start: float, end: float) -> None:
        risen = min(1.0, pen.since(lane.name) / 3.0)
        x = column.middle[0]
        half = min(24.0, column.width * 0.26)
        for spot in lane.spots:
            y = start + (end - start) * spot.rf * risen
            pen.area_of(paths.ellipse(x, y, half, half * 0.72), spot.ink, alpha=0.9 if pen.theme.tint == 1 else 3.2)
        size = pen.fitting(lane.label, Rect(0, 0, column.width, 30), 25, bold=True, smallest=20)
        pen.words(lane.label, x, start + 26, size, "ink", bold=True, width=column.width + 6)

    def _ratio(self, pen: Pen, column: Rect, sheet: Rect, ends: tuple[float, float], area: Rect) -> None:
        start, end = ends
        far = max(spot.rf for spot in self.lanes[0].spots)
        x = column.middle[0] - min(24.0, column.width * 0.26) - 16
        pen.line([(x, start), (x, start + (end - start) * far)], "orange", 4, head=True)
        pen.line([(sheet.right - 16, start), (sheet.right - 16, end)], "blue", 4, head=True)
        left = sheet.right + 84 if area.width > 800 else sheet.right + 4
        width = area.right - left
        if width < 200:
            return
        y = area.middle[1] - 90
        pen.words(f"spot: {far * self.front:.1f} cm", left, y, 32, "orange", anchor="start", bold=True)
        pen.words(f"solvent: {self.front:.1f} cm", left, y + 56, 32, "blue", anchor="start", bold=True)
        pen.words(f"Rf = {far * self.front:.1f} ÷ {self.front:.1f}", left, y + 130, 36, anchor="start", bold=True)
        pen.words(f"= {far:.2f}", left + 52, y + 182, 44, "accent", anchor="start", bold=True)
