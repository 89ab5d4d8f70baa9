"""The built-in voices that the studio ships."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Equaliser = tuple[Literal["low_shelf", "high_shelf", "peak"], float, float, float]
"""Kind, frequency in Hz, gain in decibels, Q."""


class Voice(BaseModel):
    """One speaker. The units are told in voices.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, max_length=40)
    pitch: float = Field(ge=50, le=500)
    melody: float = Field(ge=0.2, le=3)
    formants: float = Field(ge=0.7, le=1.5)
    rate: int = Field(ge=100, le=220)
    air: float = Field(ge=0, le=1)
    air_from: float = Field(ge=500, le=10000)
    tilt: float = Field(ge=-6, le=6)
    pause: float = Field(ge=0.1, le=2)
    unsteady: float = Field(ge=0, le=1)
    room: float = Field(ge=-60, le=-10)
    eq: tuple[Equaliser, ...] = ()


def load_voices() -> Mapping[str, Voice]:
    """The voices by key, in the order of the file. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    entries = tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: Voice(**entry) for key, entry in entries.items()})
