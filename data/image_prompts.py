"""What a diffusion model is told around a prompt for each image style."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, model_validator


class ImageStyle(BaseModel):
    """A style's words, and how far a reference picture is changed in it.

    Attributes:
        before, after, negative: English, for the text encoder.
        near, far: the share of noise put on a reference, 0..1, at reference strengths 1 and 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: str = Field(min_length=1, max_length=40)
    after: str = Field(min_length=1, max_length=160)
    negative: str = Field(min_length=1, max_length=200)
    near: float = Field(gt=0, lt=1)
    far: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> ImageStyle:
        if self.near >= self.far:
            raise ValueError("near must be less than far")
        return self

    def around(self, prompt: str) -> str:
        """The whole prompt: the style's name is always read; its details are what too long a prompt pushes out."""
        return f"{self.before}, {prompt.strip().rstrip('.,;')}, {self.after}"

    def without(self, negative_prompt: str) -> str:
        """The whole negative prompt, what the creator asked for first."""
        asked = negative_prompt.strip().rstrip(".,;")
        return f"{asked}, {self.negative}" if asked else self.negative

    def denoising(self, reference_strength: float) -> float:
        """The share of noise put on a reference for a strength 0..1."""
        return self.far + (self.near - self.far) * reference_strength


def load_image_styles() -> Mapping[str, ImageStyle]:
    """By style key. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    entries = tomllib.loads(Path(__file__).with_name("image_prompts.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: ImageStyle(**entry) for key, entry in entries.items()})
