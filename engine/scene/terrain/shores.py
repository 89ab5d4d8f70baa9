"""Land by water: coast, island, lake, river."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.terrain.ground import Land, Spots, Values, blend, plain, ramp
from engine.scene.terrain.palette import ROCK, SAND, WET_SAND, fresh, sea, snowed, turf
from engine.scene.terrain.wild import backdrop, far_hills, spread


def _beach(colours: Values, spots: Spots, level: float, top: float) -> Values:
    """Sand from under the water up to `top` metres above its level, wet and darker at its edge."""
    above = spots.height - level + 0.12 * spots.fine + 0.25 * spots.broad
    sand = blend(plain(SAND, spots, 0.07), WET_SAND, 1 - ramp(spots.height - level, 0.12, 0.42))
    sand = blend(
        sand, (0.95, 0.94, 0.90), ramp(spots.height - level, 0.02, 0.1) * (1 - ramp(spots.height - level, 0.1, 0.2))
    )
    return blend(colours, sand, 1 - ramp(above, top * 0.8, top))


def coast(rng: np.random.Generator, season: str, size: float) -> Land:
    """A bay of sand, the open sea behind it, dunes with grass and a rocky headland to one side."""
    noise = Noise(rng)
    side = rng.choice([-1.0, 1.0])

    def height(x: Values, z: Values) -> Values:
        shore = -11 + 3.5 * noise.fractal(spread(x, 0 * x, 30), 2) - 0.0012 * x * x * np.where(np.abs(x) < 60, -1, -0.4)
        inland = z - shore
        beach = np.where(inland > 0, 0.075 * np.minimum(inland, 30), np.maximum(0.1 * inland, -9))
        dunes = 2.6 * (noise.fractal(spread(x, z, 16), 3) + 0.45) * ramp(inland, 26, 44)
        along = side * x
        cape = ramp(along + 8 * noise.fractal(spread(x, z, 22), 3), size * 0.26, size * 0.42) * ramp(
            z, -size * 0.7, -size * 0.35
        )
        cliff = cape * (11 + 9 * noise.ridged(spread(x, z, 34), 4)) * ramp(size * 0.95 - along, 0, 25)
        return np.asarray(beach + dunes + cliff + 0.06 * noise.fractal(spread(x, z, 3), 2) * ramp(inland, 0, 4))

    def paint(spots: Spots) -> Values:
        colours = _beach(turf(season, spots), spots, 0.0, 2.7)
        stone = blend(plain(ROCK, spots, 0.3), (0.60, 0.52, 0.44), 0.4 + spots.broad)
        return blend(colours, stone, ramp(-spots.up, -0.86, -0.70))

    return Land(height, paint, 10.0, sea(waves=0.14), (0.0, -42.0, 24.0))


def island(rng: np.random.Generator, season: str, size: float) -> Land:
    """A small island: a ring of sand, a green middle, a hill behind; turquoise water and islets far off."""
    noise = Noise(rng)
    hill_x, hill_z = rng.choice([-1.0, 1.0]) * rng.uniform(17, 23), -27.0
    angle, away = rng.uniform(0, 6.283, 5), rng.uniform(size * 0.9, size * 1.8, 5)
    islets = list(zip(away * np.cos(angle), -np.abs(away * np.sin(angle)) - 60, rng.uniform(14, 30, 5), strict=True))

    def height(x: Values, z: Values) -> Values:
        rim = 34 + 6 * noise.fractal(spread(x, z, 28) + 2, 3)
        part = np.hypot(x * 0.9, z + 6) / rim
        land = 2.4 * (1 - part**1.6) + np.where(part > 1, -2.6 * (part - 1), 0.0)
        hill = (
            12
            * np.exp(-(((x - hill_x) / 12) ** 2) - ((z - hill_z) / 10) ** 2)
            * (0.85 + 0.5 * noise.fractal(spread(x, z, 9), 3))
        )
        total = np.maximum(land, -9) + hill + 0.07 * noise.fractal(spread(x, z, 4), 2)
        for cx, cz, wide in islets:
            near = np.hypot(x - cx, z - cz) / wide
            total = np.maximum(
                total, wide * (0.55 * np.exp(-(near**2) * 2.2) - 0.12) * (1 + 0.5 * noise.fractal(spread(x, z, 14), 3))
            )
        return np.asarray(total)

    def paint(spots: Spots) -> Values:
        first = np.array((0.36, 0.54, 0.22) if season != "autumn" else (0.56, 0.54, 0.24))
        green = blend(
            plain((float(first[0]), float(first[1]), float(first[2])), spots, 0.15), first * 1.3, 0.4 + spots.broad
        )
        colours = _beach(green, spots, 0.0, 1.5)
        return blend(colours, plain(ROCK, spots, 0.3), ramp(-spots.up, -0.78, -0.62))

    return Land(height, paint, 9.0, sea(warm=True, waves=0.09), (0.0, -70.0, 22.0))


def lake(rng: np.random.Generator, season: str, size: float) -> Land:
    """A still lake behind a grassy shore, with wooded slopes and peaks on its far side."""
    noise = Noise(rng)
    shift = rng.uniform(-12, 12)
    level = -0.55

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        wave = 4.5 * noise.fractal(spread(x, z, 20), 3)
        part = np.hypot((x - shift) / 62, (z + 52) / 42) + wave / 55
        bank = np.clip((part - 1) * 16, -7, 1.3)
        bank = np.where(bank < 0, bank, 1.3 * np.tanh(bank / 1.3 * 1.2)) + level
        rise = 6 * (noise.fractal(spread(x, z, 60) + 6, 3) + 0.35) * ramp(part, 1.15, 2.2) * ramp(away, 14, 50)
        peaks = size * 0.38 * noise.ridged(spread(x, z, size * 0.6) + 3, 6) ** 1.2 * ramp(away, size * 0.62, size * 1.5)
        return np.asarray(bank + rise + peaks * backdrop(x, z) + 0.05 * noise.fractal(spread(x, z, 3), 2))

    def paint(spots: Spots) -> Values:
        colours = turf(season, spots)
        pebbles = blend(
            plain((0.58, 0.54, 0.46), spots, 0.25), (0.42, 0.38, 0.32), 1 - ramp(spots.height, level, level + 0.2)
        )
        colours = blend(colours, pebbles, 1 - ramp(spots.height + 0.12 * spots.fine, level + 0.2, level + 0.5))
        colours = blend(colours, plain(ROCK, spots, 0.3), ramp(spots.height + 6 * spots.broad, 16, 30))
        return snowed(colours, spots, size * (0.04 if season == "winter" else 0.18), size * 0.06)

    return Land(height, paint, 9.0, fresh(level), (shift, -48.0, 24.0))


def river(rng: np.random.Generator, season: str, size: float) -> Land:
    """A river that winds down from the hills and passes beside the scene."""
    noise = Noise(rng)
    side, phase = rng.choice([-1.0, 1.0]), rng.uniform(0, 6)
    level = -0.75

    def course(z: Values) -> Values:
        """x of the middle of the bed."""
        return np.asarray(side * (13.0 + 4.0 * np.sin(z / 19 + phase) - 4.0 * np.sin(phase) - z * 0.03))

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        bed = np.abs(x - course(z)) * 0.94 + 0.8 * noise.fractal(spread(x, z, 6), 2)
        rise = 5.5 * (noise.fractal(spread(x, z, 60), 3) + 0.3) * ramp(away, 16, 70) + far_hills(
            noise, x, z, 44, size * 0.5, size
        )
        banks = ramp(bed, 3.6, 7.0)
        return np.asarray(-2.1 * (1 - banks) + rise * ramp(bed, 6, 30) + 0.06 * noise.fractal(spread(x, z, 3), 2))

    def paint(spots: Spots) -> Values:
        pebbles = blend(
            plain((0.56, 0.52, 0.45), spots, 0.3), (0.38, 0.35, 0.30), 1 - ramp(spots.height, level - 0.2, level + 0.15)
        )
        return blend(
            turf(season, spots), pebbles, 1 - ramp(spots.height + 0.15 * spots.fine, level + 0.25, level + 0.55)
        )

    spot = np.array([-6.0])
    return Land(height, paint, 5.0, fresh(level, 0.06), (float(course(spot)[0]), -6.0, 2.6))
