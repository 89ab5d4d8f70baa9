"""Pictures, frames and sounds for the tests of films."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray


def texture(width: int, height: int, seed: int = 0) -> NDArray[np.uint8]:
    """A soft, colourful picture."""
    coarse = np.random.default_rng(seed).integers(0, 255, (height // 20, width // 20, 3), dtype=np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def stepped_depth(width: int, height: int) -> NDArray[np.float32]:
    """Sky above, rising ground, one near thing in the middle."""
    depth = np.full((height, width), np.inf, np.float32)
    rows = height // 2
    depth[rows:] = (40 / (1 + 10 * np.linspace(0, 1, height - rows)))[:, None]
    depth[height // 3 : -height // 8, width // 3 : width // 2] = 3.0
    return depth


def scroll(width: int, height: int) -> Callable[[int], NDArray[np.uint8]]:
    """Frames that differ from one another: a picture that moves by two pixels."""
    picture = texture(width, height)
    return lambda index: np.roll(picture, 2 * index, axis=1)


def tone(path: Path, seconds: float) -> Path:
    samples = np.sin(np.arange(int(22050 * seconds)) * 0.1) * 8000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(samples.astype("<i2").tobytes())
    return path
