"""Meshes as clouds of points: quick to ask what is near."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh

Grid = NDArray[np.float64]


def surface_points(mesh: Mesh, spacing: float) -> Grid:
    """n x 3 points on a mesh, about `spacing` metres apart."""
    return sampled(mesh.positions.astype(np.float64)[mesh.triangles], spacing)


def sampled(corners: Grid, spacing: float) -> Grid:
    """Points on triangles (n x 3 x 3) by barycentric grids, thinned to about one in each cell of 0.6 spacing."""
    if not len(corners):
        return np.zeros((0, 3))
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    steps = np.clip(np.ceil(sides / spacing), 1, 64).astype(int)
    points = np.concatenate(
        [
            np.einsum("kc,ncx->nkx", _weights(int(count)), corners[steps == count]).reshape(-1, 3)
            for count in np.unique(steps)
        ]
    )
    cells = np.round(points / (0.6 * spacing)).astype(np.int64)
    keys = (cells[:, 0] * 73856093) ^ (cells[:, 1] * 19349663) ^ (cells[:, 2] * 83492791)
    _, first = np.unique(keys, return_index=True)
    return np.asarray(points[np.sort(first)])


def _weights(count: int) -> Grid:
    """Barycentric weights of a grid with `count` cells along each side; for one, the middle."""
    if count == 1:
        return np.full((1, 3), 1 / 3)
    return np.array([(a, b, count - a - b) for a in range(count + 1) for b in range(count + 1 - a)]) / count
