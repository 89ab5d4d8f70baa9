"""Land without houses: mountains, desert, forest, meadow, winter, the sea bed and the moon."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.terrain.ground import Land, Spots, Values, blend, plain, ramp
from engine.scene.terrain.palette import ROCK, SNOW, snowed, trodden, turf


def spread(x: Values, z: Values, metres: float) -> Values:
    """Points for a noise with patches of that size."""
    return np.stack([x, z], axis=-1) / metres


def backdrop(x: Values, z: Values) -> Values:
    """1 behind the scene (towards -z), small where the camera stands."""
    away = np.maximum(np.hypot(x, z), 1e-6)
    return np.asarray(0.16 + 0.84 * ramp(-z / away, -0.55, 0.35))


def far_hills(noise: Noise, x: Values, z: Values, high: float, start: float, size: float) -> Values:
    """Hills towards the horizon, from `start` to twice that distance."""
    away = np.hypot(x, z)
    hills = 0.35 + 0.65 * noise.fractal(spread(x, z, size * 0.45) + 9, 4)
    return np.asarray(high * np.maximum(hills, 0) * ramp(away, start, start * 2.4) * backdrop(x, z))


def mountains(rng: np.random.Generator, season: str, size: float) -> Land:
    """An alpine meadow under a jagged range with snow on its heights."""
    noise = Noise(rng)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        spot = spread(x, z, size * 0.62) + 0.1 * np.stack(
            [noise.at(spread(x, z, 40)), noise.at(spread(x, z, 40) + 50)], axis=-1
        )
        range_ = (noise.ridged(spot, 6) ** 1.2) * size * 0.46 * ramp(away, size * 0.34, size * 1.6) * backdrop(x, z)
        foothills = 5 * (noise.fractal(spread(x, z, 55) + 5, 3) + 0.3) * ramp(away, 12, 60)
        return np.asarray(range_ + foothills + 0.12 * noise.fractal(spread(x, z, 6), 2))

    def paint(spots: Spots) -> Values:
        colours = turf(season, spots)
        stone = plain(ROCK, spots, 0.3)
        bare = np.maximum(ramp(-spots.up, -0.84, -0.70), ramp(spots.height + 9 * spots.broad, size * 0.1, size * 0.19))
        colours = blend(colours, stone, bare)
        return snowed(colours, spots, size * (0.04 if season == "winter" else 0.17), size * 0.06)

    return Land(height, paint, 18.0)


def desert(rng: np.random.Generator, season: str, size: float) -> Land:
    """Dunes with sharp crests, wind ripples, and tables of red rock far off."""
    del season
    noise = Noise(rng)
    turn = rng.uniform(-0.5, 0.5)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        u = (x * np.sin(turn) + z * np.cos(turn)) / 30 + 0.9 * noise.fractal(spread(x, z, 70), 2)
        phase = u - np.floor(u)
        crest = np.where(phase < 0.7, phase / 0.7, (1 - phase) / 0.3)
        crest = crest * crest * (3 - 2 * crest)
        dunes = (
            (0.6 + 9 * crest)
            * (0.6 + 0.7 * noise.fractal(spread(x, z, 90) + 20, 2))
            * ramp(away, 8, 34)
            * (0.35 + 0.65 * backdrop(x, z))
        )
        tables = ramp(noise.fractal(spread(x, z, size * 0.5) + 70, 2), 0.04, 0.22) * ramp(
            away, size * 0.85, size * 1.15
        )
        return np.asarray(dunes + 26 * tables * backdrop(x, z) + 0.25 * noise.fractal(spread(x, z, 11) + 3, 2))

    def paint(spots: Spots) -> Values:
        ripples = np.sin((spots.x * 0.35 + spots.z) * 4.2 + 5 * spots.broad + 2 * spots.fine) * (
            1 - ramp(spots.away, 14, 45)
        )
        colours = plain((0.88, 0.68, 0.44), spots, 0.07) * (1 + 0.035 * ripples)[:, None]
        colours = blend(colours, (0.93, 0.77, 0.54), 0.5 + spots.broad)
        layers = 0.5 + 0.5 * np.sin(spots.height * 1.3 + 2 * spots.broad)
        red = plain((0.66, 0.36, 0.24), spots, 0.2) * (0.85 + 0.25 * layers)[:, None]
        return blend(colours, red, ramp(-spots.up, -0.82, -0.66) * ramp(spots.away, size * 0.6, size * 0.75))

    return Land(height, paint, 12.0)


def forest(rng: np.random.Generator, season: str, size: float) -> Land:
    """A floor of moss, earth and fallen leaves with a path that winds into the trees."""
    noise = Noise(rng)
    bend, side = rng.uniform(0, 6), rng.choice([-1.0, 1.0])

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        bumps = 1.8 * noise.fractal(spread(x, z, 26), 3) * ramp(away, 7, 30) + 0.1 * noise.fractal(spread(x, z, 2.4), 2)
        return np.asarray(bumps + far_hills(noise, x, z, 24, size * 0.7, size))

    def paint(spots: Spots) -> Values:
        litter = {"autumn": (0.66, 0.40, 0.18), "winter": (0.90, 0.92, 0.96)}.get(season, (0.38, 0.30, 0.19))
        moss = {"autumn": (0.46, 0.44, 0.20), "winter": (0.84, 0.88, 0.94)}.get(season, (0.30, 0.42, 0.18))
        colours = blend(plain(litter, spots, 0.3), moss, 0.5 + 1.5 * spots.broad + 0.5 * spots.fine)
        colours = blend(colours, turf(season, spots), ramp(spots.away, size * 0.35, size * 0.8))
        middle = spots.x - side * (3.4 + 3.0 * np.sin(spots.z / 17 + bend) - 3.0 * np.sin(bend))
        return trodden(colours, spots, middle, 2.0, season)

    return Land(height, paint, 10.0)


def meadow(rng: np.random.Generator, season: str, size: float) -> Land:
    """Rolling hills of grass and flowers."""
    noise = Noise(rng)
    bend, side = rng.uniform(0, 6), rng.choice([-1.0, 1.0])

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        hills = 7.5 * (noise.fractal(spread(x, z, 85), 3) + 0.15) * ramp(away, 14, 75)
        return np.asarray(
            hills + 0.1 * noise.fractal(spread(x, z, 5), 2) + far_hills(noise, x, z, 34, size * 0.6, size)
        )

    def paint(spots: Spots) -> Values:
        colours = turf(season, spots)
        if season in ("spring", "summer"):
            flowers = ramp(spots.fine, 0.30, 0.5) * ramp(spots.broad, 0.02, 0.25) * (1 - ramp(spots.away, 50, 140))
            colours = blend(colours, (0.92, 0.84, 0.42) if side > 0 else (0.80, 0.58, 0.78), 0.55 * flowers)
        middle = spots.x - side * (4.5 + 5 * np.sin(spots.z / 24 + bend) - 5 * np.sin(bend))
        return trodden(colours, spots, middle, 1.7, season)

    return Land(height, paint, 16.0)


def winter(rng: np.random.Generator, season: str, size: float) -> Land:
    """Soft drifts of snow under white hills, whatever the season asked for."""
    del season
    noise = Noise(rng)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        drifts = 0.9 * noise.fractal(spread(x, z, 9) * (1.0, 1.7), 2) * ramp(away, 4, 18)
        hills = 5.5 * (noise.fractal(spread(x, z, 70), 2) + 0.2) * ramp(away, 14, 70)
        peaks = size * 0.34 * noise.ridged(spread(x, z, size * 0.8) + 8, 5) ** 1.3 * ramp(away, size * 0.7, size * 1.9)
        return np.asarray(drifts + hills + peaks * backdrop(x, z))

    def paint(spots: Spots) -> Values:
        colours = blend(plain(SNOW, spots, 0.02), (0.78, 0.85, 0.96), 0.35 - 0.6 * spots.broad)
        return blend(colours, plain((0.46, 0.48, 0.54), spots, 0.25), ramp(-spots.up, -0.82, -0.66))

    return Land(height, paint, 14.0, roughness=0.75)


def underwater(rng: np.random.Generator, season: str, size: float) -> Land:
    """A sea bed of rippled sand between mounds of rock."""
    del season
    noise = Noise(rng)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        ripples = 0.035 * np.sin((x * 0.3 + z) * 5 + 3 * noise.fractal(spread(x, z, 5), 2)) * (1 - ramp(away, 10, 26))
        mounds = 9 * ramp(noise.fractal(spread(x, z, 30) + 4, 4), 0.04, 0.5) * ramp(away, 8, 30)
        rim = far_hills(noise, x, z, 30, size * 0.3, size * 0.5)
        return np.asarray(ripples + mounds + rim + 0.3 * noise.fractal(spread(x, z, 14), 2))

    def paint(spots: Spots) -> Values:
        colours = blend(plain((0.80, 0.76, 0.60), spots, 0.1), (0.62, 0.64, 0.54), 0.3 + spots.broad)
        stone = blend(
            plain((0.40, 0.42, 0.44), spots, 0.3), (0.50, 0.34, 0.42), ramp(spots.fine + spots.broad, 0.2, 0.5)
        )
        stone = blend(stone, (0.30, 0.44, 0.34), ramp(spots.broad, 0.1, 0.4))
        return blend(colours, stone, np.maximum(ramp(-spots.up, -0.95, -0.84), ramp(spots.height, 1.6, 3.2)))

    return Land(height, paint, 9.0)


def space(rng: np.random.Generator, season: str, size: float) -> Land:
    """The surface of a small moon: dust, craters and a near, curved horizon."""
    del season
    noise = Noise(rng)
    count = 70
    away = np.concatenate([rng.uniform(9, 40, 40), rng.uniform(30, size, count - 40)])
    angle, radius = rng.uniform(0, 6.283, count), rng.uniform(0.14, 0.34, count) * away**0.75
    spots_x, spots_z = away * np.cos(angle), away * np.sin(angle)

    def height(x: Values, z: Values) -> Values:
        total = 0.16 * noise.fractal(spread(x, z, 3.5), 3) + 1.6 * noise.fractal(spread(x, z, 45), 3)
        for cx, cz, wide in zip(spots_x, spots_z, radius, strict=True):
            part = np.hypot(x - cx, z - cz) / wide
            total = total + wide * (0.13 * np.exp(-((part - 1) ** 2) * 16) - 0.22 * np.exp(-(part**4)))
        return np.asarray(total - (x * x + z * z) / (size * 3.4))

    def paint(spots: Spots) -> Values:
        colours = blend(plain((0.52, 0.51, 0.50), spots, 0.2), (0.40, 0.39, 0.40), 0.4 + spots.broad)
        return blend(colours, (0.60, 0.59, 0.58), 0.8 * ramp(-spots.up, -0.99, -0.8))

    return Land(height, paint, 8.0)
