"""Smooth chance in space: gradient noise (Perlin 1985, 2002) and its fractals (Musgrave 1994)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

_BLOCK = 4096
"""Points at a time: what is reckoned for them stays in the processor's cache."""


class Noise:
    """A field of about -1..1 in three dimensions; one generator state gives one field."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._order = np.tile(rng.permutation(256), 2).astype(np.int64)
        slopes = rng.normal(size=(256, 3))
        self._slopes: Values = np.ascontiguousarray((slopes / np.linalg.norm(slopes, axis=1, keepdims=True)).T)

    def at(self, points: ArrayLike) -> Values:
        """Values at ... x 3 (or ... x 2, in the plane z = 0) points."""
        given = np.asarray(points, np.float64)
        flat = given.reshape(-1, given.shape[-1]).T
        values = np.empty(flat.shape[1])
        for first in range(0, len(values), _BLOCK):
            values[first : first + _BLOCK] = self._block(flat[:, first : first + _BLOCK])
        return values.reshape(given.shape[:-1])

    def _block(self, points: Values) -> Values:
        """Values at axes x n points. Corners of a cell that agree in their first axes share what these give."""
        cell = np.floor(points)
        part = points - cell
        low = cell.astype(np.int64) & 255
        fade = part**3 * (part * (part * 6 - 15) + 10)
        place, weight, way = (low, (low + 1) & 255), (1 - fade, fade), (part, part - 1)
        indices, weights = [np.zeros(points.shape[1], np.int64)], [np.ones(points.shape[1])]
        for axis in range(len(points)):
            indices = [self._order[index + place[bit][axis]] for bit in (0, 1) for index in indices]
            weights = [one * weight[bit][axis] for bit in (0, 1) for one in weights]
        total = np.zeros(points.shape[1])
        for corner, index in enumerate(indices):
            slope = self._slopes[0][index] * way[corner & 1][0]
            for axis in range(1, len(points)):
                slope += self._slopes[axis][index] * way[corner >> axis & 1][axis]
            total += weights[corner] * slope
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
