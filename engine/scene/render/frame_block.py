"""The numbers that all shaders of one view share, packed as frame.glsl declares them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.scene.render.focus_range import sharp_range
from engine.scene.render.view import View
from engine.scene.scene import Air, Colour, Scene

LAMPS_MAX = 16
CASCADES = 3


def linear(colour: Colour | Sequence[float]) -> NDArray[np.float64]:
    """Linear light of an sRGB colour; values above 1 stay as bright as they are."""
    c = np.asarray(colour, np.float64)
    inside = np.clip(c, 0.0, 1.0)
    curve = np.where(inside <= 0.04045, inside / 12.92, ((inside + 0.055) / 1.055) ** 2.4)
    return np.asarray(curve * np.maximum(c, 1.0))


@dataclass(frozen=True, eq=False)
class Cascades:
    """Boxes of the shadow map: world to box matrices, metres per texel and metres of depth of each."""

    matrices: NDArray[np.float64]
    texels: tuple[float, ...]
    depths: tuple[float, ...]


NO_SHADOW = Cascades(np.tile(np.diag([0.0, 0.0, 0.0, 1.0]), (CASCADES, 1, 1)), (1.0,) * CASCADES, (1.0,) * CASCADES)


@dataclass(frozen=True)
class FrameSize:
    """Pixels of the target that is drawn to, of the whole picture, and samples per axis."""

    target: tuple[int, int]
    picture: tuple[int, int]
    samples: float


@dataclass(frozen=True)
class Moment:
    """When and with which variation a frame is drawn."""

    time: float
    seed: int
    foot: float
    """The level where mist lies, metres."""


def pack_frame(scene: Scene, view: View, size: FrameSize, cascades: Cascades, moment: Moment) -> bytes:
    """The uniform block. Strengths, reaches and counts are clamped to what the shaders can take."""
    sky = scene.sky
    air = scene.air or Air(sky.horizon, 0.0)
    right, up, forward = view.rays
    sharp_from, sharp_to = sharp_range(scene)
    wide, high = size.target
    window = view.window
    sun = np.asarray(sky.sun, np.float64)
    sun = sun / max(float(np.linalg.norm(sun)), 1e-9)
    clear_haze = 0.0 if scene.indoors else 0.0011
    # Stars are numbered by the seed, but large numbers lose their fractions in a shader.
    variation = float(moment.seed % 997)
    lamps = scene.lamps[:LAMPS_MAX]
    rows: list[Sequence[float] | NDArray[np.float64]] = [
        *view.matrix.T,
        *(row for matrix in cascades.matrices for row in matrix.T),
        *((texel, depth, 0.0, 0.0) for texel, depth in zip(cascades.texels, cascades.depths, strict=True)),
        (*view.eye, moment.time),
        (*right, 0.0),
        (*up, 0.0),
        (*forward, 0.0),
        (view.near, view.far, sharp_from, scene.camera.aperture),
        (wide, high, 1.0 / wide, 1.0 / high),
        (window.x, window.y, window.width, window.height),
        (*size.picture, size.samples, sharp_to),
        (*sun, sky.sun_strength),
        (*(linear(sky.sun_colour) * sky.sun_strength), float(sky.moon)),
        (*linear(sky.zenith), sky.clouds),
        (*linear(sky.horizon), sky.stars),
        (*linear(sky.ground), sky.aurora),
        (sky.galaxy, float(scene.indoors), variation, len(lamps)),
        (*linear(air.colour), max(air.density, 0.0)),
        (max(air.height, 0.1), air.shafts, moment.foot, clear_haze),
    ]
    rows += _water_rows(scene)
    rows.append((0.83, 0.56, _wind(scene), 0.0))
    blank = [(0.0, 0.0, 0.0, 0.0)] * (LAMPS_MAX - len(lamps))
    rows += [(*lamp.position, max(lamp.reach, 0.01)) for lamp in lamps] + blank
    rows += [(*(linear(lamp.colour) * lamp.strength), 0.0) for lamp in lamps] + blank
    return np.asarray(rows, np.float32).tobytes()


def _water_rows(scene: Scene) -> list[Sequence[float] | NDArray[np.float64]]:
    if scene.water is None:
        return [(-1e6, 0.0, 0.0, 0.0), (0.0,) * 4, (0.0,) * 4]
    water = scene.water
    return [
        (water.level, water.waves, water.clear, 1.0),
        (*linear(water.shallow), 0.0),
        (*linear(water.deep), 0.0),
    ]


def _wind(scene: Scene) -> float:
    """How hard it blows, told by the waves and by what flies: about 0.15 to 0.5 metres of sway."""
    rough = scene.water.waves if scene.water else 0.08
    driven = any(part.kind in ("rain", "leaves", "petals") for part in scene.particles)
    return 0.14 + min(rough, 0.6) * 0.5 + 0.06 * driven
