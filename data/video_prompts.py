"""What a video model is told around a prompt for each style and camera move."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Always(_Part):
    """What no film should show, whatever its style."""

    avoid: str = Field(min_length=1, max_length=200)


class VideoStyle(_Part):
    """A style in a sentence, and what does not go with it."""

    look: str = Field(min_length=1, max_length=160)
    avoid: str = Field(min_length=1, max_length=120)


class VideoPrompts(_Part):
    """All words around a prompt, by style and by camera move."""

    always: Always
    styles: dict[str, VideoStyle]
    cameras: dict[str, str]

    def around(self, prompt: str, style: str, camera: str | None) -> str:
        """The whole prompt, the creator's words first. Raises KeyError for an unknown style or move."""
        sentences = [_sentence(prompt), self.styles[style].look]
        if camera is not None:
            sentences.append(self.cameras[camera])
        return " ".join(sentences)

    def without(self, negative_prompt: str, style: str) -> str:
        """The whole negative prompt, what the creator asked for first. Raises KeyError for an unknown style."""
        asked = negative_prompt.strip().rstrip(".,;")
        return ", ".join(part for part in (asked, self.styles[style].avoid, self.always.avoid) if part)


def load_video_prompts() -> VideoPrompts:
    """Raises ValueError (pydantic's ValidationError) for a bad entry."""
    return VideoPrompts(**tomllib.loads(Path(__file__).with_name("video_prompts.toml").read_text(encoding="utf-8")))


def _sentence(text: str) -> str:
    text = text.strip().rstrip(",;")
    return text if text.endswith((".", "!", "?")) else f"{text}."
