"""What a camera must not run into, and what would come between it and its subjects."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from engine.scene.film.courses import lanes_of
from engine.scene.film.floor import Floor
from engine.scene.film.surface_points import surface_points
from engine.scene.scene import Instance, Scene

Grid = NDArray[np.float64]


class Obstacles:
    """The surfaces of a scene within `reach` metres of a point, as a cloud of points about `spacing` metres apart.

    Subjects are solid to the camera but never in the way of sight.
    """

    def __init__(self, scene: Scene, centre: Grid, reach: float) -> None:
        self.spacing = float(np.clip(0.02 * reach, 0.05, 0.5))
        near = _Near(centre, reach, self.spacing)
        subjects = near.cloud([part for part in scene.instances if part.subject])
        around = near.cloud([part for part in scene.instances if not part.subject])
        self._lanes = lanes_of(scene.instances)
        self._floor = Floor(scene, centre, reach, max(1.5 * self.spacing, 0.02 * reach))
        ground = self._floor.points
        self._indoors = scene.indoors
        eye = np.asarray(scene.camera.eye)
        level = -np.inf if scene.water is None else scene.water.level
        self.submerged = bool(eye[1] < level)
        self._level = level
        self._scenery = _tree(np.concatenate([around, ground]) if scene.indoors else around)
        self._subjects = _tree(subjects)

    def floor(self, points: Grid) -> Grid:
        """The highest ground or water surface about n x 2 points (x, z)."""
        return self._floor.ground(points) if self.submerged else self._floor.surface(points)

    @property
    def ceiling(self) -> float:
        """Where a diver's water ends."""
        return self._level if self.submerged else np.inf

    def clearance(self, points: Grid) -> Grid:
        """Metres from n x 3 points to the nearest surface that is not ground; at most `reach`."""
        away = [np.asarray(tree.query(points)[0]) for tree in (self._scenery, self._subjects) if tree is not None]
        away += [lane.aside(points) for lane in self._lanes]
        return np.min(away, axis=0) if away else np.full(len(points), np.inf)

    def hidden(self, eye: Grid, targets: Grid) -> float:
        """The share of k x 3 targets that scenery or ground hides from an eye."""
        steps = np.linspace(0.06, 0.94, 28)
        points = eye + (targets[:, None] - eye) * steps[:, None]
        flat = points.reshape(-1, 3)
        inside = np.zeros(len(flat), bool)
        if self._scenery is not None:
            inside = np.asarray(self._scenery.query(flat, distance_upper_bound=self.spacing)[0]) < self.spacing
        if not self._indoors:
            inside |= flat[:, 1] < self.floor(flat[:, [0, 2]]) - 2 * self.spacing
        return float(inside.reshape(len(targets), -1).any(axis=1).mean())


class _Near:
    """Collects the points of meshes within a sphere."""

    def __init__(self, centre: Grid, reach: float, spacing: float) -> None:
        self._centre, self._reach, self._spacing = centre, reach, spacing

    def cloud(self, instances: list[Instance]) -> Grid:
        parts = [np.zeros((0, 3))]
        for instance in instances:
            points: Grid | None = None
            low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
            radius = float(np.linalg.norm(np.maximum(np.abs(low), np.abs(high))))
            for matrix in np.asarray(instance.transforms, np.float64):
                size = float(np.linalg.norm(matrix[:3, 1]))
                if np.linalg.norm(matrix[:3, 3] - self._centre) > self._reach + radius * size:
                    continue
                if points is None:
                    points = surface_points(instance.mesh, self._spacing / max(size, 1e-6))
                parts.append(self._within(points @ matrix[:3, :3].T + matrix[:3, 3]))
        return np.concatenate(parts)

    def _within(self, points: Grid) -> Grid:
        return np.asarray(points[np.linalg.norm(points - self._centre, axis=1) < self._reach])


def _tree(points: Grid) -> cKDTree | None:
    return cKDTree(points) if len(points) else None
