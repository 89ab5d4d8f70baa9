"""What a diffusion model is told for each restyle style."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, model_validator


class StylePrompt(BaseModel):
    """A style's words, and how much of the photo it may give up.

    Attributes:
        prompt, negative: English, for the text encoder.
        lightest, fullest: the share of noise put on the photo, 0..1, at request strengths 0 and 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str = Field(min_length=1, max_length=200)
    negative: str = Field(min_length=1, max_length=200)
    lightest: float = Field(gt=0, lt=1)
    fullest: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> StylePrompt:
        if self.lightest >= self.fullest:
            raise ValueError("lightest must be less than fullest")
        return self

    def denoising(self, strength: float) -> float:
        """The share of noise for a request's strength 0..1."""
        return self.lightest + (self.fullest - self.lightest) * strength

    def with_wishes(self, wishes: str) -> str:
        """The style's prompt, then what the creator wishes: what is too long for the encoder is cut from the end."""
        return f"{self.prompt}, {wishes}" if wishes else self.prompt


def load_style_prompts() -> Mapping[str, StylePrompt]:
    """The prompts by style key. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    entries = tomllib.loads(Path(__file__).with_name("restyle_prompts.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: StylePrompt(**entry) for key, entry in entries.items()})
