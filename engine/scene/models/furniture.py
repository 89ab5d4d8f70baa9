"""Furniture: table, chair, sofa, bed, bookshelf, clock."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLACK,
    BLUE,
    BRASS,
    CREAM,
    DARK_WOOD,
    GOLD,
    GREEN,
    ORANGE,
    RED,
    TEAL,
    WHITE,
    WOOD,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Sculpt

SIDES = (-1.0, 1.0)
CORNERS = ((-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0))


def _timber(look: Look) -> Paint:
    return Paint(main_paint(look.colour, WOOD).colour, "wood")


def _fabric(look: Look, *usual: Paint) -> Paint:
    return Paint(main_paint(look.colour, usual[int(look.rng.integers(len(usual)))]).colour, "fabric")


def _leg(s: Sculpt, x: float, z: float, tall: float, wood: Paint) -> None:
    """A turned leg."""
    w = 0.042
    s.turned([(0, 0), (w * 0.55, 0), (w * 0.75, 0.05 * tall), (w * 0.6, 0.12 * tall), (w * 0.85, 0.35 * tall),
        (w * 1.05, 0.62 * tall), (w * 0.7, 0.7 * tall),
              (w * 1.1, 0.74 * tall), (w, 0.78 * tall), (w, tall), (0, tall)], wood, (x, 0, z))  # fmt: skip


@finished
def table(look: Look) -> Mesh:
    """A dining table with turned legs and a runner."""
    s, wood = Sculpt(look.detail, 1.3), _timber(look)
    for x, z in CORNERS:
        _leg(s, x * 0.6, z * 0.33, 0.7, wood.shade(0.88))
    for k in range(5):
        s.block((0, 0.735, -0.33 + 0.165 * k), (1.4, 0.045, 0.163), wood.shade(0.94 + 0.06 * (k % 2)), 0.008)
    for x in SIDES:
        s.block((x * 0.715, 0.735, 0), (0.06, 0.05, 0.84), wood.shade(0.9), 0.01)
        s.block((x * 0.61, 0.66, 0), (0.035, 0.1, 0.62), wood.shade(0.82))
    for z in SIDES:
        s.block((0, 0.66, z * 0.34), (1.18, 0.1, 0.035), wood.shade(0.82))
    return s.mesh()


@finished
def chair(look: Look) -> Mesh:
    """A kitchen chair with a slatted back and a cushion."""
    s, wood = Sculpt(look.detail, 0.9), _timber(look)
    for x in SIDES:
        s.limb((x * 0.19, 0.02, 0.19), (x * 0.175, 0.44, 0.17), 0.019, wood.shade(0.9), 0.024)
        s.wire(
            [(x * 0.19, 0.02, -0.23), (x * 0.175, 0.44, -0.17), (x * 0.18, 0.7, -0.19), (x * 0.19, 0.96, -0.25)],
            0.022,
            wood.shade(0.9),
        )
        s.limb((x * 0.185, 0.2, 0.18), (x * 0.185, 0.2, -0.2), 0.013, wood.shade(0.85))
        s.ball((x * 0.191, 0.98, -0.253), 0.03, wood)
    s.limb((-0.185, 0.2, 0), (0.185, 0.2, 0), 0.013, wood.shade(0.85))
    s.block((0, 0.455, 0), (0.43, 0.04, 0.42), wood, 0.018)
    s.block(
        (0, 0.49, 0.005),
        (0.38, 0.05, 0.37),
        Paint(RED.shade(0.9).colour, "fabric") if look.colour is None else CREAM,
        0.024,
    )
    for y, deep in ((0.9, 0.235), (0.62, 0.182)):
        s.skin(
            [
                (-0.18, y, -deep + 0.005, 0.013, 0.042),
                (0, y + 0.015, -deep - 0.022, 0.013, 0.05),
                (0.18, y, -deep + 0.005, 0.013, 0.042),
            ],
            wood,
        )
    for k in (-1, 0, 1):
        s.limb((k * 0.085, 0.62, -0.195), (k * 0.085, 0.9, -0.248), 0.015, wood)
    return s.mesh()


@finished
def sofa(look: Look) -> Mesh:
    """A deep sofa with rolled arms and cushions."""
    s, cloth = Sculpt(look.detail, 1.7), _fabric(look, TEAL, Paint((0.72, 0.4, 0.34)), Paint((0.45, 0.52, 0.62)))
    s.block((0, 0.26, 0), (1.75, 0.24, 0.78), cloth.shade(0.85), 0.06)
    for x in SIDES:
        s.block((x * 0.375, 0.44, 0.06), (0.74, 0.2, 0.7), cloth, 0.08)
        s.block((x * 0.375, 0.68, -0.27), (0.74, 0.5, 0.2), cloth.shade(1.04), 0.09, (-10, 0, 0))
        s.block((x * 0.88, 0.42, 0.02), (0.2, 0.5, 0.86), cloth.shade(0.94), 0.08)
        s.limb((x * 0.88, 0.66, -0.34), (x * 0.88, 0.66, 0.4), 0.115, cloth.shade(0.94))
        s.ball((x * 0.88, 0.66, 0.5), (0.05, 0.05, 0.02), cloth.shade(0.7))
        for z in SIDES:
            s.rod((x * 0.82, 0, z * 0.33), (x * 0.82, 0.16, z * 0.33), 0.028, DARK_WOOD, 0.042)
    s.block((0, 0.56, -0.37), (1.7, 0.75, 0.16), cloth.shade(0.85), 0.07)
    for x, paint, tilt in ((-0.62, YELLOW, 22.0), (0.6, CREAM, -20.0)):
        s.ball((x, 0.69, -0.06), (0.2, 0.2, 0.08), Paint(paint.colour, "fabric"), (-22, tilt, 8))
        s.block((x, 0.69, -0.06), (0.34, 0.34, 0.09), Paint(paint.colour, "fabric"), 0.042, (-22, tilt, 8))
    return s.mesh()


@finished
def bed(look: Look) -> Mesh:
    """A wooden bed with two pillows and a quilt turned down."""
    s, quilt = Sculpt(look.detail, 2.0), _fabric(look, BLUE, Paint((0.72, 0.4, 0.4)), GREEN)
    wood, linen = Paint(WOOD.shade(0.9).colour, "wood"), Paint(WHITE.colour, "fabric")
    s.block((0, 0.3, 0), (1.5, 0.2, 2.0), wood, 0.03)
    for z, tall in ((-1.02, 1.05), (1.02, 0.62)):
        s.block((0, tall * 0.58, z), (1.5, tall * 0.62, 0.07), wood, 0.03)
        s.wire([(-0.72, tall * 0.9, z), (0, tall * 1.04, z), (0.72, tall * 0.9, z)], 0.055, wood.shade(0.85))
        for x in SIDES:
            s.limb((x * 0.74, 0.03, z), (x * 0.74, tall * 0.98, z), 0.05, wood.shade(0.85))
            s.ball((x * 0.74, tall * 1.04, z), 0.075, wood)
    s.block((0, 0.48, 0), (1.42, 0.22, 1.94), linen, 0.09)
    s.block((0, 0.53, 0.25), (1.52, 0.2, 1.44), quilt, 0.09)
    s.block((0, 0.6, -0.42), (1.53, 0.1, 0.26), linen.shade(0.96), 0.045)
    for row in range(4):
        for k in range(5):
            s.ball(
                ((k - 2) * 0.29, 0.632, -0.12 + 0.3 * row),
                (0.142, 0.022, 0.148),
                quilt.shade(1.0 if (row + k) % 2 else 0.86),
            )
    for x in SIDES:
        s.block((x * 0.35, 0.68, -0.72), (0.6, 0.17, 0.4), linen, 0.08, (24, 0, x * 2))
    return s.mesh()


@finished
def bookshelf(look: Look) -> Mesh:
    """Four shelves of books of all colours, a plant and a ball."""
    s, wood, rng = Sculpt(look.detail, 1.6), _timber(look), look.rng
    s.block((0, 0.9, -0.145), (0.98, 1.76, 0.02), wood.shade(0.7), 0.004)
    for x in SIDES:
        s.block((x * 0.5, 0.9, 0), (0.045, 1.8, 0.32), wood, 0.01)
    levels = (0.08, 0.5, 0.92, 1.34)
    for y in (*levels, 1.8):
        s.block((0, y, 0), (1.0 if y < 1.7 else 1.1, 0.045, 0.32 if y < 1.7 else 0.36), wood.shade(1.0), 0.01)
    paints = (RED, BLUE, GREEN, YELLOW, TEAL, ORANGE, CREAM, Paint((0.48, 0.3, 0.5)), DARK_WOOD)
    for row, y in enumerate(levels):
        x, end = -0.47, 0.46 if row not in (1, 3) else 0.16
        while x < end:
            wide, tall = float(rng.uniform(0.032, 0.062)), float(rng.uniform(0.24, 0.34))
            paint, lean = paints[int(rng.integers(len(paints)))], -9.0 if x + 0.1 > end else 0.0
            at = (x + wide / 2, y + 0.022 + tall / 2, 0.02)
            s.block(at, (wide * 0.94, tall, 0.22), paint.shade(0.9), 0.008, (0, 0, lean))
            s.block((at[0], at[1] + tall * 0.3, 0.131), (wide * 0.7, 0.016, 0.004), GOLD, 0.0, (0, 0, lean))
            x += wide + 0.003
    s.turned(
        [(0, 0), (0.05, 0), (0.07, 0.11), (0.06, 0.11), (0, 0.09)],
        Paint((0.75, 0.45, 0.32), "clay"),
        (0.32, 0.522, 0.03),
    )
    for k in range(9):
        a = k * 2.4
        s.skin(
            [
                (0.32, 0.62, 0.03, 0.01, 0.01),
                (0.32 + 0.06 * float(np.cos(a)), 0.74, 0.03 + 0.06 * float(np.sin(a)), 0.024, 0.01),
                (0.32 + 0.13 * float(np.cos(a)), 0.76 - 0.03 * (k % 3), 0.03 + 0.1 * float(np.sin(a)), 0.004, 0.004),
            ],
            GREEN,
        )
    s.ball((0.32, 1.445, 0.03), 0.08, BRASS)
    return s.mesh()


@finished
def clock(look: Look) -> Mesh:
    """A round clock with a white face, twelve marks, and bells on top; shows ten past ten."""
    s, case = (
        Sculpt(look.detail, 0.25),
        Paint(main_paint(look.colour, (RED, TEAL)[int(look.rng.integers(2))]).colour, "gloss"),
    )
    with s.frame((0, 0.13, 0), (90, 0, 0)):
        s.turned(
            [
                (0, -0.04),
                (0.08, -0.04),
                (0.1, -0.025),
                (0.105, 0.0),
                (0.105, 0.025),
                (0.098, 0.035),
                (0.088, 0.03),
                (0.086, 0.02),
                (0, 0.02),
            ],
            case,
        )
        s.turned([(0, 0.018), (0.087, 0.0205), (0, 0.0215)], WHITE)
        s.ring((0, 0.034, 0), 0.095, 0.007, BRASS)
    for k in range(12):
        a = 2 * np.pi * k / 12
        long = 0.018 if k % 3 == 0 else 0.009
        with s.frame((0, 0.13, 0.0225), (0, 0, float(np.degrees(a)))):
            s.block((0, 0.083 - long / 2 - 0.006, 0), (0.006 if k % 3 == 0 else 0.004, long, 0.003), BLACK, 0.0)
    for turn, long, wide in ((60.0, 0.046, 0.009), (-60.0, 0.066, 0.006)):
        with s.frame((0, 0.13, 0.026), (0, 0, turn)):
            s.block((0, long / 2 - 0.008, 0), (wide, long, 0.003), BLACK, 0.001)
    s.ball((0, 0.13, 0.028), (0.008, 0.008, 0.004), RED)
    for x in SIDES:
        s.limb((x * 0.045, 0.045, 0), (x * 0.075, 0.01, 0.0), 0.011, BRASS)
        with s.frame((x * 0.055, 0.228, 0), (0, 0, -x * 28)):
            s.turned([(0, 0.008), (0.04, 0), (0.043, 0.002), (0.036, 0.02), (0.018, 0.033), (0, 0.036)], BRASS)
            s.rod((0, -0.012, 0), (0, 0.01, 0), 0.006, BRASS)
    s.wire([(-0.05, 0.26, 0), (-0.03, 0.295, 0), (0.03, 0.295, 0), (0.05, 0.26, 0)], 0.005, BRASS)
    s.limb((0, 0.24, 0), (0, 0.262, 0), 0.008, BRASS)
    return s.mesh()


MODELS = (
    Model("table", table, 0.76, "indoor"),
    Model("chair", chair, 1.01, "indoor"),
    Model("sofa", sofa, 0.94, "indoor"),
    Model("bed", bed, 1.17, "indoor"),
    Model("bookshelf", bookshelf, 1.82, "indoor"),
    Model("clock", clock, 0.3, "table"),
)
