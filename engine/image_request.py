"""What is asked of an image backend, built-in or neural."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STYLES: tuple[str, ...] = ("realistic", "artistic", "cinematic", "anime", "3d")

_SIDES = range(512, 1536 + 1, 64)
_SEED_END = 2**32


@dataclass(frozen=True, eq=False)
class ImageRequest:
    """One to four pictures of one prompt, one for each seed.

    Attributes:
        prompt, negative_prompt: what to draw, and what not.
        style: one of STYLES.
        width, height: of the result in pixels, 512..1536, multiples of 64.
        seeds: one to four numbers 0..2^32-1.
        steps: denoising steps 1..100; None takes the model's own. A built-in backend has none.
        guidance_scale: how closely to follow the prompt, 0..20; None takes the model's own.
        reference: an H x W x 3 picture to take from, or None.
        reference_strength: 0 (a hint) to 1 (as close as the style allows).

    Raises ValueError for anything outside these.
    """

    prompt: str
    seeds: tuple[int, ...]
    negative_prompt: str = ""
    style: str = "realistic"
    width: int = 1024
    height: int = 1024
    steps: int | None = None
    guidance_scale: float | None = None
    reference: NDArray[np.uint8] | None = None
    reference_strength: float = 0.6

    def __post_init__(self) -> None:
        if not self.prompt.strip():
            raise ValueError("the prompt is empty")
        if self.style not in STYLES:
            raise ValueError(f"unknown style {self.style!r}")
        if self.width not in _SIDES or self.height not in _SIDES:
            raise ValueError("width and height must be multiples of 64 between 512 and 1536")
        if not 1 <= len(self.seeds) <= 4 or not all(0 <= seed < _SEED_END for seed in self.seeds):
            raise ValueError("seeds must be one to four numbers between 0 and 2^32-1")
        self._check_settings()
        if self.reference is not None:
            _check_picture(self.reference)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.width, self.height

    def _check_settings(self) -> None:
        if self.steps is not None and not 1 <= self.steps <= 100:
            raise ValueError("steps must lie between 1 and 100")
        if self.guidance_scale is not None and not 0.0 <= self.guidance_scale <= 20.0:
            raise ValueError("guidance_scale must lie between 0 and 20")
        if not 0.0 <= self.reference_strength <= 1.0:
            raise ValueError("reference_strength must lie between 0 and 1")


def _check_picture(picture: NDArray[np.uint8]) -> None:
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
        raise ValueError("the reference must be an H x W x 3 picture of bytes")
