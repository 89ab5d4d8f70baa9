"""The models that the studio can use, and what is known of each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.card_tiers import CardTier, check_tiers, usual_tiers
from data.speech_presets import SpeechPresets
from data.video_presets import VideoPresets

Task = Literal[
    "text-to-image",
    "image-to-image",
    "image-edit",
    "text-to-video",
    "image-to-video",
    "text-to-speech",
    "speech-codec",
    "text-to-music",
    "chat",
]
Family = Literal[
    "sd15", "sdxl", "z-image", "flux1", "flux2-klein", "wan", "ltx", "pocket-tts", "xtts", "ace-step", "qwen"
]


class Presets(BaseModel):
    """How a model is run unless asked otherwise.

    Attributes:
        steps: denoising steps that are really done, whatever the strength.
        guidance_scale: classifier-free guidance; 0 or 1 where the model was distilled without it.
        max_side: longest side in pixels at which it draws well, for a square picture.
        pixels: the most pixels that it draws well in one piece; None for max_side squared.
        dtype: "auto" takes what the device computes fastest without loss; else the name of a torch dtype.
        scheduler: "" keeps the one in the folder.
        top_p, top_k: sampling of a chat model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    steps: int = Field(default=24, ge=1, le=100)
    guidance_scale: float = Field(default=7.0, ge=0, le=20)
    max_side: int = Field(default=768, ge=64, le=2048)
    pixels: int | None = Field(default=None, ge=64 * 64, le=2048 * 2048)
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    scheduler: Literal["", "dpmpp-2m-karras", "euler", "euler-trailing", "ddim"] = ""
    top_p: float = Field(default=0.8, gt=0, le=1)
    top_k: int = Field(default=20, ge=0)


class Model(BaseModel):
    """One model. Sizes are in GB (10^9 bytes); models.toml says what each means.

    A model with a `base` is a LoRA (Hu et al. 2021): its own folder holds only `lora_file`, which is worked into the
    weights in the base's folder. A model with a `codec` speaks in numbers that the codec, a model with a folder of its
    own, turns into sound. One that comes `by_hand` is never downloaded, since its weights can run code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    repo_id: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    revision: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    licence_url: str = Field(pattern=r"^https://")
    commercial: bool
    verified: bool
    size_gb: float = Field(gt=0)
    vram_gb: float = Field(gt=0)
    resident_gb: float = Field(gt=0)
    cpu: bool
    tasks: tuple[Task, ...] = Field(min_length=1)
    family: Family
    base: str = ""
    lora_file: str = Field(default="", pattern=r"^([\w.-]+\.safetensors)?$")
    codec: str = ""
    by_hand: bool = False
    presets: Presets = Presets()
    tiers: tuple[CardTier, ...] = ()
    video: VideoPresets | None = None
    speech: SpeechPresets | None = None

    @property
    def needs(self) -> str:
        """The key of the model that must be there, too; "" where there is none."""
        return self.base or self.codec

    @model_validator(mode="after")
    def _videos_have_presets(self) -> Model:
        if (self.video is not None) != any(task.endswith("-to-video") for task in self.tasks):
            raise ValueError("models that make videos have a table `video`, other models have none")
        return self

    @model_validator(mode="after")
    def _speakers_have_presets(self) -> Model:
        if (self.speech is not None) != ("text-to-speech" in self.tasks):
            raise ValueError("models that speak have a table `speech`, other models have none")
        return self

    @model_validator(mode="after")
    def _sizes_agree(self) -> Model:
        if self.resident_gb < self.vram_gb:
            raise ValueError("resident_gb is less than vram_gb, the least that the model runs in")
        return self

    @model_validator(mode="after")
    def _tiers_agree(self) -> Model:
        if self.tiers:
            check_tiers(self.tiers, self.vram_gb, self.resident_gb)
        return self

    def tier(self, card_gb: float) -> CardTier:
        """How the model runs on a card of so much memory; on one that is too small, as on the smallest."""
        tiers = self.tiers or usual_tiers(self.vram_gb, self.resident_gb)
        return next((tier for tier in reversed(tiers) if tier.card_gb <= card_gb), tiers[0])

    @model_validator(mode="after")
    def _lora_has_both(self) -> Model:
        if bool(self.base) != bool(self.lora_file):
            raise ValueError("a LoRA has a base and a lora_file, other models have neither")
        return self


def load_catalogue(path: Path | None = None) -> Mapping[str, Model]:
    """All models by key, the best first. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    text = (path or Path(__file__).with_name("models.toml")).read_text(encoding="utf-8")
    models = {key: Model(key=key, **entry) for key, entry in tomllib.loads(text).items()}
    for model in models.values():
        if model.base and (model.base not in models or models[model.base].base):
            raise ValueError(f"{model.key}: its base {model.base!r} is no model that stands by itself")
        if model.codec and (model.codec not in models or "speech-codec" not in models[model.codec].tasks):
            raise ValueError(f"{model.key}: its codec {model.codec!r} is none")
    return MappingProxyType(models)
