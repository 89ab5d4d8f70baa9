"""Noise and the surfaces made of it: paper, canvas."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur


def noise(shape: tuple[int, ...], scale: float, rng: np.random.Generator) -> Floats:
    """Smooth value noise of about zero mean and -1..1, with bumps about `scale` pixels wide."""
    height, width = shape[:2]
    if scale <= 1.2:
        return rng.uniform(-1, 1, (height, width)).astype(np.float32)
    grid = rng.uniform(-1, 1, (int(height / scale) + 4, int(width / scale) + 4)).astype(np.float32)
    size = (int(grid.shape[1] * scale) + 1, int(grid.shape[0] * scale) + 1)
    grown = cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
    y, x = int(scale), int(scale)
    return np.ascontiguousarray(grown[y : y + height, x : x + width], dtype=np.float32)


def turbulence(shape: tuple[int, ...], scale: float, octaves: int, rng: np.random.Generator) -> Floats:
    """Sum of `octaves` noises, each half as wide and half as strong (Perlin 1985), about -1..1."""
    total = np.zeros(shape[:2], np.float32)
    weight = 1.0
    for octave in range(octaves):
        total += noise(shape, max(1.0, scale / 2**octave), rng) * np.float32(weight)
        weight *= 0.5
    return total / np.float32(2 - 2 ** (1 - octaves))


def relight(height: Floats, strength: float) -> Floats:
    """A height field lit from the upper left: -1..1 about 0."""
    slope = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) + cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3)
    return np.asarray(np.tanh(slope * np.float32(strength)), dtype=np.float32)


def paper(shape: tuple[int, ...], tooth: float, rng: np.random.Generator) -> Floats:
    """Height of rough paper, about -1..1, with a tooth about `tooth` pixels wide."""
    fine = blur(noise(shape, 1.0, rng), max(0.5, tooth * 0.35)) * np.float32(max(1.0, tooth))
    grain = fine * 0.55 + noise(shape, tooth * 1.9, rng) * 0.5 + noise(shape, tooth * 6, rng) * 0.25
    return np.asarray(np.clip(grain, -1, 1), dtype=np.float32)


def canvas(shape: tuple[int, ...], thread: float, rng: np.random.Generator) -> Floats:
    """Height of a plain-weave canvas, about -1..1, with threads `thread` pixels apart."""
    rows, columns = np.indices(shape[:2], dtype=np.float32)
    wobble = noise(shape, thread * 9, rng) * np.float32(0.5)
    across = rows * np.float32(np.pi / thread) + wobble
    along = columns * np.float32(np.pi / thread) + wobble[::-1]
    weave = np.maximum(np.sin(across) * np.sign(np.sin(along)), np.sin(along) * -np.sign(np.sin(across)))
    return np.asarray(weave * 0.7 + noise(shape, 1.0, rng) * 0.3, dtype=np.float32)
