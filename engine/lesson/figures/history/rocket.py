"""A rocket's stages, to scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, PartName
from engine.lesson.figures.history.shades import lighter

HUES: tuple[Ink, ...] = ("grey", "teal", "orange", "purple", "red")
Metres = Annotated[float, Field(gt=0, le=150)]


class Stage(BaseModel):
    """`height` and `width` in metres; `text`: what it did."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
    name: PartName
    label: Label
    text: Label | None = None
    height: Metres
    width: Metres


class Rocket(Figure):
    """Stages from the lowest up, each a part, then `size`: the whole height beside something known."""

    kind: ClassVar[str] = "rocket"
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=5)]
    compare: Label | None = None
    compare_height: Metres | None = None

    @property
    def height(self) -> float:
        return sum(stage.height for stage in self.stages)

    def parts(self) -> Sequence[str]:
        return [*(stage.name for stage in self.stages), "size"]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        scale = (area.height - 20) / max(self.height, self.compare_height or 0.0)
        x, foot = area.x + area.width * 0.36, area.bottom - 8
        rows = Rect(area.x + area.width * 0.52, area.y, area.width * 0.48, area.height).rows(
            *[1.0] * len(self.stages), gap=8
        )
        for index, (stage, row) in enumerate(zip(self.stages, rows[::-1], strict=True)):
            with pen.part(stage.name):
                top = foot - stage.height * scale
                last = index == len(self.stages) - 1
                wide = stage.width * scale
                above = wide if last else self.stages[index + 1].width * scale
                _draw_stage(pen, Rect(x - wide / 2, top, wide, foot - top), above, HUES[index], last=last)
                pen.line([(x + wide / 2 + 8, (top + foot) / 2), (row.x - 10, row.middle[1])], "soft", 2.5, dash=(6, 7))
                _note(pen, stage, row, HUES[index])
                foot = top
        with pen.part("size"):
            self._size(pen, scale, x)

    def _size(self, pen: Pen, scale: float, x: float) -> None:
        area, foot = pen.area, pen.area.bottom - 8
        left = x - max(stage.width for stage in self.stages) * scale / 2 - 40
        pen.line([(left, foot), (left, foot - self.height * scale)], "accent", 4, head=True)
        pen.words(
            f"{self.height:.0f} m", left - 14, foot - self.height * scale + 30, 36, "accent", anchor="end", bold=True
        )
        if self.compare and self.compare_height:
            tall = self.compare_height * scale
            room = Rect(area.x + 20, foot - tall, 70, tall)
            pen.shape(paths.box(room.x, room.y, room.width, room.height, 4), "grey", "ink", 3, light=lighter(pen, 0.4))
            words = f"{self.compare}, {self.compare_height:g} m"
            pen.words(
                words, room.right + 12, foot - 60, 23, "soft", anchor="start", width=max(90.0, left - room.right - 60)
            )
        pen.line([(area.x, foot), (left + 220, foot)], "ink", 4)


def _draw_stage(pen: Pen, room: Rect, above: float, ink: Ink, *, last: bool) -> None:
    middle = room.middle[0]
    if last:
        nose = room.y + room.height * 0.45
        pen.shape(
            [(room.x, room.bottom), (room.x, nose), (middle, room.y), (room.right, nose), (room.right, room.bottom)],
            ink,
            "ink",
            3,
        )
        return
    neck = room.y + min(room.height * 0.18, abs(room.width - above) * 0.8)
    outline = [
        (room.x, room.bottom),
        (room.x, neck),
        (middle - above / 2, room.y),
        (middle + above / 2, room.y),
        (room.right, neck),
        (room.right, room.bottom),
    ]
    pen.shape(outline, ink, "ink", 3)
    pen.line([(room.x, room.bottom - room.height * 0.12), (room.right, room.bottom - room.height * 0.12)], "ink", 2)


def _note(pen: Pen, stage: Stage, row: Rect, ink: Ink) -> None:
    head = f"{stage.label}: {stage.height:g} m"
    size = pen.fitting(head, Rect(0, 0, row.width, row.height * 0.5), 30, smallest=21, bold=True)
    y = row.middle[1] - (20 if stage.text else 0)
    pen.words(head, row.x, y, size, ink, anchor="start", bold=True, width=row.width)
    if stage.text:
        small = pen.fitting(stage.text, Rect(0, 0, row.width, row.height * 0.55), 25, smallest=20)
        _, high = pen.measure(stage.text, small, width=row.width)
        pen.words(stage.text, row.x, y + 20 + high / 2, small, anchor="start", width=row.width)
