"""Two figures side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pydantic import field_validator, model_validator

from domain.errors import InvalidParams
from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.figure import Figure


class Pair(Figure):
    """Each takes half the width. Parts: those of both."""

    kind: ClassVar[str] = "pair"
    left: Figure
    right: Figure

    @field_validator("left", "right", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        from engine.lesson.figures.registry import read_figure

        if not isinstance(value, Mapping):
            return value
        if value.get("kind") == "pair":
            raise ValueError("a pair in a pair would be too small to read")
        try:
            return read_figure(value)
        except InvalidParams as error:
            raise ValueError(
                "; ".join(f"{each['field']}: {each['message']}" for each in error.details["fields"])
            ) from None

    @model_validator(mode="after")
    def _told_apart(self) -> Pair:
        twice = set(self.left.parts()) & set(self.right.parts())
        if twice:
            raise ValueError(f"both figures have a part named {', '.join(sorted(twice))}")
        return self

    def parts(self) -> Sequence[str]:
        return [*self.left.parts(), *self.right.parts()]

    def prompts(self) -> Sequence[str]:
        return [*self.left.prompts(), *self.right.prompts()]

    def draw(self, pen: Pen) -> None:
        area = pen.area
        for figure, room in zip((self.left, self.right), area.columns(1, 1, gap=36), strict=True):
            pen.area = room
            figure.draw(pen)
        pen.area = area
