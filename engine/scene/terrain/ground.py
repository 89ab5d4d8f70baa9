"""What a place's ground is, and how a relief becomes a mesh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.build import from_grid
from engine.scene.kit.noise import Noise
from engine.scene.mesh import Mesh, joined
from engine.scene.scene import Colour, Road, Water

Values = NDArray[np.float64]
Plot = tuple[float, float, float, float]
Height = Callable[[Values, Values], Values]


@dataclass(frozen=True, eq=False)
class Ground:
    """The ground of a scene. The camera is expected at +z, looking towards -z: the views are arranged for it.

    Attributes:
        mesh: the ground and what is built into it (roads, quays, walls).
        height_at: heights in metres at x and z (arrays of one shape); agrees with the mesh near the origin.
        open_area: metres around the origin that are level enough to stand things on.
        afloat: x, z and radius of open water for boats; None where there is none.
        walls: half width and depth behind the origin of a room; None outdoors.
        plots: where houses may stand without blocking a road: x, z, yaw in degrees (their front towards the road), and
            width in metres; the nearest first.
        roads: where traffic drives.
    """

    mesh: Mesh
    height_at: Callable[[Values, Values], Values]
    water: Water | None
    open_area: float
    afloat: tuple[float, float, float] | None = None
    walls: tuple[float, float] | None = None
    plots: tuple[Plot, ...] = ()
    roads: tuple[Road, ...] = ()


@dataclass(frozen=True, eq=False)
class Spots:
    """Where colour is wanted: n points with their height, the height of their normal, and two fields of chance."""

    x: Values
    z: Values
    height: Values
    up: Values
    broad: Values
    """-1..1, patches of about 12 m."""
    fine: Values
    """-1..1, patches of about 1 m."""

    @property
    def away(self) -> Values:
        """Distance from the origin."""
        return np.hypot(self.x, self.z)


@dataclass(frozen=True, eq=False)
class Land:
    """A relief and its paint, before it is a mesh. `paint` gives n x 3 sRGB."""

    height: Height
    paint: Callable[[Spots], Values]
    open_area: float
    water: Water | None = None
    afloat: tuple[float, float, float] | None = None
    extras: tuple[Mesh, ...] = ()
    roughness: float = 0.95
    plots: tuple[Plot, ...] = ()
    roads: tuple[Road, ...] = ()


def ramp(values: Values, start: float, end: float) -> Values:
    """0 at `start`, 1 at `end`, smooth between."""
    part = np.clip((values - start) / (end - start), 0, 1)
    return np.asarray(part * part * (3 - 2 * part))


def blend(base: Values, colour: Colour | Values, part: Values) -> Values:
    """n x 3 colours with n `part`s of another."""
    share = np.clip(part, 0, 1)[:, None]
    return np.asarray(base * (1 - share) + np.asarray(colour) * share)


def plain(colour: Colour, spots: Spots, amount: float = 0.12) -> Values:
    """One colour, lighter and darker by both fields of chance."""
    tone = 1 + amount * (0.6 * spots.broad + 0.6 * spots.fine)
    return np.asarray(np.asarray(colour) * tone[:, None])


def surfaced(land: Land, rng: np.random.Generator, reach: float, detail: float) -> Mesh:
    """A disc of rings, fine in the middle and coarse towards its rim at `reach` metres; under 100,000 triangles."""
    sides = max(64, round(224 * detail**0.5))
    rings = max(56, round(206 * detail**0.5))
    out = np.concatenate([[0.0], np.geomspace(0.5, reach, rings)])
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    x, z = out[::-1, None] * np.cos(-angle), out[::-1, None] * np.sin(-angle)
    mesh = from_grid(np.stack([x, land.height(x, z), z], axis=-1), round_columns=True)
    px, py, pz = mesh.positions.T.astype(np.float64)
    noise, spot = Noise(rng), np.stack([px, pz], axis=-1)
    spots = Spots(
        px, pz, py, mesh.normals[:, 1].astype(np.float64), noise.fractal(spot / 12, 4), noise.fractal(spot / 1.1, 2)
    )
    colours = np.clip(land.paint(spots), 0, 1).astype(np.float32)
    surface = mesh.surface.copy()
    surface[:, 0] = land.roughness
    ground = replace(mesh, colours=colours, surface=surface)
    return joined([ground, *land.extras])
