"""What a model that makes music is told for each mood."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field


class MusicPrompt(BaseModel):
    """One mood. The fields are told in music_prompts.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str = Field(min_length=1, max_length=300)
    tempo: tuple[int, int]
    keys: tuple[str, ...] = Field(min_length=1)


def load_music_prompts() -> Mapping[str, MusicPrompt]:
    """By mood. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    entries = tomllib.loads(Path(__file__).with_name("music_prompts.toml").read_text(encoding="utf-8"))
    return MappingProxyType({mood: MusicPrompt(**entry) for mood, entry in entries.items()})
