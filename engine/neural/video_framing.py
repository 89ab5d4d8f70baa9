"""The size at which a video model draws a film, and its frames as bytes."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from data.video_presets import VideoPresets

Frames = NDArray[np.uint8]
"""n x h x w x 3 RGB."""

_UNSEEN = 0.015  # distortion, as the logarithm of the change of aspect, that costs nothing
_DISTORTION = 4.0  # what more of it costs, measured in lost pixels


def drawn_size(asked: tuple[int, int], presets: VideoPresets, scale: float = 1.0) -> tuple[int, int]:
    """Width and height to draw a film of the size `asked` at: near what the model draws well, in nearly that aspect.

    A film's frames are stretched to this size and back, never cut: where a piece of a film continues from the last
    frame of the one before, a cut would be seen as a jump.

    Args:
        scale: share of the sides, for want of memory.
    """
    pixels, multiple = presets.pixels * scale**2, presets.multiple
    aspect = asked[0] / asked[1]
    ideal = math.sqrt(pixels / aspect)  # the height without rounding
    best, least = (multiple, multiple), math.inf
    for height in range(multiple, math.ceil(ideal / multiple) * multiple + 1, multiple):
        for width in sorted({max(1, round(height * aspect / multiple) + step) * multiple for step in (-1, 0, 1)}):
            if width * height > pixels:
                continue
            distortion = max(0.0, abs(math.log(width / height / aspect)) - _UNSEEN)
            cost = math.log(pixels / (width * height)) + _DISTORTION * distortion
            if cost < least:
                best, least = (width, height), cost
    return best


def stretched(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """An h x w x 3 picture at (width, height): averaged over areas when it shrinks, else by Lanczos."""
    if picture.shape[1::-1] == size:
        return picture
    shrinks = size[0] * size[1] < picture.shape[0] * picture.shape[1]
    resized: NDArray[np.uint8] = cv2.resize(
        picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
    )
    return resized


def as_bytes(video: Any, size: tuple[int, int]) -> Frames:
    """A pipeline's n x 3 x h x w tensor of 0..1 as frames of (width, height). One frame at a time: floats are large."""
    frames = np.empty((len(video), size[1], size[0], 3), np.uint8)
    for frame, out in zip(video, frames, strict=True):
        drawn = frame.float().mul(255).round().clamp(0, 255).byte().permute(1, 2, 0)
        out[:] = stretched(np.ascontiguousarray(drawn.cpu().numpy()), size)
    return frames
