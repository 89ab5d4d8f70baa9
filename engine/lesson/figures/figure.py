"""The base of all figures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from engine.lesson.drawing.pen import Pen

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""A few words on a figure."""
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240)]
"""A sentence or two on a figure."""
PartName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,23}$")]
"""By which the narration calls a part: `{name}` before a word of `Beat.say`."""


def _settable(source: str) -> str:
    from engine.lesson.drawing.formula import set_formula

    set_formula(source)
    return source


Maths = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_settable)
]
"""Mathematics in typst's notation without dollar signs."""


class Part(BaseModel):
    """Base of what figures are made of."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Figure(BaseModel):
    """Something drawn to data while a beat is spoken.

    A subclass says what it takes as fields; `kind` is its name in data/lessons and unique. It draws itself into
    `pen.area` in logical units (the board is 1280 x 720, y downwards), part by part, anew for every frame. It is
    a pure function of its fields, `pen.area` and the pen's times.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: ClassVar[str] = ""

    @abstractmethod
    def parts(self) -> Sequence[str]:
        """Names of what appears one after the other, in that order; at least one."""

    def prompts(self) -> Sequence[str]:
        """Of the pictures that the scene engine makes for it; they are in `pen.pictures`."""
        return ()

    @abstractmethod
    def draw(self, pen: Pen) -> None:
        """Draw all parts, each within `with pen.part(name):`. Must not depend on anything but self and the pen."""
