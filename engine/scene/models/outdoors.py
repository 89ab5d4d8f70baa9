"""Camp, snow and field: tent, igloo, campfire, snowman, scarecrow."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.paint import Colour, darkened, glowing, gradient, painted, shade, snowy, varied
from engine.scene.kit.primitives import box, cone, cylinder, lathe, sphere, torus
from engine.scene.kit.shaping import bent, floored, noisy, placed, repeated
from engine.scene.kit.sweeps import capsule, extrude, sheet, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.masonry import WARM
from engine.scene.models.model import Look, Model
from engine.scene.models.rocks import boulder

SNOW: Colour = (0.94, 0.96, 0.99)


def tent(look: Look) -> Mesh:
    """A ridge tent with its door flaps rolled back, poles, guy lines and pegs."""
    colours: tuple[Colour, ...] = ((0.90, 0.52, 0.20), (0.30, 0.52, 0.56), (0.76, 0.28, 0.24), (0.50, 0.58, 0.30))
    colour = main_colour(look, colours[int(look.rng.integers(0, 4))])
    wide, long, high = 1.35, 3.2, 1.9
    parts: list[Mesh] = []
    for side in (-1, 1):

        def slope(u: np.ndarray, v: np.ndarray, side: int = side) -> np.ndarray:  # type: ignore[type-arg]  # any floats
            sag = 0.1 * np.sin(v * np.pi) * (0.6 + 0.4 * np.sin(u * np.pi))
            y = high * v - sag * 0.5 - 0.05 * np.sin(u * np.pi) * v
            return np.stack([side * (wide * (1 - v) - sag), y, side * (0.5 - u) * long], axis=-1)

        cloth = sheet(slope, 10, 10, 0.02)
        parts.append(gradient(cloth, shade(colour, 0.78), shade(colour, 1.12)))
        flap = extrude([(side * wide, 0.0), (side * 0.08, high - 0.06), (side * 0.55, 0.0)], 0.03)
        parts.append(placed(painted(flap, shade(colour, 0.9), "fabric"), (0, 0, long / 2 - 0.04)))
        roll = tube(
            [(side * 0.56, 0.05, 0), (side * 0.3, 0.95, 0), (side * 0.07, high - 0.1, 0)], [0.075, 0.06, 0.03], 0.7
        )
        parts.append(placed(painted(roll, shade(colour, 1.25), "fabric"), (0, 0, long / 2 - 0.01)))
    back = extrude([(-wide, 0), (wide, 0), (0, high - 0.02)], 0.03)
    parts.append(placed(painted(back, shade(colour, 0.85), "fabric"), (0, 0, -long / 2 + 0.03)))
    inside = placed(box((2.3, 0.04, long - 0.1)), (0, 0.02, 0))
    inner = WARM if look.lit else shade(colour, 0.35)
    wall = placed(extrude([(-wide * 0.8, 0), (wide * 0.8, 0), (0, high * 0.8)], 0.02), (0, 0.03, -long / 2 + 0.2))
    dark = painted(joined([inside, wall]), inner, "fabric")
    parts.append(glowing(dark, 0.9) if look.lit else dark)
    poles = [tube([(0, 0, z), (0, high + 0.14, z)], 0.03, 0.5) for z in (long / 2, -long / 2)]
    parts.append(
        painted(
            joined([*poles, tube([(0, high, -long / 2), (0, high, long / 2)], 0.025, 0.5)]), (0.62, 0.46, 0.30), "wood"
        )
    )
    ropes = [tube([(0, high, s * long / 2), (0, 0.05, s * (long / 2 + 1.0))], 0.012, 0.4) for s in (-1, 1)]
    ropes += [
        tube([(s * wide * 0.98, 0.12, z), (s * (wide + 0.4), 0.02, z)], 0.012, 0.4)
        for s in (-1, 1)
        for z in (-1.4, 0, 1.4)
    ]
    parts.append(painted(joined(ropes), (0.90, 0.86, 0.74), "fabric"))
    bed = placed(capsule((-0.3, 0.12, -0.9), (-0.3, 0.12, 1.0), 0.2), scale=(1.2, 0.7, 1))
    whole = joined([*parts, painted(bed, (0.28, 0.40, 0.62), "fabric")])
    return floored(snowy(whole, 0.7, 0.4) if look.season == "winter" else whole)


def igloo(look: Look) -> Mesh:
    """A dome of snow blocks with a low tunnel."""
    rng = look.rng
    radius, white = 2.1, main_colour(look, (0.90, 0.95, 0.99))
    parts = [painted(placed(sphere(radius * 0.955, 2.0)), shade(white, 0.8), "snow")]
    rows = 8
    for row in range(rows):
        level = (row + 0.5) / rows * np.pi / 2 * 0.97
        high, out = radius * np.sin(level), radius * np.cos(level)
        count = max(5, round(2 * np.pi * out / 0.72))
        size = (2 * np.pi * out / count * 0.955, radius * np.pi / 2 / rows * 0.95, 0.34)
        for k in range(count):
            angle = (k + 0.5 * (row % 2)) * 360 / count
            if abs((angle + 180) % 360 - 180) < 24 and row < 3:
                continue
            tone = shade(white, rng.uniform(0.95, 1.04))
            piece = painted(box(size, 0.07), tone, "snow")
            parts.append(
                placed(
                    placed(piece, (0, 0, out - 0.08), (-float(np.degrees(level)), 0, 0)), (0, high, 0), (0, angle, 0)
                )
            )
    parts.append(placed(painted(placed(sphere(0.4, 0.8), scale=(1, 0.35, 1)), white, "snow"), (0, radius - 0.02, 0)))
    for z in (1.95, 2.4, 2.85):
        for k in range(7):
            turn = (k + 0.5) / 7 * 180 - 90
            piece = painted(box((0.46, 0.3, 0.44), 0.07), shade(white, rng.uniform(0.95, 1.04)), "snow")
            parts.append(placed(placed(piece, (0, 0.86, 0)), (0, 0.0, z), (0, 0, turn)))
    hole = painted(
        placed(cylinder(0.76, 0.1, detail=1.2), (0, 0, 2.75), (90, 0, 0)),
        WARM if look.lit else (0.20, 0.30, 0.42),
        "snow",
    )
    parts.append(glowing(hole, 1.0) if look.lit else hole)
    drift = lathe([(radius + 0.75, 0.0), (radius + 0.4, 0.1), (radius - 0.1, 0.22), (0, 0.22)], detail=1.6)
    whole = joined([*parts, painted(drift, SNOW, "snow")])
    whole.positions[:, 1] = np.maximum(whole.positions[:, 1], 0)
    return whole


def campfire(look: Look) -> Mesh:
    """Logs leaned together in a ring of stones, flames and embers."""
    rng = look.rng
    stones = [
        placed(
            boulder(replace(look, detail=0.4), (0.16, 0.13, 0.14), 7),
            (0.62 * np.cos(a), 0, 0.62 * np.sin(a)),
            (0, float(rng.uniform(0, 360)), 0),
        )
        for a in np.arange(10) * 0.6283
    ]
    parts = [varied(painted(joined(stones), (0.52, 0.50, 0.48), "stone"), 0.3, rng, 4.0)]
    for k in range(6):
        angle = k * 60 + rng.uniform(-10, 10)
        log = joined(
            [
                painted(tube([(0, 0.04, 0.52), (0, 0.56, 0.04)], 0.07, 0.8, "flat"), (0.36, 0.24, 0.16), "bark"),
                painted(tube([(0, 0.036, 0.524), (0, 0.05, 0.51)], 0.06, 0.8, "flat"), (0.80, 0.62, 0.42), "wood"),
            ]
        )
        parts.append(placed(log, turn=(0, angle, 0)))
    bed = painted(placed(sphere(0.4, 0.9), scale=(1, 0.2, 1)), (0.95, 0.30, 0.08), "fire")
    parts.append(glowing(noisy(bed, 0.05, 8.0, rng), 0.9))
    for count, out, high, wide, colours, shine in (
        (6, 0.17, 0.75, 0.16, ((0.92, 0.24, 0.05), (0.98, 0.50, 0.10)), 1.3),
        (5, 0.09, 0.98, 0.14, ((0.98, 0.48, 0.08), (1.0, 0.72, 0.2)), 1.7),
        (3, 0.04, 0.68, 0.1, ((1.0, 0.78, 0.28), (1.0, 0.93, 0.6)), 2.2),
    ):
        for k in range(count):
            tall = high * rng.uniform(0.75, 1.1)
            low, tip = (shade(look.colour, 0.85), shade(look.colour, 1.25)) if look.colour else colours
            at = np.linspace(0, 1, 9)
            flame = lathe(
                np.stack([wide * np.sin(at**0.75 * np.pi) ** 0.9 * (1 - 0.3 * at), at * tall], axis=1), detail=0.6
            )
            flame = bent(flame, rng.uniform(12, 34), rng.uniform(0, 360))
            flame = glowing(gradient(painted(flame, low, "fire"), low, tip), shine)
            angle = k * 6.283 / count + rng.uniform(-0.4, 0.4)
            parts.append(placed(flame, (out * np.cos(angle), 0.1, out * np.sin(angle))))
    sparks = repeated(sphere(0.014, 0.34), rng.uniform((-0.3, 0.7, -0.3), (0.3, 1.25, 0.3), (14, 3)))
    return floored(joined([*parts, glowing(painted(sparks, (1.0, 0.62, 0.2), "fire"), 2.5)]))


def snowman(look: Look) -> Mesh:
    """Three balls of snow with a carrot, coal, twigs, a scarf and a hat."""
    rng = look.rng
    scarf = look.colour or ((0.80, 0.18, 0.18), (0.20, 0.45, 0.65), (0.25, 0.55, 0.30))[int(rng.integers(0, 3))]
    balls = joined(
        [
            placed(noisy(sphere(r, 2.0), 0.03, 2.5, rng), (0, y, 0), scale=(1, 0.94, 1))
            for r, y in ((0.58, 0.5), (0.43, 1.22), (0.31, 1.78))
        ]
    )
    snow = varied(darkened(painted(balls, SNOW, "snow"), 0.88), 0.03, rng, 3.0)
    coal: Colour = (0.10, 0.10, 0.11)
    bits = [placed(sphere(0.042, 0.5), (x, 1.86, 0.275)) for x in (-0.105, 0.105)]
    bits += [
        placed(sphere(0.024, 0.4), (0.16 * np.sin(a), 1.72 - 0.06 * np.cos(a * 1.8), 0.27 + 0.02 * np.cos(a)))
        for a in np.linspace(-0.8, 0.8, 6)
    ]
    bits += [placed(sphere(0.042, 0.5), (0, y, z)) for y, z in ((1.4, 0.39), (1.22, 0.43), (1.04, 0.415))]
    nose = painted(placed(cone(0.055, 0.34, 0.7), (0, 1.78, 0.27), (86, 0, 0)), (0.93, 0.50, 0.16), "food")
    arms: list[Mesh] = []
    for s in (-1, 1):
        arms += [tube([(s * 0.36, 1.28, 0), (s * 0.66, 1.42, 0.04), (s * 0.95, 1.62, 0.06)], [0.03, 0.025, 0.018], 0.6)]
        arms += [
            tube([(s * 0.8, 1.52, 0.05), (s * (0.8 + dx), 1.52 + dy, 0.1)], [0.018, 0.009], 0.5)
            for dx, dy in ((0.06, 0.2), (0.22, 0.04))
        ]
    hat = lathe([(0, 2.0), (0.42, 2.0), (0.43, 2.03), (0.25, 2.05), (0.24, 2.4), (0.26, 2.42), (0, 2.43)], detail=1.2)
    band = painted(lathe([(0.252, 2.05), (0.248, 2.14)], detail=1.2), scarf, "fabric")
    ring = placed(torus(0.29, 0.075), (0, 1.54, 0), (4, 0, 0), (1, 1, 1))
    tail = sheet(
        lambda u, v: np.stack(
            [0.16 + 0.17 * u, 1.52 - 0.52 * (1 - v), 0.33 + 0.1 * (1 - v) + 0.02 * np.sin(u * 6 + v * 5)], axis=-1
        ),
        8,
        4,
        0.03,
    )
    cloth = painted(joined([ring, tail]), scarf, "fabric")
    stripes = np.sin(np.arctan2(cloth.positions[:, 0], cloth.positions[:, 2]) * 9 + cloth.positions[:, 1] * 30) > 0.55
    cloth.colours[stripes] = shade(scarf, 1.6)
    return joined(
        [
            snow,
            painted(joined(bits), coal, "stone"),
            nose,
            painted(joined(arms), (0.36, 0.25, 0.17), "bark"),
            painted(hat, (0.13, 0.13, 0.15), "fabric"),
            band,
            cloth,
        ]
    )


def scarecrow(look: Look) -> Mesh:
    """A sack head under a straw hat, a patched shirt on a cross of poles, straw at the cuffs, a crow on the arm."""
    rng = look.rng
    shirt = look.colour or ((0.72, 0.24, 0.20), (0.26, 0.42, 0.60), (0.42, 0.52, 0.28))[int(rng.integers(0, 3))]
    wood, straw = (0.48, 0.34, 0.22), (0.87, 0.71, 0.36)
    poles = painted(
        joined([tube([(0, 0, 0), (0, 1.75, 0)], 0.04, 0.6), tube([(-0.95, 1.4, 0), (0.95, 1.4, 0)], 0.035, 0.6)]),
        wood,
        "wood",
    )
    body = painted(
        placed(
            lathe(
                [(0, 0.62), (0.27, 0.64), (0.25, 0.8), (0.2, 1.0), (0.25, 1.3), (0.2, 1.47), (0.06, 1.52)], detail=1.3
            ),
            scale=(1.15, 1, 0.75),
        ),
        shirt,
        "fabric",
    )
    sleeves = [
        painted(
            tube([(s * 0.18, 1.4, 0), (s * 0.5, 1.41, 0), (s * 0.82, 1.36, 0)], [0.14, 0.12, 0.13], 1.0, "flat"),
            shirt,
            "fabric",
        )
        for s in (-1, 1)
    ]
    trousers = [
        painted(
            tube([(s * 0.13, 0.66, 0), (s * 0.16, 0.34, 0), (s * 0.17, 0.16, 0)], [0.14, 0.12, 0.13], 1.0, "flat"),
            (0.28, 0.36, 0.50),
            "fabric",
        )
        for s in (-1, 1)
    ]
    head = painted(
        noisy(placed(sphere(0.23, 1.4), (0, 1.76, 0), scale=(1, 1.08, 0.95)), 0.02, 5.0, rng),
        (0.85, 0.73, 0.53),
        "fabric",
    )
    face = [placed(cylinder(0.035, 0.02, detail=0.6), (x, 1.81, 0.2), (80, 0, 0)) for x in (-0.085, 0.085)]
    face += [
        placed(box((0.012, 0.06, 0.012)), (x, 1.665 + 0.09 * abs(x) * 4, 0.205))
        for x in (-0.1, -0.06, -0.02, 0.02, 0.06, 0.1)
    ]
    smile = np.linspace(-0.12, 0.12, 9)
    face.append(tube(np.stack([smile, 1.655 + 2.2 * smile**2, 0.205 - 0.9 * smile**2], axis=1), 0.009, 0.5))
    nose = painted(placed(cone(0.035, 0.06, 0.5), (0, 1.75, 0.21), (75, 0, 0)), (0.86, 0.45, 0.2), "fabric")
    hat = lathe(
        [(0.0, 1.9), (0.2, 1.9), (0.47, 1.86), (0.48, 1.88), (0.22, 1.95), (0.19, 2.1), (0.1, 2.22), (0, 2.24)],
        detail=1.3,
    )
    straws: list[Mesh] = []
    for x, y, way in (
        [(s * 0.84, 1.36, (s, -0.15, 0)) for s in (-1, 1)]
        + [(s * 0.17, 0.18, (0, -1, 0)) for s in (-1, 1)]
        + [(0.0, 1.52, (0, 0.4, 0.4))]
    ):
        for _ in range(16):
            tip = np.array((x, y, 0)) + (np.array(way) + rng.normal(0, 0.42, 3)) * 0.17
            straws.append(tube([(x, y, 0), tuple(tip)], [0.012, 0.006], 0.4, "flat"))
    patches = [
        painted(placed(box((0.13, 0.13, 0.02), 0.008), (x, y, z), (0, yaw, r)), c, "fabric")
        for x, y, z, yaw, r, c in (
            (0.12, 0.95, 0.165, 20, 12, (0.90, 0.75, 0.4)),
            (-0.12, 1.2, 0.175, -20, -8, (0.35, 0.5, 0.65)),
            (-0.17, 0.42, 0.125, -5, 10, (0.75, 0.4, 0.3)),
        )
    ]
    rope = painted(placed(torus(0.24, 0.025, 0.8), (0, 0.72, 0), scale=(1.12, 1, 0.8)), (0.78, 0.66, 0.45), "fabric")
    return floored(
        joined(
            [
                poles,
                body,
                *sleeves,
                *trousers,
                head,
                painted(joined(face), (0.16, 0.12, 0.10), "fabric"),
                nose,
                _straw_hat(hat, straw),
                painted(joined(straws), straw, "fabric"),
                *patches,
                rope,
                _crow(),
            ]
        )
    )


def _straw_hat(hat: Mesh, straw: Colour) -> Mesh:
    """Straw with a dark ribbon."""
    ribbon = painted(lathe([(0.223, 1.955), (0.205, 2.02)], detail=1.3), (0.35, 0.18, 0.16), "fabric")
    return joined([painted(hat, shade(straw, 0.9), "fabric"), ribbon])


def _crow() -> Mesh:
    """Perched on the left arm."""
    black: Colour = (0.11, 0.11, 0.14)
    body = [
        tube([(0.66, 1.52, -0.1), (0.66, 1.56, 0.02), (0.66, 1.63, 0.1)], [0.05, 0.075, 0.05], 0.8),
        placed(sphere(0.058, 0.7), (0.66, 1.69, 0.12)),
        tube([(0.66, 1.52, -0.08), (0.66, 1.46, -0.24)], [0.04, 0.03], 0.6),
    ]
    beak = painted(placed(cone(0.022, 0.08, 0.5), (0.66, 1.69, 0.165), (92, 0, 0)), (0.85, 0.6, 0.2), "gloss")
    eyes = painted(
        joined([placed(sphere(0.011, 0.34), (0.66 + s * 0.042, 1.705, 0.155)) for s in (-1, 1)]),
        (0.95, 0.9, 0.8),
        "eye",
    )
    return joined([painted(joined(body), black, "feather"), beak, eyes])


MODELS = (
    Model("tent", tent, 2.0, "ground"),
    Model("igloo", igloo, 2.25, "ground"),
    Model("campfire", campfire, 1.2, "ground"),
    Model("snowman", snowman, 2.4, "ground"),
    Model("scarecrow", scarecrow, 2.25, "ground"),
)
