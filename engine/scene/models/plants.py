"""Low plants of the land: bush, mushroom, grass, fern and reed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.build import unit
from engine.scene.kit.paint import Colour, material, painted, shade, snowy, swaying
from engine.scene.kit.primitives import lathe, sphere
from engine.scene.kit.shaping import floored, placed, scattered
from engine.scene.kit.sweeps import tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour
from engine.scene.models.flowers import blade
from engine.scene.models.foliage import Clumps, crown, leaf_colours
from engine.scene.models.model import Look, Model
from engine.scene.models.tufts import Tuft, tuft


def bush(look: Look) -> Mesh:
    """Three to five leafy clumps with berries."""
    rng = look.rng
    count = int(rng.integers(5, 8))
    around = np.arange(count) * 2.39996 + rng.uniform(0, 6)
    out = 0.55 * np.sqrt(np.arange(count) / count)
    size = rng.uniform(0.36, 0.5, (count, 1)) * np.array([1.0, 0.95, 1.0])
    centres = np.stack([out * np.cos(around), size[:, 1] * 0.8 + 0.25 * (0.6 - out), out * np.sin(around)], axis=1)
    green = crown(Clumps(centres, size), leaf_colours(look), look, leaf=0.14, count=2600)
    green = floored(green)
    picks = rng.integers(0, len(green.positions), 26)
    berries = scattered(painted(sphere(0.032, 0.4), (0.82, 0.16, 0.2), "gloss"), green.positions[picks])
    berries = floored(berries)
    return snowy(green, 0.95, 0.4) if look.season == "winter" else joined([green, berries])


def mushroom(look: Look) -> Mesh:
    """A fly agaric with its gills, its ring and its spots, and a small one beside it."""
    big = _toadstool(look, 0.34, 0.2)
    small = placed(_toadstool(look, 0.2, 0.105), (0.19, 0, 0.08), (4, 0, -9))
    return joined([big, small])


def _toadstool(look: Look, height: float, reach: float) -> Mesh:
    rng = look.rng
    cream: Colour = (0.94, 0.90, 0.82)
    foot = reach * 0.3
    stem = lathe(
        [
            (0, 0),
            (foot * 1.35, 0.0),
            (foot * 1.45, height * 0.1),
            (foot, height * 0.3),
            (foot * 0.75, height * 0.75),
            (foot * 0.7, height * 0.9),
            (0, height * 0.92),
        ]
    )
    skirt = lathe(
        [
            (foot * 0.75, height * 0.66),
            (foot * 1.5, height * 0.56),
            (foot * 1.55, height * 0.575),
            (foot * 0.72, height * 0.7),
        ]
    )
    turn = np.linspace(0, np.pi / 2, 9)
    dome = np.stack([reach * np.cos(turn), height * 0.74 + reach * 0.72 * np.sin(turn)], axis=1)
    under = [
        (foot * 0.7, height * 0.82),
        (reach * 0.86, height * 0.74 - 0.02 * reach),
        (reach * 0.985, height * 0.74 - 0.05 * reach),
    ]
    cap = finished(lathe(dome, detail=1.6 * max(look.detail, 0.5)), look, (0.80, 0.14, 0.12), "gloss")
    gills = painted(lathe(under, detail=1.6 * max(look.detail, 0.5)), (0.90, 0.83, 0.72), "food")
    rim = finished(
        lathe([under[-1], tuple(dome[0])], detail=1.6 * max(look.detail, 0.5)), look, (0.80, 0.14, 0.12), "gloss"
    )
    lines = np.sin(np.arctan2(gills.positions[:, 2], gills.positions[:, 0]) * 16) > 0
    gills = replace(gills, colours=(gills.colours * np.where(lines, 1.0, 0.86)[:, None]).astype(np.float32))
    k = np.arange(15) + rng.uniform(0.3, 0.7)
    flat, up = np.sqrt(1 - (1 - 0.86 * k / 15.8) ** 2), 1 - 0.86 * k / 15.8
    ways = np.stack([flat * np.cos(k * 2.4), up, flat * np.sin(k * 2.4)], axis=1)
    spots = scattered(
        painted(placed(sphere(1.0, 0.5 * max(look.detail, 0.5)), scale=(1, 0.4, 1)), cream, "food"),
        ways * (reach, reach * 0.72, reach) + (0, height * 0.74, 0),
        unit(ways / (1, 0.72, 1)),
        reach * rng.uniform(0.07, 0.17, 15),
    )
    return joined([painted(stem, cream, "food"), painted(skirt, shade(cream, 0.96), "food"), cap, gills, rim, spots])


def grass(look: Look) -> Mesh:
    """A tuft of blades."""
    colours = leaf_colours(look, {**_GRASS})
    return tuft(look, Tuft(150, 0.34, 0.014, 0.16, colours[2], colours[1]))


_GRASS: dict[str, tuple[Colour, ...]] = {
    "spring": ((0.47, 0.66, 0.26), (0.60, 0.76, 0.34), (0.30, 0.48, 0.18)),
    "summer": ((0.40, 0.58, 0.22), (0.56, 0.68, 0.30), (0.25, 0.42, 0.15)),
    "autumn": ((0.66, 0.58, 0.28), (0.80, 0.68, 0.36), (0.45, 0.42, 0.18)),
    "winter": ((0.66, 0.64, 0.50), (0.84, 0.85, 0.80), (0.45, 0.45, 0.34)),
}


def fern(look: Look) -> Mesh:
    """Arching fronds of paired leaflets, unrolling at the heart."""
    rng = look.rng
    green = main_colour(look, (0.28, 0.52, 0.20) if look.season != "autumn" else (0.72, 0.48, 0.18))
    fronds = [
        placed(
            _fern_frond(look, shade(green, rng.uniform(0.85, 1.2))),
            turn=(rng.uniform(-12, 8), k * 32.7 + rng.uniform(-8, 8), 0),
            scale=size,
        )
        for k, size in enumerate(rng.uniform(0.75, 1.05, 11))
    ]
    curl = np.linspace(0, 1, 22)
    spiral = 0.035 * (1 - curl) ** 0.7
    crozier = np.stack([0 * curl, 0.26 + spiral * np.sin(curl * 11 + 1.0), spiral * np.cos(curl * 11 + 1.0)], axis=1)
    crozier = np.concatenate([[(0, 0, -0.02), (0, 0.15, 0.0)], crozier])
    young = [
        placed(painted(tube(crozier, 0.008, 0.5), shade(green, 1.3), "leaf"), turn=(4, a, 0)) for a in (20.0, 160.0)
    ]
    return swaying(joined([*fronds, *young]), 0.0, 0.6)


def _fern_frond(look: Look, green: Colour) -> Mesh:
    """0.75 m long, along +z."""
    at = np.linspace(0, 1, 12)
    spine = np.stack([0 * at, 0.52 * np.sin(at * 2.15) - 0.22 * at**3, 0.72 * at], axis=1)
    rib = painted(tube(spine, np.linspace(0.008, 0.002, 12), 0.4, "flat"), shade(green, 0.8), "leaf")
    pairs = max(10, round(19 * look.detail))
    leaf = material(blade(1.0, 0.3, lift=0.05, curl=0.18, cup=0.1, rows=3, detail=look.detail), "leaf")
    parts = [rib]
    for part in np.linspace(0.12, 0.99, pairs):
        root = [float(np.interp(part, at, spine[:, k])) for k in range(3)]
        size = 0.24 * float(np.sin(min(1.0, part * 0.8 + 0.22) * np.pi) ** 0.8) + 0.012
        leaflet = placed(painted(leaf, shade(green, 0.85 + 0.3 * part), "leaf"), scale=size)
        for side in (-1, 1):
            parts.append(placed(leaflet, (root[0], root[1], root[2]), (12 * part, side * 62, 0)))
    return joined(parts)


def reed(look: Look) -> Mesh:
    """Bulrushes: tall blades and stalks with brown velvet heads."""
    rng = look.rng
    green = main_colour(look, (0.42, 0.54, 0.24))
    blades = tuft(look, Tuft(34, 1.45, 0.03, 0.2, shade(green, 0.75), shade(green, 1.15)))
    stalks: list[Mesh] = []
    for k in range(int(rng.integers(4, 7))):
        height = rng.uniform(1.25, 1.75)
        angle, lean = k * 2.4, rng.uniform(0.02, 0.14)
        foot = np.array((np.cos(angle), 0, np.sin(angle))) * 0.12
        path = foot + np.linspace(0, 1, 5)[:, None] * (np.cos(angle) * lean, height, np.sin(angle) * lean)
        way = path[-1] - path[-2]
        head = tube([path[-1] - way * 0.85, path[-1] - way * 0.15], 0.034, 1.0)
        stalks += [
            painted(tube(path, 0.009, 0.5), shade(green, 0.95), "leaf"),
            painted(head, (0.38, 0.23, 0.13), "fabric"),
            painted(tube([path[-1], path[-1] + way * 0.3], [0.008, 0.002], 0.5), (0.66, 0.56, 0.32), "leaf"),
        ]
    return joined([blades, swaying(joined(stalks), 0.0, 0.8)])


MODELS = (
    Model("bush", bush, 1.1, "ground", motion="sway"),
    Model("mushroom", mushroom, 0.4, "ground"),
    Model("grass", grass, 0.38, "ground", motion="sway"),
    Model("fern", fern, 0.6, "ground", motion="sway"),
    Model("reed", reed, 1.8, "ground", motion="sway"),
)
