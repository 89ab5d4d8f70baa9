"""Land that people have shaped: farm, village, castle grounds, garden."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.kit.paint import painted, snowy, varied
from engine.scene.kit.primitives import box
from engine.scene.kit.shaping import noisy, placed
from engine.scene.kit.sweeps import tube
from engine.scene.mesh import Mesh, joined
from engine.scene.scene import Colour
from engine.scene.terrain.ground import Land, Spots, Values, blend, plain, ramp
from engine.scene.terrain.palette import SOIL, trodden, turf
from engine.scene.terrain.wild import far_hills, spread

CROPS: dict[str, tuple[Colour, ...]] = {
    "spring": ((0.50, 0.36, 0.25), (0.45, 0.60, 0.26), (0.90, 0.82, 0.28), (0.55, 0.40, 0.28)),
    "summer": ((0.88, 0.72, 0.34), (0.42, 0.55, 0.22), (0.52, 0.37, 0.25), (0.80, 0.66, 0.32)),
    "autumn": ((0.48, 0.34, 0.23), (0.76, 0.58, 0.28), (0.55, 0.42, 0.24), (0.60, 0.50, 0.25)),
    "winter": ((0.90, 0.92, 0.96), (0.84, 0.87, 0.93), (0.93, 0.94, 0.97), (0.80, 0.83, 0.89)),
}


def farm(rng: np.random.Generator, season: str, size: float) -> Land:
    """A yard of trodden earth with a track, in a patchwork of ploughed, green and ripe fields."""
    noise = Noise(rng)
    turn = rng.uniform(-0.35, 0.35)
    wide, deep = 36.0, 46.0
    picks = rng.integers(0, 4, (64, 64))

    def cell(x: Values, z: Values) -> tuple[Values, Values, Values, Values]:
        """Along and across the rows, and the number of the field."""
        u, v = x * np.cos(turn) + z * np.sin(turn) + wide * 0.5, z * np.cos(turn) - x * np.sin(turn) - 12.0
        return u, v, np.floor(u / wide), np.floor(v / deep)

    def fields(x: Values, z: Values) -> Values:
        """1 inside a field, 0 in the yard and on the ridges between fields."""
        u, v, i, j = cell(x, z)
        edge = np.minimum(wide / 2 - np.abs(u - (i + 0.5) * wide), deep / 2 - np.abs(v - (j + 0.5) * deep))
        return np.asarray(ramp(edge, 0.7, 1.5) * ramp(np.maximum(np.abs(x) - 15, -z - 14), 0, 3) * ramp(-z, -26, -20))

    def furrows(x: Values, z: Values) -> Values:
        u, _, i, j = cell(x, z)
        kind = picks[i.astype(int) % 64, j.astype(int) % 64]
        pitch = np.where(kind == 1, 1.1, 1.7)
        return np.asarray(np.sin(u * 2 * np.pi / pitch) * fields(x, z))

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        roll = 3.2 * (noise.fractal(spread(x, z, 95), 2) + 0.2) * ramp(away, 18, 90)
        rows = 0.13 * furrows(x, z) * (1 - ramp(away, 34, 60))
        return np.asarray(roll + rows + far_hills(noise, x, z, 30, size * 0.75, size))

    def paint(spots: Spots) -> Values:
        _, _, i, j = cell(spots.x, spots.z)
        kinds = picks[i.astype(int) % 64, j.astype(int) % 64]
        crop = np.array(CROPS[season])[kinds] * (1 + 0.1 * spots.fine + 0.08 * spots.broad)[:, None]
        rows = furrows(spots.x, spots.z) * (1 - ramp(spots.away, 70, 150))
        crop = crop * (1 + 0.16 * rows)[:, None]
        colours = blend(turf(season, spots), crop, fields(spots.x, spots.z))
        earth = (0.86, 0.87, 0.90) if season == "winter" else (0.64, 0.53, 0.39)
        yard = 1 - ramp(np.hypot(spots.x / 1.15, spots.z + 2) + 1.6 * spots.broad, 8, 11)
        colours = blend(colours, plain(earth, spots, 0.14), yard * 0.85)
        return trodden(colours, spots, spots.x - 2.5 * np.sin(spots.z / 26), 3.0, season)

    plots = ((-11.0, -11.0, 35.0, 10.0), (12.0, -9.0, -40.0, 10.0), (14.0, 3.0, -90.0, 8.0), (-14.0, 2.0, 90.0, 8.0))
    return Land(height, paint, 14.0, plots=plots)


def _lane(x: Values, z: Values, lean: float) -> Values:
    """Distance from the middle of the village's lane."""
    return np.asarray(x - lean * z - 2.2 * np.sin(z / 21))


def village(rng: np.random.Generator, season: str, size: float) -> Land:
    """A green with a cobbled square in its middle, lanes that leave it, hills about it."""
    noise = Noise(rng)
    lean = rng.uniform(-0.25, 0.25)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        roll = 4 * (noise.fractal(spread(x, z, 70), 3) + 0.2) * ramp(away, 26, 95)
        return np.asarray(roll + far_hills(noise, x, z, 46, size * 0.65, size))

    def paint(spots: Spots) -> Values:
        lane = _lane(spots.x, spots.z, lean)
        colours = trodden(turf(season, spots), spots, lane, 3.4, season)
        cross = spots.z + 5 - 2.0 * np.sin(spots.x / 25) + 2.5 * np.sin(5 / 25)
        colours = trodden(colours, spots, cross, 3.0, season)
        cobbles = 0.5 + 0.5 * np.sin(spots.x * 9 + 2 * np.sin(spots.z * 4)) * np.sin(spots.z * 9)
        grey = (0.86, 0.88, 0.91) if season == "winter" else (0.60, 0.57, 0.53)
        square = plain(grey, spots, 0.12) * (0.88 + 0.16 * cobbles)[:, None]
        return blend(colours, square, 1 - ramp(spots.away + 0.3 * spots.fine, 6.6, 7.1))

    ring = [(float(a), float(r)) for r, count in ((15.0, 9), (29.0, 15)) for a in np.linspace(25, 335, count)]
    plots = tuple(
        (r * float(np.sin(np.radians(a))), r * float(np.cos(np.radians(a))), a + 180.0, 9.0)
        for a, r in ring
        if abs(_lane(r * np.sin(np.radians(a)), r * np.cos(np.radians(a)), lean)) > 6.0
    )
    return Land(height, paint, 22.0, plots=plots)


def castle_grounds(rng: np.random.Generator, season: str, size: float) -> Land:
    """A mown park with a straight gravel drive, on a plateau above wooded hills."""
    noise = Noise(rng)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        swell = 3.0 * (noise.fractal(spread(x, z, 60), 3) + 0.25) * ramp(away, 32, 85)
        return np.asarray(swell + far_hills(noise, x, z, 58, size * 0.6, size))

    def paint(spots: Spots) -> Values:
        lawn = (
            turf(season, spots) * (1 + 0.035 * np.sign(np.sin(spots.x * 1.3)) * (1 - ramp(spots.away, 30, 60)))[:, None]
        )
        gravel = (0.87, 0.88, 0.91) if season == "winter" else (0.80, 0.73, 0.60)
        drive = np.minimum(np.abs(spots.x), np.abs(np.hypot(spots.x, spots.z) - 13.5) * 1.3)
        return blend(lawn, plain(gravel, spots, 0.12), 1 - ramp(drive + 0.15 * spots.fine, 1.7, 2.0))

    return Land(height, paint, 26.0)


def _hedge(rng: np.random.Generator, season: str, points: list[tuple[float, float]]) -> Mesh:
    """A clipped hedge along (x, z) points."""
    steps = np.linspace(0, len(points) - 1, 14 * (len(points) - 1) + 1)
    path = np.stack(
        [
            np.interp(steps, np.arange(len(points)), np.array(points)[:, 0]),
            np.full(len(steps), 0.42),
            np.interp(steps, np.arange(len(points)), np.array(points)[:, 1]),
        ],
        axis=1,
    )
    body = noisy(tube(path, np.tile((0.36, 0.45), (len(path), 1)), 1.4), 0.1, 3.0, rng)
    green = {"autumn": (0.45, 0.44, 0.18), "winter": (0.28, 0.36, 0.28)}.get(season, (0.24, 0.42, 0.18))
    hedge = varied(painted(body, green, "leaf"), 0.45, rng, 5.0)
    return snowy(hedge, 0.95, 0.45) if season == "winter" else hedge


def garden(rng: np.random.Generator, season: str, size: float) -> Land:
    """A striped lawn, a round of gravel with four paths, beds of flowers behind low hedges, a wall at the back."""
    noise = Noise(rng)
    hedges = [_hedge(rng, season, [(s * 4.2, 12.0), (s * 4.2, 5.5)]) for s in (-1, 1)]
    hedges += [_hedge(rng, season, [(s * 16.0, -3.6), (s * 7.0, -3.6)]) for s in (-1, 1)]
    hedges += [_hedge(rng, season, [(-22.0, -15.0), (-2.6, -15.0)]), _hedge(rng, season, [(2.6, -15.0), (22.0, -15.0)])]
    wall = [placed(box((0.5, 2.2, 34.0), 0.06), (s * 23.0, 1.1, -4.0)) for s in (-1, 1)]
    brick = varied(painted(joined(wall), (0.68, 0.44, 0.34), "brick"), 0.25, rng, 2.0)

    def height(x: Values, z: Values) -> Values:
        away = np.hypot(x, z)
        return np.asarray(
            far_hills(noise, x, z, 34, size * 0.5, size) + 1.5 * noise.fractal(spread(x, z, 50), 2) * ramp(away, 30, 60)
        )

    def paint(spots: Spots) -> Values:
        x, z = spots.x, spots.z
        stripes = np.sign(np.sin(x * np.pi / 1.3)) * (1 - ramp(spots.away, 22, 32))
        colours = turf(season, spots) * (1 + 0.06 * stripes)[:, None]
        bed = (
            ramp(np.abs(x), 5.0, 5.3)
            * (1 - ramp(np.abs(x), 8.0, 8.3))
            * ramp(z, -2.9, -2.6)
            * (1 - ramp(z, 10.0, 10.4))
        )
        bed = np.maximum(bed, (1 - ramp(np.abs(z + 17.0), 1.2, 1.5)) * (1 - ramp(np.abs(x), 21, 22)))
        soil = plain(SOIL if season != "winter" else (0.88, 0.90, 0.94), spots, 0.2)
        if season in ("spring", "summer"):
            blooms = np.array(((0.88, 0.36, 0.46), (0.96, 0.82, 0.36), (0.66, 0.44, 0.78), (0.95, 0.93, 0.88)))
            pick = blooms[(np.floor(x * 1.3).astype(int) + 3 * np.floor(z * 1.1).astype(int)) % 4]
            soil = blend(
                blend(soil, (0.30, 0.48, 0.20), ramp(spots.fine, -0.35, 0.0)), pick, ramp(spots.fine, 0.05, 0.3)
            )
        colours = blend(colours, soil, bed)
        path = np.minimum(np.abs(x) - 1.25, np.abs(z) - 1.25 + 0.4 * ramp(np.abs(x), 26, 30))
        path = np.minimum(path, spots.away - 3.8)
        gravel = (0.88, 0.89, 0.92) if season == "winter" else (0.84, 0.77, 0.65)
        return blend(
            colours,
            plain(gravel, spots, 0.1),
            (1 - ramp(path + 0.05 * spots.fine, -0.1, 0.12)) * (1 - ramp(spots.away, 24, 27)),
        )

    return Land(height, paint, 9.0, extras=(*hedges, brick))
