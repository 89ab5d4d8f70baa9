"""The ground under a scene: how high it is, and where there is water."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.lanes import lanes
from engine.scene.mesh import Mesh
from engine.scene.scene import Road, Water
from engine.scene.spec import Place

Grid = NDArray[np.float64]


class Ground(Protocol):
    """engine.scene.terrain.ground.Ground, as far as the layout asks."""

    @property
    def mesh(self) -> Mesh: ...

    @property
    def water(self) -> Water | None: ...

    @property
    def open_area(self) -> float: ...

    @property
    def afloat(self) -> tuple[float, float, float] | None: ...

    @property
    def walls(self) -> tuple[float, float] | None: ...

    @property
    def plots(self) -> tuple[tuple[float, float, float, float], ...]: ...

    @property
    def roads(self) -> tuple[Road, ...]: ...

    @property
    def height_at(self) -> Callable[[Grid, Grid], Grid]:
        """Metres, for arrays of the same shape."""
        ...


class GroundBuilder(Protocol):
    """engine.scene.terrain.build.build."""

    def __call__(self, place: Place, rng: np.random.Generator, season: str, size: float) -> Ground: ...


BUILT_REACH, BUILT_CELL, BUILT_HEIGHT = 90.0, 0.6, 0.35
KERB = 0.1
"""Metres: how far from the middle built things are looked for, the cells they are kept in, and the least height.

Near the middle, where the mesh is fine, a kerb already counts.
"""


@dataclass(frozen=True, eq=False)
class Site:
    """A ground with questions that the layout asks. `half`: metres from its middle to where things may stand.

    `check` is called with every question about heights and may raise: a crowded scene takes a while.
    """

    ground: Ground
    half: float
    submerged: bool = False
    check: Callable[[], None] = lambda: None

    @property
    def level(self) -> float:
        """The water's surface; -infinity where there is none or all is under it."""
        return -np.inf if self.ground.water is None or self.submerged else float(self.ground.water.level)

    @cached_property
    def lanes(self) -> Grid:
        """Places where vehicles drive: x, z, yaw; see engine.scene.layout.lanes."""
        return lanes(self.ground.roads)

    @cached_property
    def _built(self) -> tuple[Grid, float]:
        """Tops of hedges, walls and quays of the mesh, that height_at does not know, on a grid; and its half size."""
        half = min(self.half, BUILT_REACH)
        cells = int(2 * half / BUILT_CELL) + 1
        tops = np.full((cells, cells), -np.inf)
        if self.ground.walls is not None:
            return tops, half
        corners = self.ground.mesh.positions.astype(np.float64)[self.ground.mesh.triangles]
        corners = corners[(np.abs(corners[:, :, [0, 2]]) < half).all(axis=(1, 2))]
        flat = corners.reshape(-1, 3)
        over = (flat[:, 1] - self.heights(flat[:, [0, 2]])).reshape(-1, 3).max(axis=1)
        away = np.hypot(flat[:, 0], flat[:, 2]).reshape(-1, 3).min(axis=1)
        corners = corners[over > np.minimum(KERB + 0.01 * away, BUILT_HEIGHT)]
        sides = np.linspace(0, 1, 13)
        weights = np.array([(a, b, 1 - a - b) for a in sides for b in sides if a + b <= 1.0001])
        points = np.einsum("kc,tcx->tkx", weights, corners).reshape(-1, 3)
        index = ((points[:, [0, 2]] + half) / BUILT_CELL).astype(np.int64)
        np.maximum.at(tops, (index[:, 0], index[:, 1]), points[:, 1])
        return tops, half

    def skyline(self, points: Grid) -> Grid:
        """What hides a view or stands in the way: the ground, or what is built into it."""
        return np.asarray(np.maximum(self.heights(points), self._tops(points)))

    def _tops(self, points: Grid) -> Grid:
        """Of what is built at n points; -infinity where nothing is."""
        tops, half = self._built
        index = ((np.clip(points, -half, half * 0.9999) + half) / BUILT_CELL).astype(np.int64)
        return np.where((np.abs(points) < half).all(axis=1), tops[index[:, 0], index[:, 1]], -np.inf)

    def free(self, points: Grid, reach: float) -> NDArray[np.bool_]:
        """Where nothing is built within so many metres of n points."""
        turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        ring = np.concatenate([[(0.0, 0.0)], ways * reach, ways * reach * 0.55])
        around = (points[:, None] + ring).reshape(-1, 2)
        clear = np.ones(len(around), np.bool_)
        built = self._tops(around)
        (some,) = np.nonzero(np.isfinite(built))
        clear[some] = built[some] - self.heights(around[some]) < KERB
        return np.asarray(clear.reshape(len(points), -1).all(axis=1))

    def heights(self, points: Grid) -> Grid:
        """The ground under n points (x, z)."""
        self.check()
        return np.asarray(self.ground.height_at(points[:, 0], points[:, 1]), np.float64)

    def dry(self, points: Grid, margin: float = 0.08) -> NDArray[np.bool_]:
        """Where land is out of the water."""
        return np.asarray(self.heights(points) > self.level + margin)

    def wet(self, points: Grid, depth: float) -> NDArray[np.bool_]:
        """Where water is at least so deep."""
        return np.asarray(self.level - self.heights(points) >= depth)

    def inside(self, points: Grid, margin: float = 0.0) -> NDArray[np.bool_]:
        return np.asarray((np.abs(points) <= self.half - margin).all(axis=1))

    def viewable(self, points: Grid) -> NDArray[np.bool_]:
        """Where the viewer may be: also before the open side of a room."""
        if self.ground.walls is None:
            return self.inside(points, 1.0)
        half, back = self.ground.walls
        return np.asarray((np.abs(points[:, 0]) < half - 0.3) & (points[:, 1] > 0.3 - back) & (points[:, 1] < 3 * half))

    def footing(self, point: Grid, radius: float) -> tuple[float, float]:
        """The lowest and the highest ground under a circle."""
        turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ring = np.stack([np.cos(turn), np.sin(turn)], axis=1)
        around = np.concatenate([point[None], point + ring * radius, point + ring * radius * 0.5])
        heights = self.heights(around)
        return float(heights.min()), float(heights.max())
