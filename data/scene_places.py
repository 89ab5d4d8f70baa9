"""What surrounds the subjects at each place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Factor = Annotated[float, Field(gt=0, le=10)]
Channel = Annotated[float, Field(ge=0, le=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scatter(_Entry):
    """Many of a thing, strewn.

    Attributes:
        count: at most so many; `spacing`: metres between two of them at least.
        near, far: metres from the viewer.
        on: where they stand: on land, on the water, at its shore, in the air, or under water.
        scale: their sizes.
        faces: turned towards the viewer; `square`: turned by quarter turns only.
        sides: left and right of the subjects, not behind them.
        colour: sRGB, 0..1; None for the usual one.
    """

    noun: str
    count: int = Field(ge=1, le=300)
    near: float = Field(gt=0)
    far: float = Field(gt=0, le=400)
    spacing: float = Field(gt=0)
    on: Literal["land", "water", "shore", "air", "under"] = "land"
    scale: tuple[Factor, Factor] = (0.8, 1.25)
    faces: bool = False
    square: bool = False
    sides: bool = False
    colour: tuple[Channel, Channel, Channel] | None = None


class PlaceRecipe(_Entry):
    """What is true of a place.

    Attributes:
        size: metres of ground that the terrain shapes from side to side; it goes on beyond.
        reach: how far from the middle things may stand, in metres.
        turn: how far the viewer may turn from the terrain's own view, in degrees.
        frame: what may stand at the picture's edge, near the viewer.
    """

    size: float = Field(gt=0)
    reach: float = Field(gt=0)
    turn: float = Field(default=60, ge=0, le=180)
    indoors: bool = False
    scatter: tuple[Scatter, ...]
    frame: tuple[str, ...]


@cache
def load_places() -> Mapping[str, PlaceRecipe]:
    """The shipped recipes by place. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    text = Path(__file__).parent.joinpath("scene", "places.toml").read_text(encoding="utf-8")
    return {place: PlaceRecipe.model_validate(entry) for place, entry in tomllib.loads(text).items()}
