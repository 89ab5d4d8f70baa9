"""How high the ground is, told from its mesh."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from engine.scene.film.surface_points import sampled
from engine.scene.scene import Scene

Grid = NDArray[np.float64]

ROOM_FLOOR = 0.5
"""Metres: what lies higher in a room is no floor."""


class Floor:
    """The ground within `reach` metres of a point, as a cloud of points; kerbs, walls and quays are part of it."""

    def __init__(self, scene: Scene, centre: Grid, reach: float, spacing: float) -> None:
        self.points = np.zeros((0, 3))
        self.level = -np.inf if scene.water is None else float(scene.water.level)
        mesh = scene.ground
        if mesh is not None and len(mesh.triangles):
            corners = mesh.positions.astype(np.float64)[mesh.triangles]
            low, high = corners.min(axis=1), corners.max(axis=1)
            near = ((high > centre - reach) & (low < centre + reach))[:, [0, 2]].all(axis=1)
            points = sampled(corners[near], spacing)
            self.points = points[np.linalg.norm((points - centre)[:, [0, 2]], axis=1) < reach]
        walkable = self.points[self.points[:, 1] < ROOM_FLOOR] if scene.indoors else self.points
        self._heights = walkable[:, 1]
        self._tree = cKDTree(walkable[:, [0, 2]]) if len(walkable) else None

    def ground(self, points: Grid) -> Grid:
        """The highest ground about n x 2 points (x, z); -infinity where there is none."""
        if self._tree is None:
            return np.full(len(points), -np.inf)
        count = min(4, len(self._heights))
        _, nearest = self._tree.query(points, k=count)
        return np.asarray(self._heights[np.asarray(nearest).reshape(len(points), -1)].max(axis=1))

    def surface(self, points: Grid) -> Grid:
        """The ground, or the water over it."""
        return np.maximum(self.ground(points), self.level)
