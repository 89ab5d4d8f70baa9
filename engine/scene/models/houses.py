"""Homes: house, cottage, cabin, barn."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, darkened, painted, shade, snowy, varied
from engine.scene.kit.primitives import box, cylinder, sphere
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import extrude, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished
from engine.scene.models.foliage import Clumps, crown
from engine.scene.models.masonry import WHITE, block, chimney, door, gable, pitched_roof, walls_with_gable, window
from engine.scene.models.model import Look, Model

THATCH: Colour = (0.64, 0.51, 0.31)
ROOFS: tuple[Colour, ...] = ((0.62, 0.30, 0.22), (0.42, 0.30, 0.28), (0.34, 0.40, 0.48), (0.55, 0.25, 0.22))


def _hedge(look: Look, x: float, z: float, length: float) -> Mesh:
    """A row of small round shrubs along x."""
    count = max(2, round(length / 0.55))
    at = np.stack([x + (np.arange(count) + 0.5) / count * length, np.full(count, 0.26), np.full(count, z)], axis=1)
    green = ((0.30, 0.48, 0.22), (0.40, 0.56, 0.26), (0.24, 0.40, 0.19))
    shrubs = crown(Clumps(at, np.full((count, 3), 0.32)), green, look, leaf=0.11, count=count * 90)
    return snowy(shrubs, 0.95, 0.4) if look.season == "winter" else shrubs


def _walls(look: Look, size: tuple[float, float, float], rise: float, colour: Colour, material: str) -> Mesh:
    """A body of (width, height, depth) and the gable above it."""
    return darkened(finished(walls_with_gable(size, rise), look, colour, material), 0.88)


def house(look: Look) -> Mesh:
    """Two storeys with a porch, a bay gable, shutters, a chimney and shrubs."""
    rng = look.rng
    walls: tuple[Colour, ...] = ((0.93, 0.88, 0.78), (0.72, 0.80, 0.85), (0.92, 0.80, 0.62), (0.80, 0.84, 0.74))
    wall, roof = walls[int(rng.integers(0, 4))], ROOFS[int(rng.integers(0, 4))]
    shutter = ((0.25, 0.42, 0.46), (0.34, 0.46, 0.32), (0.55, 0.24, 0.22))[int(rng.integers(0, 3))]
    width, height, depth, rise = 8.0, 4.9, 6.2, 2.6
    parts = [
        _walls(look, (width, height, depth), rise, wall, "paint"),
        placed(pitched_roof((width, depth, rise), roof, look), (0, height, 0)),
        painted(block((width + 0.24, 0.5, depth + 0.24), 0.06), (0.58, 0.56, 0.53), "stone"),
        placed(chimney(look, 2.3), (2.5, height + 0.9, -1.1)),
    ]
    front = depth / 2
    for x in (-2.7, 2.7):
        parts.append(placed(window(1.1, 1.35, look, shutters=shutter), (x, 0.95, front)))
    for x in (-2.7, 0.0, 2.7):
        parts.append(placed(window(1.0, 1.2, look, shutters=shutter), (x, 3.15, front)))
    for side in (-1, 1):
        for z in (-1.5, 1.5):
            for y in (0.95, 3.15):
                parts.append(placed(window(1.0, 1.2, look), (side * width / 2, y, z), (0, side * 90, 0)))
        parts.append(placed(window(0.7, 0.8, look), (side * width / 2, height + 0.55, 0), (0, side * 90, 0)))
    parts += [placed(window(1.0, 1.2, look), (x, y, -front), (0, 180, 0)) for x in (-2.5, 0, 2.5) for y in (0.95, 3.15)]
    parts += [placed(door(1.15, 2.1, shutter), (0, 0.3, front)), _porch(look, front, roof)]
    parts += [_hedge(look, -3.9, front + 0.55, 2.4), _hedge(look, 1.5, front + 0.55, 2.4)]
    return joined(parts)


def _porch(look: Look, front: float, roof: Colour) -> Mesh:
    posts = [placed(cylinder(0.09, 2.25, detail=0.6), (x, 0.3, front + 1.35)) for x in (-1.15, 1.15)]
    top = joined([gable(1.5, 2.5, 0.75), placed(block((1.55, 0.16, 2.6), 0.04), (0, -0.14, 0))])
    turned = placed(
        joined([painted(top, WHITE, "paint"), pitched_roof((1.5, 2.5, 0.8), roof, look, over=0.18, tile=0.36)]),
        (0, 2.6, front + 0.75),
        (0, 90, 0),
    )
    steps = [
        placed(block((2.9 - 0.4 * k, 0.15, 1.75 - 0.3 * k), 0.03), (0, 0.15 * k, front + 0.95 - 0.15 * k))
        for k in (0, 1)
    ]
    return joined([painted(joined(posts), WHITE, "paint"), turned, painted(joined(steps), (0.66, 0.63, 0.59), "stone")])


def _thatch(look: Look, width: float, depth: float, rise: float) -> Mesh:
    """A thick soft roof of straw: ridge along x, curled at its eaves."""
    half = depth / 2 + 0.45
    drop = rise * 0.3 / (depth / 2)
    outer = [
        (half, -drop - 0.12),
        (half + 0.06, -drop + 0.16),
        (half * 0.55, rise * 0.52 + 0.36),
        (0.34, rise + 0.30),
        (0.0, rise + 0.42),
    ]
    ring = [*outer, *[(-x, y) for x, y in outer[-2::-1]], (0.0, rise - 0.3)]
    straw = placed(extrude(ring, width + 0.8, 0.14), turn=(0, 90, 0))
    straw = varied(painted(straw, THATCH, "fabric"), 0.3, look.rng, 6.0)
    lines = [
        tube([(x, y + 0.02, s * z) for y, z in ((rise * 0.52 + 0.36, half * 0.55), (rise + 0.30, 0.34))], 0.05, 0.5)
        for s in (-1, 1)
        for x in np.linspace(-width / 2, width / 2, 9)
    ]
    whole = joined([straw, painted(joined(lines), shade(THATCH, 0.78), "fabric")])
    return snowy(whole, 0.96, 0.3) if look.season == "winter" else whole


def cottage(look: Look) -> Mesh:
    """Low, half-timbered and thatched, with a round-topped door, roses and a stone chimney."""
    width, height, depth, rise = 6.4, 2.5, 4.8, 2.5
    front = depth / 2
    beam: Colour = (0.36, 0.25, 0.18)
    parts = [
        _walls(look, (width, height, depth), rise, (0.95, 0.91, 0.82), "clay"),
        placed(_thatch(look, width, depth, rise), (0, height, 0)),
        painted(block((width + 0.2, 0.45, depth + 0.2), 0.08), (0.60, 0.57, 0.52), "stone"),
        placed(chimney(look, 3.9, (0.60, 0.57, 0.52)), (-2.2, height - 0.2, -0.5)),
    ]
    beams = [placed(box((0.16, height, 0.12), 0.03), (x, height / 2, front)) for x in (-3.1, -1.2, 1.0, 3.1)]
    beams += [placed(box((width, 0.16, 0.12), 0.03), (0, y, front)) for y in (0.5, height - 0.1)]
    beams += [
        placed(box((0.13, 1.0, 0.1), 0.03), (x, 0.95, front), (0, 0, turn))
        for x, turn in ((-2.75, 38.0), (2.75, -38.0))
    ]
    for side in (-1, 1):
        beams += [
            placed(box((0.12, height + 1.7, 0.14), 0.03), (side * width / 2, (height + 1.7) / 2, 0)),
            placed(box((0.12, 0.15, depth), 0.03), (side * width / 2, height, 0)),
        ]
        parts.append(placed(window(0.8, 0.8, look, frame=beam), (side * width / 2, 1.0, 1.2), (0, side * 90, 0)))
    parts.append(painted(joined(beams), beam, "wood"))
    parts += [
        placed(window(0.95, 0.9, look, frame=beam, shutters=(0.30, 0.46, 0.40)), (x, 0.95, front))
        for x in (-2.15, 2.05)
    ]
    parts.append(
        placed(door(1.05, 1.95, (0.32, 0.46, 0.36), round_top=True, frame=(0.60, 0.57, 0.52)), (-0.1, 0, front + 0.02))
    )
    vine = np.array(
        [
            (-0.95, 0.3, 0.1),
            (-0.98, 0.9, 0.1),
            (-0.9, 1.5, 0.12),
            (-0.6, 2.05, 0.14),
            (-0.1, 2.3, 0.15),
            (0.5, 2.15, 0.14),
        ]
    )
    roses = crown(
        Clumps(vine + (0, 0, front), np.full((6, 3), 0.26)),
        ((0.32, 0.5, 0.24), (0.42, 0.58, 0.3), (0.86, 0.34, 0.44)),
        look,
        leaf=0.1,
        count=700,
    )
    return joined([*parts, roses, _hedge(look, -3.1, front + 0.5, 1.6), _hedge(look, 1.2, front + 0.5, 1.8)])


def cabin(look: Look) -> Mesh:
    """Round logs that cross at the corners, a stone chimney and a porch."""
    width, depth, height, rise = 5.6, 4.6, 2.5, 1.9
    wood: Colour = (0.55, 0.37, 0.23)
    radius = 0.155
    rows = int(height / (2 * radius * 0.92))
    heights = radius + np.arange(rows) * 2 * radius * 0.92
    one = finished(tube([(-0.5, 0, 0), (0.5, 0, 0)], [radius, radius], 0.85, "flat"), look, wood, "wood")
    tones = look.rng.uniform(0.85, 1.12, rows)
    parts: list[Mesh] = []
    for side in (-1, 1):
        along = np.stack([0 * heights, heights, np.full(rows, side * depth / 2)], axis=1)
        across = np.stack([np.full(rows, side * width / 2), heights + radius * 0.9, 0 * heights], axis=1)
        parts.append(repeated(one, along, scales=np.tile((width + 0.7, 1, 1), (rows, 1)), tones=tones))
        parts.append(repeated(one, across, (0, 90, 0), np.tile((depth + 0.7, 1, 1), (rows, 1)), tones[::-1]))
        for k in range(6):
            y = height + 0.12 + k * 0.29
            parts.append(placed(one, (side * width / 2, y, 0), (0, 90, 0), (depth * (1 - (y - height) / rise), 1, 1)))
    parts.append(painted(block((width - 0.1, height, depth - 0.1), 0.02), shade(wood, 0.6), "wood"))
    parts.append(painted(placed(gable(width - 0.1, depth - 0.1, rise), (0, height, 0)), shade(wood, 0.7), "wood"))
    parts.append(
        placed(
            pitched_roof((width, depth + 0.3, rise), (0.35, 0.36, 0.33), look, over=0.55, tile=0.45),
            (0, height + 0.2, 0),
        )
    )
    front = depth / 2 + radius
    parts += [placed(door(1.0, 1.95, (0.40, 0.26, 0.17), frame=(0.38, 0.27, 0.18)), (0.2, 0.1, front))]
    parts += [
        placed(window(0.95, 0.85, look, frame=(0.38, 0.27, 0.18), shutters=(0.52, 0.22, 0.18)), (x, 0.95, front))
        for x in (-1.75, 1.95)
    ]
    parts += [
        placed(chimney(look, 4.6, (0.56, 0.54, 0.51)), (width / 2 + 0.35, 0, -0.6), scale=(1.3, 1, 1.3)),
        painted(placed(block((width + 0.6, 0.14, 1.4), 0.04), (0, 0, front + 0.6)), shade(wood, 0.8), "wood"),
    ]
    pile = np.array([(2.55 + 0.27 * (k % 3), 0.27 + 0.23 * (k // 3), front + 0.45) for k in range(6)])
    logs = placed(
        joined(
            [
                painted(cylinder(0.125, 0.8, detail=0.6), (0.50, 0.35, 0.23), "bark"),
                painted(placed(cylinder(0.11, 0.82, detail=0.6), (0, -0.01, 0)), (0.84, 0.67, 0.46), "wood"),
            ]
        ),
        (0, 0, -0.4),
        (90, 0, 0),
    )
    return joined([*parts, repeated(logs, pile)])


def barn(look: Look) -> Mesh:
    """Red boards, a gambrel roof, white-crossed doors and a hay loft; its front is the gable."""
    width, depth, height = 8.0, 10.5, 3.8
    ring = [
        (-width / 2, 0),
        (width / 2, 0),
        (width / 2, height),
        (width * 0.33, height + 2.5),
        (0, height + 3.7),
        (-width * 0.33, height + 2.5),
        (-width / 2, height),
    ]
    red: Colour = (0.66, 0.17, 0.14)
    parts = [varied(darkened(finished(extrude(ring, depth, 0.04), look, red, "paint"), 0.85), 0.12, look.rng, 0.5)]
    boards = [
        placed(box((0.035, height + 2.0, 0.03)), (x, (height + 2.0) / 2, depth / 2 + 0.01))
        for x in np.linspace(-3.0, 3.0, 13)
    ]
    boards += [
        placed(box((0.03, height, 0.035)), (side * (width / 2 + 0.01), height / 2, z))
        for side in (-1, 1)
        for z in np.linspace(-5, 5, 18)
    ]
    parts.append(
        finished(joined(boards), look, shade(red, 0.72), "paint")
        if look.colour is None
        else painted(joined(boards), shade(look.colour, 0.72), "paint")
    )
    roof: list[Mesh] = []
    for side in (-1, 1):
        for (x, y), (u, w) in (
            ((width / 2 + 0.35, height - 0.55), (width * 0.33, height + 2.6)),
            ((width * 0.33 + 0.05, height + 2.55), (-0.02, height + 3.85)),
        ):
            length, tilt = float(np.hypot(u - x, w - y)), float(np.degrees(np.arctan2(w - y, u - x)))
            roof.append(
                placed(
                    box((length + 0.1, 0.14, depth + 0.9), 0.04),
                    (side * (x + u) / 2, (y + w) / 2, 0),
                    (0, 0, side * tilt),
                )
            )
            ribs = np.linspace(-depth / 2 - 0.3, depth / 2 + 0.3, 16)
            roof += [
                placed(
                    box((length, 0.06, 0.07)),
                    (side * (x + u) / 2 + 0.09 * side * abs(np.sin(np.radians(tilt))), (y + w) / 2 + 0.08, z),
                    (0, 0, side * tilt),
                )
                for z in ribs
            ]
    top = painted(joined(roof), (0.50, 0.50, 0.52), "clay")
    parts.append(snowy(top, 0.96, 0.3) if look.season == "winter" else top)
    parts += [placed(_crossed(1.65, 3.0, red, look), (x, 0.05, depth / 2 + 0.06)) for x in (-0.86, 0.86)]
    parts += [
        placed(_crossed(1.3, 1.3, red, look), (0, 4.3, depth / 2 + 0.06)),
        placed(window(0.8, 0.9, look), (-2.9, 1.6, depth / 2)),
        placed(window(0.8, 0.9, look), (2.9, 1.6, depth / 2)),
    ]
    parts += [
        placed(window(0.9, 0.9, look), (side * width / 2, 1.7, z), (0, side * 90, 0))
        for side in (-1, 1)
        for z in (-3, 0, 3)
    ]
    trim = [
        tube([(-x, y, depth / 2 + 0.3), (-u, w, depth / 2 + 0.3)], 0.13, 0.4, "flat")
        for x, y, u, w in _edges(width, height)
    ]
    parts.append(painted(joined(trim), WHITE, "paint"))
    vane = [
        tube([(0, height + 3.8, 3), (0, height + 4.8, 3)], 0.04, 0.5),
        placed(sphere(0.12, 0.5), (0, height + 4.35, 3)),
    ]
    return joined([*parts, painted(joined(vane), (0.3, 0.3, 0.32), "iron")])


def _edges(width: float, height: float) -> list[tuple[float, float, float, float]]:
    knee, eave, top = (width * 0.33, height + 2.6), (width / 2 + 0.35, height - 0.55), (0.0, height + 3.85)
    return [(s * a[0], a[1], s * b[0], b[1]) for s in (-1, 1) for a, b in ((eave, knee), (knee, top))]


def _crossed(width: float, height: float, colour: Colour, look: Look) -> Mesh:
    """A leaf of a barn door with its white braces."""
    slope = float(np.degrees(np.arctan2(height, width)))
    long = float(np.hypot(width, height)) * 0.93
    bars = [placed(box((0.16, height, 0.08), 0.02), (s * (width / 2 - 0.08), height / 2, 0.04)) for s in (-1, 1)]
    bars += [placed(box((width, 0.16, 0.08), 0.02), (0, y, 0.04)) for y in (0.08, height - 0.08)]
    bars += [placed(box((long, 0.14, 0.06), 0.02), (0, height / 2, 0.03), (0, 0, s * slope)) for s in (-1, 1)]
    leaf = placed(box((width, height, 0.08)), (0, height / 2, 0))
    main = shade(look.colour, 0.85) if look.colour else shade(colour, 0.85)
    return joined([painted(leaf, main, "paint"), painted(joined(bars), WHITE, "paint")])


MODELS = (
    Model("house", house, 8.5, "ground"),
    Model("cottage", cottage, 6.3, "ground"),
    Model("cabin", cabin, 5.0, "ground"),
    Model("barn", barn, 8.4, "ground"),
)
