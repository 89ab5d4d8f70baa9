"""Flowers: daisy, sunflower, rose and tulip, each a stem with leaves and a bloom that faces the viewer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.paint import Colour, gradient, material, painted, shade, swaying
from engine.scene.kit.primitives import ellipsoid, lathe, sphere
from engine.scene.kit.shaping import placed, scattered
from engine.scene.kit.sweeps import sheet, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.model import Look, Model

Grid = NDArray[np.float64]
STEM: Colour = (0.33, 0.52, 0.22)
PETALS: tuple[Colour, ...] = (
    (0.95, 0.55, 0.68),
    (0.98, 0.97, 0.93),
    (0.98, 0.80, 0.30),
    (0.62, 0.50, 0.88),
    (0.95, 0.42, 0.36),
)


def blade(
    length: float,
    width: float,
    *,
    lift: float = 0.3,
    curl: float = 0.0,
    cup: float = 0.15,
    rows: int = 6,
    detail: float = 1.0,
) -> Mesh:
    """A leaf or petal from the origin along +z: `lift` how high it arches, `curl` how far its tip falls, `cup` its
    hollow, all in parts of its length."""

    def shape(u: Grid, v: Grid) -> Grid:
        across = (u - 0.5) * width * np.sin(np.clip(v * 0.93 + 0.07, 0, 1) ** 0.8 * np.pi) ** 0.75
        high = length * (lift * np.sin(v * 1.7) - curl * v**2.2) + cup * width * (2 * u - 1) ** 2 * np.sin(v * np.pi)
        return np.stack([-across, high, length * v], axis=-1)

    return sheet(shape, max(2, round(rows * detail)), 4 if detail > 0.6 else 2, 0.012 * width + 0.0005)


def ring_of(part: Mesh, count: int, *, turn: float = 0.0, pitch: float = 0.0, out: float = 0.0) -> Mesh:
    """`count` copies about the y axis, each tipped up by `pitch` degrees and moved out."""
    angles = turn + np.arange(count) * 360 / count
    once = placed(part, (0, 0, out), (-pitch, 0, 0))
    return joined(placed(once, turn=(0, float(a), 0)) for a in angles)


def stalk(look: Look, height: float, radius: float, colour: Colour = STEM) -> tuple[Mesh, NDArray[np.float64]]:
    """A slightly bowed stem and the point at its top."""
    lean = look.rng.uniform(-0.03, 0.03) * height
    at = np.linspace(0, 1, 8)
    path = np.stack([lean * at**2, height * at, 0.015 * height * at**2], axis=1)
    return gradient(
        painted(tube(path, radius, 0.6 if look.detail > 0.6 else 0.4), colour, "leaf"), shade(colour, 0.75), colour
    ), path[-1]


def _assembled(look: Look, parts: Sequence[Mesh], bloom: Mesh, top: NDArray[np.float64], nod: float) -> Mesh:
    """The bloom on its stem, tipped by `nod` degrees towards the viewer."""
    turn = (nod, look.rng.uniform(-12, 12), 0)
    return swaying(joined([*parts, placed(bloom, (float(top[0]), float(top[1]), float(top[2])), turn)]), 0.0, 0.7)


def _stem_leaves(look: Look, levels: Sequence[float], length: float, width: float, colour: Colour = STEM) -> Mesh:
    leaf = material(blade(length, width, lift=0.5, curl=0.35, detail=look.detail), "leaf")
    start = look.rng.uniform(0, 360)
    return joined(
        placed(painted(leaf, shade(colour, look.rng.uniform(0.9, 1.15)), "leaf"), (0, y, 0), (-28, start + k * 150, 0))
        for k, y in enumerate(levels)
    )


def flower(look: Look) -> Mesh:
    """A daisy: two rings of petals about a domed yellow heart."""
    rng = look.rng
    colour = look.colour or PETALS[int(rng.integers(0, len(PETALS)))]
    height = 0.4 * rng.uniform(0.9, 1.1)
    stem, top = stalk(look, height, 0.008)
    petal = blade(0.1, 0.042, lift=0.22, curl=0.1, detail=look.detail)
    petal = gradient(material(petal, "leaf"), shade(colour, 0.85), shade(colour, 1.12), axis=2)
    count = int(rng.integers(11, 15))
    heart = painted(
        placed(ellipsoid((0.042, 0.024, 0.042), 0.7 * look.detail), (0, 0.012, 0)), (0.93, 0.66, 0.16), "food"
    )
    seeds = scattered(
        painted(lathe([(0, 0), (0.007, 0.004), (0, 0.009)], sides=5), (0.98, 0.80, 0.30), "food"),
        _dome_points(0.04, 0.035, round(40 * look.detail)),
    )
    rings = [ring_of(petal, count, pitch=8, out=0.02), ring_of(petal, count, turn=180 / count, pitch=20, out=0.014)]
    bloom = joined(
        [
            *rings,
            heart,
            seeds,
            painted(placed(sphere(0.03, 0.5 * look.detail), (0, -0.008, 0), scale=(1, 0.7, 1)), STEM, "leaf"),
        ]
    )
    return _assembled(
        look, [stem, _stem_leaves(look, (height * 0.12, height * 0.25, height * 0.5), 0.15, 0.05)], bloom, top, 48
    )


def _dome_points(radius: float, height: float, count: int) -> Grid:
    """Points in a sunflower spiral (Vogel 1979) over a dome."""
    k = np.arange(count) + 0.5
    out, around = np.sqrt(k / count), k * 2.39996
    return np.stack([radius * out * np.cos(around), height * (1 - 0.6 * out**2), radius * out * np.sin(around)], axis=1)


def sunflower(look: Look) -> Mesh:
    """A head as large as a plate: a brown spiral of seeds in two rings of golden rays."""
    rng = look.rng
    colour = main_colour(look, (0.97, 0.74, 0.14))
    height = 1.55 * rng.uniform(0.93, 1.07)
    stem, top = stalk(look, height, 0.024)
    ray = blade(0.19, 0.07, lift=0.2, curl=0.12, detail=look.detail)
    ray = gradient(material(ray, "leaf"), shade(colour, 0.84), shade(colour, 1.08), axis=2)
    disc = painted(placed(ellipsoid((0.17, 0.05, 0.17), 1.4), (0, 0.01, 0)), (0.26, 0.16, 0.09), "food")
    seed = painted(placed(lathe([(0, 0), (0.009, 0.008), (0, 0.02)], sides=5)), (0.38, 0.24, 0.12), "food")
    inner = painted(placed(lathe([(0, 0), (0.009, 0.008), (0, 0.016)], sides=5)), (0.60, 0.42, 0.18), "food")
    spiral = _dome_points(0.165, 0.055, max(70, round(200 * look.detail)))
    bloom = joined(
        [
            ring_of(ray, 21, pitch=4, out=0.14),
            ring_of(ray, 21, turn=8, pitch=16, out=0.13),
            disc,
            scattered(inner, spiral[:60]),
            scattered(seed, spiral[60:]),
            ring_of(
                painted(blade(0.16, 0.07, lift=-0.1, detail=look.detail), shade(STEM, 0.9), "leaf"),
                12,
                pitch=-8,
                out=0.08,
            ),
            painted(placed(ellipsoid((0.13, 0.05, 0.13), 0.7), (0, -0.03, 0)), STEM, "leaf"),
        ]
    )
    leaves = _stem_leaves(look, tuple(height * np.array((0.2, 0.36, 0.5, 0.64, 0.77))), 0.42, 0.26)
    return _assembled(look, [stem, leaves], bloom, top, 66)


def rose(look: Look) -> Mesh:
    """Petals wound into a spiral cup, on a thorny stem."""
    rng = look.rng
    colour = main_colour(look, (0.80, 0.13, 0.20))
    height = 0.5 * rng.uniform(0.93, 1.07)
    stem, top = stalk(look, height, 0.0085)
    petals: list[Mesh] = []
    steps = 7 if look.detail > 0.6 else 3
    count = 26 if look.detail > 0.6 else 13
    for k in range(count):
        part = k / (count - 1)
        size = 0.08 + 0.016 * part
        petal = gradient(
            _cupped(size, 0.05 + 0.05 * part, part, steps),
            shade(colour, 0.62 + 0.2 * part),
            shade(colour, 0.95 + 0.2 * part),
        )
        petals.append(placed(petal, (0, -0.012 * part, 0), (0, k * 137.5, 0)))
    sepals = ring_of(
        painted(blade(0.075, 0.026, lift=-0.1, curl=0.4, detail=look.detail), STEM, "leaf"), 5, pitch=-10, out=0.01
    )
    cup = painted(placed(sphere(0.024, 0.6), (0, -0.012, 0)), STEM, "leaf")
    bloom = placed(joined([material(joined(petals), "fabric"), sepals, cup]), (0, 0.02, 0))
    thorn = painted(
        placed(tube([(0, 0, 0), (0, 0.004, 0.016)], [0.005, 0.001], 0.5), (0, 0, 0.005)), (0.5, 0.35, 0.25), "leaf"
    )
    thorns = [
        placed(thorn, (0, y * height, 0), (0, a, 0))
        for y, a in zip(np.linspace(0.15, 0.85, 7), rng.uniform(0, 360, 7), strict=True)
    ]
    leaves = _stem_leaves(look, (height * 0.3, height * 0.48, height * 0.62), 0.14, 0.075, (0.20, 0.40, 0.20))
    return _assembled(look, [stem, *thorns, leaves], bloom, top, 38)


def _cupped(height: float, radius: float, part: float, steps: int) -> Mesh:
    """A petal that stands up about the y axis: closed at the heart (part 0), leaning out and curled at the rim (1)."""
    start = 0.008 + 0.04 * part
    open_out = 0.02 + 0.5 * part**1.5

    def shape(u: Grid, v: Grid) -> Grid:
        wide = (0.95 + 0.25 * part) * np.sin(np.clip(v * 0.85 + 0.13, 0, 1) * np.pi) ** 0.6
        angle = (u - 0.5) * 2 * wide
        reach = (
            start * (0.45 + 0.75 * v**0.7)
            + height * open_out * 0.6 * v**2
            + radius * part * 0.35 * np.clip(v - 0.7, 0, 1)
        )
        rise = height * (v - (0.35 * part) * np.clip(v - 0.72, 0, 1) * 2) * (1 - 0.25 * part * (2 * u - 1) ** 2)
        return np.stack([-reach * np.sin(angle), rise, reach * np.cos(angle)], axis=-1)

    return sheet(shape, steps, steps, 0.0012)


def tulip(look: Look) -> Mesh:
    """An egg of six petals over broad upright leaves."""
    rng = look.rng
    colours: tuple[Colour, ...] = (
        (0.90, 0.22, 0.24),
        (0.97, 0.72, 0.20),
        (0.93, 0.50, 0.66),
        (0.62, 0.34, 0.68),
        (0.96, 0.52, 0.24),
    )
    colour = look.colour or colours[int(rng.integers(0, len(colours)))]
    height = 0.36 * rng.uniform(0.93, 1.07)
    stem, top = stalk(look, height, 0.0095, (0.42, 0.60, 0.30))

    def petal(u: Grid, v: Grid) -> Grid:
        angle = (u - 0.5) * 1.75 * np.sin(np.clip(v * 0.9 + 0.1, 0, 1) ** 0.7 * np.pi) ** 0.55
        reach = 0.012 + 0.047 * np.sin(np.clip(v * 1.2 + 0.12, 0, 2.1) * 1.55) ** 0.8
        return np.stack(
            [-reach * np.sin(angle), 0.125 * v - 0.008 * (2 * u - 1) ** 2 * v, reach * np.cos(angle)], axis=-1
        )

    one = gradient(
        material(sheet(petal, 10 if look.detail > 0.6 else 5, 8 if look.detail > 0.6 else 4, 0.0015), "fabric"),
        shade(colour, 0.78),
        shade(colour, 1.12),
    )
    bloom = joined(
        [ring_of(placed(one, scale=(0.92, 1.0, 0.92)), 3), ring_of(placed(one, scale=(1.04, 0.97, 1.04)), 3, turn=60)]
    )
    green = (0.36, 0.56, 0.32)
    blades: list[Mesh] = []
    for length, angle, curl, tone in ((0.36, 20, 0.18, 1.0), (0.31, 165, 0.25, 0.9), (0.25, 265, 0.3, 1.1)):
        leaf = blade(length, 0.075, lift=0.12, curl=curl, cup=0.5, rows=9, detail=look.detail)
        blades.append(placed(painted(leaf, shade(green, tone), "leaf"), turn=(-74, angle, 0)))
    return _assembled(look, [stem, *blades], bloom, top, 6)


MODELS = (
    Model("flower", flower, 0.45, "ground", motion="sway"),
    Model("sunflower", sunflower, 1.7, "ground", motion="sway"),
    Model("rose", rose, 0.57, "ground", motion="sway"),
    Model("tulip", tulip, 0.48, "ground", motion="sway"),
)
