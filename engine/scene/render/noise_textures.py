"""Tiling noise, made once: what clouds, ripples, grain and craters are cut from."""

from __future__ import annotations

from functools import cache

import moderngl
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

FLAT_SIZE = 512
GRAIN_SIZE = 256
_SEED = 20261120


def spectral_noise(
    shape: tuple[int, ...], slope: float, lowest: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Noise that tiles, 0..1 evenly spread: white noise whose spectrum falls with frequency to the power `slope`.

    Frequencies below `lowest` cycles per tile are left out. (Spectral synthesis: Peitgen and Saupe 1988.)
    """
    spectrum = np.fft.rfftn(rng.standard_normal(shape))
    axes = [np.fft.fftfreq(n, 1 / n) for n in shape[:-1]] + [np.fft.rfftfreq(shape[-1], 1 / shape[-1])]
    squared = np.zeros(spectrum.shape)
    for number, axis in enumerate(axes):
        squared += (axis**2).reshape([-1 if k == number else 1 for k in range(len(shape))])
    frequency = np.sqrt(squared)
    spectrum *= np.where(frequency < lowest, 0.0, np.maximum(frequency, 1.0) ** -slope)
    field = np.fft.irfftn(spectrum, shape, axes=range(len(shape)))
    field = (field - field.mean()) / field.std()
    return np.asarray(np.clip(0.5 + field * 0.19, 0.0, 1.0))


def billows(size: int, cells: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """Rounded heaps that tile, 0..1, size x size: the distance to scattered points, in octaves (Worley 1996)."""
    grid = (np.stack(np.meshgrid(np.arange(size), np.arange(size), indexing="ij"), axis=-1) + 0.5) / size
    total, weight, weights = np.zeros((size, size)), 1.0, 0.0
    for count in cells:
        corners = np.stack(np.meshgrid(np.arange(count), np.arange(count), indexing="ij"), axis=-1).reshape(-1, 2)
        points = ((corners + rng.random(corners.shape)) / count) % 1.0
        distance, _ = cKDTree(points, boxsize=1.0).query(grid.reshape(-1, 2))
        total += weight * np.clip(1.0 - distance.reshape(size, size) * count / 0.95, 0.0, 1.0)
        weights += weight
        weight *= 0.5
    return total / weights


def _to_bytes(*channels: NDArray[np.float64]) -> bytes:
    return (np.stack(channels, axis=-1) * 255.0 + 0.5).astype(np.uint8).tobytes()


@cache
def _flat_bytes() -> bytes:
    rng = np.random.default_rng(_SEED)
    shape = (FLAT_SIZE, FLAT_SIZE)
    return _to_bytes(
        billows(FLAT_SIZE, (7, 15, 31), rng),
        spectral_noise(shape, 1.75, 2.0, rng),
        spectral_noise(shape, 2.1, 5.0, rng),
        spectral_noise(shape, 0.4, 12.0, rng),
    )


def flat_noise(context: moderngl.Context) -> moderngl.Texture:
    """Red: billows; green: cloudy noise; blue: even ripples; alpha: fine grain."""
    texture = context.texture((FLAT_SIZE, FLAT_SIZE), 4, _flat_bytes())
    texture.build_mipmaps()
    texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
    return texture


def ripples(context: moderngl.Context) -> moderngl.Texture:
    """Slopes of small waves along x and y around 0.5 (red, green), their height (blue)."""
    return _relief(context, spectral_noise((FLAT_SIZE,) * 2, 2.1, 5.0, np.random.default_rng(_SEED + 2)), 6.0)


def grain(context: moderngl.Context) -> moderngl.Texture:
    """The same of a rough surface; alpha is its height too."""
    return _relief(context, spectral_noise((GRAIN_SIZE,) * 2, 1.5, 6.0, np.random.default_rng(_SEED + 1)), 2.4)


def _relief(context: moderngl.Context, height: NDArray[np.float64], steepness: float) -> moderngl.Texture:
    slopes = [np.roll(height, -1, axis) - np.roll(height, 1, axis) for axis in (1, 0)]
    channels = [np.clip(0.5 + slope * steepness, 0.0, 1.0) for slope in slopes]
    size = (height.shape[1], height.shape[0])
    texture = context.texture(size, 4, _to_bytes(*channels, height, height))
    # Without mipmaps: shaders fade out what is too fine before it flickers.
    texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
    return texture
