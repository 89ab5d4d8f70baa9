"""What is asked of a video model."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

STYLES: tuple[str, ...] = ("realistic", "artistic", "cinematic", "anime", "3d", "cartoon", "abstract")
CAMERAS: tuple[str, ...] = ("orbit", "dolly", "pan", "static")

_SIDES = range(16, 4096 + 1, 2)
_SEED_END = 2**32
_LONGEST = 600.0


@dataclass(frozen=True, eq=False)
class VideoRequest:
    """One film of one prompt.

    Attributes:
        prompt, negative_prompt: what to show, and what not.
        seed: 0..2^32-1. A film made in several pieces takes the numbers after it, too.
        style: one of STYLES.
        width, height: of the film in pixels, even, 16..4096.
        seconds: of the film, up to 600.
        fps: frames a second of the film, 1..120.
        start_image: an H x W x 3 picture of bytes that the film begins with, or None. It is cut where its shape is not
            the film's.
        steps: denoising steps 1..100; None takes the model's own.
        guidance_scale: how closely to follow the prompt, 0..20; None takes the model's own.
        camera: one of CAMERAS, or None where the prompt says enough.

    Raises ValueError for anything outside these.
    """

    prompt: str
    seed: int
    negative_prompt: str = ""
    style: str = "realistic"
    width: int = 1280
    height: int = 720
    seconds: float = 4.0
    fps: int = 30
    start_image: NDArray[np.uint8] | None = None
    steps: int | None = None
    guidance_scale: float | None = None
    camera: str | None = None

    def __post_init__(self) -> None:
        if not self.prompt.strip():
            raise ValueError("the prompt is empty")
        if not 0 <= self.seed < _SEED_END:
            raise ValueError("the seed must lie between 0 and 2^32-1")
        if self.style not in STYLES:
            raise ValueError(f"unknown style {self.style!r}")
        if self.camera is not None and self.camera not in CAMERAS:
            raise ValueError(f"unknown camera move {self.camera!r}")
        self._check_film()
        self._check_settings()
        if self.start_image is not None:
            check_picture(self.start_image)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    def key(self) -> dict[str, Any]:
        """All fields as JSON, the start image as its hash: what a film of this request depends on."""
        fields = {**vars(self)}
        picture = fields.pop("start_image")
        return {**fields, "start_image": None if picture is None else picture_hash(picture)}

    def _check_film(self) -> None:
        if self.width not in _SIDES or self.height not in _SIDES:
            raise ValueError("width and height must be even numbers between 16 and 4096")
        if not 0 < self.seconds <= _LONGEST:
            raise ValueError(f"seconds must be more than 0 and at most {_LONGEST:g}")
        if not 1 <= self.fps <= 120:
            raise ValueError("fps must lie between 1 and 120")

    def _check_settings(self) -> None:
        if self.steps is not None and not 1 <= self.steps <= 100:
            raise ValueError("steps must lie between 1 and 100")
        if self.guidance_scale is not None and not 0.0 <= self.guidance_scale <= 20.0:
            raise ValueError("guidance_scale must lie between 0 and 20")


def check_picture(picture: NDArray[np.uint8]) -> None:
    """Raises ValueError for anything but an H x W x 3 array of bytes."""
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
        raise ValueError("a picture must be H x W x 3 bytes")


def picture_hash(picture: NDArray[np.uint8]) -> str:
    """SHA-256 of a picture's shape and pixels."""
    return sha256(repr(picture.shape).encode() + np.ascontiguousarray(picture).tobytes()).hexdigest()
