"""Apparatus of the laboratory, at work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from engine.lesson.drawing.pen import Pen
from engine.lesson.figures.chemistry import measurement, separation
from engine.lesson.figures.chemistry.stage import Stage
from engine.lesson.figures.figure import Figure, Label

Setup = Literal["distillation", "filtration", "evaporation", "separating-funnel", "gas-syringe", "calorimeter"]
PARTS: Mapping[Setup, tuple[str, ...]] = {
    "distillation": ("flask", "thermometer", "condenser", "receiver"),
    "filtration": ("funnel", "filtrate", "residue"),
    "evaporation": ("dish", "burner", "crystals"),
    "separating-funnel": ("funnel", "upper", "lower"),
    "gas-syringe": ("flask", "tube", "syringe"),
    "calorimeter": ("cup", "thermometer", "reaction"),
}


class Apparatus(Figure):
    """A set of apparatus at work. Parts: distillation: flask, thermometer, condenser, receiver; filtration: funnel,
    filtrate, residue; evaporation: dish, burner, crystals; separating-funnel: funnel, upper, lower; gas-syringe: flask,
    tube, syringe; calorimeter: cup, thermometer, reaction. `labels`: words for parts in place of the usual ones."""

    kind: ClassVar[str] = "apparatus"
    setup: Setup
    labels: Annotated[dict[str, Label], Field(max_length=4)] = Field(default_factory=dict)

    def parts(self) -> Sequence[str]:
        return PARTS[self.setup]

    def draw(self, pen: Pen) -> None:
        DRAWN[self.setup](Stage(pen, self.labels))


DRAWN: Mapping[Setup, Callable[[Stage], None]] = {
    "distillation": separation.distillation,
    "filtration": separation.filtration,
    "evaporation": separation.evaporation,
    "separating-funnel": separation.separating_funnel,
    "gas-syringe": measurement.gas_syringe,
    "calorimeter": measurement.calorimeter,
}
