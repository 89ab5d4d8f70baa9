"""The sentences of a voice over a scene film."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Sentences = Annotated[tuple[str, ...], Field(min_length=1)]


class SceneNarration(BaseModel):
    """By what a scene.json says. `subject` by where a thing is found, or "person"."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Mapping[str, Sentences]
    time_of_day: Mapping[str, Sentences]
    weather: Mapping[str, Sentences]
    season: Mapping[str, Sentences]
    mood: Mapping[str, Sentences]
    subject: Mapping[str, Sentences]


@cache
def load_scene_narration() -> SceneNarration:
    """Raises ValidationError when the shipped file is not as it should be."""
    path = Path(__file__).parent / "scene" / "narration.toml"
    return SceneNarration.model_validate(tomllib.loads(path.read_text()))
