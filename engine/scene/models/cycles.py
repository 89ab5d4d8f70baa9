"""Two wheels, and what horses and engines pull: bicycle, motorcycle, cart, train."""

from __future__ import annotations

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLACK,
    BLUE,
    BRASS,
    BROWN,
    CHROME,
    CREAM,
    DARK_WOOD,
    GREEN,
    HEADLIGHT,
    IRON,
    PANE,
    RED,
    STEEL,
    TAIL_LIGHT,
    TAN,
    TEAL,
    WOOD,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.wheels import SIDEWAYS, road_wheel, spoke_wheel, wooden_wheel

SIDES = (-1.0, 1.0)


@finished
def bicycle(look: Look) -> Mesh:
    """A city bicycle with a basket."""
    s, frame = Sculpt(look.detail, 1.4), main_paint(look.colour, (TEAL, RED, BLUE)[int(look.rng.integers(3))])
    r = 0.34
    rear, front, crank, seat, head = (0, r, -0.52), (0, r, 0.56), (0, 0.3, -0.06), (0, 0.8, -0.22), (0, 0.84, 0.38)
    spoke_wheel(s, rear, r)
    spoke_wheel(s, front, r)
    for a, b in ((crank, seat), (crank, head), (seat, head)):
        s.limb(a, b, 0.026, frame)
    for x in SIDES:
        s.limb((x * 0.05, r, -0.52), (x * 0.02, 0.3, -0.06), 0.015, frame)
        s.limb((x * 0.05, r, -0.52), (x * 0.02, 0.78, -0.22), 0.015, frame)
        s.limb((x * 0.05, r, 0.56), (x * 0.03, 0.72, 0.42), 0.018, frame)
        s.wire([(0, 0.98, 0.36), (x * 0.16, 1.02, 0.38), (x * 0.29, 1.02, 0.22)], 0.015, CHROME)
        s.limb((x * 0.29, 1.02, 0.24), (x * 0.3, 1.02, 0.1), 0.024, BROWN)
        s.limb((x * 0.06, 0.3, -0.06), (x * 0.07, 0.3 - x * 0.16, -0.06 + x * 0.05), 0.014, CHROME)
        s.block((x * 0.13, 0.3 - x * 0.16, -0.06 + x * 0.05), (0.11, 0.03, 0.08), BLACK)
    s.limb((0, 0.72, 0.42), (0, 1.0, 0.34), 0.024, frame)
    s.limb(seat, (0, 0.9, -0.25), 0.018, CHROME)
    s.skin([(0, 0.93, -0.38, 0.1, 0.03), (0, 0.93, -0.28, 0.09, 0.035), (0, 0.93, -0.12, 0.03, 0.025),
            (0, 0.925, -0.04, 0.02, 0.02)], BROWN)  # fmt: skip
    with s.frame((0.045, 0.3, -0.06), SIDEWAYS):
        s.ring((0, 0, 0), 0.085, 0.01, CHROME)
    for y in (0.32, 0.36):
        s.limb((0.045, y + (0.05 if y > 0.33 else -0.09), -0.06), (0.045, y - 0.01, -0.52), 0.008, IRON)
    for mid, low, high in ((-0.52, -0.95, 0.75), (0.56, -0.75, 0.9)):
        s.wire([(0, r + 0.37 * max(0.0, 1 - abs(k) ** 2.2) - 0.0, mid + 0.375 * k) for k in (low, -0.4, 0, 0.4, high)],
               0.022, frame)  # fmt: skip
    s.turned([(0, 0), (0.1, 0), (0.16, 0.2), (0.135, 0.2), (0.1, 0.03), (0, 0.02)], TAN, (0, 0.78, 0.6))
    for y in (0.04, 0.1, 0.16):
        s.ring((0, 0.78 + y, 0.6), 0.105 + y * 0.25, 0.01, TAN.shade(0.75))
    s.ball((0, 0.72, 0.52), 0.045, HEADLIGHT)
    return s.mesh()


@finished
def motorcycle(look: Look) -> Mesh:
    """A classic roadster with a round lamp and two exhausts."""
    s, tank = (
        Sculpt(look.detail, 2.0),
        Paint(main_paint(look.colour, (RED, BLUE, GREEN)[int(look.rng.integers(3))]).colour, "gloss"),
    )
    road_wheel(s, (0.001, 0.33, -0.68), 0.33, 0.2, CHROME)
    road_wheel(s, (-0.001, 0.33, -0.68), 0.33, 0.2, CHROME)
    for x in (0.001, -0.001):
        road_wheel(s, (x, 0.33, 0.74), 0.33, 0.14, CHROME)
    s.skin([(0, 0.86, -0.12, 0.1, 0.09), (0, 0.9, 0.02, 0.16, 0.13), (0, 0.93, 0.2, 0.17, 0.15), (0, 0.93, 0.34, 0.1,
        0.1)],
           tank)  # fmt: skip
    s.skin([(0, 0.84, -0.82, 0.1, 0.05), (0, 0.8, -0.6, 0.14, 0.07), (0, 0.79, -0.3, 0.13, 0.07), (0, 0.84, -0.1,
        0.08, 0.06)],
           BROWN)  # fmt: skip
    s.wire([(0, 0.42, -1.06), (0, 0.68, -0.9), (0, 0.72, -0.66), (0, 0.66, -0.42)], [0.06, 0.1, 0.1, 0.06], tank)
    s.wire([(0, 0.62, 0.48), (0, 0.71, 0.72), (0, 0.6, 0.98)], [0.05, 0.075, 0.05], tank)
    s.block((0, 0.42, 0.02), (0.34, 0.26, 0.5), IRON, 0.06)
    for k in range(5):
        s.block((0, 0.56 + 0.045 * k, 0.1 + 0.012 * k), (0.27, 0.022, 0.26), CHROME)
    s.rod((0, 0.55, 0.09), (0, 0.78, 0.14), 0.1, IRON)
    for x in SIDES:
        s.rod((x * 0.17, 0.44, 0.02), (x * 0.21, 0.44, 0.02), 0.12, CHROME)
        s.wire(
            [(x * 0.1, 0.62, 0.24), (x * 0.15, 0.5, 0.36), (x * 0.18, 0.3, 0.2), (x * 0.2, 0.28, -0.4)], 0.035, CHROME
        )
        s.rod((x * 0.2, 0.28, -0.35), (x * 0.22, 0.34, -1.05), 0.045, CHROME, 0.065)
        s.limb((x * 0.11, 0.33, 0.74), (x * 0.11, 0.98, 0.44), 0.032, CHROME)
        s.limb((x * 0.12, 0.33, -0.68), (x * 0.13, 0.78, -0.5), 0.035, CHROME)
        s.limb((x * 0.1, 0.33, -0.68), (x * 0.14, 0.38, -0.05), 0.03, IRON)
        s.wire([(0, 1.02, 0.42), (x * 0.2, 1.1, 0.42), (x * 0.36, 1.1, 0.28)], 0.018, CHROME)
        s.limb((x * 0.34, 1.1, 0.3), (x * 0.44, 1.09, 0.2), 0.028, BLACK)
        s.limb((x * 0.25, 1.1, 0.38), (x * 0.32, 1.28, 0.4), 0.009, CHROME)
        s.ball((x * 0.33, 1.31, 0.4), (0.07, 0.05, 0.02), BLACK)
        s.limb((x * 0.12, 0.3, 0.0), (x * 0.32, 0.3, 0.0), 0.022, BLACK)
        s.ball((x * 0.16, 0.82, -0.82), 0.035, Paint((0.9, 0.5, 0.15), "gloss"))
    s.ball((0, 0.94, 0.56), (0.12, 0.12, 0.1), CHROME)
    s.ball((0, 0.94, 0.61), (0.1, 0.1, 0.065), HEADLIGHT)
    s.ball((0, 0.8, -0.9), (0.06, 0.05, 0.04), TAIL_LIGHT)
    return s.mesh()


@finished
def cart(look: Look) -> Mesh:
    """A farm cart with two big wheels, slatted sides, shafts and a load of hay."""
    s, wood = Sculpt(look.detail, 2.6), main_paint(look.colour, WOOD)
    hay = Paint((0.86, 0.7, 0.34), "matte")
    for x in SIDES:
        wooden_wheel(s, (x * 0.72, 0.6, -0.1), 0.6, wood.shade(0.85))
        s.limb((x * 0.4, 0.78, -0.9), (x * 0.42, 0.6, 2.1), 0.045, wood.shade(0.8))
        for y in (0.98, 1.2):
            s.block((x * (0.5 + 0.25 * (y - 0.78)), y, -0.1), (0.045, 0.14, 1.75), wood)
        for z in (-0.85, -0.3, 0.25, 0.68):
            s.limb((x * 0.54, 0.8, z), (x * 0.67, 1.36, z), 0.032, wood.shade(0.75))
    for k in range(5):
        s.block((-0.44 + 0.22 * k, 0.82, -0.1), (0.205, 0.06, 1.8), wood.shade(0.95 + 0.05 * (k % 2)))
    for z in (-0.97, 0.78):
        for y in (0.98, 1.2):
            s.block((0, y, z), (1.12, 0.14, 0.045), wood)
    s.rod((-0.8, 0.6, -0.1), (0.8, 0.6, -0.1), 0.05, IRON)
    s.limb((-0.42, 0.62, 1.9), (0.42, 0.62, 1.9), 0.035, wood.shade(0.8))
    for _ in range(16):
        x, z = look.rng.uniform(-0.36, 0.36), look.rng.uniform(-0.75, 0.58)
        y = 1.12 + 0.25 * (1 - (x / 0.5) ** 2) * (1 - (z / 1.1) ** 2)
        s.ball((x, y, z), (0.26, 0.16, 0.28), hay.shade(float(look.rng.uniform(0.85, 1.05))))
    return s.mesh()


@finished
def train(look: Look) -> Mesh:
    """A steam engine with its tender and a carriage, on a length of rail."""
    s, body = Sculpt(look.detail, 9.0), main_paint(look.colour, GREEN)
    _rails(s, 12.6)
    with s.frame((0, 0.3, 3.6)):
        _engine(s, body)
    with s.frame((0, 0.3, -2.9)):
        _carriage(s, body)
    return s.mesh()


def _rails(s: Sculpt, length: float) -> None:
    for x in SIDES:
        s.block((x * 0.7, 0.24, 0), (0.09, 0.12, length), STEEL)
    for k in range(18):
        s.block((0, 0.09, length * (k / 17 - 0.5) * 0.97), (2.1, 0.18, 0.3), DARK_WOOD)


def _engine(s: Sculpt, body: Paint) -> None:
    s.rod((0, 1.5, -0.6), (0, 1.5, 2.1), 0.66, body)
    s.turned([(0.66, 0), (0.72, 0), (0.72, 0.62), (0.66, 0.7), (0, 0.7)], IRON, (0, 1.5, 2.0), (90, 0, 0))
    s.turned([(0, 0), (0.56, 0), (0.5, 0.07), (0, 0.1)], BLACK, (0, 1.5, 2.68), (90, 0, 0))
    s.ring((0, 1.5, 2.72), 0.5, 0.04, BRASS, (90, 0, 0))
    for z in (0.1, 0.75, 1.4):
        s.ring((0, 1.5, z), 0.67, 0.03, BRASS, (90, 0, 0))
    s.turned([(0, 0), (0.27, 0), (0.2, 0.2), (0.2, 0.75), (0.34, 1.0), (0.36, 1.15), (0.27, 1.2), (0.24, 1.05), (0,
        1.0)],
             BLACK, (0, 2.1, 2.25))  # fmt: skip
    s.turned([(0, 0), (0.26, 0), (0.26, 0.28), (0.2, 0.42), (0, 0.48)], BRASS, (0, 2.08, 1.05))
    s.turned([(0, 0), (0.14, 0), (0.14, 0.22), (0.06, 0.36), (0, 0.36)], BRASS, (0, 2.1, 0.2))
    s.block((0, 0.75, 0.4), (1.5, 0.22, 4.6), IRON, 0.05)
    s.block((0, 1.7, -1.25), (1.75, 1.75, 1.35), body, 0.08)
    s.block((0, 2.68, -1.3), (2.05, 0.16, 1.75), BLACK, 0.07)
    for x in SIDES:
        s.block((x * 0.87, 1.98, -1.25), (0.06, 0.62, 0.8), PANE)
        s.block((x * 0.45, 2.2, -0.57), (0.42, 0.4, 0.06), PANE)
        s.block((x * 0.88, 1.3, -1.25), (0.03, 0.4, 0.9), RED)
        for z, r in ((-1.1, 0.55), (0.15, 0.55), (1.25, 0.36), (2.1, 0.36)):
            _iron_wheel(s, x * 0.72, z, r)
        s.limb((x * 0.9, 0.5, -1.1), (x * 0.9, 0.42, 1.9), 0.05, STEEL)
        s.block((x * 0.86, 0.6, 2.0), (0.34, 0.36, 0.7), body, 0.08)
        s.rod((x * 0.55, 0.72, 2.68), (x * 0.55, 0.72, 2.95), 0.13, CHROME)
    s.block((0, 0.72, 2.68), (1.8, 0.26, 0.12), RED)
    for k in range(-3, 4):
        s.limb((k * 0.1, 0.6, 2.75), (k * 0.24, 0.06, 3.15 - 0.08 * abs(k)), 0.04, IRON)
    s.block((0, 2.28, 2.72), (0.26, 0.28, 0.2), BLACK)
    s.ball((0, 2.28, 2.82), (0.11, 0.11, 0.06), HEADLIGHT)


def _iron_wheel(s: Sculpt, x: float, z: float, radius: float) -> None:
    with s.frame((x, radius + 0.0, z), SIDEWAYS):
        s.ring((0, 0, 0), radius * 0.9, radius * 0.1, STEEL)
        s.turned([(0, -0.04), (radius * 0.85, -0.03), (radius * 0.85, 0.03), (0, 0.04)], RED.shade(0.8))
        s.rod((0, -0.1, 0), (0, 0.1, 0), radius * 0.2, STEEL)


def _carriage(s: Sculpt, body: Paint) -> None:
    s.block((0, 0.72, 0), (1.5, 0.2, 5.4), IRON, 0.05)
    s.block((0, 1.25, 0), (1.85, 0.95, 5.4), body, 0.06)
    s.block((0, 2.0, 0), (1.82, 0.95, 5.36), CREAM, 0.06)
    s.hull([(-2.85, 2.5, 1.0, 0.2, 2.6), (-2.8, 2.52, 1.03, 0.24, 2.6), (2.8, 2.52, 1.03, 0.24, 2.6), (2.85, 2.5,
        1.0, 0.2, 2.6)],
           IRON, steps=1)  # fmt: skip
    for x in SIDES:
        for k in range(5):
            s.block((x * 0.9, 2.0, 2.0 - k), (0.06, 0.6, 0.62), PANE)
        s.block((x * 0.925, 1.3, 0), (0.02, 0.06, 5.2), YELLOW)
        for z in (-1.9, -1.2, 1.2, 1.9):
            _iron_wheel(s, x * 0.72, z, 0.36)
    s.limb((0, 0.72, 2.6), (0, 0.72, 3.5), 0.09, IRON)


MODELS = (
    Model("bicycle", bicycle, 1.05, "ground", motion="drive"),
    Model("motorcycle", motorcycle, 1.36, "ground", motion="drive"),
    Model("cart", cart, 1.5, "ground"),
    Model("train", train, 3.6, "ground", motion="drive"),
)
