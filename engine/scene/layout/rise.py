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
from engine.scene.layout.viewpoint import Spot
from engine.scene.mesh import Mesh
from engine.scene.scene import Road, Water
from engine.scene.spec import SceneSpec

Grid = NDArray[np.float64]

HEIGHT = 0.15
"""Of a hill, per metre to the viewer: so it is seen as one, whatever its size."""
SLOPE = {"hill": 2.4, "cliff": 0.8}
"""Metres across for each metre up."""
ROCK = np.array((0.45, 0.42, 0.39))
TURF = np.array((0.36, 0.48, 0.25))
"""The colours of a cliff's sides and of its top, sRGB."""


@dataclass(frozen=True)
class Rise:
    """A round rise at (x, z): level up to `top` metres from its middle, down at `foot` metres."""

    x: float
    z: float
    top: float
    foot: float
    height: float
    rocky: bool = False

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
        normals = unit(mesh.normals - tilt * level)
        colours = mesh.colours
        if self.rise.rocky:
            bare = np.clip((np.linalg.norm(tilt, axis=1, keepdims=True) - 0.25) * 3.0, 0.0, 1.0) * (level > 0)
            tone = ROCK * (0.82 + 0.25 * np.sin(positions[:, 1:2] * 2.1 + 0.6 * np.sin(x + 1.7 * z)[:, None]))
            green = np.clip(up[:, None] / self.rise.height * 4.0 - 2.6, 0.0, 1.0) * (1.0 - bare)
            colours = (colours * (1.0 - bare) + tone * bare) * (1.0 - green) + TURF * green
        return replace(
            mesh, positions=positions.astype(np.float32), normals=normals.astype(np.float32),
            colours=colours.astype(np.float32),
        )  # fmt: skip

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
    """The site with a hill under those who are to be on one, or beyond all if nobody is; None if none is asked for."""
    nouns = load_scene_lexicon().nouns
    if site.ground.walls is not None or site.submerged:
        return None
    hills = [index for index, subject in enumerate(spec.subjects) if nouns[subject.noun].land]
    for hill in hills:
        noun = spec.subjects[hill].noun
        pieces = [piece for piece in landed if _is_on(spec, piece.piece.actor.number - 1, hill)]
        if pieces:
            return Site(Raised(site.ground, _under(pieces, spot, noun)), site.half, check=site.check)
    alone = next((spec.subjects[hill] for hill in hills if spec.subjects[hill].count == 1), None)
    return (
        None
        if alone is None
        else Site(Raised(site.ground, _beyond(landed, spot, alone.noun)), site.half, check=site.check)
    )


def _is_on(spec: SceneSpec, index: int, hill: int) -> bool:
    relation = spec.subjects[index].relation if index >= 0 else None
    return relation is not None and relation.kind in ("on", "above") and relation.to == hill


def _beyond(landed: Sequence[Landed], spot: Spot, noun: str) -> Rise:
    places = [np.hypot(*(piece.at[[0, 2]] - (spot.x, spot.z))) + piece.radius for piece in landed if piece.shown]
    away = float(np.clip(2.4 * max(places, default=0.0), 34.0, 70.0))
    x, z = spot.point(0.22 * away, away)
    height = 0.2 * away
    return Rise(float(x), float(z), 0.06 * away, 0.06 * away + SLOPE[noun] * height, height, noun == "cliff")


def _under(pieces: Sequence[Landed], spot: Spot, noun: str) -> Rise:
    places = np.array([piece.at[[0, 2]] for piece in pieces])
    middle = (places.min(axis=0) + places.max(axis=0)) / 2
    reach = max(float(np.hypot(*(piece.at[[0, 2]] - middle))) + piece.radius for piece in pieces)
    away = float(np.hypot(*(middle - (spot.x, spot.z))))
    height = HEIGHT * away
    top = min(1.1 * reach + 0.3, 0.5 * away)
    foot = min(top + SLOPE[noun] * height, 0.85 * away)
    return Rise(float(middle[0]), float(middle[1]), top, foot, height, noun == "cliff")
