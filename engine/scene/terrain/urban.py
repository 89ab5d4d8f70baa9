"""Paved places: city, street, harbour."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.kit.paint import Colour, painted, shade, varied
from engine.scene.kit.primitives import box, cylinder, plane
from engine.scene.kit.shaping import placed, repeated
from engine.scene.mesh import Mesh, joined
from engine.scene.scene import Road
from engine.scene.terrain.ground import Land, Plot, Spots, Values, blend, plain, ramp
from engine.scene.terrain.palette import sea, turf
from engine.scene.terrain.wild import far_hills, spread

ASPHALT: Colour = (0.27, 0.27, 0.29)
PAVING: Colour = (0.62, 0.60, 0.57)
LINE: Colour = (0.90, 0.89, 0.84)
KERB: Colour = (0.72, 0.71, 0.68)


def _wet(colour: Colour, season: str) -> Colour:
    return (0.62, 0.64, 0.68) if season == "winter" and colour == ASPHALT else colour


def _strip(x: float, z: float, wide: float, long: float, colour: Colour, lift: float) -> Mesh:
    """A flat rectangle, `lift` metres above the ground."""
    cells = 1 if max(wide, long) < 20 else 12
    return painted(placed(plane((wide, long), cells), (x, lift, z)), colour, "stone")


def road_along_z(x: float, start: float, end: float, season: str, *, wide: float = 7.0) -> Mesh:
    """Asphalt with a broken middle line and kerbs, from z `start` to `end`."""
    long, middle = end - start, (start + end) / 2
    dashes = np.arange(start + 2, end - 2, 6.0)
    marks = repeated(plane((0.16, 2.6)), np.stack([0 * dashes + x, 0 * dashes + 0.03, dashes], axis=1))
    edges = [placed(box((0.24, 0.3, long), 0.04), (x + s * (wide / 2 + 0.1), 0.0, middle)) for s in (-1, 1)]
    return joined(
        [
            _strip(x, middle, wide, long, _wet(ASPHALT, season), 0.02),
            painted(marks, LINE, "paint"),
            painted(joined(edges), KERB, "stone"),
        ]
    )


def _crossing(x: float, z: float, wide: float, turned: bool) -> Mesh:
    """White bars across a road."""
    bars = np.linspace(-wide / 2 + 0.5, wide / 2 - 0.5, 7)
    at = np.stack([bars, 0 * bars + 0.045, 0 * bars], axis=1)
    return placed(painted(repeated(plane((0.5, 2.6)), at), LINE, "paint"), (x, 0, z), (0, 90 if turned else 0, 0))


def _slabs(spots: Spots, side: float) -> Values:
    """Darker joints between square slabs; far away they melt into their mean."""
    joint = np.minimum(np.abs(np.mod(spots.x, side) - side / 2), np.abs(np.mod(spots.z, side) - side / 2))
    checks = (np.floor(spots.x / side) * 7 + np.floor(spots.z / side) * 13) % 5 / 5
    return np.asarray(1 + ((0.09 * checks - 0.04) - 0.1 * (joint < 0.05)) * (1 - ramp(spots.away, 14, 40)))


def _block(x: float, z: float, pitch: float, *, closed: bool) -> list[Plot]:
    """Plots of a block of the city around (x, z): a closed ring of houses that look at the streets, or four towers."""
    if not closed:
        side = pitch * 0.19
        return [(x + u, z + v, 0.0, pitch * 0.34) for u in (-side, side) for v in (-side, side)]
    side = pitch * 0.245
    ring = [(u, v) for u in (-1, 0, 1) for v in (-1, 0, 1) if (u, v) != (0, 0)]
    return [(x + u * side, z + v * side, 90.0 * u if v == 0 else 0.0 if v > 0 else 180.0, 11.0) for u, v in ring]


def city(rng: np.random.Generator, season: str, size: float) -> Land:
    """Blocks of paving in a grid of streets; the origin stands on a square beside a crossing."""
    noise = Noise(rng)
    pitch = size * 0.3
    roads: list[Mesh] = []
    lines = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]
    for k in lines:
        roads.append(road_along_z(k * pitch, -3.2 * pitch, 3.2 * pitch, season, wide=9.0))
        roads.append(
            placed(road_along_z(k * pitch, -3.2 * pitch, 3.2 * pitch, season, wide=9.0), (0, 0.012, 0), (0, 90, 0))
        )
    patches = [_strip(i * pitch, j * pitch, 9.4, 9.4, _wet(ASPHALT, season), 0.04) for i in lines for j in lines]
    for i in (-0.5, 0.5):
        patches += [_crossing(i * pitch, s * (0.5 * pitch - 6.6), 9.0, False) for s in (-1, 1)]
        patches += [_crossing(s * (0.5 * pitch - 6.6), i * pitch, 9.0, True) for s in (-1, 1)]

    def height(x: Values, z: Values) -> Values:
        return far_hills(noise, x, z, 30, size * 1.5, size * 2)

    def paint(spots: Spots) -> Values:
        colours = plain(PAVING if season != "winter" else (0.82, 0.84, 0.88), spots, 0.08) * _slabs(spots, 1.5)[:, None]
        lawn = ramp(spots.broad, 0.12, 0.16) * ramp(spots.away, 60, 75)
        return blend(colours, turf(season, spots), np.maximum(lawn, ramp(spots.away, size * 1.2, size * 1.6)))

    plots = tuple(
        plot
        for i in range(-2, 3)
        for j in range(-3, 2)
        if (i, j) != (0, 0) and not (i == 0 and j > 0)
        for plot in _block(i * pitch, j * pitch, pitch, closed=abs(i) < 2 and abs(j) < 2)
    )
    ends = 3.2 * pitch
    lanes = tuple(
        road for k in lines
        for road in (Road((k * pitch, ends), (k * pitch, -ends), 9.0), Road((-ends, k * pitch), (ends, k * pitch), 9.0))
    )  # fmt: skip
    return Land(height, paint, pitch * 0.36, extras=(*roads, *patches), roughness=0.8, plots=plots, roads=lanes)


def street(rng: np.random.Generator, season: str, size: float) -> Land:
    """One road that runs from the viewer to the horizon between broad pavements."""
    noise = Noise(rng)
    reach = size * 1.4
    extras = [road_along_z(0.0, -reach, reach * 0.5, season), _crossing(0.0, -7.0, 7.0, False)]
    side = placed(road_along_z(0.0, 4.2, reach, season, wide=6.0), (0, 0.0, -size * 0.28), (0, 90, 0))
    drains = np.array([(s * 3.2, 0.035, z) for s in (-1, 1) for z in (-15.0, 3.0, 14.0)])
    extras += [
        side,
        placed(side, turn=(0, 0, 0), scale=(-1, 1, 1)),
        painted(repeated(plane((0.4, 0.6)), drains), (0.13, 0.13, 0.14), "iron"),
    ]

    def height(x: Values, z: Values) -> Values:
        return far_hills(noise, x, z, 32, size * 1.1, size * 1.5)

    def paint(spots: Spots) -> Values:
        base = PAVING if season != "winter" else (0.84, 0.86, 0.90)
        colours = plain(base, spots, 0.08) * _slabs(spots, 1.0)[:, None]
        return blend(colours, turf(season, spots), ramp(np.abs(spots.x), 15, 17))

    rows = [z for z in np.arange(6.0, -reach * 0.7, -11.0) if abs(z + size * 0.28) > 9.5]
    plots = tuple((s * 12.5, float(z), -90.0 * s, 10.0) for z in rows for s in (-1, 1))
    lanes = (Road((0.0, reach * 0.5), (0.0, -reach), 7.0),)
    return Land(height, paint, 7.0, extras=tuple(extras), roughness=0.8, plots=plots, roads=lanes)


def harbour(rng: np.random.Generator, season: str, size: float) -> Land:
    """A quay of granite with bollards and a jetty; the basin behind it opens to the sea past a mole and hills."""
    noise = Noise(rng)
    edge, level = -7.0, -1.3
    side = rng.choice([-1.0, 1.0])
    stone: Colour = (0.60, 0.58, 0.55)
    wall = varied(
        painted(placed(box((260.0, 5.0, 1.2), 0.08), (0, -2.44, edge - 0.3)), shade(stone, 0.9), "stone"), 0.2, rng, 0.8
    )
    blocks = np.arange(-90.0, 91.0, 3.0)
    coping = repeated(
        painted(box((2.94, 0.34, 1.5), 0.06), shade(stone, 1.15), "stone"),
        np.stack([blocks, 0 * blocks + 0.02, 0 * blocks + edge - 0.2], axis=1),
        tones=rng.uniform(0.9, 1.08, len(blocks)),
    )
    posts = np.arange(-60.0, 61.0, 6.0) + 3.0
    bollard = joined([cylinder(0.16, 0.5, round=0.05), placed(cylinder(0.24, 0.14, round=0.06), (0, 0.42, 0))])
    bollards = repeated(
        painted(bollard, (0.16, 0.17, 0.19), "iron"),
        np.stack([posts, 0 * posts + 0.18, 0 * posts + edge + 0.1], axis=1),
    )
    jetty = _jetty(rng, side * 15.0, edge)
    mole = varied(
        painted(
            placed(box((size * 0.55, 4.4, 7.0), 0.6), (-side * size * 0.42, -0.6, -size * 0.42)),
            shade(stone, 0.85),
            "stone",
        ),
        0.3,
        rng,
        0.3,
    )

    extras = (wall, coping, bollards, jetty, mole)
    plots = tuple((s * x, 9.0 + 0.2 * x, 180.0 - s * 35.0, 9.0) for x in (22.0, 33.0, 44.0) for s in (-1, 1))

    def height(x: Values, z: Values) -> Values:
        quay = np.where(z > edge, 0.0, -5.0)
        far = ramp(-z + 0.35 * side * x + 22 * noise.fractal(spread(x, z, 60), 3), size * 0.95, size * 1.3) * ramp(
            side * x, -size * 0.9, size * 0.1
        )
        hills = far * (9 + 30 * np.maximum(noise.fractal(spread(x, z, size * 0.5) + 4, 4) + 0.4, 0))
        return np.asarray(quay + hills + far_hills(noise, x, np.abs(z), 26, size * 0.8, size) * (z > 0))

    def paint(spots: Spots) -> Values:
        base = stone if season != "winter" else (0.82, 0.84, 0.88)
        colours = plain(base, spots, 0.12) * _slabs(spots, 2.0)[:, None]
        colours = blend(colours, turf(season, spots), np.maximum(ramp(spots.z, 45, 60), ramp(spots.height, 0.6, 2.0)))
        rocks = (1 - ramp(spots.height, 0.4, 1.6)) * (spots.z < edge - 3)
        return blend(colours, plain((0.45, 0.43, 0.40), spots, 0.3), rocks)

    water, afloat = sea(level, waves=0.07), (-side * 4.0, -30.0, 18.0)
    return Land(height, paint, 6.0, water, afloat, extras, 0.85, plots)


def _jetty(rng: np.random.Generator, x: float, edge: float) -> Mesh:
    """Planks on piles, out over the water."""
    rows = np.arange(edge - 1.0, edge - 23.0, -0.36)
    boards = repeated(
        painted(box((2.6, 0.1, 0.33), 0.02), (0.54, 0.42, 0.31), "wood"),
        np.stack([0 * rows + x, 0 * rows - 0.25, rows], axis=1),
        tones=rng.uniform(0.82, 1.12, len(rows)),
    )
    piles = np.array([(x + s * 1.25, -4.0, z) for s in (-1, 1) for z in np.arange(edge - 2.0, edge - 23.0, -3.4)])
    return joined([boards, repeated(painted(cylinder(0.16, 4.4, detail=0.6), (0.38, 0.29, 0.21), "wood"), piles)])
