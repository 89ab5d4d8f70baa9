"""Church, temple, pagoda and ruin."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, darkened, painted, shade, snowy, speckled, varied
from engine.scene.kit.primitives import box, cylinder, lathe, sphere, torus
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import extrude, loft, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour
from engine.scene.models.foliage import Clumps, crown
from engine.scene.models.masonry import arch, arched_window, block, door, pane, pitched_roof, walls_with_gable
from engine.scene.models.model import Look, Model
from engine.scene.models.rocks import boulder

MARBLE: Colour = (0.90, 0.87, 0.80)


def church(look: Look) -> Mesh:
    """A nave under tiles, a tower with a spire and a cross over a round-headed door."""
    width, depth, height, rise = 6.4, 10.0, 4.6, 3.4
    plaster: Colour = (0.92, 0.89, 0.83)
    nave = placed(walls_with_gable((depth, height, width), rise), turn=(0, 90, 0))
    roof = placed(pitched_roof((depth, width, rise), (0.45, 0.30, 0.27), look, over=0.35), (0, height, 0), (0, 90, 0))
    parts = [placed(darkened(finished(nave, look, plaster, "clay"), 0.86), (0, 0, -1.5)), placed(roof, (0, 0, -1.5))]
    front = depth / 2 - 1.5 + 1.3
    high = 9.6
    body = joined(
        [
            block((3.4, high, 3.2), 0.06),
            placed(block((3.7, 0.3, 3.5), 0.06), (0, high, 0)),
            placed(block((3.6, 0.25, 3.4), 0.06), (0, 6.6, 0)),
        ]
    )
    parts.append(placed(darkened(finished(body, look, plaster, "clay"), 0.86), (0, 0, front - 1.6)))
    spire = lathe([(0, 0), (2.55, 0), (1.9, 0.9), (0.12, 6.0), (0, 6.0)], smooth=False, sides=4)
    spire = painted(placed(spire, (0, high + 0.3, front - 1.6), (0, 45, 0)), (0.34, 0.38, 0.45), "clay")
    parts.append(snowy(spire, 0.7, 0.2) if look.season == "winter" else spire)
    cross = joined(
        [
            placed(box((0.13, 1.4, 0.13), 0.02), (0, 0.7, 0)),
            placed(box((0.85, 0.13, 0.13), 0.02), (0, 0.95, 0)),
            placed(sphere(0.17, 0.5), (0, 0, 0)),
        ]
    )
    parts.append(painted(placed(cross, (0, high + 6.2, front - 1.6)), (0.92, 0.75, 0.35), "gold"))
    parts.append(placed(door(1.5, 2.6, (0.42, 0.26, 0.17), round_top=True, frame=(0.66, 0.63, 0.58)), (0, 0.2, front)))
    parts.append(placed(_rose(look), (0, 4.6, front)))
    for turn in (0, 90, -90):
        opening = arched_window(0.9, 1.7, look)
        parts.append(
            placed(placed(opening, (0, 7.3, 1.7 if turn else 1.6), (0, 0, 0)), (0, 0, front - 1.6), (0, turn, 0))
        )
    for side in (-1, 1):
        for z in (-5.2, -3.1, -1.0, 1.1):
            parts.append(placed(arched_window(0.85, 2.2, look), (side * width / 2, 1.4, z), (0, side * 90, 0)))
        for z in (-6.2, -4.15, -2.05, 0.05, 2.15):
            post = joined([block((0.6, 3.0, 0.5), 0.05), placed(block((0.4, 0.9, 0.42), 0.05), (-side * 0.1, 3.0, 0))])
            parts.append(painted(placed(post, (side * (width / 2 + 0.25), 0, z)), (0.70, 0.67, 0.62), "stone"))
    steps = [placed(block((2.6 - 0.4 * k, 0.12, 1.5 - 0.4 * k), 0.02), (0, 0.12 * k, front + 0.3)) for k in (0, 1)]
    return joined([*parts, painted(joined(steps), (0.66, 0.63, 0.59), "stone")])


def _rose(look: Look) -> Mesh:
    """A round window with spokes."""
    ring = placed(torus(0.72, 0.11, 0.8), turn=(90, 0, 0))
    spokes = [placed(box((0.06, 1.4, 0.08)), (0, 0, 0.04), (0, 0, a)) for a in (0, 45, 90, 135)]
    disc = placed(cylinder(0.7, 0.06), (0, 0, 0.0), (90, 0, 0))
    return joined([painted(joined([ring, *spokes]), (0.66, 0.63, 0.58), "stone"), pane(disc, look)])


def _column(height: float, radius: float) -> Mesh:
    """Doric: fluted, slightly swollen, with a round and a square slab on top."""
    at = np.linspace(0, 1, 8)
    swell = radius * (1 - 0.2 * at + 0.06 * np.sin(at * np.pi))
    angle = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    flutes = 1 - 0.05 * (np.arange(32) % 2)
    rings = np.stack(
        [
            np.stack([r * flutes * np.cos(-angle), np.full(32, y), r * flutes * np.sin(-angle)], axis=1)
            for r, y in zip(swell, 0.15 + at * (height - 0.55), strict=True)
        ]
    )
    top = lathe([(radius * 0.8, height - 0.42), (radius * 1.25, height - 0.2), (0, height - 0.2)], sides=20)
    return joined(
        [
            loft(rings),
            top,
            placed(block((radius * 2.6, 0.2, radius * 2.6), 0.03), (0, height - 0.2, 0)),
            lathe([(0, 0), (radius * 1.2, 0), (radius * 1.2, 0.12), (radius, 0.18)], sides=20),
        ]
    )


def temple(look: Look) -> Mesh:
    """Greek: three steps, a ring of fluted columns, an entablature and a pediment."""
    width, depth, high = 11.0, 14.0, 5.2
    steps = [
        placed(block((width + 2.4 - 0.8 * k, 0.36, depth + 2.4 - 0.8 * k), 0.04), (0, 0.35 * k, 0)) for k in range(3)
    ]
    xs, zs = np.linspace(-width / 2 + 0.5, width / 2 - 0.5, 6), np.linspace(-depth / 2 + 0.5, depth / 2 - 0.5, 7)
    spots = [(x, 1.05, z) for x in xs for z in (zs[0], zs[-1])] + [
        (x, 1.05, z) for x in (xs[0], xs[-1]) for z in zs[1:-1]
    ]
    columns = repeated(_column(high, 0.5), np.array(spots))
    top = 1.05 + high
    beams = [
        placed(block((width + 0.4, 0.6, depth + 0.4), 0.03), (0, top, 0)),
        placed(block((width + 0.9, 0.22, depth + 0.9), 0.04), (0, top + 1.1, 0)),
    ]
    frieze = painted(
        placed(block((width + 0.3, 0.5, depth + 0.3), 0.0), (0, top + 0.6, 0)), (0.55, 0.32, 0.28), "stone"
    )
    glyph = np.array(
        [
            (x, top + 0.85, s * (depth / 2 + 0.17))
            for x in np.linspace(-width / 2 + 0.3, width / 2 - 0.3, 13)
            for s in (-1, 1)
        ]
    )
    sides = np.array(
        [
            (s * (width / 2 + 0.17), top + 0.85, z)
            for z in np.linspace(-depth / 2 + 0.3, depth / 2 - 0.3, 16)
            for s in (-1, 1)
        ]
    )
    blocks = [repeated(box((0.4, 0.46, 0.12)), glyph), repeated(box((0.12, 0.46, 0.4)), sides)]
    rise = 2.1
    gables = placed(
        extrude([(-width / 2 - 0.45, 0), (width / 2 + 0.45, 0), (0, rise)], depth + 0.9, 0.05), (0, top + 1.3, 0)
    )
    inset = placed(
        extrude([(-width / 2 + 0.6, 0.22), (width / 2 - 0.6, 0.22), (0, rise - 0.38)], depth + 1.0), (0, top + 1.3, 0)
    )
    cella = painted(placed(block((width - 3.4, high, depth - 4.0), 0.0), (0, 1.05, -0.4)), (0.78, 0.72, 0.63), "stone")
    roof = placed(
        pitched_roof((depth + 0.3, width + 0.6, rise), (0.72, 0.47, 0.35), look, over=0.3, tile=0.7),
        (0, top + 1.36, 0),
        (0, 90, 0),
    )
    stone = finished(joined([*steps, columns, *beams, *blocks, gables]), look, MARBLE, "marble")
    way = painted(placed(box((2.0, 4.0, 0.1)), (0, 3.05, depth / 2 - 2.38)), (0.22, 0.17, 0.14), "wood")
    gold = painted(placed(sphere(0.3, 0.6), (0, top + 1.3 + rise + 0.25, depth / 2 + 0.3)), (0.92, 0.75, 0.35), "gold")
    return joined([darkened(stone, 0.85), frieze, painted(inset, (0.50, 0.38, 0.42), "stone"), cella, way, gold, roof])


def _eaves(radius: float, rise: float, look: Look, colour: Colour) -> Mesh:
    """A square roof whose hollow slopes turn up at the corners."""
    sides, rows = 32, 7
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    square = 1 / np.maximum(np.abs(np.cos(angle)), np.abs(np.sin(angle)))
    corner = (np.abs(np.sin(2 * angle))) ** 6
    rings = [
        np.stack(
            [0.3 * radius * square * np.cos(-angle), np.full(sides, -0.05), 0.3 * radius * square * np.sin(-angle)],
            axis=1,
        )
    ]
    for part in np.linspace(0, 1, rows):
        out = radius * (1 - 0.72 * part) * square * (1 + 0.06 * corner * (1 - part))
        up = rise * (part**1.7) + 0.34 * radius * 0.32 * corner * (1 - part) ** 2
        if part == 0:
            rings.append(np.stack([out * np.cos(-angle), up - 0.1, out * np.sin(-angle)], axis=1))
        rings.append(np.stack([out * np.cos(-angle), up, out * np.sin(-angle)], axis=1))
    roof = varied(painted(loft(np.stack(rings)), colour, "clay"), 0.2, look.rng, 2.0)
    ridge = [
        np.stack(
            [
                (radius * (1 - 0.72 * part) * 1.414 * (1.06 - 0.06 * part)),
                rise * part**1.7 + 0.109 * radius * (1 - part) ** 2,
            ]
        )
        for part in np.linspace(0, 1, 7)
    ]
    line = tube([(x * 0.7071, y + 0.03, x * 0.7071) for x, y in ridge], 0.07, 0.5)
    whole = joined(
        [roof, *(painted(placed(line, turn=(0, a, 0)), shade(colour, 0.75), "clay") for a in (0, 90, 180, 270))]
    )
    return snowy(whole, 0.95, 0.4) if look.season == "winter" else whole


def pagoda(look: Look) -> Mesh:
    """Five storeys in red and white under curved roofs, with a golden spire."""
    red = main_colour(look, (0.72, 0.20, 0.16))
    tile: Colour = (0.26, 0.36, 0.38)
    parts = [
        painted(placed(block((8.6 - k, 0.35, 8.6 - k), 0.05), (0, 0.34 * k, 0)), (0.66, 0.64, 0.60), "stone")
        for k in range(2)
    ]
    y, side = 0.7, 5.0
    for storey in range(5):
        high = 2.2 if storey == 0 else 1.45
        parts.append(
            painted(placed(block((side * 0.9, high, side * 0.9), 0.0), (0, y, 0)), (0.93, 0.88, 0.78), "paint")
        )
        grid = np.linspace(-side * 0.45, side * 0.45, 5)
        posts = [(x, y, z) for x in grid for z in (grid[0], grid[-1])] + [
            (x, y, z) for x in (grid[0], grid[-1]) for z in grid[1:-1]
        ]
        parts.append(painted(repeated(cylinder(0.13, high, detail=0.5), np.array(posts)), red, "paint"))
        for turn in (0, 90, 180, 270):
            bars = [placed(box((side * 0.92, 0.14, 0.12)), (0, y + h, side * 0.45)) for h in (0.25, high - 0.2)]
            wall = [painted(joined(bars), red, "paint")]
            if storey == 0 and turn == 0:
                wall.append(placed(door(1.1, 1.75, red, frame=(0.3, 0.2, 0.15)), (0, y, side * 0.45)))
            for x in (-side * 0.225, side * 0.225) if storey == 0 else (-side * 0.1125, side * 0.1125):
                wall.append(
                    placed(pane(box((side * 0.15, high * 0.42, 0.06)), look), (x, y + high * 0.52, side * 0.45 + 0.03))
                )
            parts.append(placed(joined(wall), turn=(0, turn, 0)))
        parts.append(
            painted(
                placed(block((side * 1.12, 0.22, side * 1.12), 0.03), (0, y + high - 0.05, 0)), shade(red, 0.8), "wood"
            )
        )
        parts.append(placed(_eaves(side * 0.82, 1.1 if storey < 4 else 2.0, look, tile), (0, y + high + 0.18, 0)))
        y += high + 0.82
        side *= 0.88
    rings = [placed(torus(0.34 - 0.03 * k, 0.06, 0.6), (0, y + 1.5 + 0.3 * k, 0)) for k in range(6)]
    spire = lathe(
        [(0, y + 0.7), (0.3, y + 0.8), (0.12, y + 1.2), (0.06, y + 3.6), (0.16, y + 3.8), (0, y + 4.2)], detail=0.6
    )
    return joined([*parts, painted(joined([spire, *rings]), (0.90, 0.72, 0.32), "gold")])


def ruin(look: Look) -> Mesh:
    """What is left of a temple: a standing corner with its arch, broken columns, fallen drums, ivy."""
    rng = look.rng
    stone: Colour = main_colour(look, (0.74, 0.69, 0.60))
    high = 4.4
    parts = [block((8.0, 0.35, 6.0), 0.06), placed(block((7.2, 0.3, 5.2), 0.06), (0, 0.33, 0))]
    for x, z, part in (
        (-2.9, 1.9, 1.0),
        (-1.0, 1.9, 1.0),
        (0.9, 1.9, rng.uniform(0.45, 0.65)),
        (2.9, 1.9, rng.uniform(0.2, 0.4)),
        (-2.9, 0.0, 0.8),
        (-2.9, -1.9, 1.0),
    ):
        shaft = _column(high, 0.36)
        if part < 1:
            cut = high * part
            tilt = 0.12 * (shaft.positions[:, 0] + shaft.positions[:, 2])
            shaft.positions[:, 1] = np.minimum(shaft.positions[:, 1], cut + tilt)
        parts.append(placed(shaft, (x, 0.6, z)))
    parts.append(placed(block((2.9, 0.55, 0.8), 0.05), (-1.95, 0.6 + high, 1.9)))
    parts.append(placed(block((0.8, 0.5, 0.8), 0.05), (-2.9, 0.6 + high, -1.9)))
    wall = [
        (-3.2, 0),
        (2.4, 0),
        (2.2, 1.0),
        (1.5, 1.2),
        (1.3, 2.2),
        (0.5, 2.5),
        (0.2, 3.6),
        (-0.7, 3.5),
        (-1.0, 4.3),
        (-2.2, 4.5),
        (-2.5, 4.2),
        (-3.2, 4.6),
    ]
    parts.append(placed(extrude(wall, 0.7, 0.06), (0.2, 0.6, -2.1)))
    drum = placed(cylinder(0.36, 0.8, round=0.04), (0, 0.36, -0.4), (90, 0, 0))
    parts += [
        placed(drum, (2.6, 0.0, 3.5), (0, 35, 0)),
        placed(drum, (1.5, 0.62, 0.5), (0, -50, 0)),
        placed(block((0.8, 0.45, 0.8), 0.05), (-1.2, 0.0, 3.6), (0, 20, 0)),
    ]
    parts += [
        placed(boulder(look, (0.4, 0.3, 0.35), 8), (float(x), 0.0, float(z)))
        for x, z in rng.uniform((-4, 3.1), (4, 3.9), (5, 2))
    ]
    whole = varied(darkened(finished(joined(parts), look, stone, "stone"), 0.8), 0.25, rng, 1.2)
    whole = speckled(whole, [(0.52, 0.56, 0.38)], rng, 0.9, 0.7)
    hole = painted(placed(arch(0.9, 1.9, 0.75), (-1.6, 0.9, -2.1)), (0.30, 0.27, 0.25), "stone")
    ivy = np.array(
        [(-2.9 + 0.1 * k, 0.9 + 0.6 * k, -1.75) for k in range(5)]
        + [(-2.4, 4.7, -1.9), (-1.2, 4.6, -2.0), (2.9, 0.8, 2.1), (-3.0, 5.2, 1.9), (2.2, 1.2, -2.0)]
    )
    tones = (
        ((0.30, 0.46, 0.20), (0.40, 0.54, 0.24), (0.24, 0.38, 0.18))
        if look.season != "autumn"
        else ((0.62, 0.25, 0.16), (0.75, 0.42, 0.18), (0.5, 0.2, 0.14))
    )
    green = crown(Clumps(ivy, rng.uniform(0.26, 0.42, (len(ivy), 3))), tones, look, leaf=0.16, count=1300)
    both = joined([whole, hole, green])
    return snowy(both, 0.9, 0.6) if look.season == "winter" else both


MODELS = (
    Model("church", church, 17.3, "ground", crowd=False),
    Model("temple", temple, 9.8, "ground", crowd=False),
    Model("pagoda", pagoda, 17.5, "ground"),
    Model("ruin", ruin, 5.6, "ground"),
)
