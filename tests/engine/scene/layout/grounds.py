"""A gentle landscape with a lake, quick to make: the layout's tests need no real terrain."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.build import from_grid
from engine.scene.mesh import Mesh
from engine.scene.scene import Water

WET = ("coast", "island", "harbour", "lake", "river", "winter")


class Hills:
    """Rolling ground about y = 1; at wet places it falls under water beyond z = -6."""

    open_area = 10.0
    walls = None
    plots = ()
    roads = ()

    def __init__(self, place: str, rng: np.random.Generator, season: str, size: float) -> None:
        del season
        self._wet = place in WET
        self._phase = float(rng.uniform(0, 6))
        axis = np.linspace(-size, size, 24)
        z, x = np.meshgrid(axis, axis, indexing="ij")
        self.mesh: Mesh = from_grid(np.stack([x, self.height_at(x, z), z], axis=-1))
        self.water = Water(0.0, (0.3, 0.6, 0.6), (0.1, 0.2, 0.3)) if self._wet else None
        self.afloat = (0.0, -50.0, 30.0) if self._wet else None

    def height_at(self, x, z):
        x, z = np.asarray(x, float), np.asarray(z, float)
        rolling = 1.0 + 0.3 * np.sin(x * 0.11 + self._phase) * np.cos(z * 0.13)
        return rolling - 7.0 * np.clip((-z - 6) / 30, 0, 1) if self._wet else rolling
