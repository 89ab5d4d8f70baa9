"""Stone and height: castle, tower, lighthouse, windmill."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.paint import Colour, darkened, glowing, painted, shade, snowy, turning_part, varied
from engine.scene.kit.primitives import box, cylinder, lathe, sphere, torus
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import sheet, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour
from engine.scene.models.masonry import (
    arch,
    arched_window,
    battlements,
    block,
    cone_roof,
    crown_of,
    door,
    stones_on,
    stones_round,
    window,
)
from engine.scene.models.model import Look, Model

STONE: Colour = (0.70, 0.66, 0.60)
BLUE_ROOF: Colour = (0.27, 0.38, 0.55)


def _flag(colour: Colour, height: float) -> Mesh:
    """A pennant on a pole."""
    cloth = sheet(
        lambda u, v: np.stack([u * 1.3, (v - 0.5) * 0.75 * (1 - 0.8 * u), 0.14 * np.sin(u * 7) * u], axis=-1),
        3,
        8,
        0.01,
    )
    flag = painted(placed(cloth, (0.03, height - 0.42, 0)), colour, "fabric")
    surface = flag.surface.copy()
    surface[:, 3] = np.clip(flag.positions[:, 0] / 1.3, 0, 1)
    return joined(
        [painted(cylinder(0.04, height, detail=0.4), (0.4, 0.36, 0.32), "wood"), replace(flag, surface=surface)]
    )


def _round_tower(look: Look, radius: float, height: float, roof: float | None, colour: Colour = STONE) -> Mesh:
    """A tower on a flared foot, with a corbelled crown, slits, and a pointed roof or battlements."""
    wide = radius * 1.17
    shaft = lathe(
        [
            (0, 0),
            (radius * 1.18, 0),
            (radius * 1.02, height * 0.12),
            (radius * 0.98, height * 0.84),
            (wide, height * 0.91),
            (wide, height),
            (0, height),
        ],
        detail=1.2 * max(look.detail, 0.5),
    )
    parts = [varied(darkened(finished(shaft, look, colour, "stone"), 0.8), 0.12, look.rng, 0.7)]
    stone = shade(main_colour(look, colour), 0.86)
    parts.append(stones_round(look, (radius * 1.0, radius * 0.98), height * 0.85, round(26 * look.detail), stone))
    parts += [
        painted(
            crown_of(wide - 0.12, height, (0.42, 0.55, 0.26), max(8, round(wide * 7))),
            shade(main_colour(look, colour), 1.04),
            "stone",
        )
    ]
    for angle in (0, 120, 240):
        for k, level in enumerate((0.36, 0.66)):
            slit = arched_window(0.36, 0.95, look, frame=shade(stone, 0.92))
            parts.append(placed(placed(slit, (0, height * level, radius * 0.97)), turn=(0, angle + 60 * k + 12, 0)))
    if roof is not None:
        parts.append(placed(cone_roof(wide * 1.02, roof, BLUE_ROOF, look), (0, height + 0.3, 0)))
        parts.append(placed(_flag((0.80, 0.20, 0.22), 1.9), (0, height + roof + 0.2, 0)))
    return joined(parts)


def tower(look: Look) -> Mesh:
    """One round tower with a pointed roof and a gate at its foot."""
    front = placed(
        door(1.3, 2.3, (0.42, 0.28, 0.18), round_top=True, frame=(0.62, 0.58, 0.53)), (0, 0, 2.42), (-7, 0, 0)
    )
    return joined([_round_tower(look, 2.2, 10.5, 4.6), front])


def castle(look: Look) -> Mesh:
    """Four corner towers, curtain walls, a gatehouse with its portcullis and a high keep."""
    half, wall = 7.5, 5.0
    parts: list[Mesh] = []
    for x, z, high in ((-half, half, 8.0), (half, half, 8.0), (-half, -half, 9.0), (half, -half, 9.0)):
        parts.append(placed(_round_tower(look, 1.75, high, 3.6), (x, 0, z)))
    stone = main_colour(look, STONE)
    curtains = [placed(block((2 * half, wall, 1.2), 0.06), (0, 0, s * half)) for s in (-1, 1)]
    curtains += [placed(block((1.2, wall, 2 * half), 0.06), (s * half, 0, 0)) for s in (-1, 1)]
    parts.append(varied(darkened(finished(joined(curtains), look, STONE, "stone"), 0.8), 0.12, look.rng, 0.6))
    corners = [
        (-half + 0.45, half + 0.45),
        (half + 0.45, half + 0.45),
        (half + 0.45, -half - 0.45),
        (-half - 0.45, -half - 0.45),
    ]
    parts.append(painted(battlements(corners, wall, (0.75, 0.75, 0.32)), shade(stone, 1.03), "stone"))
    parts += [placed(stones_on(look, (4.2, wall), 16, shade(stone, 0.87)), (x, 0, half + 0.6)) for x in (-3.9, 3.9)]
    parts += [placed(arched_window(0.4, 1.1, look), (x, 2.3, half + 0.6)) for x in (-4.7, -3.4, 3.4, 4.7)]
    parts.append(_gatehouse(look, half, stone))
    keep = finished(
        joined([block((6.4, 11.5, 5.6), 0.1), placed(block((6.9, 1.1, 6.1), 0.08), (0, 10.9, 0))]), look, STONE, "stone"
    )
    parts.append(placed(varied(darkened(keep, 0.8), 0.1, look.rng, 0.5), (0, 0, -2.0)))
    edge = [(-3.35, 0.95), (3.35, 0.95), (3.35, -4.95), (-3.35, -4.95)]
    parts.append(painted(battlements(edge, 12.0, (0.7, 0.7, 0.3)), shade(stone, 1.03), "stone"))
    parts += [placed(arched_window(0.8, 1.7, look), (x, y, 0.8)) for x in (-1.9, 0, 1.9) for y in (5.8, 8.5)]
    parts.append(placed(stones_on(look, (6.0, 11), 26, shade(stone, 0.87)), (0, 0, 0.8)))
    parts.append(placed(_round_tower(look, 1.35, 14.0, 3.6), (2.2, 0, -3.9)))
    parts.append(placed(_round_tower(look, 1.0, 12.8, 2.8), (-2.8, 0, -0.2)))
    whole = joined(parts)
    return snowy(whole, 0.9, 0.7) if look.season == "winter" else whole


def _gatehouse(look: Look, half: float, stone: Colour) -> Mesh:
    body = finished(placed(block((4.4, 6.4, 2.6), 0.08), (0, 0, half + 0.4)), look, STONE, "stone")
    front = half + 1.7
    surround = painted(placed(arch(2.9, 3.7, 0.3, 0.06), (0, 0, front)), shade(stone, 0.88), "stone")
    hole = painted(placed(arch(2.3, 3.3, 0.1), (0, 0, front + 0.13)), (0.13, 0.11, 0.10), "stone")
    bars = [
        placed(box((0.09, 3.1 - 0.5 * (x / 1.1) ** 2, 0.08)), (x, 1.55, front + 0.22))
        for x in np.linspace(-0.9, 0.9, 6)
    ]
    bars += [placed(box((2.2, 0.09, 0.08)), (0, y, front + 0.22)) for y in (0.6, 1.3, 2.0)]
    bridge = painted(placed(block((2.4, 0.16, 3.0), 0.04), (0, 0, front + 1.5)), (0.45, 0.31, 0.2), "wood")
    crown = battlements(
        [(-2.1, half + 1.6), (2.1, half + 1.6), (2.1, half - 0.8), (-2.1, half - 0.8)], 6.4, (0.6, 0.65, 0.3)
    )
    shield = painted(placed(arch(0.8, 1.0, 0.12, 0.04), (0, 5.35, front), (0, 0, 180)), (0.78, 0.22, 0.22), "paint")
    flags = [placed(_flag((0.80, 0.20, 0.22), 2.2), (x, 6.4, half + 0.4)) for x in (-1.6, 1.6)]
    windows = [placed(arched_window(0.4, 0.9, look), (x, 4.3, front)) for x in (-1.3, 1.3)]
    return joined(
        [
            darkened(body, 0.85),
            surround,
            hole,
            painted(joined(bars), (0.25, 0.24, 0.24), "iron"),
            bridge,
            painted(crown, shade(stone, 1.03), "stone"),
            placed(shield, (0, 0, 0)),
            *flags,
            *windows,
        ]
    )


def lighthouse(look: Look) -> Mesh:
    """White with red bands, a gallery, a lantern and its keeper's door."""
    height, foot, top = 12.5 * look.rng.uniform(0.93, 1.07), 2.1, 1.25
    bands = 6
    parts: list[Mesh] = []
    red = main_colour(look, (0.80, 0.18, 0.16))
    for k in range(bands):
        low, high = k / bands, (k + 1) / bands
        r0, r1 = foot + (top - foot) * low**0.8, foot + (top - foot) * high**0.8
        ring = lathe([(r0, height * low), (r1, height * high)], detail=1.6)
        parts.append(painted(ring, (0.95, 0.94, 0.91) if k % 2 else red, "paint"))
    parts = [
        darkened(joined(parts), 0.88),
        painted(lathe([(0, 0), (2.6, 0), (2.6, 0.5), (2.2, 0.6), (0, 0.6)], detail=1.4), (0.62, 0.60, 0.57), "stone"),
    ]
    deck = lathe(
        [(top * 0.9, height - 0.5), (top * 1.5, height), (top * 1.55, height + 0.18), (0, height + 0.18)], detail=1.4
    )
    parts.append(painted(deck, (0.95, 0.94, 0.91), "paint"))
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    posts = np.stack([np.cos(angles) * top * 1.47, np.full(20, height + 0.18), np.sin(angles) * top * 1.47], axis=1)
    rail = [
        repeated(cylinder(0.03, 0.75, detail=0.3), posts),
        *(placed(torus(top * 1.47, 0.035), (0, height + y, 0)) for y in (0.55, 0.93)),
    ]
    parts.append(painted(joined(rail), (0.24, 0.25, 0.27), "iron"))
    glass = lathe([(0.92, height + 0.18), (0.92, height + 1.9)], detail=1.0)
    shine = painted(glass, (1.0, 0.88, 0.55), "glow") if look.lit else painted(glass, (0.62, 0.78, 0.85), "glass")
    bars = repeated(
        cylinder(0.045, 1.75, detail=0.3),
        np.stack([np.cos(angles[::2]) * 0.94, np.full(10, height + 0.16), np.sin(angles[::2]) * 0.94], axis=1),
    )
    lamp = glowing(
        painted(placed(sphere(0.42, 0.8), (0, height + 1.0, 0)), (1.0, 0.85, 0.45), "glow"), 2.5 if look.lit else 0.4
    )
    dome = lathe(
        [
            (1.2, height + 1.85),
            (1.2, height + 1.98),
            (0.95, height + 2.4),
            (0.4, height + 2.85),
            (0.12, height + 3.0),
            (0.1, height + 3.3),
            (0, height + 3.35),
        ],
        detail=1.2,
    )
    lid = lathe([(0, height + 1.85), (1.2, height + 1.85)])
    parts += [
        glowing(shine, 1.5) if look.lit else shine,
        painted(bars, (0.24, 0.25, 0.27), "iron"),
        lamp,
        painted(joined([dome, lid]), red, "paint"),
    ]
    for level, turn in ((0.25, 20), (0.45, -40), (0.62, 30), (0.80, -10)):
        out = foot + (top - foot) * level**0.8
        parts.append(
            placed(placed(window(0.5, 0.8, look), (0, height * level, out + 0.03), (-4, 0, 0)), turn=(0, turn, 0))
        )
    parts.append(placed(door(1.0, 1.9, (0.25, 0.38, 0.46), round_top=True), (0, 0.55, foot - 0.04), (-4, 0, 0)))
    whole = joined([*parts, painted(placed(block((1.6, 0.3, 1.2), 0.04), (0, 0, 2.7)), (0.62, 0.60, 0.57), "stone")])
    return snowy(whole, 0.95, 0.6) if look.season == "winter" else whole


def windmill(look: Look) -> Mesh:
    """A tapering mill with a gallery, a turned cap and four sails of laths and cloth."""
    height = 8.2
    body = finished(
        lathe([(0, 0), (2.7, 0), (1.75, height), (0, height)], sides=8, smooth=False), look, (0.92, 0.88, 0.80), "clay"
    )
    base = painted(lathe([(0, 0), (2.9, 0), (2.72, 1.5), (0, 1.5)], sides=8, smooth=False), (0.60, 0.42, 0.33), "brick")
    parts = [darkened(placed(body, turn=(0, 22.5, 0)), 0.88), placed(base, turn=(0, 22.5, 0))]
    cap = lathe(
        [
            (0, height),
            (1.95, height),
            (1.95, height + 0.2),
            (1.75, height + 0.9),
            (1.2, height + 1.6),
            (0.4, height + 2.0),
            (0, height + 2.05),
        ],
        detail=1.3,
    )
    roof = varied(painted(cap, (0.45, 0.31, 0.24), "wood"), 0.2, look.rng, 2.0)
    parts.append(snowy(roof) if look.season == "winter" else roof)
    deck = painted(lathe([(2.3, 2.75), (3.35, 2.8), (3.35, 2.95), (2.3, 2.95)], sides=16), (0.50, 0.35, 0.24), "wood")
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    posts = np.stack([np.cos(angles) * 3.28, np.full(16, 2.9), np.sin(angles) * 3.28], axis=1)
    parts += [
        deck,
        painted(
            joined([repeated(cylinder(0.05, 0.8, detail=0.3), posts), placed(torus(3.28, 0.05), (0, 3.7, 0))]),
            (0.50, 0.35, 0.24),
            "wood",
        ),
    ]
    hub = (0.0, height + 0.75, 2.15)
    parts.append(painted(placed(tube([(0, 0, -1.2), (0, 0, 0.35)], 0.24), hub), (0.38, 0.27, 0.2), "wood"))
    sails = joined(placed(_sail(), turn=(0, 0, 45 + 90 * k)) for k in range(4))
    parts.append(turning_part(placed(sails, (0, height + 0.75, 2.4)), 0))
    out = 2.7 - 0.95 * 0.92
    parts += [placed(door(1.1, 2.0, (0.30, 0.42, 0.36)), (0, 0, 2.52), (-5, 0, 0))]
    parts += [
        placed(placed(window(0.65, 0.85, look), (0, y, z), (-6, 0, 0)), turn=(0, t, 0))
        for y, z, t in ((4.3, 2.12, 45), (4.3, 2.12, -45), (3.6, 2.22, 0), (6.2, out, 0))
    ]
    return joined(parts)


def _sail() -> Mesh:
    length = 4.6
    bars = [placed(box((0.14, length, 0.12), 0.02), (0, length / 2, 0))]
    bars += [placed(box((1.15, 0.05, 0.05)), (0.5, y, 0)) for y in np.linspace(0.9, length, 11)]
    bars += [placed(box((0.05, length - 0.85, 0.05)), (x, (length + 0.9) / 2, 0)) for x in (0.55, 1.07)]
    cloth = sheet(
        lambda u, v: np.stack([0.1 + 0.95 * u, 0.95 + (length - 1.0) * v, 0.03 + 0.1 * np.sin(u * 3.1)], axis=-1),
        4,
        4,
        0.02,
    )
    return joined([painted(joined(bars), (0.42, 0.29, 0.2), "wood"), painted(cloth, (0.95, 0.92, 0.84), "fabric")])


MODELS = (
    Model("tower", tower, 16.8, "ground"),
    Model("castle", castle, 19.3, "ground", crowd=False),
    Model("lighthouse", lighthouse, 15.9, "ground", crowd=False),
    Model("windmill", windmill, 12.2, "ground"),
)
