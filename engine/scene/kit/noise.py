"""Smooth chance in space: gradient noise (Perlin 1985, 2002) and its fractals (Musgrave 1994)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]


class Noise:
    """A field of about -1..1 in three dimensions; one generator state gives one field."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._order = np.tile(rng.permutation(256), 2).astype(np.int64)
        slopes = rng.normal(size=(256, 3))
        self._slopes: Values = slopes / np.linalg.norm(slopes, axis=1, keepdims=True)

    def at(self, points: ArrayLike) -> Values:
        """Values at ... x 3 (or ... x 2, in the plane z = 0) points."""
        given = np.asarray(points, np.float64)
        axes = given.shape[-1]
        cell = np.floor(given)
        part = given - cell
        low = cell.astype(np.int64) & 255
        fade = part**3 * (part * (part * 6 - 15) + 10)
        total = np.zeros(given.shape[:-1])
        for corner in range(2**axes):
            bits = np.array([(corner >> k) & 1 for k in range(axes)])
            place = low + bits
            index = self._order[place[..., 0] & 255]
            for k in range(1, axes):
                index = self._order[index + (place[..., k] & 255)]
            weight = np.prod(np.where(bits == 1, fade, 1 - fade), axis=-1)
            total += weight * (self._slopes[index, :axes] * (part - bits)).sum(axis=-1)
        return total * 1.6

    def fractal(self, points: ArrayLike, octaves: int = 4, gain: float = 0.5) -> Values:
        """Octaves of twice the frequency and `gain` times the height each, about -1..1."""
        given = np.asarray(points, np.float64)
        total, height, sum_of_heights = np.zeros(given.shape[:-1]), 1.0, 0.0
        for octave in range(octaves):
            total += height * self.at(given * 2.0**octave + 17.3 * octave)
            sum_of_heights += height
            height *= gain
        return total / sum_of_heights

    def ridged(self, points: ArrayLike, octaves: int = 5, gain: float = 2.0) -> Values:
        """Ridges and valleys, 0..1: the ridged multifractal of Musgrave, rough where it is high."""
        given = np.asarray(points, np.float64)
        total, weight = np.zeros(given.shape[:-1]), np.ones(given.shape[:-1])
        for octave in range(octaves):
            signal = (1 - np.minimum(np.abs(self.at(given * 2.1**octave + 31.7 * octave)), 1)) ** 2 * weight
            total += signal * 2.1**-octave
            weight = np.clip(signal * gain, 0, 1)
        return total / 1.6
