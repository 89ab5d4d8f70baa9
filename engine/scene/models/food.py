"""What is eaten: apple, orange, banana, pumpkin, cake, bread, pizza."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.kit.primitives import ellipsoid, lathe
from engine.scene.kit.shaping import warped
from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BROWN,
    CREAM,
    FLAME,
    GREEN,
    ORANGE,
    PINK,
    RED,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)
from engine.scene.models.sculpt import Grid, Sculpt, curve

LEAF = Paint((0.35, 0.56, 0.25), "leaf")


def _leaf(s: Sculpt, size: float) -> None:
    """Grows from the origin along +x, bent down at its tip."""

    def shape(u: Grid, v: Grid) -> tuple[Grid, Grid, Grid]:
        wide = 0.3 * np.sin(np.pi * np.clip(u, 0.02, 0.98)) ** 0.8 * (2 * v - 1)
        return u * size, size * (0.35 * u - 0.5 * u * u + 0.25 * np.abs(wide)), -wide * size

    s.cloth(shape, LEAF, 4, 8)


@finished
def apple(look: Look) -> Mesh:
    """Dimpled at both ends, blushing to yellow, with a stalk and a leaf."""
    s, paint = Sculpt(look.detail, 0.09), Paint(main_paint(look.colour, Paint((0.8, 0.16, 0.14))).colour, "gloss")
    t = np.linspace(0, np.pi, 26)
    radius = 0.041 * np.sin(t) ** 0.85 * (1 + 0.1 * np.cos(t))
    height = (
        0.04 - 0.037 * np.cos(t) - 0.017 * np.exp(-(((np.pi - t) / 0.42) ** 2)) + 0.008 * np.exp(-((t / 0.36) ** 2))
    )
    mesh = paint.on(
        lathe(np.stack([np.where(radius < 1e-6, 0, radius * np.where(t < 1.2, 0.93, 1.0)), height], axis=1), sides=36)
    )
    angle = np.arctan2(mesh.positions[:, 2], mesh.positions[:, 0])
    streak = np.clip(
        0.25 + 0.35 * np.sin(angle * 2 + 1) + 0.2 * np.sin(angle * 17) - 0.3 * (mesh.positions[:, 1] < 0.04), 0, 0.6
    )[:, None]
    tint = np.array(paint.mixed(YELLOW, 0.8).colour, np.float32)
    s.add(replace(mesh, colours=(mesh.colours * (1 - streak) + tint * streak).astype(np.float32)))
    s.wire([(0, 0.056, 0), (0.002, 0.075, 0), (0.007, 0.09, 0.002)], [0.0022, 0.0022, 0.0032], BROWN)
    with s.frame((0.003, 0.078, 0), (0, 40, 0)):
        _leaf(s, 0.038)
    return s.mesh()


@finished
def orange(look: Look) -> Mesh:
    """A whole fruit with pores, and a cut half beside it showing its segments."""
    s, paint = Sculpt(look.detail, 0.12), main_paint(look.colour, ORANGE)
    rough = Noise(look.rng)
    skin = warped(
        ellipsoid((0.04, 0.038, 0.04), look.detail * 1.3),
        lambda p: p * (1 + 0.012 * rough.fractal(p * 260, 1)[:, None]),
    )
    s.add(skin, paint, (-0.012, 0.038, -0.018))
    s.turned([(0, 0), (0.005, 0.0), (0.004, 0.003), (0, 0.003)], GREEN.shade(0.7), (-0.012, 0.0755, -0.018))
    with s.frame((-0.012, 0.077, -0.018), (0, -25, 0)):
        _leaf(s, 0.03)
    with s.frame((0.035, 0.027, 0.036), (58, 28, 0)):
        arc = np.linspace(-np.pi / 2, 0, 8)
        s.turned([*zip(0.037 * np.cos(arc), 0.035 * np.sin(arc), strict=True), (0.0, 0.0)], paint)
        s.turned([(0, 0), (0.0345, 0), (0.0335, 0.0012), (0, 0.0012)], CREAM)
        for k in range(9):
            a = 2 * np.pi * k / 9
            s.ball(
                (0.0185 * float(np.cos(a)), 0.0012, 0.0185 * float(np.sin(a))),
                (0.0135, 0.0015, 0.0058),
                Paint(paint.shade(1.12).colour, "wet"),
                (0, -40.0 * k, 0),
            )
    return s.mesh()


@finished
def banana(look: Look) -> Mesh:
    """A hand of three bananas."""
    s, paint = Sculpt(look.detail, 0.2), main_paint(look.colour, YELLOW)
    dark = Paint((0.36, 0.28, 0.14))
    for k in (-1, 0, 1):
        with s.frame((0.013 * k, 0.02, 0), (0, 15.0 * k, 8.0 * k)):
            t = np.linspace(-1.05, 1.0, 9)
            path = np.stack([0 * t, 0.09 * (1 - np.cos(t)) * 1.15, 0.105 * np.sin(t)], axis=1)
            width = np.interp(
                t, [-1.05, -0.9, -0.6, 0, 0.6, 0.85, 1.0], [0.006, 0.008, 0.016, 0.019, 0.017, 0.01, 0.006]
            )
            s.skin(np.column_stack([path, width, width * 1.08]), paint.shade(1.0 - 0.05 * abs(k)), steps=3)
            for side in (-1.0, 1.0):
                s.wire(path[2:7] + np.array([side * 0.0145, 0.006, 0]), 0.0016, paint.shade(0.82))
            s.wire([path[-1], path[-1] + (0, 0.008, 0.006)], 0.0058, dark)
            s.wire([path[0], path[0] - (0, -0.012, 0.004)], [0.007, 0.0075], paint.mixed(GREEN, 0.4))
    s.limb((0, 0.075, -0.096), (0, 0.092, -0.1), 0.014, dark.mixed(GREEN, 0.3))
    return s.mesh()


@finished
def pumpkin(look: Look) -> Mesh:
    """Ribbed, with a bent stalk; carved and lit in the pose "carved"."""
    s, paint = Sculpt(look.detail, 0.45), main_paint(look.colour, Paint((0.9, 0.47, 0.13)))
    ribs = 10

    def ribbed(p: Grid) -> Grid:
        angle = np.arctan2(p[:, 2], p[:, 0])
        swell = 1 + 0.075 * np.abs(np.sin(angle * ribs / 2)) - 0.05
        level = np.hypot(p[:, 0], p[:, 2]) / 0.2
        dent = 0.045 * np.exp(-((level / 0.42) ** 2)) * np.clip(p[:, 1] / 0.07, -1, 1)
        return np.stack([p[:, 0] * swell, p[:, 1] - dent, p[:, 2] * swell], axis=1)

    mesh = paint.on(warped(ellipsoid((0.2, 0.155, 0.2), look.detail * 1.9), ribbed))
    angle = np.arctan2(mesh.positions[:, 2], mesh.positions[:, 0])
    seam = (0.74 + 0.26 * np.abs(np.sin(angle * ribs / 2)) ** 0.5)[:, None]
    s.add(replace(mesh, colours=(mesh.colours * seam).astype(np.float32)), at=(0, 0.15, 0))
    s.skin(
        [
            (0, 0.24, 0, 0.042, 0.042),
            (0, 0.28, 0, 0.026, 0.026),
            (0.008, 0.32, 0.004, 0.02, 0.02),
            (0.035, 0.345, 0.015, 0.024, 0.024),
        ],
        LEAF.shade(0.75),
        "flat",
    )
    if look.pose == "carved":
        glow = Paint((1.0, 0.68, 0.2), "flame")
        for x in (-1.0, 1.0):
            s.plate([(-0.035, 0), (0.035, 0), (0, 0.055)], 0.06, glow, (x * 0.075, 0.17, 0.178), (-8, x * 20, 0))
        s.plate([(-0.014, 0), (0.014, 0), (0, 0.025)], 0.05, glow, (0, 0.14, 0.192))
        teeth = [
            (-0.1, 0.03),
            (-0.06, 0.012),
            (-0.035, 0.025),
            (-0.015, 0.004),
            (0.015, 0.004),
            (0.035, 0.025),
            (0.06, 0.012),
            (0.1, 0.03),
            (0.05, -0.032),
            (0.018, -0.036),
            (0.01, -0.018),
            (-0.01, -0.018),
            (-0.018, -0.036),
            (-0.05, -0.032),
        ]
        s.plate(teeth, 0.1, glow, (0, 0.095, 0.148))
    return s.mesh()


@finished
def cake(look: Look) -> Mesh:
    """Two tiers with dripping icing, berries and candles, on a stand."""
    s, icing = Sculpt(look.detail, 0.35), main_paint(look.colour, PINK)
    sponge = Paint((0.93, 0.82, 0.62), "food")
    s.turned(
        [(0, 0), (0.09, 0), (0.08, 0.012), (0.025, 0.02), (0.022, 0.06), (0.18, 0.072), (0.185, 0.085), (0, 0.085)],
        WHITE,
    )
    for low, tall, r, count in ((0.085, 0.1, 0.15, 18), (0.185, 0.085, 0.095, 12)):
        s.turned([(0, low), (r - 0.005, low), (r, low + 0.008), (r, low + tall), (0, low + tall)], sponge)
        s.ring((0, low + tall * 0.42, 0), r, 0.006, icing.mixed(RED, 0.3))
        s.turned(
            [
                (r + 0.004, low + tall - 0.02),
                (r + 0.008, low + tall - 0.004),
                (r - 0.004, low + tall + 0.01),
                (0, low + tall + 0.012),
            ],
            icing,
        )
        for k in range(count):
            a, drop = 2 * np.pi * k / count, 0.02 + 0.03 * float(look.rng.random())
            x, z = (r + 0.002) * float(np.cos(a)), (r + 0.002) * float(np.sin(a))
            s.limb((x, low + tall - 0.004, z), (x, low + tall - drop, z), 0.4 * r * np.pi / count, icing)
            s.ball((x * 1.03, low + 0.01, z * 1.03), 0.014, WHITE)
    for k in range(8):
        a = 2 * np.pi * k / 8
        s.ball((0.123 * float(np.cos(a)), 0.21, 0.123 * float(np.sin(a))), 0.017, Paint(RED.colour, "gloss"))
    for k in range(5):
        a = 2 * np.pi * k / 5
        x, z = 0.055 * float(np.cos(a)), 0.055 * float(np.sin(a))
        s.rod((x, 0.28, z), (x, 0.34, z), 0.006, (Paint((0.4, 0.65, 0.85)), YELLOW, WHITE)[k % 3])
        s.turned([(0, 0), (0.006, 0.008), (0.004, 0.018), (0, 0.03)], FLAME, (x, 0.342, z))
    s.ball((0, 0.3, 0), 0.022, Paint(RED.colour, "gloss"))
    return s.mesh()


@finished
def bread(look: Look) -> Mesh:
    """A crusty loaf with slashes, and two slices cut off."""
    s, crust = Sculpt(look.detail, 0.35), main_paint(look.colour, Paint((0.74, 0.46, 0.2), "food"))
    crumb = Paint((0.95, 0.86, 0.66), "food")
    outline = [
        (-0.062, 0.0),
        (0.062, 0.0),
        (0.07, 0.03),
        (0.066, 0.06),
        (0.08, 0.085),
        (0.07, 0.12),
        (0.03, 0.14),
        (-0.03, 0.14),
        (-0.07, 0.12),
        (-0.08, 0.085),
        (-0.066, 0.06),
        (-0.07, 0.03),
    ]
    shape = curve([*outline, outline[0]], 3)[:-1]
    with s.frame((-0.04, 0.0, 0)):
        s.plate(shape, 0.2, crust, turn=(0, 90, 0))
        s.plate(shape * (0.88, 0.92) + (0, 0.005), 0.206, crumb, turn=(0, 90, 0))
        for k in range(4):
            s.ball((-0.07 + 0.047 * k, 0.137, 0), (0.008, 0.008, 0.042), crumb.mixed(crust, 0.35), (0, 25, 0))
    for k, tilt in enumerate((14.0, 58.0)):
        with s.frame((0.095 + 0.05 * k, 0.002 + 0.006 * k, 0.004), (0, 0, -tilt)):
            s.plate(shape, 0.02, crust, turn=(0, 90, 0))
            s.plate(shape * (0.9, 0.92) + (0, 0.005), 0.0225, crumb, turn=(0, 90, 0))
    return s.mesh()


@finished
def pizza(look: Look) -> Mesh:
    """On a board, with salami, basil and olives; one slice pulled out."""
    s, sauce = Sculpt(look.detail, 0.36), main_paint(look.colour, Paint((0.96, 0.78, 0.38), "food"))
    crust, board = Paint((0.82, 0.56, 0.28), "food"), Paint((0.55, 0.37, 0.22), "wood")
    s.turned([(0, 0), (0.2, 0), (0.205, 0.008), (0.2, 0.016), (0, 0.016)], board)
    s.block((0, 0.008, -0.24), (0.05, 0.014, 0.12), board)
    gap, slice_at = np.radians(52.0), np.radians(52.0)
    for start, end, shift in (
        (slice_at + gap / 2, slice_at + 2 * np.pi - gap / 2, 0.0),
        (slice_at - gap / 2, slice_at + gap / 2, 0.055),
    ):
        dx, dz = shift * float(np.cos(slice_at)), shift * float(np.sin(slice_at))
        angles = np.linspace(start + 0.01, end - 0.01, 40 if shift == 0 else 9)
        rim = np.stack([0.165 * np.cos(angles), -0.165 * np.sin(angles)], axis=1)
        with s.frame((dx, 0.022, dz)):
            s.plate(np.concatenate([rim, [(0.0, 0.0)]]), 0.012, crust, turn=(-90, 0, 0))
            s.plate(np.concatenate([rim * 0.9, [(0.0, 0.0)]]), 0.017, sauce, turn=(-90, 0, 0))
            s.wire(
                np.stack([0.16 * np.cos(angles), 0.006 + 0 * angles, 0.16 * np.sin(angles)], axis=1)[
                    :: 3 if shift == 0 else 2
                ],
                0.0135,
                crust,
            )
            for k in range(17):
                a, r = k * 2.39996, 0.13 * float(np.sqrt((k + 0.6) / 17))
                turn = (a - start) % (2 * np.pi) + start
                if not start + 0.16 < turn < end - 0.16 or (r < 0.03):
                    continue
                at = (r * float(np.cos(a)), 0.009, r * float(np.sin(a)))
                if k % 3 == 0:
                    s.ball(at, (0.017, 0.004, 0.009), LEAF, (0, 50.0 * k, 0))
                elif k % 7 == 1:
                    s.ring(at, 0.007, 0.0035, Paint((0.17, 0.15, 0.16), "gloss"))
                else:
                    s.turned(
                        [(0, 0), (0.023, 0), (0.024, 0.003), (0.02, 0.005), (0, 0.0045)],
                        Paint((0.74, 0.24, 0.18), "food"),
                        (at[0], 0.007, at[2]),
                    )
    return s.mesh()


MODELS = (
    Model("apple", apple, 0.09, "table"),
    Model("orange", orange, 0.085, "table"),
    Model("banana", banana, 0.11, "table"),
    Model("pumpkin", pumpkin, 0.36, "any", ("standing", "carved")),
    Model("cake", cake, 0.37, "table"),
    Model("bread", bread, 0.145, "table"),
    Model("pizza", pizza, 0.04, "table"),
)
