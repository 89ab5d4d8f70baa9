"""Stone and ice: rock, crystal, iceberg."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.build import unit
from engine.scene.kit.paint import Colour, glowing, gradient, material, painted, shade, snowy, speckled, varied
from engine.scene.kit.primitives import ellipsoid, lathe
from engine.scene.kit.shaping import flat_normals, floored, grounded, noisy, placed
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour, main_material
from engine.scene.models.model import Look, Model


def boulder(look: Look, radii: tuple[float, float, float], cuts: int = 14) -> Mesh:
    """A lump with flat broken faces: an ellipsoid cut by `cuts` planes, then roughened. Stands on y = 0."""
    rng = look.rng
    lump = ellipsoid((1.0, 1.0, 1.0), 2.0 * max(look.detail, 0.4))
    points = lump.positions.astype(np.float64)
    for way in unit(rng.normal(size=(cuts, 3))):
        over = np.maximum(points @ way - rng.uniform(0.68, 0.92), 0)
        points = points - over[:, None] * way
    lump = replace(lump, positions=(points * radii).astype(np.float32))
    lump = noisy(lump, 0.07 * float(np.mean(radii)), 2.6 / float(np.mean(radii)), rng, 3)
    return grounded(floored(lump, -0.55 * radii[1]))


def rock(look: Look) -> Mesh:
    """A boulder with a smaller one at its foot; lichen and moss on top, or snow."""
    rng = look.rng
    radii = (0.85 * rng.uniform(0.85, 1.2), 0.72 * rng.uniform(0.85, 1.15), 0.75 * rng.uniform(0.85, 1.2))
    main = boulder(look, radii)
    side = placed(boulder(look, (0.34, 0.3, 0.32), 9), (rng.choice([-1.0, 1.0]) * radii[0] * 0.95, 0, 0.4))
    both = varied(finished(joined([main, side]), look, (0.55, 0.53, 0.50), "stone"), 0.35, rng, 2.2)
    if look.material is None and look.colour is None:
        both = speckled(both, [(0.68, 0.66, 0.58), (0.42, 0.40, 0.38)], rng, 1.6, 0.5)
        moss: Colour = (0.42, 0.50, 0.24)
        part = np.clip((both.normals[:, 1:2] - 0.55) * 2.2, 0, 1) * (0.5 if look.season != "winter" else 0.0)
        both = replace(both, colours=(both.colours * (1 - part) + np.array(moss) * part).astype(np.float32))
    height = both.positions[:, 1:2] / max(float(both.size[1]), 1e-6)
    both = replace(both, colours=(both.colours * (0.72 + 0.28 * height)).astype(np.float32))
    return snowy(both) if look.season == "winter" else both


def crystal(look: Look) -> Mesh:
    """A druse: six-sided pointed prisms that spring from a base of stone, faintly glowing."""
    rng = look.rng
    colour = main_colour(look, (0.62, 0.42, 0.90))
    parts: list[Mesh] = []
    count = 11
    for k in range(count):
        part = k / count
        length = 1.05 * (1 - 0.62 * part) * rng.uniform(0.85, 1.1)
        width = 0.17 * (1 - 0.45 * part) * rng.uniform(0.85, 1.15)
        shaft = [(0, 0), (width * 0.8, 0), (width, length * 0.72), (width * 0.55, length * 0.86), (0, length)]
        prism = flat_normals(lathe(shaft, smooth=False, sides=6))
        prism = gradient(prism, shade(colour, 0.45), shade(colour, rng.uniform(1.15, 1.55)))
        tone = rng.uniform(0.85, 1.12, len(prism.triangles)).repeat(3)[:, None]
        prism = replace(prism, colours=np.clip(prism.colours * tone, 0, 1).astype(np.float32))
        lean = 0 if k == 0 else rng.uniform(14, 52)
        parts.append(placed(prism, (0, 0.02, 0), (lean, k * 137.5 + rng.uniform(-15, 15), 0)))
    gems = material(joined(parts), main_material(look, "crystal"))
    if look.material is None:
        gems = glowing(gems, 0.28)
    base = flat_normals(noisy(placed(ellipsoid((0.42, 0.16, 0.38), 1.0), (0, 0.02, 0)), 0.09, 4.0, rng))
    return joined([floored(gems), varied(painted(floored(base), (0.36, 0.33, 0.38), "stone"), 0.3, rng, 4.0)])


def iceberg(look: Look) -> Mesh:
    """A jagged white peak over blue ice; it floats at y = 0 and reaches a little below."""
    rng = look.rng
    peaks = [((0.0, 0.0), 5.2, 8.2), ((-3.3, 0.8), 3.6, 5.0), ((3.2, 0.5), 3.3, 3.6), ((1.0, 2.2), 3.2, 2.4)]
    parts: list[Mesh] = []
    for (x, z), reach, height in peaks:
        tall = height * rng.uniform(0.88, 1.12)
        lump = ellipsoid((1.0, 1.0, 1.0), 1.7 * max(look.detail, 0.5))
        points = lump.positions.astype(np.float64)
        for way in unit(rng.normal(size=(22, 3)) * (1, 0.55, 1) + (0, 0.12, 0)):
            points -= np.maximum(points @ way - rng.uniform(0.42, 0.75), 0)[:, None] * way
        points[:, 1] = np.where(points[:, 1] > 0, points[:, 1] ** 1.0, points[:, 1] * 0.25)
        points = points * (reach, tall / max(points[:, 1].max(), 0.1), reach) + (x, 0, z)
        parts.append(replace(lump, positions=points.astype(np.float32)))
    whole = noisy(joined(parts), 0.35, 0.5, rng, 3)
    white, blue = main_colour(look, (0.94, 0.97, 1.0)), shade(main_colour(look, (0.42, 0.72, 0.86)), 1.0)
    whole = flat_normals(whole)
    face = np.clip(whole.normals[:, 1:2] * 1.5 + 0.25, 0, 1)
    high = np.clip(whole.positions[:, 1:2] / 5.0 + 0.25, 0, 1)
    part = np.clip(0.25 + 0.75 * face * (0.5 + 0.5 * high) + 0.2 * high, 0, 1)
    return material(
        replace(whole, colours=(np.array(blue) * (1 - part) + np.array(white) * part).astype(np.float32)), "ice"
    )


MODELS = (
    Model("rock", rock, 1.1, "ground"),
    Model("crystal", crystal, 1.1, "ground"),
    Model("iceberg", iceberg, 8.5, "water", motion="bob"),
)
