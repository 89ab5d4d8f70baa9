"""Broad-leaved trees: oak, birch, willow and cherry; green, golden or bare by the season."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.build import unit
from engine.scene.kit.paint import Colour, coloured, darkened, material, painted, shade, snowy, speckled, varied
from engine.scene.kit.sweeps import tube, tubes
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.foliage import (
    SEASON_LEAVES,
    Clumps,
    bare_branches,
    crown,
    curve,
    leaf_colours,
    leaves,
    trunk,
)
from engine.scene.models.model import Look, Model

BARK: Colour = (0.42, 0.30, 0.21)
DARK_BARK: Colour = (0.30, 0.21, 0.19)


def _wood(mesh: Mesh, look: Look, colour: Colour = BARK) -> Mesh:
    wood = varied(darkened(painted(mesh, colour, "bark"), 0.75), 0.25, look.rng, 2.5)
    return snowy(wood, 0.9, 0.35) if look.season == "winter" else wood


def _dome(look: Look, centre: tuple[float, float, float], reach: tuple[float, float, float], count: int) -> Clumps:
    """Clumps spread evenly over an ellipsoid (a Fibonacci lattice), each a bit different."""
    rng = look.rng
    k = np.arange(count) + 0.5
    height = 1 - 1.75 * k / count
    around = k * 2.39996 + rng.uniform(0, 6)
    flat = np.sqrt(np.maximum(1 - height**2, 0))
    ways = np.stack([flat * np.cos(around), height, flat * np.sin(around)], axis=1)
    ways = ways * rng.uniform(0.85, 1.1, (count, 1))
    centres = np.asarray(centre) + ways * np.asarray(reach) * 0.66
    radii = np.asarray(reach).mean() * rng.uniform(0.42, 0.56, (count, 1)) * np.array([1.0, 0.82, 1.0])
    inside = np.asarray([centre]), np.asarray([reach]) * 0.62
    return Clumps(np.concatenate([centres, inside[0]]), np.concatenate([radii, inside[1]]))


def _limbs(look: Look, fork: float, clumps: Clumps, thick: float) -> Mesh:
    """Branches from the stem up into the clumps."""
    outer = [c for c in clumps.centres[:-1] if c[1] > fork][:: 1 if look.detail > 0.6 else 2]
    paths = [curve((0, fork - 0.25 * k / len(outer), 0), end, look.rng, 0.07, 5) for k, end in enumerate(outer)]
    return joined(tube(path, np.linspace(thick, thick * 0.35, 5), 0.5, ends="flat") for path in paths)


def oak(look: Look) -> Mesh:
    """A thick short stem and a broad crown."""
    rng = look.rng
    height = 9.0 * rng.uniform(0.92, 1.08)
    fork = height * 0.30
    stem = trunk(curve((0, 0, 0), (rng.uniform(-0.25, 0.25), fork * 1.25, 0), rng, 0.04), 0.52, 0.36, look)
    if look.season == "winter":
        around = rng.uniform(0, 1) + np.arange(4) * 1.57
        ways = np.stack([np.cos(around) * 0.8, np.full(4, 0.85), np.sin(around) * 0.8], axis=1)
        return _wood(
            joined([stem, bare_branches(np.tile((0, fork, 0), (4, 1)), ways, height * 0.33, 0.27, look)]), look
        )
    clumps = _dome(look, (0, height * 0.63, 0), (height * 0.44, height * 0.31, height * 0.42), 13)
    wood = _wood(joined([stem, _limbs(look, fork, clumps, 0.24)]), look)
    return joined([wood, crown(clumps, leaf_colours(look), look, leaf=0.5, count=4200)])


def birch(look: Look) -> Mesh:
    """Slim and white with dark marks; yellow in autumn."""
    rng = look.rng
    height = 9.5 * rng.uniform(0.94, 1.06)
    path = curve((0, 0, 0), (rng.uniform(-0.4, 0.4), height * 0.88, rng.uniform(-0.3, 0.3)), rng, 0.03, 40)
    stem = painted(trunk(path, 0.2, 0.05, look, flare=1.4), (0.90, 0.88, 0.84), "bark")
    marks = np.sin(stem.positions[:, 1] * 23 + 3 * np.sin(stem.positions[:, 1] * 3.1)) > 0.72
    marks &= np.sin(np.arctan2(stem.positions[:, 2], stem.positions[:, 0]) * 1.5 + stem.positions[:, 1] * 5) > -0.3
    stem = replace(stem, colours=np.where(marks[:, None], (0.16, 0.14, 0.13), stem.colours).astype(np.float32))
    golden = {**SEASON_LEAVES, "autumn": ((0.93, 0.74, 0.22), (0.96, 0.82, 0.35), (0.85, 0.62, 0.18))}
    if look.season == "winter":
        k = np.arange(14, 40, 3)
        ways = np.stack([np.cos(k * 2.4), np.full(len(k), 0.9), np.sin(k * 2.4)], axis=1)
        twigs = bare_branches(path[k], ways, height * 0.16, 0.06, replace(look, detail=0.5))
        return joined([stem, _wood(twigs, look, (0.36, 0.28, 0.25))])
    levels = np.linspace(0.46, 1.0, 11)
    spread = np.sin(np.clip((1.08 - levels) / 0.68, 0, 1) * 2.3) * 0.15 * height
    around = np.arange(11) * 2.39996 + rng.uniform(0, 6)
    centres = np.stack([spread * np.cos(around) * 0.75, levels * height * 0.92, spread * np.sin(around) * 0.75], axis=1)
    radii = (0.32 + spread[:, None] * 0.56) * np.array([1.0, 1.12, 1.0])
    limbs = joined(tube(curve(path[14 + 2 * k], c, rng, 0.05, 4), 0.045, 0.4) for k, c in enumerate(centres))
    top = crown(Clumps(centres, radii), leaf_colours(look, golden), look, leaf=0.34, count=3800)
    return joined([stem, painted(limbs, (0.6, 0.55, 0.5), "bark"), top])


def willow(look: Look) -> Mesh:
    """A round head from which curtains of twigs hang to the ground."""
    rng = look.rng
    height = 8.0 * rng.uniform(0.94, 1.06)
    stem = trunk(curve((0, 0, 0), (0.3, height * 0.5, 0.1), rng, 0.05), 0.5, 0.3, look)
    clumps = _dome(look, (0, height * 0.72, 0), (height * 0.36, height * 0.2, height * 0.36), 9)
    strands = round(160 * max(look.detail, 0.4))
    ways = unit(rng.normal(size=(strands, 3)) * (1, 0.25, 1) + (0, 0.25, 0))
    starts = np.array((0, height * 0.72, 0)) + ways * (height * 0.38, height * 0.24, height * 0.38)
    length = (starts[:, 1] - height * 0.08) * rng.uniform(0.55, 0.98, strands)
    step = np.linspace(0, 1, 36)[None, :, None]
    bow = ways[:, None] * (1, 0, 1) * 0.55 * np.sin(np.minimum(step * 2.2, 1.6))
    hang = starts[:, None] + bow - np.array((0, 1, 0)) * step * length[:, None, None]
    outward = np.broadcast_to(unit(ways * (1, 0.1, 1))[:, None], hang.shape)
    tones = leaf_colours(look, {**SEASON_LEAVES, "summer": ((0.42, 0.56, 0.24), (0.52, 0.64, 0.30), (0.34, 0.49, 0.2))})
    wood = _wood(joined([stem, _limbs(look, height * 0.42, clumps, 0.2)]), look)
    if look.season == "winter":
        boughs = np.array((0, height * 0.4, 0)) * (1 - step[:, ::5]) + starts[:, None] * step[:, ::5] ** (1.0, 0.6, 1.0)
        twigs = [tubes(boughs, np.linspace(0.07, 0.02, 8), 5), tubes(hang[:, ::5], np.full(8, 0.018), 4)]
        return joined([wood, _wood(joined(twigs), look, (0.5, 0.42, 0.28))])
    flat_points = hang.reshape(-1, 3) + rng.normal(0, 0.05, (strands * 36, 3))
    card = leaves(flat_points, outward.reshape(-1, 3), 0.32, rng, droop=0.8)
    tone = np.array(tones)[rng.integers(0, 3, len(flat_points))] * rng.uniform(0.85, 1.1, (len(flat_points), 1))
    tone = tone * np.repeat(1.08 - 0.3 * step.ravel()[None], strands, axis=0).reshape(-1, 1)
    curtain = material(replace(card, colours=np.repeat(np.clip(tone, 0, 1), 4, axis=0).astype(np.float32)), "leaf")
    surface = curtain.surface.copy()
    surface[:, 3] = np.repeat(np.tile(step.ravel(), strands), 4)
    return joined([wood, crown(clumps, tones, look, leaf=0.4, count=2200), replace(curtain, surface=surface)])


BLOSSOM: dict[str, tuple[Colour, ...]] = {
    **SEASON_LEAVES,
    "spring": ((0.97, 0.74, 0.80), (0.99, 0.86, 0.89), (0.92, 0.58, 0.69)),
    "summer": ((0.96, 0.70, 0.77), (0.98, 0.83, 0.87), (0.90, 0.55, 0.66)),
}


def cherry_tree(look: Look) -> Mesh:
    """A low forked stem under wide clouds of blossom."""
    rng = look.rng
    height = 6.0 * rng.uniform(0.94, 1.06)
    fork = height * 0.26
    stem = trunk(curve((0, 0, 0), (0.1, fork * 1.15, 0), rng, 0.08), 0.3, 0.24, look)
    if look.season == "winter":
        turns = rng.uniform(0, 1) + np.arange(4) * 1.57
        ways = np.stack([np.cos(turns), np.full(4, 0.75), np.sin(turns)], axis=1)
        boughs = bare_branches(np.tile((0.1, fork, 0), (4, 1)), ways, height * 0.34, 0.17, look)
        return _wood(joined([stem, boughs]), look, DARK_BARK)
    count = 12
    around = np.arange(count) * 2.39996 + rng.uniform(0, 6)
    out = np.sqrt((np.arange(count) + 0.4) / count)
    centres = np.stack([out * np.cos(around), 1.0 - 0.42 * out**2, out * np.sin(around)], axis=1)
    centres = centres * np.array([height * 0.46, height * 0.82, height * 0.44])
    radii = height * rng.uniform(0.13, 0.185, (count, 1)) * np.array([1.15, 0.8, 1.15])
    clumps = Clumps(np.concatenate([centres, centres[:1]]), np.concatenate([radii, radii[:1]]))
    wood = _wood(joined([stem, _limbs(look, fork, clumps, 0.16)]), look, DARK_BARK)
    flowers = crown(Clumps(centres, radii), leaf_colours(look, BLOSSOM), look, leaf=0.24, count=5200)
    return joined([wood, flowers])


def log(look: Look) -> Mesh:
    """A felled stem with rings on its ends, a stub of a branch and moss."""
    rng = look.rng
    path = np.stack([np.linspace(-0.9, 0.9, 9), np.full(9, 0.24) + rng.normal(0, 0.008, 9), rng.normal(0, 0.015, 9)], 1)
    bark = painted(tube(path, 0.238 + rng.normal(0, 0.008, 9), 2.0, ends="open"), main_colour(look, BARK), "bark")
    ridges = np.sin(np.arctan2(bark.positions[:, 1] - 0.24, bark.positions[:, 2]) * 14) * 0.15 + 1
    bark = replace(bark, colours=np.clip(bark.colours * ridges[:, None], 0, 1).astype(np.float32))
    bark = speckled(bark, [(0.38, 0.50, 0.2)], rng, 2.5, 0.8)
    parts = [bark]
    pale, dark = (0.84, 0.67, 0.46), (0.72, 0.53, 0.34)
    for k, radius in enumerate((0.236, 0.205, 0.15, 0.125, 0.07, 0.05)):
        colour = (0.55, 0.38, 0.25) if k == 0 else (pale, dark)[(k + 1) % 2]
        for end in (-1, 1):
            middle = path[0 if end < 0 else -1]
            slab = middle + np.outer((-0.03, 0.002 * (k + 1)), (end, 0, 0))
            parts.append(painted(tube(slab, radius, 2.0, ends="flat"), colour, "wood"))
    stub = painted(tube([(0.35, 0.38, 0.05), (0.46, 0.6, 0.12)], [0.07, 0.055], ends="flat"), shade(BARK, 0.9), "bark")
    cut = coloured(tube([(0.455, 0.59, 0.117), (0.462, 0.604, 0.121)], 0.046, ends="flat"), (0.82, 0.64, 0.43))
    whole = joined([*parts, stub, cut])
    return snowy(whole) if look.season == "winter" else whole


MODELS = (
    Model("oak", oak, 9.0, "ground", motion="sway"),
    Model("birch", birch, 9.5, "ground", motion="sway"),
    Model("willow", willow, 8.0, "ground", motion="sway"),
    Model("cherry-tree", cherry_tree, 6.0, "ground", motion="sway"),
    Model("log", log, 0.6, "ground"),
)
