"""How a model that speaks is run."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field


class SpeechPresets(BaseModel):
    """What a model that speaks can say, and in whose voice.

    Attributes:
        languages: codes of data.speech_languages that it speaks.
        voices: the studio's voices that it has, each with the name of a file `voices/<name>.safetensors` that comes
            with the model. A file named like the studio's voice goes first.
        rest: seconds between two sentences at speed 1.
        longest: the most words that it says well in one go.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    languages: tuple[str, ...] = Field(min_length=1)
    voices: Mapping[str, str] = {}
    rest: float = Field(default=0.35, ge=0, le=2)
    longest: int = Field(default=30, ge=5, le=60)
