"""Places within walls: a room and a photographer's studio."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.build import from_grid
from engine.scene.kit.paint import Colour, painted, shade, varied
from engine.scene.kit.primitives import box, cylinder, plane
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import tube
from engine.scene.mesh import Mesh, joined
from engine.scene.terrain.ground import Ground, Values

HALF, BACK, FRONT, HIGH = 5.0, 4.0, 9.0, 3.5
"""A room: half its width, how far behind and before the origin its walls are, and its height, in metres."""
WALLS: tuple[Colour, ...] = ((0.84, 0.78, 0.68), (0.66, 0.74, 0.72), (0.80, 0.68, 0.60), (0.72, 0.74, 0.80))


def room(rng: np.random.Generator, season: str, size: float) -> Ground:
    """Floor boards, papered walls, a window in the back wall and one to the left, beams, a rug; open at its front."""
    del season, size
    wall = WALLS[int(rng.integers(0, len(WALLS)))]
    windows = [(float(rng.choice([-1.0, 1.0])) * 2.4, 1.9, 1.7)]
    long = BACK + FRONT
    parts = [_floor(rng), _back_wall(wall, windows[0])]
    for side in (-1, 1):
        parts.append(
            painted(placed(box((0.2, HIGH, long)), (side * (HALF + 0.1), HIGH / 2, (FRONT - BACK) / 2)), wall, "paper")
        )
    ceiling = placed(plane((2 * HALF, long), 6), (0, HIGH, (FRONT - BACK) / 2), (180, 0, 0))
    beams = [placed(box((2 * HALF, 0.2, 0.22), 0.03), (0, HIGH - 0.08, z)) for z in np.arange(-3.0, FRONT, 1.9)]
    parts += [painted(ceiling, (0.93, 0.91, 0.86), "paper"), painted(joined(beams), (0.45, 0.33, 0.24), "wood")]
    parts += [_skirting(), _rug(rng), _frame(*windows[0])]

    def height(x: Values, z: Values) -> Values:
        return np.zeros(np.broadcast(x, z).shape)

    return Ground(joined(parts), height, None, 3.4, walls=(HALF, BACK))


def _floor(rng: np.random.Generator) -> Mesh:
    """Boards along z, each with its own tone."""
    wide, long = 0.26, 2.6
    xs = np.arange(-HALF + wide / 2, HALF, wide)
    places, tones = [], []
    for k, x in enumerate(xs):
        for z in np.arange(-BACK - long * ((k * 0.37) % 1.0), FRONT, long):
            places.append((x, -0.05, z + long / 2))
            tones.append(rng.uniform(0.84, 1.1))
    board = painted(box((wide - 0.008, 0.1, long - 0.008)), (0.60, 0.42, 0.28), "wood")
    base = painted(
        placed(box((2 * HALF + 0.4, 0.1, BACK + FRONT + 5)), (0, -0.12, (FRONT - BACK) / 2)), (0.25, 0.17, 0.12), "wood"
    )
    return joined([base, repeated(board, np.array(places), tones=np.array(tones))])


def _back_wall(colour: Colour, window: tuple[float, float, float]) -> Mesh:
    """Four pieces about the hole of a window (x of its middle, width, height)."""
    x, wide, high = window
    sill = 0.95
    z = -BACK - 0.1
    left, right = x - wide / 2 + HALF, HALF - x - wide / 2
    parts = [
        placed(box((left, HIGH, 0.2)), (-HALF + left / 2, HIGH / 2, z)),
        placed(box((right, HIGH, 0.2)), (HALF - right / 2, HIGH / 2, z)),
    ]
    parts += [
        placed(box((wide, sill, 0.2)), (x, sill / 2, z)),
        placed(box((wide, HIGH - sill - high, 0.2)), (x, (HIGH + sill + high) / 2, z)),
    ]
    return painted(joined(parts), colour, "paper")


def _frame(x: float, wide: float, high: float) -> Mesh:
    """White bars, a sill and two curtains on a rod."""
    middle, z = 0.95 + high / 2, -BACK
    bars = [placed(box((0.1, high + 0.1, 0.26), 0.02), (x + s * wide / 2, middle, z - 0.06)) for s in (-1, 1)]
    bars += [placed(box((wide + 0.1, 0.1, 0.26), 0.02), (x, y, z - 0.06)) for y in (0.95, 0.95 + high)]
    bars += [
        placed(box((0.05, high, 0.06)), (x, middle, z - 0.1)),
        placed(box((wide, 0.05, 0.06)), (x, middle + 0.15, z - 0.1)),
    ]
    bars.append(placed(box((wide + 0.4, 0.07, 0.36), 0.02), (x, 0.92, z + 0.1)))
    rod = tube(
        [(x - wide * 0.85, 0.95 + high + 0.28, z + 0.14), (x + wide * 0.85, 0.95 + high + 0.28, z + 0.14)], 0.025, 0.6
    )
    fold = np.linspace(0, 1, 25)
    cloth: list[Mesh] = []
    for s in (-1, 1):
        start = x + s * wide * 0.78
        line = np.stack([start - s * fold * 0.5 * wide * 0.62, 0 * fold, z + 0.14 + 0.055 * np.sin(fold * 26)], axis=1)
        for a, b in zip(line, line[1:], strict=False):
            way = b - a
            piece = box((float(np.hypot(way[0], way[2])) + 0.01, high + 0.75, 0.02))
            middle_of = (a + b) / 2
            cloth.append(
                placed(
                    piece,
                    (float(middle_of[0]), 0.95 + high / 2 - 0.1, float(middle_of[2])),
                    (0, float(np.degrees(np.arctan2(-way[2], way[0]))), 0),
                )
            )
    return joined(
        [
            painted(joined(bars), (0.94, 0.93, 0.90), "paint"),
            painted(rod, (0.7, 0.55, 0.3), "bronze"),
            painted(joined(cloth), (0.80, 0.46, 0.36), "fabric"),
        ]
    )


def _skirting() -> Mesh:
    long = BACK + FRONT
    sides = [placed(box((0.05, 0.18, long), 0.015), (s * (HALF - 0.02), 0.09, (FRONT - BACK) / 2)) for s in (-1, 1)]
    back = placed(box((2 * HALF, 0.18, 0.05), 0.015), (0, 0.09, -BACK + 0.02))
    return painted(joined([*sides, back]), (0.94, 0.93, 0.90), "paint")


def _rug(rng: np.random.Generator) -> Mesh:
    """Three rings of colour and a fringe, under the subject."""
    colours: tuple[Colour, ...] = ((0.62, 0.24, 0.22), (0.24, 0.36, 0.46), (0.46, 0.40, 0.58), (0.34, 0.46, 0.36))
    main = colours[int(rng.integers(0, 4))]
    tones = (shade(main, 0.8), (0.90, 0.82, 0.66), main, (0.90, 0.82, 0.66), shade(main, 1.15))
    discs = [
        painted(placed(cylinder(r, 0.012, detail=2.4), (0, 0.002 + 0.004 * k, 0.2)), tone, "fabric")
        for k, (r, tone) in enumerate(zip((2.3, 2.1, 1.98, 1.2, 1.1), tones, strict=True))
    ]
    return varied(joined(discs), 0.06, rng, 9.0)


def studio(rng: np.random.Generator, season: str, size: float) -> Ground:
    """A seamless paper backdrop: level where the subject stands, then bent up behind it."""
    del season, size
    paper: tuple[Colour, ...] = ((0.86, 0.86, 0.87), (0.88, 0.83, 0.76), (0.76, 0.82, 0.87), (0.83, 0.78, 0.86))
    colour = paper[int(rng.integers(0, 4))]
    start, radius, half, top = -7.0, 7.0, 60.0, 40.0
    turn = np.linspace(0, np.pi / 2, 28)
    z = np.concatenate([np.linspace(50, start, 36)[:-1], start - radius * np.sin(turn), [start - radius]])
    y = np.concatenate([np.zeros(35), radius - radius * np.cos(turn), [top]])

    xs = np.linspace(-half, half, 41)
    points = np.stack(
        [
            np.broadcast_to(xs, (len(z), 41)),
            np.broadcast_to(y[:, None], (len(z), 41)),
            np.broadcast_to(z[:, None], (len(z), 41)),
        ],
        axis=-1,
    )
    sheet = painted(from_grid(points), colour, "paper")

    def height(x: Values, z: Values) -> Values:
        into = np.clip(start - (np.asarray(z) + 0 * np.asarray(x)), 0, radius * 0.999)
        return np.asarray(radius - np.sqrt(radius**2 - into**2))

    return Ground(sheet, height, None, 6.0)
