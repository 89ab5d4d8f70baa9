"""What a film is about, and where it is at each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.framing import project
from engine.scene.render.motion import placements
from engine.scene.scene import Instance, Scene

Grid = NDArray[np.float64]


def box_corners(instance: Instance) -> Grid:
    """8 x 3 corners of a mesh's box, in the model's metres."""
    low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


def boxes_at(instance: Instance, time: float) -> Grid:
    """k x 8 x 3 corners in the world at a time in seconds."""
    now = placements(instance, time)
    return np.asarray(np.einsum("kij,nj->kni", now[:, :3, :3], box_corners(instance)) + now[:, None, :3, 3])


@dataclass(frozen=True, eq=False)
class Subjects:
    """Those subjects that the still shows: pairs of an instance and the numbers of its placements."""

    shown: tuple[tuple[Instance, tuple[int, ...]], ...]

    def corners(self, time: float) -> Grid:
        """n x 3: the corners of all their boxes at a time in seconds."""
        parts = [boxes_at(instance, time)[list(numbers)].reshape(-1, 3) for instance, numbers in self.shown]
        return np.concatenate(parts) if parts else np.zeros((0, 3))

    def middles(self, time: float) -> Grid:
        """n x 3: the middles of their boxes."""
        return np.asarray(self.corners(time).reshape(-1, 8, 3).mean(axis=1))

    def centre(self, time: float, eye: Grid) -> Grid:
        """Their common middle; what is near an eye counts more: it moves most when the camera does."""
        middles = self.middles(time)
        weights = 1.0 / np.maximum(np.linalg.norm(middles - eye, axis=1), 0.1) ** 2
        return np.asarray(weights @ middles / weights.sum())

    def facing(self, time: float) -> Grid:
        """The level direction (x, z) in which the first one faces; (0, 0) if it lies or there is none."""
        for instance, numbers in self.shown:
            ahead = np.asarray(placements(instance, time)[numbers[0], [0, 2], 2])
            return np.asarray(ahead / max(float(np.linalg.norm(ahead)), 1e-9))
        return np.zeros(2)

    def __bool__(self) -> bool:
        return bool(self.shown)


def subjects_of(scene: Scene, aspect: float, time: float) -> Subjects:
    """The subjects that the scene's own camera has in its picture at `time` seconds, at least by half."""
    found = []
    for instance in scene.instances:
        if instance.subject == 0 or not len(instance.transforms):
            continue
        boxes = boxes_at(instance, time)
        seen = project(scene.camera, aspect, boxes.reshape(-1, 3)).reshape(-1, 8, 3)
        inside = (np.abs(seen[:, :, :2]) < 1.0).all(axis=2).mean(axis=1) >= 0.5
        if inside.any():
            found.append((instance, tuple(int(n) for n in np.flatnonzero(inside))))
    return Subjects(tuple(found))
