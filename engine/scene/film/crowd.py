"""Who stands where: so that nothing moves through anything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.film.subjects import boxes_at
from engine.scene.scene import Scene

Grid = NDArray[np.float64]

UNDERFOOT = 0.45
"""Metres: lower things are driven or flown over: grass, flowers, kerbs."""


class Crowd:
    """All placed things of a scene as upright boxes of air: centre and radius on the ground, foot and top."""

    def __init__(self, scene: Scene) -> None:
        centres, radii, spans, owners = [np.zeros((0, 2))], [np.zeros(0)], [np.zeros((0, 2))], [np.zeros((0, 2), int)]
        for index, instance in enumerate(scene.instances):
            if not len(instance.transforms):
                continue
            boxes = boxes_at(instance, 0.0)
            low, high = boxes.min(axis=1), boxes.max(axis=1)
            centres.append(((low + high) / 2)[:, [0, 2]])
            radii.append(np.linalg.norm((high - low)[:, [0, 2]], axis=1) / 2 * 0.8)
            spans.append(np.stack([low[:, 1], high[:, 1]], axis=1))
            owners.append(np.stack([np.full(len(boxes), index), np.arange(len(boxes))], axis=1))
        self.centres, self.radii = np.concatenate(centres), np.concatenate(radii)
        self.spans, self.owners = np.concatenate(spans), np.concatenate(owners)

    def free(self, points: Grid, radius: float, tall: float, *, but: int | None = None) -> bool:
        """Whether upright cylinders on n x 3 points (their feet) touch nothing, except things of instance `but`."""
        others = self.spans[:, 1] - self.spans[:, 0] > UNDERFOOT
        if but is not None:
            others &= self.owners[:, 0] != but
        centres, radii, spans = self.centres[others], self.radii[others], self.spans[others]
        apart = np.linalg.norm(points[:, None, [0, 2]] - centres, axis=2)
        level = (points[:, None, 1] < spans[:, 1]) & (points[:, None, 1] + tall > spans[:, 0])
        return not bool(((apart < radii + radius) & level).any())

    def top_along(self, points: Grid, radius: float) -> float:
        """The highest top within `radius` metres of a way of n x 3 points; -infinity where there is nothing."""
        apart = np.linalg.norm(points[:, None, [0, 2]] - self.centres, axis=2).min(axis=0, initial=np.inf)
        under = apart < radius + self.radii
        return float(self.spans[under, 1].max(initial=-np.inf))
