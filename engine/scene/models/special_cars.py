"""Cars that their word tells apart: jeep, sports car, pickup, van, taxi, police car."""

from __future__ import annotations

from engine.scene.models.model import Look
from engine.scene.models.paintwork import (
    BLACK,
    BLUE,
    CHROME,
    HEADLIGHT,
    IRON,
    ORANGE,
    PANE,
    RED,
    RUBBER,
    TAIL_LIGHT,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.wheels import road_wheel
from engine.scene.scene import Vector

SIDES = (-1.0, 1.0)
OLIVE = Paint((0.36, 0.4, 0.22), "satin")


def _round_lamp(s: Sculpt, at: Vector, radius: float) -> None:
    s.ball(at, (radius * 1.25, radius * 1.25, radius * 0.5), CHROME)
    s.ball((at[0], at[1], at[2] + radius * 0.2), (radius, radius, radius * 0.45), HEADLIGHT)


def _wheel_pairs(s: Sculpt, x: float, axles: tuple[float, float], radius: float, width: float) -> None:
    for z in axles:
        for side in SIDES:
            road_wheel(s, (side * x, radius, z), radius, width)


def add_jeep(s: Sculpt, look: Look) -> None:
    """Boxy and open: a flat upright grille with seven slots, a folded windscreen, roll bars, a spare wheel behind."""
    body = Paint(main_paint(look.colour, OLIVE).colour, "satin")
    dark = body.shade(0.6)
    s.block((0, 0.62, 0), (1.0, 0.2, 3.5), IRON, 0.03)
    s.block((0, 0.92, 1.12), (1.3, 0.5, 1.35), body, 0.06)  # bonnet
    s.block((0, 0.86, -0.72), (1.5, 0.44, 2.0), body, 0.04)  # tub
    s.block((0, 1.0, -0.65), (1.3, 0.2, 1.75), BLACK, 0.02)
    s.block((0, 0.93, 1.81), (1.34, 0.56, 0.07), body.shade(0.9), 0.03)
    for k in range(7):
        s.block(((k - 3) * 0.105, 0.93, 1.85), (0.052, 0.4, 0.02), BLACK, 0.005)
    for x in SIDES:
        _round_lamp(s, (x * 0.52, 0.98, 1.85), 0.12)
        s.block((x * 0.79, 1.0, 1.16), (0.34, 0.07, 1.25), dark, 0.03)  # flat wings
        s.block((x * 0.79, 0.86, 1.75), (0.34, 0.3, 0.07), dark, 0.02)
        s.block((x * 0.79, 1.02, -1.2), (0.3, 0.07, 1.05), dark, 0.03)
        s.ball((x * 0.85, 1.06, 1.72), (0.05, 0.04, 0.04), ORANGE)
        s.block((x * 0.6, 0.86, -1.75), (0.14, 0.16, 0.04), TAIL_LIGHT)
        s.rod((x * 0.66, 1.05, 0.42), (x * 0.66, 1.66, 0.3), 0.035, body)
        s.wire([(x * 0.64, 1.05, -0.72), (x * 0.64, 1.68, -0.74), (x * 0.6, 1.72, -0.74)], 0.04, BLACK)
        s.limb((x * 0.64, 1.7, -0.74), (x * 0.64, 1.66, 0.3), 0.035, BLACK)
        s.limb((x * 0.64, 1.68, -0.74), (x * 0.64, 1.06, -1.6), 0.035, BLACK)
        s.block((x * 0.33, 1.2, -0.42), (0.46, 0.16, 0.46), Paint((0.3, 0.24, 0.18), "leather"), 0.05)
        s.block((x * 0.33, 1.4, -0.66), (0.46, 0.5, 0.14), Paint((0.3, 0.24, 0.18), "leather"), 0.05)
        s.limb((x * 0.7, 1.12, 0.36), (x * 0.88, 1.16, 0.38), 0.022, BLACK)
        s.ball((x * 0.92, 1.2, 0.38), (0.1, 0.09, 0.03), BLACK)
    s.limb((-0.64, 1.71, -0.74), (0.64, 1.71, -0.74), 0.04, BLACK)
    for y in (1.1, 1.66):
        s.rod((-0.66, y, 0.42 - 0.12 * (y - 1.1) / 0.56), (0.66, y, 0.42 - 0.12 * (y - 1.1) / 0.56), 0.032, body)
    s.block((0, 1.38, 0.36), (1.26, 0.52, 0.02), PANE, 0.005, (-12, 0, 0))
    s.ring((0.33, 1.3, 0.08), 0.17, 0.02, BLACK, (62, 0, 0))
    for z in (1.95, -1.82):
        s.block((0, 0.62, z), (1.6, 0.16, 0.14), IRON, 0.04)
    s.block((0, 0.68, 2.03), (0.42, 0.12, 0.02), WHITE)
    with s.frame((0, 1.02, -1.84), (-90, 0, 0)):
        s.turned([(0, 0), (0.3, 0), (0.37, 0.05), (0.37, 0.15), (0.3, 0.2), (0.2, 0.14), (0, 0.14)], RUBBER)
        s.turned([(0, 0.1), (0.2, 0.15), (0.06, 0.18), (0, 0.18)], IRON)
    _wheel_pairs(s, 0.79, (1.16, -1.18), 0.42, 0.28)


def add_sports_car(s: Sculpt, look: Look, paint: Paint) -> None:
    """Low and wide: a long pointed nose, wide wings, a raked canopy and a spoiler."""
    body = Paint(main_paint(look.colour, paint).colour, "gloss")
    s.hull([(-2.05, 0.58, 0.72, 0.16, 4), (-1.9, 0.58, 0.88, 0.25, 4), (-1.2, 0.56, 0.94, 0.29, 4),
            (0, 0.5, 0.9, 0.25, 4), (1.2, 0.47, 0.92, 0.23, 4), (1.9, 0.38, 0.8, 0.13, 4),
            (2.15, 0.34, 0.5, 0.06, 3)], body)  # fmt: skip
    s.hull([(-1.45, 0.76, 0.5, 0.05, 3), (-0.8, 0.92, 0.58, 0.16, 4), (-0.1, 0.97, 0.6, 0.17, 4),
            (0.45, 0.86, 0.58, 0.11, 4), (0.95, 0.7, 0.48, 0.03, 3)], PANE)  # fmt: skip
    s.hull([(-1.0, 1.0, 0.42, 0.06, 4), (-0.6, 1.07, 0.5, 0.07, 4), (-0.05, 1.09, 0.48, 0.06, 4),
            (0.12, 1.07, 0.4, 0.03, 4)], body)  # fmt: skip
    for x in SIDES:
        s.ball((x * 0.74, 0.62, 1.2), (0.2, 0.14, 0.5), body)
        s.ball((x * 0.74, 0.66, -1.25), (0.22, 0.2, 0.58), body)
        s.ball((x * 0.6, 0.52, 1.82), (0.19, 0.06, 0.14), HEADLIGHT, (22, x * 20, 0))
        s.block((x * 0.52, 0.66, -2.03), (0.4, 0.08, 0.05), TAIL_LIGHT)
        s.block((x * 0.935, 0.55, -0.55), (0.03, 0.16, 0.4), BLACK, 0.02)
        s.block((x * 0.6, 0.86, -1.86), (0.07, 0.24, 0.16), body, 0.02)
        s.rod((x * 0.35, 0.36, -2.0), (x * 0.35, 0.36, -2.12), 0.055, CHROME)
    s.block((0, 1.0, -1.9), (1.6, 0.05, 0.3), body, 0.02, (8, 0, 0))
    s.block((0, 0.3, 2.0), (1.0, 0.08, 0.2), BLACK, 0.03)
    _wheel_pairs(s, 0.83, (1.25, -1.25), 0.33, 0.28)


def add_pickup(s: Sculpt, look: Look, paint: Paint) -> None:
    """A cab in the middle and an open bed behind."""
    body = Paint(main_paint(look.colour, paint).colour, "gloss")
    s.block((0, 0.6, 0), (1.5, 0.26, 4.9), IRON, 0.04)
    s.hull([(0.75, 0.98, 0.92, 0.4, 6), (1.6, 0.98, 0.92, 0.38, 6), (2.35, 0.92, 0.88, 0.32, 5),
            (2.5, 0.9, 0.8, 0.26, 5)], body, steps=2)  # fmt: skip
    s.block((0, 0.98, 0.05), (1.86, 0.8, 1.7), body, 0.07)
    s.hull([(-0.75, 1.55, 0.74, 0.26, 5), (-0.6, 1.62, 0.78, 0.32, 5), (0.35, 1.62, 0.78, 0.32, 5),
            (0.98, 1.4, 0.72, 0.06, 5)], PANE)  # fmt: skip
    s.block((0, 1.96, -0.1), (1.5, 0.09, 1.2), body, 0.04)
    for x in SIDES:
        s.limb((x * 0.76, 1.36, 0.95), (x * 0.7, 1.95, 0.42), 0.05, body)
        s.limb((x * 0.78, 1.36, -0.72), (x * 0.72, 1.95, -0.62), 0.07, body)
        s.block((x * 0.87, 1.05, -1.65), (0.12, 0.66, 1.72), body, 0.04)
        s.block((x * 0.95, 1.15, 0.1), (0.03, 0.05, 0.2), CHROME)
        s.limb((x * 0.88, 1.4, 0.85), (x * 1.06, 1.44, 0.85), 0.03, BLACK)
        s.ball((x * 1.1, 1.5, 0.85), (0.09, 0.13, 0.05), body)
        _round_lamp(s, (x * 0.66, 0.98, 2.46), 0.14)
        s.block((x * 0.86, 1.1, -2.53), (0.12, 0.32, 0.05), TAIL_LIGHT)
    s.block((0, 0.78, -1.65), (1.66, 0.1, 1.7), IRON, 0.02)
    s.block((0, 1.05, -2.46), (1.7, 0.6, 0.1), body, 0.03)
    for y in (0.86, 0.96, 1.06):
        s.block((0, y, 2.5), (0.95, 0.05, 0.06), CHROME)
    for z in (2.55, -2.58):
        s.block((0, 0.6, z), (1.86, 0.17, 0.16), CHROME, 0.05)
    _wheel_pairs(s, 0.82, (1.55, -1.62), 0.42, 0.28)


def add_van(s: Sculpt, look: Look, paint: Paint) -> None:
    """A rounded camper: two tones, a band of windows, a round lamp on each side of its flat face."""
    lower = Paint(main_paint(look.colour, paint).colour, "gloss")
    upper = Paint((0.94, 0.92, 0.86), "gloss")
    s.hull([(-2.1, 0.82, 0.86, 0.36, 5), (-2.0, 0.84, 0.92, 0.44, 6), (1.85, 0.84, 0.92, 0.44, 6),
            (2.08, 0.82, 0.8, 0.36, 4)], lower, steps=2)  # fmt: skip
    s.hull([(-2.08, 1.52, 0.8, 0.36, 5), (-1.95, 1.54, 0.88, 0.44, 6), (1.6, 1.54, 0.88, 0.44, 6),
            (1.95, 1.44, 0.76, 0.28, 4)], upper, steps=2)  # fmt: skip
    for x in SIDES:
        for k in range(4):
            s.block((x * 0.87, 1.58, 1.15 - 0.86 * k), (0.05, 0.44, 0.72), PANE, 0.02)
        _round_lamp(s, (x * 0.58, 0.92, 2.06), 0.16)
        s.ball((x * 0.62, 1.16, 2.0), (0.07, 0.04, 0.05), ORANGE)
        s.block((x * 0.78, 0.9, -2.1), (0.1, 0.24, 0.05), TAIL_LIGHT)
        s.block((x * 0.38, 1.56, 1.9), (0.68, 0.42, 0.12), PANE, 0.03, (-16, x * 10, 0))
    s.block((0, 1.24, 0), (1.86, 0.06, 4.0), CHROME, 0.02)
    s.ring((0, 1.0, 2.1), 0.16, 0.02, CHROME, (90, 0, 0))
    for z in (2.12, -2.14):
        s.limb((-0.8, 0.5, z), (0.8, 0.5, z), 0.08, CHROME)
    _wheel_pairs(s, 0.78, (1.3, -1.35), 0.36, 0.24)


def add_roof(s: Sculpt, look: Look) -> None:
    """A taxi's sign and checks, or a police car's lights and stripe, on the family car."""
    if look.called("taxi", "cab"):
        s.block((0, 1.62, -0.35), (0.56, 0.2, 0.2), YELLOW, 0.05)
        for z in (-0.24, -0.46):
            s.block((0, 1.62, z), (0.4, 0.1, 0.01), BLACK)
        for x in SIDES:
            for k in range(9):
                for row in (0, 1):
                    if (k + row) % 2:
                        s.block((x * 0.85, 0.7 + 0.075 * row, 0.62 - 0.17 * k), (0.02, 0.07, 0.16), RUBBER, 0.0)
    elif look.called("police car"):
        s.block((0, 1.56, -0.35), (0.9, 0.06, 0.22), BLACK)
        for x, paint in ((-0.26, BLUE), (0.26, RED)):
            s.block((x, 1.63, -0.35), (0.36, 0.11, 0.2), Paint(paint.colour, "lamp"), 0.04)
        for x in SIDES:
            s.block((x * 0.845, 0.72, -0.25), (0.02, 0.26, 1.7), BLUE, 0.0)
