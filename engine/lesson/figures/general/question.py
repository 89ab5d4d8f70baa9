"""A question to the viewer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from engine.lesson.drawing import paths
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.drawing.theme import Ink
from engine.lesson.figures.figure import Figure, Label, Sentence

CHOICE_INKS: tuple[Ink, ...] = ("blue", "orange", "purple", "teal")


class Question(Figure):
    """Parts: `question`, `choice-1` and so on, `answer`: the right choice (counted from 0) is marked."""

    kind: ClassVar[str] = "question"
    question: Sentence
    choices: Annotated[tuple[Label, ...], Field(min_length=3, max_length=4)]
    answer: Annotated[int, Field(ge=0, le=3)]

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if self.answer >= len(self.choices):
            raise ValueError("answer is not one of the choices")
        return self

    def parts(self) -> Sequence[str]:
        return ["question", *(f"choice-{n}" for n in range(1, len(self.choices) + 1)), "answer"]

    def draw(self, pen: Pen) -> None:
        above, below = pen.area.inset(6, 4).rows(1.1, 2.2, gap=24)
        with pen.part("question"):
            size = pen.fitting(self.question, above, 46, bold=True)
            pen.words(self.question, *above.middle, size, bold=True, width=above.width)
        cells = [cell for row in below.rows(1, 1, gap=22) for cell in row.columns(1, 1, gap=26)]
        size = min(pen.fitting(text, _text(cell), 34) for text, cell in zip(self.choices, cells, strict=False))
        answered = pen.share("answer") > 0
        for index, (text, cell) in enumerate(zip(self.choices, cells, strict=False)):
            with pen.part(f"choice-{index + 1}"):
                dim = 0.6 if answered and index != self.answer else 0.0
                _choice(pen, text, index, cell, size, dim)
        with pen.part("answer"):
            cell = cells[self.answer]
            pen.line(paths.box(cell.x - 5, cell.y - 5, cell.width + 10, cell.height + 10, 24), "green", 9)
            x, y = cell.right - 44, cell.middle[1]
            pen.line([(x - 20, y + 1), (x - 6, y + 16), (x + 22, y - 18)], "green", 10)


def _text(cell: Rect) -> Rect:
    return Rect(cell.x + 100, cell.y + 8, cell.width - 190, cell.height - 16)


def _choice(pen: Pen, text: str, index: int, cell: Rect, size: float, dim: float) -> None:
    ink = CHOICE_INKS[index]
    pen.shape(paths.box(cell.x, cell.y, cell.width, cell.height, 20), ink, ink, 3, light=max(0.8, dim))
    x, y = cell.x + 52, cell.middle[1]
    pen.shape(paths.circle(x, y, 30), ink, light=dim)
    pen.words("ABCD"[index], x, y, 32, "paper" if pen.theme.tint == 1 else ink, bold=True)
    room = _text(cell)
    pen.words(text, room.x, y, size, anchor="start", width=room.width, light=0.7 * dim)
