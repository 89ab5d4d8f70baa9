"""Lines of mathematics: formulas with their symbols, and worked examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from engine.lesson.drawing import paths
from engine.lesson.drawing.formula import set_formula
from engine.lesson.drawing.pen import Pen, Rect
from engine.lesson.figures.figure import Figure, Label, Maths, Part, PartName, Sentence

GAP, LEGEND_ROW = 12.0, 64.0
"""Units between lines of a formula, and of a row of its legend."""


class FormulaLine(Part):
    """`note`: a few words below the line."""

    name: PartName
    typst: Maths
    note: Label | None = None


class Symbol(Part):
    symbol: Maths
    meaning: Label


class FormulaFigure(Figure):
    """One to four lines of mathematics, and what the symbols mean. Parts: the lines' names, `legend`."""

    kind: ClassVar[str] = "formula"
    lines: Annotated[tuple[FormulaLine, ...], Field(min_length=1, max_length=4)]
    legend: Annotated[tuple[Symbol, ...], Field(max_length=6)] = ()

    def parts(self) -> Sequence[str]:
        return [*(line.name for line in self.lines), *(["legend"] if self.legend else [])]

    def draw(self, pen: Pen) -> None:
        legend = LEGEND_ROW * self._legend_rows(pen.area)
        rooms = pen.area.inset(10, 6).rows(pen.area.height - 28 - legend, legend, gap=16)
        size = _size(self.lines, rooms[0])
        needs = [set_formula(line.typst).height * size + _beside(line) for line in self.lines]
        rows = rooms[0].rows(*needs, gap=GAP)
        for index, (line, row) in enumerate(zip(self.lines, rows, strict=True)):
            with pen.part(line.name):
                y = row.middle[1] - (18 if line.note else 0)
                _, high = pen.formula(line.typst, row.middle[0], y, size, "ink" if index else "accent", width=row.width)
                if line.note:
                    pen.words(line.note, row.middle[0], y + high / 2 + 22, 26, "soft", width=row.width)
        if self.legend:
            with pen.part("legend"):
                self._legend(pen, rooms[1])

    def _legend_rows(self, area: Rect) -> int:
        """Two symbols in a row where there is room for them."""
        return -(-len(self.legend) // (2 if area.width > 700 else 1))

    def _legend(self, pen: Pen, room: Rect) -> None:
        each = self._legend_rows(room)
        columns = room.columns(1, 1) if each < len(self.legend) else [room]
        for index, symbol in enumerate(self.legend):
            column = columns[index // each]
            row = column.rows(*[1.0] * each, gap=6)[index % each]
            pen.formula(symbol.symbol, row.x + 60, row.middle[1], 40, "accent", width=110)
            text = Rect(row.x + 128, row.y, row.width - 130, row.height)
            size = pen.fitting(symbol.meaning, text, 28, smallest=20)
            pen.words(symbol.meaning, text.x, row.middle[1], size, anchor="start", width=text.width)


def _size(lines: Sequence[FormulaLine], room: Rect) -> float:
    """The largest at which all lines stand below each other in the room."""
    formulas = [set_formula(line.typst) for line in lines]
    high = room.height - GAP * (len(lines) - 1) - sum(_beside(line) for line in lines)
    widest = max(formula.width for formula in formulas)
    return max(20.0, min(92.0, room.width / widest, high / sum(formula.height for formula in formulas)))


def _beside(line: FormulaLine) -> float:
    """Units of height that a line takes besides its formula."""
    return 58.0 if line.note else 14.0


class ExampleStep(Part):
    text: Sentence
    typst: Maths | None = None


class Steps(Figure):
    """A worked example. Parts: `question`, `step-1` and so on, `answer`."""

    kind: ClassVar[str] = "steps"
    question: Sentence
    steps: Annotated[tuple[ExampleStep, ...], Field(min_length=1, max_length=5)]
    answer: Sentence

    def parts(self) -> Sequence[str]:
        return ["question", *(f"step-{n}" for n in range(1, len(self.steps) + 1)), "answer"]

    def draw(self, pen: Pen) -> None:
        rooms = pen.area.inset(6, 2).rows(1.35, *[1.0 + 0.25 * bool(s.typst) for s in self.steps], 1.0, gap=12)
        with pen.part("question"):
            room = rooms[0]
            pen.shape(paths.box(room.x, room.y, room.width, room.height, 20), "accent", "accent", 3, light=0.82)
            words = room.inset(26, 10)
            size = pen.fitting(self.question, words, 32)
            pen.words(self.question, words.x, words.middle[1], size, anchor="start", width=words.width)
        for number, (step, row) in enumerate(zip(self.steps, rooms[1:], strict=False), 1):
            with pen.part(f"step-{number}"):
                _step(pen, step, number, row)
        with pen.part("answer"):
            room = rooms[-1]
            size = pen.fitting(self.answer, room.inset(60, 8), 38, bold=True)
            typed = pen.words(self.answer, *room.middle, size, "green", bold=True, width=room.width - 120)
            frame = paths.box(
                room.middle[0] - typed.width / 2 - 28, room.y, typed.width + 56, max(room.height, typed.height + 12), 20
            )
            pen.line(frame, "green", 4)


def _step(pen: Pen, step: ExampleStep, number: int, row: Rect) -> None:
    y = row.middle[1]
    pen.words(f"{number}.", row.x + 34, y, 30, "accent", bold=True)
    text = Rect(row.x + 66, row.y, row.width * (0.5 if step.typst else 1.0) - 76, row.height)
    pen.words(step.text, text.x, y, pen.fitting(step.text, text, 29, smallest=20), anchor="start", width=text.width)
    if step.typst:
        right = Rect(row.x + row.width * 0.5, row.y, row.width * 0.5 - 8, row.height)
        formula = set_formula(step.typst)
        size = min(42.0, right.width / formula.width, right.height / formula.height)
        pen.formula(step.typst, right.middle[0], y, size)
