"""Curved strokes that follow a direction field, traced many at a time."""

from dataclasses import dataclass

import numpy as np

from engine.builtin.restyle.arrays import Flags, Floats
from engine.builtin.restyle.fields import Field


@dataclass(frozen=True)
class Strokes:
    """`points` NxKx2 (x, y); the first `lengths[n]` points of a stroke count."""

    points: Floats
    lengths: np.ndarray[tuple[int], np.dtype[np.int64]]


def jittered(shape: tuple[int, ...], spacing: float, rng: np.random.Generator) -> Floats:
    """Points (x, y) of a grid, each moved at random within its cell."""
    rows, columns = np.mgrid[0 : shape[0] : spacing, 0 : shape[1] : spacing]
    points = np.stack([columns.ravel(), rows.ravel()], axis=1) + rng.uniform(0, spacing, (rows.size, 2))
    inside = (points[:, 0] < shape[1] - 1) & (points[:, 1] < shape[0] - 1)
    return np.asarray(points[inside], dtype=np.float32)


def traced(starts: Floats, field: Field, stride: float, steps: int, goes_on: "Guide") -> Strokes:
    """Follow the field from each start, `steps` strides at most, until the guide says stop.

    A field has no sense: a stroke keeps going the way it went, and eases into turns (Hertzmann 1998).
    """
    height, width = field.x.shape
    points = np.empty((len(starts), steps + 1, 2), np.float32)
    points[:, 0] = starts
    lengths = np.ones(len(starts), np.int64)
    alive = np.ones(len(starts), np.bool_)
    heading = np.zeros((len(starts), 2), np.float32)
    for step in range(steps):
        here = points[:, step]
        x = np.clip(here[:, 0], 0, width - 1).astype(np.int64)
        y = np.clip(here[:, 1], 0, height - 1).astype(np.int64)
        way = np.stack([field.x[y, x], field.y[y, x]], axis=1)
        way *= np.where((way * heading).sum(axis=1) < 0, -1, 1)[:, None]
        heading = way if step == 0 else heading * 0.5 + way * 0.5
        heading = heading / (np.linalg.norm(heading, axis=1, keepdims=True) + 1e-6)
        there = here + heading * np.float32(stride)
        points[:, step + 1] = there
        inside = (there >= -2).all(axis=1) & (there[:, 0] < width + 1) & (there[:, 1] < height + 1)
        tx = np.clip(there[:, 0], 0, width - 1).astype(np.int64)
        ty = np.clip(there[:, 1], 0, height - 1).astype(np.int64)
        alive &= inside & goes_on.at(tx, ty)
        lengths += alive
    return Strokes(points, lengths)


@dataclass(frozen=True)
class Guide:
    """Says where each stroke may go: where `allowed` (HxW), or where its `colour` (Nx3) is still near the picture's.

    With a colour, `picture` is HxWx3 and `tolerance` the largest distance.
    """

    allowed: Flags | None = None
    picture: Floats | None = None
    colour: Floats | None = None
    tolerance: float = 0.0

    def at(self, x: np.ndarray[tuple[int], np.dtype[np.int64]], y: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Flags:
        """Whether the strokes may be at these pixels."""
        fine = np.ones(len(x), np.bool_)
        if self.allowed is not None:
            fine &= self.allowed[y, x]
        if self.picture is not None and self.colour is not None:
            fine &= np.abs(self.picture[y, x] - self.colour).sum(axis=1) < self.tolerance
        return fine
