"""A hill under what stands on one: the ground itself rises there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.scene_lexicon import load_scene_lexicon
from engine.scene.kit.build import unit
from engine.scene.layout.landing import Landed
from engine.scene.layout.site import Ground, Site
from engine.scene.layout.staging import Spot
from engine.scene.mesh import Mesh
from engine.scene.scene import Road, Water
from engine.scene.spec import SceneSpec

Grid = NDArray[np.float64]

HEIGHT = 0.15
"""Of a hill, per metre to the viewer: so it is seen as one, whatever its size."""
SLOPE = {"hill": 2.4, "cliff": 0.8}
"""Metres across for each metre up."""
GENTLE = 2.4


@dataclass(frozen=True)
class Rise:
    """A round rise at (x, z): level up to `top` metres from its middle, down at `foot` metres."""

    x: float
    z: float
    top: float
    foot: float
    height: float

    def at(self, x: Grid, z: Grid) -> Grid:
        """Metres that the ground is higher, for arrays of one shape."""
        part = np.clip((self.foot - np.hypot(x - self.x, z - self.z)) / (self.foot - self.top), 0.0, 1.0)
        return np.asarray(self.height * part * part * (3.0 - 2.0 * part))


@dataclass(frozen=True, eq=False)
class Raised:
    """A ground with a rise."""

    base: Ground
    rise: Rise

    @cached_property
    def mesh(self) -> Mesh:
        mesh = self.base.mesh
        x, _, z = mesh.positions.T.astype(np.float64)
        step = 0.05
        up = self.rise.at(x, z)
        slopes = [(self.rise.at(x + dx, z + dz) - up) / step for dx, dz in ((step, 0.0), (0.0, step))]
        tilt = np.stack([slopes[0], np.zeros_like(up), slopes[1]], axis=1)
        level = np.maximum(mesh.normals[:, 1:2].astype(np.float64), 0.0)
        positions = mesh.positions + np.stack([0 * up, up, 0 * up], axis=1)
        return replace(
            mesh, positions=positions.astype(np.float32), normals=unit(mesh.normals - tilt * level).astype(np.float32)
        )

    @property
    def height_at(self) -> Callable[[Grid, Grid], Grid]:
        return lambda x, z: self.base.height_at(x, z) + self.rise.at(np.asarray(x), np.asarray(z))

    @property
    def water(self) -> Water | None:
        return self.base.water

    @property
    def open_area(self) -> float:
        return self.base.open_area

    @property
    def afloat(self) -> tuple[float, float, float] | None:
        return self.base.afloat

    @property
    def walls(self) -> tuple[float, float] | None:
        return self.base.walls

    @property
    def plots(self) -> tuple[tuple[float, float, float, float], ...]:
        return self.base.plots

    @property
    def roads(self) -> tuple[Road, ...]:
        return self.base.roads


def raised(spec: SceneSpec, landed: Sequence[Landed], spot: Spot, site: Site) -> Site | None:
    """The site with a hill under those who are to be on one; None where nobody is."""
    nouns = load_scene_lexicon().nouns
    for index, subject in enumerate(spec.subjects):
        to = subject.relation.to if subject.relation is not None and subject.relation.kind in ("on", "above") else None
        if to is None or to >= len(spec.subjects) or not nouns[spec.subjects[to].noun].land:
            continue
        pieces = [piece for piece in landed if piece.piece.actor.number == index + 1]
        if pieces and site.ground.walls is None and not site.submerged:
            rise = _under(pieces, spot, SLOPE.get(spec.subjects[to].noun, GENTLE))
            return Site(Raised(site.ground, rise), site.half)
    return None


def _under(pieces: Sequence[Landed], spot: Spot, slope: float) -> Rise:
    places = np.array([piece.at[[0, 2]] for piece in pieces])
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    reach = max(float(np.hypot(*(piece.at[[0, 2]] - middle))) + piece.radius for piece in pieces)
    away = float(np.hypot(*(middle - (spot.x, spot.z))))
    height = HEIGHT * away
    top = min(1.1 * reach + 0.3, 0.5 * away)
    return Rise(float(middle[0]), float(middle[1]), top, min(top + slope * height, 0.85 * away), height)
