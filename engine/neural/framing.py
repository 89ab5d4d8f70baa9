"""Fitting a photo to the sizes that a diffusion model can draw, and its picture back to the photo's shape."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

_MULTIPLE = 16  # pixels; all families here need 8 (the VAE's factor) or 16 (and patches of 2)
_SHORTEST = 2 * _MULTIPLE

Rgb = NDArray[np.uint8]


def drawing_size(width: int, height: int, max_side: int) -> tuple[int, int]:
    """Width and height to draw at: the longest side `max_side`, the aspect kept to within a multiple of 16."""
    scale = max_side / max(width, height)
    return _rounded(width * scale, max_side), _rounded(height * scale, max_side)


def _rounded(side: float, max_side: int) -> int:
    most = max(_MULTIPLE, max_side // _MULTIPLE * _MULTIPLE)
    return min(most, max(_SHORTEST, round(side / _MULTIPLE) * _MULTIPLE))


def affordable_size(size: tuple[int, int], pixels: float, longest: int) -> tuple[int, int]:
    """Width and height as asked where they have at most so many pixels, and so long a side; else less in their aspect.

    What is less is rounded to a multiple of 16.
    """
    width, height = size
    scale = min(math.sqrt(pixels / (width * height)), longest / max(size))
    return size if scale >= 1 else (_rounded(width * scale, longest), _rounded(height * scale, longest))


def covering(picture: Rgb, size: tuple[int, int]) -> Rgb:
    """The middle of an H x W x 3 picture that fills (width, height), resized to it."""
    return np.asarray(ImageOps.fit(Image.fromarray(picture), size, Image.Resampling.LANCZOS))


def result_size(photo: tuple[int, int], drawn: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the result: the photo's, or where it is smaller, the drawn size in the photo's aspect."""
    scale = max(1.0, max(drawn) / max(photo))
    return round(photo[0] * scale), round(photo[1] * scale)


def resized(picture: Rgb, size: tuple[int, int]) -> Rgb:
    """An H x W x 3 picture at (width, height), by Lanczos."""
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))
