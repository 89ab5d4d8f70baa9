"""What lies over a film's frames, and how it is laid there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.frames import Frame, chroma, luma
from engine.media.text.sprite import Sprite

SAFE = 0.05
"""Share of the width and of the height, at each edge, that text keeps clear of (SMPTE ST 2046-1: title safe 90 %)."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A sprite at a moment: its left top corner in pixels of the frame, and its opacity 0..1."""

    sprite: Sprite
    left: int
    top: int
    opacity: float = 1.0


class Overlay(Protocol):
    """Layers over a film of one size. Depends on nothing but the time, so any chunk can be drawn alone."""

    def layers(self, seconds: float) -> Sequence[Layer]:
        """What is seen at a time, from the lowest to the highest."""


def composite(frame: Frame, layer: Layer) -> None:
    """Lay a layer over an NV12 frame; what lies outside the frame is cut off."""
    if layer.opacity <= 1 / 255:
        return
    odd_x, odd_y = layer.left % 2, layer.top % 2
    bright, alpha, colour, half_alpha = layer.sprite.planes(odd_x, odd_y)
    left, top = layer.left - odd_x, layer.top - odd_y
    opacity = min(1.0, layer.opacity)
    _blend(luma(frame), bright, alpha, (left, top), opacity)
    _blend(chroma(frame), colour, half_alpha, (left // 2, top // 2), opacity)


def unit(size: tuple[int, int]) -> int:
    """The length in pixels of which sizes of type are shares: the height of a wide frame, less in an upright one."""
    return round(min(size[1], 0.8 * size[0]))


def eased(t: float) -> float:
    """0..1 to 0..1, fast at first and slow at the end (cubic)."""
    rest = 1 - min(1.0, max(0.0, t))
    return 1 - rest * rest * rest


def _blend(
    plane: NDArray[np.uint8],
    colour: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    place: tuple[int, int],
    opacity: float,
) -> None:
    (left, top), (height, width) = place, alpha.shape[:2]
    rows = slice(max(0, top), min(len(plane), top + height))
    columns = slice(max(0, left), min(plane.shape[1], left + width))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    inner = (slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left))
    hidden = cv2.convertScaleAbs(np.ascontiguousarray(alpha[inner]), alpha=opacity)
    kept = cv2.multiply(np.ascontiguousarray(plane[rows, columns]), cv2.bitwise_not(hidden), scale=1 / 255)
    shown = cv2.convertScaleAbs(np.ascontiguousarray(colour[inner]), alpha=opacity)
    plane[rows, columns] = cv2.add(kept, shown)
