"""How the built-in composer writes for each mood."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Progressions = tuple[tuple[str, ...], ...]
Strokes = tuple[tuple[int, str], ...]
"""Keys and their sixteenths: digits of force, dots for rests."""
Role = Literal["melody", "counter", "pad", "figure", "bass", "drum", "accent", "run", "roll"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Entry):
    """One instrument. The fields are told in music.toml."""

    name: str
    role: Role
    program: int = Field(ge=0, le=127)
    kit: bool = False
    range: tuple[int, int] = (0, 127)
    pan: float = Field(default=0.0, ge=-1, le=1)
    reverb: float = Field(default=0.5, ge=0, le=1)
    level: float = Field(default=0.8, ge=0, le=1)
    enter: float = Field(default=0.0, ge=0, le=1)
    until: float = Field(default=1.0, ge=0, le=1)
    early: float = Field(default=0.0, ge=0, le=0.2)
    patterns: tuple[str | Strokes, ...] = ()

    def plays_at(self, energy: float) -> bool:
        """Whether it plays where the music has this energy, 0..1."""
        return self.enter <= energy <= self.until


class Harmony(_Entry):
    """Progressions by section, the chords that end a section, and the ways to close the piece."""

    intro: Progressions
    theme: Progressions
    bridge: Progressions
    build: Progressions
    climax: Progressions
    turns: tuple[str, ...]
    cadences: Progressions
    finals: tuple[str, ...]


class Mood(_Entry):
    """One mood: what is drawn from for a piece."""

    title: str
    tempo: tuple[int, int]
    meters: tuple[Literal[3, 4], ...]
    modes: tuple[str, ...]
    tonics: tuple[int, ...]
    room: tuple[float, float, float, float]
    lifts: tuple[int, ...]
    final_stress: float = Field(ge=0, le=1)
    harmonies: Mapping[str, Harmony]
    rhythms: Mapping[int, tuple[tuple[float, ...], ...]]
    parts: tuple[Part, ...]

    def harmony(self, mode: str) -> Harmony:
        """The progressions for one of its modes."""
        return self.harmonies[mode if mode in self.harmonies else ""]


def load_moods() -> Mapping[str, Mood]:
    """The moods by key. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    entries = tomllib.loads(Path(__file__).with_name("music.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _mood(entry) for key, entry in entries.items()})


def _mood(entry: dict[str, Any]) -> Mood:
    """In the file, progressions of one mode stand in a table of its name, those of all others beside it."""
    tables = entry.pop("progressions")
    harmonies = {key: table for key, table in tables.items() if isinstance(table, dict)}
    common = {key: table for key, table in tables.items() if key not in harmonies}
    return Mood(**entry, harmonies=harmonies | ({"": common} if common else {}))
