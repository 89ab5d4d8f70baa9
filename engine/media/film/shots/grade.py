"""Colour grading of NV12 frames: tables for luma and chroma, a tint that follows brightness, a vignette."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.frames import Frame, chroma, luma, to_nv12

_Plane = NDArray[np.uint8]


@dataclass(frozen=True)
class Grade:
    """A look. The values that change nothing are the defaults.

    Attributes:
        lift, gamma, gain: of brightness 0..1, as y = gain * (y + lift * (1 - y)) ^ (1 / gamma).
        saturation: 0 is grey, 1 as it was.
        shadows, highlights: what is added to dark and to bright parts, RGB -1..1.
        vignette: by how much the corners are darkened, 0..1.
    """

    lift: float = 0.0
    gamma: float = 1.0
    gain: float = 1.0
    saturation: float = 1.0
    shadows: tuple[float, float, float] = (0.0, 0.0, 0.0)
    highlights: tuple[float, float, float] = (0.0, 0.0, 0.0)
    vignette: float = 0.0


NEUTRAL = Grade()
MOODS: Mapping[str, Grade] = {
    "calm": Grade(gamma=1.03, saturation=0.97, highlights=(0.01, 0.006, -0.006), vignette=0.10),
    "happy": Grade(gamma=1.06, gain=1.02, saturation=1.12, highlights=(0.02, 0.012, -0.012), vignette=0.05),
    "epic": Grade(
        lift=-0.02, gain=1.04, shadows=(-0.02, 0.0, 0.03), highlights=(0.035, 0.012, -0.025), saturation=1.06,
        vignette=0.24,
    ),
    "mysterious": Grade(
        gamma=0.9, saturation=0.82, shadows=(-0.03, 0.005, 0.06), highlights=(-0.01, 0.01, 0.01), vignette=0.34
    ),
    "romantic": Grade(
        lift=0.02, gamma=1.04, saturation=1.02, shadows=(0.02, -0.005, 0.015), highlights=(0.03, 0.008, -0.005),
        vignette=0.16,
    ),
    "sad": Grade(gamma=0.96, gain=0.97, saturation=0.68, shadows=(-0.01, 0.0, 0.02), vignette=0.22),
    "spooky": Grade(
        gamma=0.86, saturation=0.7, shadows=(-0.03, 0.045, 0.01), highlights=(-0.015, 0.02, -0.01), vignette=0.42
    ),
    "energetic": Grade(lift=-0.02, gain=1.05, saturation=1.18, vignette=0.10),
    "dreamy": Grade(
        lift=0.05, gamma=1.07, saturation=0.92, shadows=(0.015, 0.005, 0.03), highlights=(0.012, 0.0, 0.012),
        vignette=0.12,
    ),
    "cosy": Grade(gamma=1.02, saturation=1.04, shadows=(0.02, 0.005, -0.012), highlights=(0.03, 0.012, -0.03),
        vignette=0.20),
}  # fmt: skip
"""By the moods of a scene."""


class Grader:
    """Applies one grade to frames of one size."""

    def __init__(self, grade: Grade, size: tuple[int, int]) -> None:
        self._plain = grade == NEUTRAL
        level = (np.arange(256) - 16) / 219
        y = np.clip(level, 0, 1)
        graded = grade.gain * np.clip(y + grade.lift * (1 - y), 0, None) ** (1 / grade.gamma)
        dark, bright = _chroma_of(grade.shadows), _chroma_of(grade.highlights)
        tone = np.clip(graded, 0, 1)[:, None]
        self._luma = _table(16 + 219 * graded, 16, 235)
        tint = (1 - tone) ** 2 * dark + tone**2 * bright
        self._tinted = bool(np.abs(tint).max() > 0.4)
        self._tint = _table(128 + tint, 0, 255).reshape(256, 1, 2)
        self._saturation = grade.saturation
        self._half = np.empty((size[1] // 2, size[0] // 2), np.uint8)
        self._shade = _vignette(size, grade.vignette) if grade.vignette else None

    def apply(self, frame: Frame) -> None:
        """Grade an NV12 frame in place."""
        if self._plain:
            return
        bright, colour = luma(frame), chroma(frame)
        if self._tinted:
            cv2.resize(bright, self._half.shape[::-1], dst=self._half, interpolation=cv2.INTER_NEAREST)
            tint = cv2.LUT(cv2.merge([self._half, self._half]), self._tint)
            mixed = cv2.addWeighted(colour, self._saturation, tint, 1.0, -128 * self._saturation)
            np.copyto(colour, mixed)
        elif self._saturation != 1:
            cv2.convertScaleAbs(colour, dst=colour, alpha=self._saturation, beta=128 * (1 - self._saturation))
        cv2.LUT(bright, self._luma, dst=bright)
        if self._shade is not None:
            factor, floor = self._shade
            cv2.multiply(bright, factor, dst=bright, scale=1 / 255)
            cv2.add(bright, floor, dst=bright)


class Bars:
    """A letterbox: black above and below, such that the rest has a wider aspect ratio. Even heights.

    Args:
        aspect: width by height of what stays visible, such as 2.39.
    """

    def __init__(self, size: tuple[int, int], aspect: float) -> None:
        self.height = max(0, round((size[1] - size[0] / aspect) / 4) * 2)

    def apply(self, frame: Frame) -> None:
        """Draw them on an NV12 frame."""
        if not self.height:
            return
        for plane, black, rows in ((luma(frame), 16, self.height), (chroma(frame), 128, self.height // 2)):
            plane[:rows] = black
            plane[-rows:] = black


def _table(values: NDArray[np.float64], low: int, high: int) -> _Plane:
    return np.rint(np.clip(values, low, high)).astype(np.uint8)


def _chroma_of(rgb: tuple[float, float, float]) -> NDArray[np.float64]:
    """Blue and red difference, in levels, of a colour offset: by the matrix of the frames themselves."""
    offset = np.array(rgb)
    lightness = float(offset @ (0.2126, 0.7152, 0.0722))
    blue, red = (offset[2] - lightness) / 1.8556, (offset[0] - lightness) / 1.5748
    return np.array([blue * 224, red * 224], np.float64)


def _vignette(size: tuple[int, int], strength: float) -> tuple[_Plane, _Plane]:
    """A factor for luma (255 is 1) that falls off towards the corners, and what keeps black at 16."""
    width, height = size
    x = (np.arange(width) - (width - 1) / 2) / (width / 2)
    y = (np.arange(height) - (height - 1) / 2) / (height / 2)
    distance = (x[None, :] ** 2 + y[:, None] ** 2) / 2
    shade = 1 - strength * np.clip((distance - 0.18) / 0.82, 0, 1) ** 1.4
    noise = np.random.default_rng(0).random((height, width), np.float32) - 0.5  # else its steps show in skies
    factor = _table(shade * 255 + noise, 0, 255)
    return factor, _table(16 * (1 - factor / 255.0), 0, 16)


def graded_copy(frame: Frame, grade: Grade) -> Frame:
    """A frame of either kind as graded NV12."""
    out = to_nv12(frame)
    height = len(out) * 2 // 3
    Grader(grade, (out.shape[1], height)).apply(out)
    return out
