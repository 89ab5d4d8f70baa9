"""How light, air and water look: by time of day, weather, palette, mood and place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Channel = Annotated[float, Field(ge=0, le=1)]
Gain = Annotated[float, Field(ge=0.5, le=1.5)]
Share = Annotated[float, Field(ge=0, le=1)]
Colour = tuple[Channel, Channel, Channel]
Grade = tuple[Gain, Gain, Gain]
Kind = Literal["rain", "snow", "leaves", "petals", "fireflies", "dust", "bubbles", "embers", "confetti"]
WHITE: Grade = (1.0, 1.0, 1.0)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TimeLight(_Entry):
    """An hour's sky.

    Attributes:
        elevation: of sun or moon, in degrees; `into`: how often, 0..1, the camera looks towards it.
        air: factor on the mist; `dark`: windows and lanterns are lit.
    """

    elevation: float = Field(ge=1, le=90)
    into: Share
    sun: Colour
    strength: float = Field(ge=0, le=6)
    zenith: Colour
    horizon: Colour
    ground: Colour
    clouds: Share
    stars: Share = 0.0
    galaxy: Share = 0.0
    moon: bool = False
    air: float = Field(default=1.0, ge=0)
    dark: bool = False


class WeatherLight(_Entry):
    """What weather changes: factors on sun, brightness (`dim`), mist and waves; `grey` 0..1 takes the sky's colour."""

    clouds: Share | None = None
    sun: Share = 1.0
    grey: Share = 0.0
    dim: Share = 1.0
    air: float = Field(default=1.0, ge=0)
    waves: float = Field(default=1.0, ge=0)
    particles: Kind | None = None
    density: Share = 0.5


class PaletteLight(_Entry):
    """`sky` is mixed into the sky's colours by `part`; `grade` is multiplied onto the picture."""

    grade: Grade = WHITE
    sky: Colour = (1.0, 1.0, 1.0)
    part: Share = 0.0


class MoodLight(_Entry):
    """`by_dark`: its particles are only there when it is dark."""

    grade: Grade = WHITE
    exposure: float = Field(default=1.0, ge=0.5, le=2)
    air: float = Field(default=1.0, ge=0)
    shafts: Share | None = None
    particles: Kind | None = None
    density: Share = 0.5
    by_dark: bool = False


class WaterLight(_Entry):
    """A level surface; `waves` in metres."""

    shallow: Colour
    deep: Colour
    waves: float = Field(ge=0, le=2)
    clear: Share


class PlaceLight(_Entry):
    """What is set where the sky does not decide: None leaves the hour's value. `air` is mist per metre."""

    elevation: float | None = Field(default=None, ge=1, le=90)
    sun: Colour | None = None
    strength: float | None = Field(default=None, ge=0, le=6)
    zenith: Colour | None = None
    horizon: Colour | None = None
    ground: Colour | None = None
    air: float | None = Field(default=None, ge=0, le=0.2)
    air_colour: Colour | None = None
    shafts: Share | None = None
    stars: Share | None = None
    galaxy: Share | None = None
    particles: Kind | None = None
    density: Share = 0.5


class AirLight(_Entry):
    """Mist per metre on a usual day, and the height in metres over which it thins."""

    density: float = Field(gt=0)
    height: float = Field(gt=0)


class LightTables(_Entry):
    """All tables, by the values of a SceneSpec."""

    times: Mapping[str, TimeLight]
    weathers: Mapping[str, WeatherLight]
    palettes: Mapping[str, PaletteLight]
    moods: Mapping[str, MoodLight]
    waters: Mapping[str, WaterLight]
    places: Mapping[str, PlaceLight]
    air: AirLight


@cache
def load_light() -> LightTables:
    """The shipped tables. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    text = Path(__file__).parent.joinpath("scene", "light.toml").read_text(encoding="utf-8")
    return LightTables.model_validate(tomllib.loads(text))
