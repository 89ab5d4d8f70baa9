"""Where a mesh is hit from above: what a cat on a sofa sits on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh

Grid = NDArray[np.float64]


def tops(mesh: Mesh, points: Grid) -> Grid:
    """The highest y of the mesh over each of k points (x, z); -infinity where there is nothing."""
    corners = mesh.positions.astype(np.float64)[mesh.triangles]
    flat, y = corners[:, :, ::2], corners[:, :, 1]
    low, high = flat.min(axis=1).T.copy(), flat.max(axis=1).T.copy()
    result = np.full(len(points), -np.inf)
    for strip in _strips(points):
        under = points[strip]
        within = np.flatnonzero((low[0] <= under[:, 0].max()) & (high[0] >= under[:, 0].min()))
        near = np.ones((len(strip), len(within)), bool)
        for axis in (0, 1):
            at = under[:, axis, None]
            near &= (low[axis, within] <= at) & (at <= high[axis, within])
        which, hit = np.nonzero(near)
        heights = _heights(under[which], flat[within[hit]], y[within[hit]])
        np.maximum.at(result, strip[which], heights)
    return result


def _strips(points: Grid) -> list[NDArray[np.intp]]:
    """The indices of the points in groups of neighbours by x: few triangles lie under each."""
    order = np.argsort(points[:, 0], kind="stable")
    return np.array_split(order, round(float(np.sqrt(len(points))))) if len(points) else []


def _heights(points: Grid, corners: Grid, y: Grid) -> Grid:
    """How high n triangles (n x 3 x 2, and n x 3 heights) are at n points; -infinity beside a triangle."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = _cross(b - a, c - a)
    solid = np.abs(area) > 1e-12
    area = np.where(solid, area, 1.0)
    v = _cross(points - a, c - a) / area
    w = _cross(b - a, points - a) / area
    inside = solid & (v >= -1e-9) & (w >= -1e-9) & (v + w <= 1 + 1e-9)
    return np.where(inside, y[:, 0] + v * (y[:, 1] - y[:, 0]) + w * (y[:, 2] - y[:, 0]), -np.inf)


def _cross(a: Grid, b: Grid) -> Grid:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])


def spots(mesh: Mesh, footprint: float, *, cells: int = 9, inner: float = 1.0) -> NDArray[np.float64]:
    """Places on a mesh where something with this radius may stand, the best first.

    Returns k x 3: x, y (the highest point under the footprint), z. Even places near the middle come first; `inner`
    keeps to that share of the mesh's extent. Where nothing is even enough, the middle of the mesh.
    """
    low, high = (np.asarray(corner, np.float64) for corner in mesh.bounds)
    middle, half = (low + high) / 2, (high - low) / 2 * inner
    room = np.maximum(half[[0, 2]] - footprint * 0.8, 0.0)
    steps = np.linspace(-1.0, 1.0, cells)
    places = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2) * room + middle[[0, 2]]
    turn = np.linspace(0, 2 * np.pi, 6, endpoint=False)
    ring = np.concatenate([[(0.0, 0.0)], np.stack([np.cos(turn), np.sin(turn)], axis=1) * footprint * 0.7])
    heights = tops(mesh, (places[:, None] + ring[None]).reshape(-1, 2)).reshape(len(places), -1)
    highest = heights.max(axis=1)
    over = np.isfinite(heights).all(axis=1)
    uneven = np.full(len(places), np.inf)
    uneven[over] = (highest[over, None] - heights[over]).mean(axis=1)
    off = np.linalg.norm((places - middle[[0, 2]]) / np.maximum(half[[0, 2]], 1e-6), axis=1)
    cost = uneven / max(footprint, 0.05) + 0.35 * off - 0.2 * (highest - low[1]) / max(float(high[1] - low[1]), 1e-6)
    order = np.argsort(cost, kind="stable")
    good = order[np.isfinite(cost[order])]
    if not len(good):
        return np.array([(middle[0], high[1], middle[2])])
    return np.stack([places[good, 0], highest[good], places[good, 1]], axis=1)
