"""Trees that keep their shape all year: pine, palm and the desert's cactus."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.scene.kit.build import from_grid, from_triangles, unit
from engine.scene.kit.paint import Colour, coloured, darkened, material, mixed, painted, shade, snowy, swaying
from engine.scene.kit.primitives import lathe, sphere
from engine.scene.kit.shaping import placed, scattered
from engine.scene.kit.sweeps import loft, rings_along, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.foliage import curve, leaves, trunk
from engine.scene.models.model import Look, Model

NEEDLES: Colour = (0.16, 0.36, 0.24)


def _skirt(look: Look, base: float, radius: float, height: float) -> Mesh:
    """One layer of drooping boughs: a ragged cone, hollow below."""
    rng = look.rng
    points = 2 * round(17 * max(look.detail, 0.5))
    around = np.linspace(0, 2 * np.pi, points, endpoint=False) + rng.uniform(0, 1)
    ragged = np.where(np.arange(points) % 2 == 0, 1.0, 0.7) * rng.uniform(0.9, 1.1, points)
    rings = []
    for inward, part, drop in (
        (0.55, 0.3, 0.16),
        (1.0, 1.0, 0.0),
        (0.62, 0.62, 0.3),
        (0.3, 0.25, 0.62),
        (0.02, 0, 1.0),
    ):
        reach = radius * (inward if part < 0.5 else inward * (ragged * part + 1 - part))
        sag = -0.18 * height * (ragged - 0.9) * part
        rings.append(np.stack([reach * np.cos(-around), base + height * drop + sag, reach * np.sin(-around)], axis=1))
    return from_grid(np.stack(rings), round_columns=True)


def pine(look: Look) -> Mesh:
    """A tall cone of needled layers; each carries snow in winter."""
    rng = look.rng
    height = 10.0 * rng.uniform(0.92, 1.08)
    layers, lowest = 8, height * 0.14
    green = main_colour(look, NEEDLES)
    wood = painted(
        trunk(curve((0, 0, 0), (0, height * 0.9, 0), rng, 0.008), 0.3, 0.05, look), (0.36, 0.25, 0.18), "bark"
    )
    skirts: list[Mesh] = []
    for k in range(layers):
        part = k / (layers - 1)
        radius = height * (0.27 * (1 - part) ** 0.85 + 0.045) * rng.uniform(0.93, 1.07)
        skirt = _skirt(look, lowest + (height * 0.7) * part**0.92, radius, height * (0.24 - 0.09 * part))
        skirts.append(coloured(skirt, shade(green, 0.9 + 0.35 * part)))
    boughs = joined(skirts)
    tips = boughs.positions[rng.integers(0, len(boughs.positions), round(3600 * look.detail))].astype(np.float64)
    out = unit(tips * (1, 0, 1) + (0, 0.35, 0) + rng.normal(0, 0.15, tips.shape))
    tips = tips * (0.97, 1, 0.97) + rng.normal(0, 0.07, tips.shape)
    card = leaves(tips, out, 0.34, rng, droop=0.5)
    light = np.repeat(rng.uniform(0.85, 1.18, (len(tips), 1)) * (0.85 + 0.3 * tips[:, 1:2] / height), 4, axis=0)
    card = replace(card, colours=np.clip(np.array(green) * light, 0, 1).astype(np.float32))
    needles = swaying(material(joined([darkened(boughs, 0.8), card]), "leaf"), 0.0, 0.6)
    return joined([wood, snowy(needles, 0.95, 0.5) if look.season == "winter" else needles])


def _frond(green: Colour, detail: float) -> Mesh:
    """A feathered leaf 2.6 m long: arches from the origin along +z and droops."""
    length, steps = 2.6, 12
    at = np.linspace(0, 1, steps + 1)
    spine = np.stack(
        [np.zeros_like(at), 0.75 * np.sin(at * 2.2) - 1.15 * at**2.2, at * length * (1 - 0.12 * at)], axis=1
    )
    rib = painted(
        tube(spine, np.linspace(0.045, 0.01, steps + 1), 0.4, "flat"), mixed(green, (0.7, 0.66, 0.3), 0.5), "leaf"
    )
    count = max(12, round(26 * detail))
    part = np.tile(np.linspace(0.1, 0.99, count), 2)
    side = np.repeat((-1.0, 1.0), count)
    root = np.stack([np.interp(part, at, spine[:, k]) for k in range(3)], axis=1)
    wide = 0.72 * np.sin(np.clip(part * 0.92 + 0.12, 0, 1) * np.pi) ** 0.6
    way = np.stack([side * 0.86, -0.32 - 0.2 * part, 0.42 + 0.3 * part], axis=1)
    tip = root + unit(way) * wide[:, None]
    forward = np.array((0.0, -0.02, 0.075)) + 0 * root
    middle = (root + tip) / 2 + (0, 0.06, 0)
    corners = np.stack([root - forward * 0.6, root + forward * 0.6, middle - forward, middle + forward, tip], axis=1)
    faces = np.array([(0, 2, 1), (1, 2, 3), (2, 4, 3)])
    right = side[:, None, None] > 0
    above, below = np.where(right, faces, faces[:, ::-1]), np.where(right, faces[:, ::-1], faces)
    offset = (np.arange(len(part)) * 5)[:, None, None]
    both = np.concatenate([above + offset, below + offset + len(part) * 5])
    up = np.tile(unit(np.stack([side * 0.25, np.ones_like(side), 0 * side], axis=1))[:, None], (1, 5, 1)).reshape(-1, 3)
    points = np.concatenate([corners, corners - (0, 0.01, 0)])
    blades = from_triangles(points, both, np.concatenate([up, up * (1, 0.3, 1)]))
    tone = np.concatenate([np.repeat(0.85 + 0.35 * part, 5), np.repeat(0.6 + 0.2 * part, 5)])[:, None]
    blades = replace(blades, colours=np.clip(np.array(green) * tone, 0, 1).astype(np.float32))
    return joined([rib, material(blades, "leaf")])


def palm(look: Look) -> Mesh:
    """A ringed, leaning stem under a burst of fronds with coconuts."""
    rng = look.rng
    height = 6.6 * rng.uniform(0.92, 1.06)
    lean = rng.uniform(0.6, 1.5)
    at = np.linspace(0, 1, 34)
    path = np.stack([lean * at**1.7, height * at * (1 - 0.03 * at), 0.15 * np.sin(at * 3)], axis=1)
    radii = (0.21 - 0.1 * at + 0.12 * np.exp(-at * 14)) * (1 + 0.09 * (np.arange(34) % 2))
    stem = painted(tube(path, radii, 0.9, "flat"), (0.58, 0.46, 0.33), "bark")
    rings = np.sin(stem.positions[:, 1] * 16) * 0.12 + 0.95
    stem = replace(stem, colours=np.clip(stem.colours * rings[:, None], 0, 1).astype(np.float32))
    green = main_colour(look, (0.36, 0.56, 0.22))
    top = (float(path[-1, 0]), float(path[-1, 1]), float(path[-1, 2]))
    fronds: list[Mesh] = []
    count = 15 if look.detail > 0.5 else 10
    for k in range(count):
        tone = shade(green, rng.uniform(0.85, 1.15))
        pitch = (-38, -12, 14)[k % 3] + rng.uniform(-7, 7)
        size = rng.uniform(0.88, 1.1)
        turn = (pitch, k * 360 / count * 2 + rng.uniform(-9, 9) + (k >= count / 2) * 360 / count, 0)
        fronds.append(placed(_frond(tone, look.detail), top, turn, size))
    head = swaying(joined(fronds), height * 0.6, 0.8)
    ring = rng.uniform(0, 6) + np.arange(4) * 1.6
    hung = path[-1] + 0.2 * np.stack([np.cos(ring), np.full(4, -0.9), np.sin(ring)], axis=1)
    nuts = scattered(painted(sphere(0.15, 0.6), (0.42, 0.28, 0.17), "wood"), hung)
    return joined([stem, nuts, head])


def _ribbed(path: ArrayLike, radii: ArrayLike, look: Look) -> Mesh:
    """A column with 11 ribs and a dome at its end."""
    sides = 44 if look.detail > 0.5 else 22
    ribs = 0.13 * np.cos(11 * np.linspace(0, 2 * np.pi, sides, endpoint=False))
    column = loft(rings_along(path, radii, sides, "round", ribs))
    green = main_colour(look, (0.30, 0.50, 0.28))
    height = column.positions[:, 1:2] / 3.2
    return replace(coloured(column, green), colours=(np.array(green) * (0.82 + 0.25 * height)).astype(np.float32))


def _arm(look: Look, at: float, side: float, turn: float, rise: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The path of an arm: out of the column, round an elbow and up."""
    bend = np.linspace(0, np.pi / 2, 8)
    out = 0.32 + 0.26 * np.sin(bend)
    up = 0.26 * (1 - np.cos(bend))
    flat = np.concatenate([[0.1], out, [out[-1]] * 4])
    high = at + np.concatenate([[0.0], up, up[-1] + np.linspace(0.1, rise, 4)])
    angle = np.radians(turn)
    lean = look.rng.uniform(-0.06, 0.06) * (high - at)
    return np.stack([side * flat * np.cos(angle) + lean, high, side * flat * np.sin(angle)], axis=1)


def cactus(look: Look) -> Mesh:
    """A saguaro: a ribbed column with raised arms, spines and a crown of flowers."""
    rng = look.rng
    height = 3.0 * rng.uniform(0.92, 1.08)
    at = np.linspace(0.12, 1, 14)
    stem = np.stack([0.05 * np.sin(at * 3), at * (height - 0.3), 0 * at], axis=1)
    turn = rng.uniform(-25, 25)
    arms = [
        _arm(look, height * rng.uniform(0.34, 0.42), 1.0, turn, rng.uniform(0.6, 1.0)),
        _arm(look, height * rng.uniform(0.46, 0.55), -1.0, turn + rng.uniform(-15, 15), rng.uniform(0.4, 0.8)),
    ]
    if rng.random() < 0.5:
        arms.append(_arm(look, height * 0.3, 1.0, turn + 95, 0.45))
    body = [_ribbed(stem, 0.29 - 0.06 * np.abs(at - 0.45), look), *(_ribbed(arm, 0.165, look) for arm in arms)]
    green = material(joined(body), "leaf")
    picks = rng.integers(0, len(green.positions), round(420 * look.detail))
    spines = scattered(lathe([(0.008, 0), (0, 0.085)], sides=3), green.positions[picks], green.normals[picks])
    ends = zip([stem, *arms], [0.26, 0.16, 0.16, 0.16], strict=False)
    tops = np.array([path[-1] + (0, radius * 0.95, 0) for path, radius in ends])
    petal = placed(sphere(0.05, 0.4), (0, 0.05, 0.05), (35, 0, 0), (0.7, 0.45, 1.5))
    flower = joined(
        [painted(placed(petal, turn=(0, a, 0)), (0.95, 0.45, 0.62), "leaf") for a in range(0, 360, 60)]
        + [painted(placed(sphere(0.035, 0.4), (0, 0.06, 0)), (0.98, 0.85, 0.4), "leaf")]
    )
    return joined([green, painted(spines, (0.93, 0.90, 0.74), "leaf"), scattered(flower, tops, scales=1.15)])


MODELS = (
    Model("pine", pine, 10.0, "ground", motion="sway"),
    Model("palm", palm, 7.5, "ground", motion="sway"),
    Model("cactus", cactus, 3.2, "ground"),
)
