"""Umbrella, chest, barrel, crate, anchor, key, ball."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLUE,
    BRASS,
    CREAM,
    GOLD,
    IRON,
    RED,
    STEEL,
    TEAL,
    WHITE,
    WOOD,
    YELLOW,
    Paint,
    main_paint,
)
from engine.scene.models.sculpt import Grid, Sculpt

SIDES = (-1.0, 1.0)


@finished
def umbrella(look: Look) -> Mesh:
    """Open and upright: eight panels in two colours, ribs and a crook."""
    s, paint = Sculpt(look.detail, 1.1), main_paint(look.colour, (RED, BLUE, TEAL)[int(look.rng.integers(3))])
    for k in range(8):

        def panel(u: Grid, v: Grid, k: int = k) -> tuple[Grid, Grid, Grid]:
            a = -2 * np.pi * (k + u) / 8
            out = 1 - v
            r = 0.56 * np.sin(out * 1.25) / np.sin(1.25) * (1 - 0.07 * np.sin(np.pi * u) * out)
            y = 0.66 + 0.3 * np.cos(out * 1.3) + 0.035 * np.sin(np.pi * u) * out**2
            return r * np.cos(a), y, r * np.sin(a)

        s.cloth(
            panel,
            Paint((paint if k % 2 else CREAM if look.colour is None else paint.shade(1.25)).colour, "fabric"),
            9,
            6,
        )
        a = 2 * np.pi * k / 8
        x, z = float(np.cos(a)), float(np.sin(a))
        s.wire([(0, 0.945, 0), (x * 0.3, 0.875, z * 0.3), (x * 0.56, 0.728, z * 0.56)], 0.005, STEEL)
        s.limb((0, 0.6, 0), (x * 0.3, 0.865, z * 0.3), 0.004, STEEL)
        s.ball((x * 0.565, 0.725, z * 0.565), 0.011, STEEL)
    s.rod((0, 0.1, 0), (0, 1.02, 0), 0.011, STEEL)
    s.turned([(0, 0), (0.012, 0), (0.003, 0.05), (0, 0.05)], STEEL, (0, 1.0, 0))
    s.wire(
        [(0, 0.16, 0), (0, 0.06, 0), (0.02, 0.01, 0), (0.06, 0.005, 0), (0.085, 0.035, 0), (0.085, 0.06, 0)],
        0.018,
        Paint((0.45, 0.28, 0.17), "wood"),
    )
    return s.mesh()


@finished
def chest(look: Look) -> Mesh:
    """A treasure chest, its lid open, heaped with gold and gems; shut in the pose "closed"."""
    s, wood = Sculpt(look.detail, 1.0), Paint(main_paint(look.colour, Paint((0.5, 0.31, 0.17))).colour, "wood")
    for y in (0.07, 0.2, 0.33):
        for z in SIDES:
            s.block((0, y, z * 0.26), (0.86, 0.124, 0.05), wood.shade(0.92 + 0.08 * (y > 0.1)), 0.012)
        for x in SIDES:
            s.block((x * 0.41, y, 0), (0.05, 0.124, 0.5), wood.shade(0.85), 0.012)
    s.block((0, 0.03, 0), (0.84, 0.05, 0.52), wood.shade(0.7))
    for x in (-0.4, -0.2, 0.2, 0.4):
        for z in SIDES:
            s.block((x, 0.2, z * 0.283), (0.055, 0.41, 0.02), BRASS, 0.006)
            for y in (0.06, 0.34):
                s.ball((x, y, z * 0.295), 0.013, GOLD)
    shut = look.pose == "closed"
    with s.frame((0, 0.4, -0.27), (0 if shut else -68, 0, 0)):
        for k in range(9):
            a = np.pi * (k + 0.5) / 9
            with s.frame((0, 0.25 * float(np.sin(a)), 0.27 - 0.27 * float(np.cos(a)))):
                s.block(
                    (0, 0, 0),
                    (0.86, 0.035, 0.1),
                    wood.shade(0.9 + 0.1 * (k % 2)),
                    0.01,
                    (float(np.degrees(a)) - 90, 0, 0),
                )
        for x in (-0.4, -0.2, 0.2, 0.4):
            arc = np.linspace(0, np.pi, 9)
            s.skin([(x, 0.265 * float(np.sin(t)), 0.27 - 0.285 * float(np.cos(t)), 0.03, 0.014) for t in arc], BRASS)
        for x in SIDES:
            half = np.linspace(0, np.pi, 11)
            s.plate(
                np.stack([0.25 * np.cos(half), 0.24 * np.sin(half)], axis=1),
                0.04,
                wood.shade(0.8),
                (x * 0.4, 0, 0.27),
                (0, 90, 0),
            )
    s.block((0, 0.34, 0.3), (0.13, 0.15, 0.04), GOLD, 0.015)
    s.block((0, 0.33, 0.325), (0.02, 0.05, 0.01), Paint((0.1, 0.08, 0.06)), 0.004)
    for x in SIDES:
        s.ring((x * 0.45, 0.24, 0), 0.07, 0.014, IRON, (0, 0, 90))
    if not shut:
        _treasure(s, look.rng)
    return s.mesh()


def _treasure(s: Sculpt, rng: np.random.Generator) -> None:
    """A heap of coins with gems on top."""
    s.ball((0, 0.33, 0), (0.38, 0.13, 0.22), GOLD)
    for _ in range(60):
        x, z = rng.uniform(-0.34, 0.34), rng.uniform(-0.2, 0.2)
        y = 0.34 + 0.115 * float(np.sqrt(max(0.0, 1 - (x / 0.39) ** 2 - (z / 0.235) ** 2)))
        tilt = rng.uniform(-35, 35, 2)
        with s.frame((float(x), y, float(z)), (float(tilt[0]), 0, float(tilt[1]))):
            s.turned(
                [(0, -0.006), (0.034, -0.006), (0.036, 0), (0.034, 0.006), (0, 0.006)],
                GOLD.shade(float(rng.uniform(0.9, 1.12))),
            )
    for k, paint in enumerate((RED, TEAL, Paint((0.35, 0.3, 0.75)), RED)):
        s.turned(
            [(0, -0.045), (0.04, 0.01), (0.028, 0.03), (0, 0.03)],
            Paint(paint.colour, "gloss"),
            (-0.2 + 0.14 * k, 0.455 - 0.015 * abs(k - 1.5), 0.08 - 0.05 * (k % 2)),
            (25, 0, 15),
        )


@finished
def barrel(look: Look) -> Mesh:
    """Bulging staves, iron hoops, and a tap."""
    s, wood = Sculpt(look.detail, 0.8), Paint(main_paint(look.colour, WOOD).colour, "wood")
    count, t = 16, np.linspace(0, 1, 7)
    r = 0.235 + 0.065 * np.sin(np.pi * t)
    stave = np.column_stack([0 * t, 0.8 * t, r, r * np.pi / count * 1.06, 0 * t + 0.022])
    for k in range(count):
        a = 2 * np.pi * k / count
        with s.frame(turn=(0, float(np.degrees(a)), 0)):
            s.skin(stave, wood.shade((0.92, 1.0, 0.86)[k % 3]), "flat", 2)
    for y in (0.745, 0.03):
        s.turned([(0, y), (0.228, y), (0.228, y + 0.02), (0, y + 0.02)], wood.shade(0.75))
    for way in (0.07, 0.27, 0.73, 0.93):
        out, y = 0.255 + 0.065 * float(np.sin(np.pi * way)), 0.8 * way
        s.turned(
            [(out - 0.014, y - 0.028), (out + 0.006, y - 0.026), (out + 0.006, y + 0.026), (out - 0.014, y + 0.028)],
            IRON,
        )
    s.rod((0, 0.16, 0.27), (0, 0.16, 0.38), 0.02, BRASS)
    s.limb((0, 0.16, 0.37), (0, 0.1, 0.38), 0.016, BRASS)
    s.limb((0, 0.18, 0.34), (0, 0.225, 0.34), 0.01, BRASS)
    s.limb((-0.03, 0.23, 0.34), (0.03, 0.23, 0.34), 0.011, BRASS)
    return s.mesh()


@finished
def crate(look: Look) -> Mesh:
    """A slatted wooden box with corner posts and diagonal braces."""
    s, wood = Sculpt(look.detail, 0.8), Paint(main_paint(look.colour, Paint((0.72, 0.53, 0.33))).colour, "wood")
    s.block((0, 0.3, 0), (0.54, 0.54, 0.54), wood.shade(0.55), 0.0)
    for turn in (0, 90, 180, 270):
        with s.frame((0, 0.3, 0), (0, float(turn), 0)):
            for k in range(4):
                s.block(
                    (0, -0.2 + 0.135 * k, 0.282),
                    (0.56, 0.118, 0.025),
                    wood.shade(0.88 + 0.07 * ((k + turn // 90) % 3)),
                    0.008,
                )
            for x in SIDES:
                s.block((x * 0.255, 0, 0.3), (0.085, 0.6, 0.035), wood, 0.01)
                for y in SIDES:
                    s.ball((x * 0.255, y * 0.25, 0.32), (0.012, 0.012, 0.005), IRON)
            for y in SIDES:
                s.block((0, y * 0.258, 0.3), (0.43, 0.085, 0.035), wood.shade(0.94), 0.01)
            s.block((0, 0, 0.297), (0.085, 0.58, 0.03), wood.shade(0.9), 0.008, (0, 0, 43))
    for k in range(4):
        s.block((0, 0.592, -0.218 + 0.145 * k), (0.6, 0.026, 0.132), wood.shade(0.9 + 0.07 * (k % 2)), 0.008)
    return s.mesh()


@finished
def anchor(look: Look) -> Mesh:
    """Leaning back a little, with a ring, a stock, flukes and a chain."""
    s, iron = Sculpt(look.detail, 1.3), main_paint(look.colour, Paint((0.24, 0.29, 0.36), "iron"))
    with s.frame((0, 0.12, 0), (-12, 0, 0)):
        s.rod((0, 0.02, 0), (0, 1.12, 0), 0.062, iron, 0.045)
        s.ring((0, 1.25, 0), 0.12, 0.032, iron, (90, 0, 0))
        s.limb((-0.34, 0.98, 0), (0.34, 0.98, 0), 0.045, iron)
        for x in SIDES:
            s.ball((x * 0.36, 0.98, 0), 0.07, iron)
            s.wire(
                [(0, 0.02, 0), (x * 0.2, 0.05, 0), (x * 0.38, 0.18, 0), (x * 0.46, 0.36, 0), (x * 0.465, 0.44, 0)],
                [0.085, 0.078, 0.065, 0.05, 0.03],
                iron,
            )
            s.plate([(x * 0.47, 0.56), (x * 0.62, 0.3), (x * 0.5, 0.34), (x * 0.3, 0.36)], 0.09, iron)
        s.skin([(0, 0.06, 0, 0.09, 0.07), (0, -0.06, 0, 0.03, 0.03)], iron)
    for k in range(24):
        t = k / 23
        at = (0.1 + 0.42 * t, 1.2 * (1 - t) ** 1.8 + 0.035, -0.2 + 0.5 * t * t)
        s.ring(at, 0.05, 0.016, iron.shade(0.85), (90.0 * (k % 2), 25, 40))
    return s.mesh()


@finished
def key(look: Look) -> Mesh:
    """An old key, standing on its bit, with a trefoil bow."""
    s, metal = Sculpt(look.detail, 0.2), main_paint(look.colour, GOLD)
    s.rod((0, 0.012, 0), (0, 0.13, 0), 0.0065, metal)
    for y, r in ((0.13, 0.012), (0.12, 0.0095), (0.1, 0.0085), (0.012, 0.008)):
        s.ring((0, y, 0), r * 0.75, r * 0.38, metal)
    for x, y in ((-0.026, 0.158), (0.026, 0.158), (0.0, 0.19)):
        s.ring((x, y, 0), 0.019, 0.0068, metal, (90, 0, 0))
    s.ball((0, 0.166, 0), (0.012, 0.012, 0.008), Paint(RED.colour, "gloss"))
    s.plate(
        [
            (0.004, 0.012),
            (0.04, 0.012),
            (0.04, 0.026),
            (0.03, 0.026),
            (0.03, 0.034),
            (0.042, 0.034),
            (0.042, 0.056),
            (0.032, 0.056),
            (0.032, 0.046),
            (0.02, 0.046),
            (0.02, 0.058),
            (0.004, 0.058),
        ],
        0.008,
        metal,
    )
    s.ball((0, 0.01, 0), 0.0085, metal)
    return s.mesh()


@finished
def ball(look: Look) -> Mesh:
    """A beach ball of six gores; a football in the pose "football"."""
    s = Sculpt(look.detail, 0.3)
    if look.pose == "football":
        _football(s, main_paint(look.colour, WHITE))
        return s.mesh()
    asked = Paint(look.colour, "gloss") if look.colour else None
    paints = (RED, WHITE, BLUE, WHITE, YELLOW, WHITE) if asked is None else (asked, WHITE) * 3
    with s.frame((0, 0.15, 0), (24, 15, 14)):
        for k, paint in enumerate(paints):

            def gore(u: Grid, v: Grid, k: int = k) -> tuple[Grid, Grid, Grid]:
                a, b = -2 * np.pi * (k + u) / 6, np.pi * (v - 0.5) * 0.985
                return 0.15 * np.cos(b) * np.cos(a), 0.15 * np.sin(b), 0.15 * np.cos(b) * np.sin(a)

            s.cloth(gore, Paint(paint.colour, "gloss"), 16, 8)
        for y in SIDES:
            s.turned(
                [(0, 0), (0.026, 0), (0.02, 0.004), (0, 0.005)], WHITE, (0, y * 0.1475, 0), (0 if y > 0 else 180, 0, 0)
            )
    return s.mesh()


def _football(s: Sculpt, paint: Paint) -> None:
    s.ball((0, 0.11, 0), 0.11, Paint(paint.colour, "gloss"))
    g = (1 + 5**0.5) / 2
    corners = np.array([(0, a, b * g) for a in SIDES for b in SIDES])
    ways = np.concatenate([corners, corners[:, [1, 2, 0]], corners[:, [2, 0, 1]]]) / np.sqrt(1 + g * g)
    for x, y, z in ways:
        tilt, turn = float(np.degrees(np.arccos(np.clip(y, -1, 1)))), float(np.degrees(np.arctan2(x, z)))
        with s.frame((float(x) * 0.109, 0.11 + float(y) * 0.109, float(z) * 0.109), (tilt, turn, 0)):
            angles = np.linspace(0, 2 * np.pi, 5, endpoint=False)
            s.plate(
                np.stack([0.034 * np.cos(angles), 0.034 * np.sin(angles)], axis=1),
                0.005,
                Paint((0.1, 0.1, 0.12), "gloss"),
                turn=(90, 0, 0),
            )


MODELS = (
    Model("umbrella", umbrella, 1.05, "any"),
    Model("chest", chest, 0.85, "any", ("open", "closed")),
    Model("barrel", barrel, 0.8, "any"),
    Model("crate", crate, 0.61, "any"),
    Model("anchor", anchor, 1.4, "any"),
    Model("key", key, 0.22, "table"),
    Model("ball", ball, 0.3, "any", ("beach", "football")),
)
