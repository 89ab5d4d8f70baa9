"""Crowns of leaves and the wood that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.kit.build import from_triangles, unit
from engine.scene.kit.paint import Colour, coloured, material, mixed, shade
from engine.scene.kit.primitives import sphere
from engine.scene.kit.shaping import noisy, placed
from engine.scene.kit.sweeps import tube, tubes
from engine.scene.mesh import Mesh, joined
from engine.scene.models.model import Look

Points = NDArray[np.float64]

SEASON_LEAVES: dict[str, tuple[Colour, ...]] = {
    "spring": ((0.52, 0.68, 0.27), (0.62, 0.75, 0.34), (0.44, 0.62, 0.26)),
    "summer": ((0.28, 0.48, 0.19), (0.38, 0.56, 0.22), (0.22, 0.40, 0.17)),
    "autumn": ((0.84, 0.45, 0.14), (0.90, 0.60, 0.20), (0.72, 0.27, 0.13)),
    "winter": ((0.45, 0.50, 0.38), (0.52, 0.56, 0.45), (0.38, 0.44, 0.33)),
}


@dataclass(frozen=True, eq=False)
class Clumps:
    """Round clumps of leaves: k centres and k half axes (both k x 3), metres."""

    centres: Points
    radii: Points


def leaf_colours(look: Look, seasons: dict[str, tuple[Colour, ...]] = SEASON_LEAVES) -> tuple[Colour, ...]:
    """Three tones: of the colour asked for, else of the season."""
    if look.colour is not None:
        return look.colour, shade(look.colour, 1.25), shade(look.colour, 0.8)
    return seasons[look.season]


def leaves(points: Points, outward: Points, size: ArrayLike, rng: np.random.Generator, *, droop: float = 0.0) -> Mesh:
    """One folded diamond at each of k points, lit as if it were part of the clump; `droop` 1 hangs straight down."""
    count = len(points)
    sizes = np.broadcast_to(np.asarray(size, np.float64), count)[:, None] * rng.uniform(0.7, 1.3, (count, 1))
    along = unit(np.cross(outward, rng.normal(size=(count, 3))))
    along = unit(along * (1 - 0.6 * droop) + 0.45 * outward * (1 - droop) - np.array((0.0, droop, 0.0)))
    across = unit(np.cross(outward, along)) * sizes * 0.34
    middle = points + along * sizes * 0.45
    fold = outward * sizes * 0.1
    corners = np.stack([points, middle - across + fold, middle + across + fold, points + along * sizes], axis=1)
    faces = np.array([(0, 2, 1), (1, 2, 3)])[None] + 4 * np.arange(count)[:, None, None]
    normals = np.repeat(unit(outward + (0.0, 0.25, 0.0)), 4, axis=0)
    made = np.cross(corners[:, 2] - corners[:, 0], corners[:, 1] - corners[:, 0])
    wrong = (made * outward).sum(axis=1) < 0
    faces[wrong] = faces[wrong][:, :, ::-1]
    return from_triangles(corners, faces, normals)


def crown(clumps: Clumps, colours: Sequence[Colour], look: Look, *, leaf: float = 0.4, count: int = 2600) -> Mesh:
    """Clumps with leaves all over them: light above, dark below and inside."""
    rng = look.rng
    low, high = clumps.centres[:, 1].min(), (clumps.centres + clumps.radii)[:, 1].max()
    core = joined(
        placed(sphere(1.0, 0.55 * max(look.detail, 0.6)), tuple(centre), scale=tuple(radii * 0.93))
        for centre, radii in zip(clumps.centres, clumps.radii, strict=True)
    )
    core = noisy(core, float(clumps.radii.mean()) * 0.28, 1.1 / float(clumps.radii.mean()), rng)
    core = _toned(coloured(core, shade(mixed(colours[0], colours[2], 0.5), 0.82)), low, high)
    many = max(200, round(count * look.detail))
    points, outward, depth = _on_clumps(clumps, many, rng)
    card = leaves(points, outward, leaf / max(look.detail, 0.35) ** 0.4, rng)
    card = replace(card, colours=np.repeat(_tones(colours, len(points), rng) * depth, 4, axis=0))
    whole = material(joined([core, _toned(card, low, high)]), "leaf")
    surface = whole.surface.copy()
    surface[:, 3] = 0.35 + 0.4 * np.clip((whole.positions[:, 1] - low) / max(high - low, 1e-6), 0, 1)
    return replace(whole, surface=surface)


def _tones(colours: Sequence[Colour], count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    picks = np.array(colours)[rng.integers(0, len(colours), count)]
    return np.asarray(np.clip(picks * rng.uniform(0.88, 1.14, (count, 1)), 0, 1), np.float32)


def _toned(mesh: Mesh, low: float, high: float) -> Mesh:
    part = np.clip((mesh.positions[:, 1:2] - low) / max(high - low, 1e-6), 0, 1)
    under = 0.78 + 0.22 * np.clip(mesh.normals[:, 1:2] + 0.6, 0, 1)
    colours = np.clip(mesh.colours * (0.72 + 0.4 * part) * under, 0, 1)
    return replace(mesh, colours=colours.astype(np.float32))


def _on_clumps(clumps: Clumps, count: int, rng: np.random.Generator) -> tuple[Points, Points, NDArray[np.float32]]:
    """Points on the outside of the clumps, the directions outwards, and the light there: less between two clumps."""
    share = (clumps.radii**2).mean(axis=1)
    which = rng.choice(len(share), count * 2, p=share / share.sum())
    ways = unit(rng.normal(size=(len(which), 3)))
    points = clumps.centres[which] + ways * clumps.radii[which] * rng.uniform(0.9, 1.05, (len(which), 1))
    depth = np.linalg.norm((points[:, None] - clumps.centres) / clumps.radii, axis=2)
    depth[np.arange(len(which)), which] = 2.0
    outside = np.flatnonzero(depth.min(axis=1) > 0.97)[:count]
    light = 0.62 + 0.38 * np.clip((depth.min(axis=1)[outside, None] - 0.95) / 0.4, 0, 1)
    return points[outside], unit(ways[outside] / clumps.radii[which[outside]]), light.astype(np.float32)


def trunk(path: Points, base: float, top: float, look: Look, *, flare: float = 1.7) -> Mesh:
    """A tapering stem along the path, wider where it meets the ground."""
    steps = np.linspace(0, 1, len(path))
    radii = base + (top - base) * steps**0.8
    radii = radii * (1 + (flare - 1) * np.exp(-steps * 9))
    return tube(path, radii, 0.8 * max(look.detail, 0.5), ends="flat")


def curve(start: ArrayLike, end: ArrayLike, rng: np.random.Generator, wobble: float = 0.06, count: int = 7) -> Points:
    """A wavering path of `count` points between two points."""
    first, last = np.asarray(start, np.float64), np.asarray(end, np.float64)
    part = np.linspace(0, 1, count)[:, None]
    phase = rng.uniform(0, 6, 3)
    reach = float(np.linalg.norm(last - first))
    waves = np.sin(part * rng.uniform(2.5, 5.0, 3) + phase) - np.sin(phase) * (1 - part)
    waves = waves - waves[0] * (1 - part) - waves[-1] * part
    return np.asarray(first + (last - first) * part + waves * wobble * reach)


def bare_branches(starts: ArrayLike, ways: ArrayLike, length: float, radius: float, look: Look) -> Mesh:
    """Branches that fork again and again (Honda 1971), as trees stand in winter: k x 3 starts and directions."""
    rng = look.rng
    at, ahead = np.asarray(starts, np.float64).reshape(-1, 3), unit(np.asarray(ways, np.float64).reshape(-1, 3))
    parts: list[Mesh] = []
    for level in range(4 if look.detail > 0.6 else 3):
        count = len(at)
        step = np.linspace(0, 1, 5)[None, :, None]
        bow = rng.normal(0, 0.1, (count, 1, 3)) * step * (1 - step) * 2
        reach = length * 0.66**level * rng.uniform(0.75, 1.2, (count, 1, 1))
        paths = at[:, None] + (ahead[:, None] * step + bow) * reach
        thick = radius * 0.52**level
        parts.append(tubes(paths, np.linspace(thick, thick * 0.55, 5), 7 - level))
        forks = 4 if level == 0 else 3
        parent = np.repeat(np.arange(count), forks)
        joint = np.where(rng.random(count * forks) < 0.6, 4, 2)
        at = paths[parent, joint]
        spread = unit(rng.normal(size=(count * forks, 3)) * (1, 0.5, 1))
        ahead = unit(ahead[parent] + 0.75 * spread + (0, 0.18, 0))
    return joined(parts)
