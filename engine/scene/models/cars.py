"""Road vehicles on four wheels and more: car, truck, bus, tractor."""

from __future__ import annotations

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLACK,
    BLUE,
    CHROME,
    CREAM,
    GREEN,
    GREY,
    HEADLIGHT,
    IRON,
    ORANGE,
    PANE,
    RED,
    RUBBER,
    TAIL_LIGHT,
    TEAL,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.special_cars import add_jeep, add_pickup, add_roof, add_sports_car, add_van
from engine.scene.models.wheels import road_wheel
from engine.scene.scene import Vector

SIDES = (-1.0, 1.0)


def _glossy(look: Look, usual: Paint) -> Paint:
    return Paint(main_paint(look.colour, usual).colour, "gloss")


def _arch(s: Sculpt, at: Vector, radius: float, paint: Paint) -> None:
    """A wing over a wheel, and the dark well behind it."""
    x, y, z = at
    outside = 1.0 if x > 0 else -1.0
    s.rod((x - outside * 0.3, y, z), (x + outside * 0.005, y, z), radius * 1.02, BLACK)
    arc = [(x, y - radius * 0.25, z - radius * 1.1), (x, y + radius * 0.62, z - radius * 0.93), (x,
        y + radius * 1.12, z),
           (x, y + radius * 0.62, z + radius * 0.93), (x, y - radius * 0.25, z + radius * 1.1)]  # fmt: skip
    s.wire(arc, 0.055, paint)


def _lamp(s: Sculpt, at: Vector, radius: float, paint: Paint = HEADLIGHT) -> None:
    s.ball(at, (radius * 1.25, radius * 1.25, radius * 0.5), CHROME)
    forward = radius * 0.18 if at[2] > 0 else -radius * 0.18
    s.ball((at[0], at[1], at[2] + forward), (radius, radius, radius * 0.45), paint)


@finished
def car(look: Look) -> Mesh:
    """A small round family car, or a special one."""
    s, usual = Sculpt(look.detail, 4.0), (RED, BLUE, TEAL, YELLOW)[int(look.rng.integers(4))]
    if look.called("jeep", "suv"):
        add_jeep(s, look)
        return s.mesh()
    if look.called("sports car", "race car", "racing car", "convertible"):
        add_sports_car(s, look, usual)
        return s.mesh()
    body = _glossy(look, WHITE if look.called("police car") else usual)
    add_roof(s, look)
    s.hull([(-1.98, 0.62, 0.5, 0.16, 3), (-1.9, 0.64, 0.72, 0.28, 4), (-1.3, 0.64, 0.82, 0.34, 5),
            (0, 0.62, 0.84, 0.34, 5), (1.25, 0.6, 0.82, 0.32, 5), (1.85, 0.56, 0.74, 0.26, 4),
            (1.98, 0.54, 0.52, 0.15, 3)], body)  # fmt: skip
    s.hull([(-1.62, 0.95, 0.6, 0.08, 4), (-1.3, 1.08, 0.69, 0.24, 4), (-0.85, 1.15, 0.7, 0.32, 4),
            (0.2, 1.15, 0.7, 0.33, 4), (0.55, 1.08, 0.69, 0.26, 4), (0.98, 0.94, 0.62, 0.08, 4)], PANE)  # fmt: skip
    s.hull([(-1.12, 1.4, 0.5, 0.05, 4), (-0.85, 1.455, 0.6, 0.075, 4), (0.05, 1.47, 0.6, 0.075, 4),
            (0.36, 1.41, 0.5, 0.05, 4)], body)  # fmt: skip
    for x in SIDES:
        s.wire([(x * 0.68, 0.93, 0.98), (x * 0.65, 1.2, 0.62), (x * 0.57, 1.44, 0.26)], 0.045, body)
        s.wire([(x * 0.66, 0.93, -1.55), (x * 0.65, 1.2, -1.3), (x * 0.57, 1.44, -1.0)], 0.055, body)
        s.wire([(x * 0.715, 0.93, -0.35), (x * 0.69, 1.2, -0.35), (x * 0.6, 1.44, -0.35)], 0.035, body)
        for z, length in ((0.35, 1.25), (-0.8, 0.9)):
            s.block((x * 0.838, 0.68, z), (0.02, 0.02, length * 0.7), body.shade(0.7))
            s.block((x * 0.86, 0.8, z - 0.25), (0.04, 0.045, 0.18), CHROME)
        s.limb((x * 0.8, 0.97, 0.62), (x * 0.96, 1.02, 0.6), 0.03, body)
        s.ball((x * 1.0, 1.04, 0.58), (0.12, 0.08, 0.06), body)
        _lamp(s, (x * 0.55, 0.66, 1.86), 0.15)
        s.ball((x * 0.6, 0.72, -1.86), (0.13, 0.09, 0.08), TAIL_LIGHT)
        s.ball((x * 0.62, 0.44, 1.86), (0.08, 0.05, 0.06), ORANGE)
    for z in (-1.93, 1.93):
        s.limb((-0.66, 0.4, z), (0.66, 0.4, z), 0.075, CHROME)
        s.block((0, 0.5, z * 1.03), (0.44, 0.12, 0.03), WHITE)
    s.hull([(1.88, 0.6, 0.32, 0.08, 4), (1.97, 0.6, 0.3, 0.07, 4)], BLACK)
    _wheels(s, body, [1.2, -1.22], (0.78, 0.33, 0.24))
    return s.mesh()


def _wheels(s: Sculpt, body: Paint | None, axles: list[float], shape: Vector) -> None:
    """Pairs of wheels at each z; `shape` is x, radius and width."""
    x, radius, width = shape
    for z in axles:
        for side in SIDES:
            if body is not None:
                _arch(s, (side * (x + 0.05), radius, z), radius, body)
            road_wheel(s, (side * x, radius, z), radius, width)


@finished
def truck(look: Look) -> Mesh:
    """A lorry: a cab with a grille in front of a high box."""
    s, usual = Sculpt(look.detail, 7.0), (BLUE, RED, ORANGE)[int(look.rng.integers(3))]
    if look.called("pickup", "pickup truck"):
        add_pickup(s, look, usual)
        return s.mesh()
    if look.called("van", "campervan", "camper van"):
        add_van(s, look, usual)
        return s.mesh()
    body = _glossy(look, usual)
    s.block((0, 0.72, -0.4), (1.5, 0.28, 6.6), IRON)
    s.block((0, 2.0, -1.15), (2.3, 2.3, 4.6), WHITE, 0.09)
    for y in (1.25, 1.45):
        s.block((0, y, -1.15), (2.33, 0.1, 4.45), body)
    for z in (-3.1, -2.1, -1.1, -0.1, 0.8):
        s.block((0, 2.2, z), (2.33, 1.7, 0.05), WHITE.shade(0.82))
    s.hull([(1.3, 1.45, 1.05, 0.85, 6), (1.6, 1.47, 1.1, 0.9, 6), (2.4, 1.4, 1.1, 0.85, 6), (2.75, 1.2, 1.06, 0.66, 6),
            (2.92, 1.12, 1.0, 0.55, 5)], body, steps=2)  # fmt: skip
    s.hull([(1.35, 2.22, 0.95, 0.2, 5), (1.7, 2.36, 1.0, 0.24, 5), (2.2, 2.34, 1.0, 0.2, 5), (2.5, 2.22, 0.9, 0.08, 5)],
           body, steps=2)  # fmt: skip
    s.block((0, 1.86, 2.56), (1.86, 0.66, 0.36), PANE, 0.06, (-14, 0, 0))
    for x in SIDES:
        s.block((x * 1.09, 1.82, 1.95), (0.06, 0.56, 0.8), PANE, 0.03)
        s.limb((x * 1.1, 1.95, 2.5), (x * 1.34, 2.0, 2.5), 0.03, IRON)
        s.block((x * 1.38, 1.9, 2.5), (0.1, 0.46, 0.14), BLACK)
        s.block((x * 1.12, 1.36, 1.75), (0.04, 0.05, 0.24), CHROME)
        s.rod((x * 1.0, 0.9, 1.25), (x * 1.0, 2.75, 1.25), 0.075, CHROME)
        _lamp(s, (x * 0.78, 0.98, 2.92), 0.16)
        s.rod((x * 1.0, 0.75, 0.1), (x * 1.0, 0.75, -0.9), 0.26, CHROME)
        s.block((x * 0.85, 0.95, -3.48), (0.3, 0.16, 0.06), TAIL_LIGHT)
    for y in (1.05, 1.17, 1.29, 1.41):
        s.block((0, y, 2.95), (0.95, 0.06, 0.07), CHROME)
    s.block((0, 0.62, 2.92), (2.25, 0.26, 0.26), CHROME, 0.1)
    _wheels(s, body, [2.1], (0.95, 0.5, 0.34))
    _wheels(s, None, [-1.5, -2.6], (0.95, 0.5, 0.42))
    return s.mesh()


@finished
def bus(look: Look) -> Mesh:
    """A city bus with a row of windows, doors and a sign over the windscreen."""
    s, body = Sculpt(look.detail, 9.0), _glossy(look, (YELLOW, RED, GREEN)[int(look.rng.integers(3))])
    s.block((0, 1.62, 0), (2.4, 2.5, 9.0), body, 0.28)
    s.block((0, 2.78, 0), (2.2, 0.32, 8.6), CREAM, 0.14)
    s.block((0, 2.98, -1.2), (1.4, 0.2, 2.4), GREY, 0.08)
    s.block((0, 0.95, 0), (2.45, 0.12, 8.7), CREAM, 0.03)
    s.block((0, 0.5, 0), (2.3, 0.3, 8.7), IRON, 0.05)
    for x in SIDES:
        for k in range(6):
            s.block((x * 1.19, 1.95, 2.35 - 1.16 * k), (0.06, 0.85, 1.02), PANE, 0.03)
    for z in (3.65, -0.05):
        s.block((1.2, 1.55, z), (0.05, 1.75, 0.98), BLACK, 0.02)
        for dz in (-0.24, 0.24):
            s.block((1.22, 1.6, z + dz), (0.05, 1.5, 0.38), PANE, 0.02)
    s.block((-1.19, 1.95, 3.62), (0.06, 0.85, 0.9), PANE, 0.03)
    s.block((0, 1.83, 4.47), (2.1, 1.18, 0.12), PANE, 0.05)
    s.block((0, 2.6, 4.46), (1.5, 0.28, 0.12), BLACK, 0.04)
    s.block((0, 2.6, 4.525), (1.2, 0.1, 0.02), ORANGE)
    s.block((0, 2.05, -4.48), (1.9, 0.8, 0.08), PANE, 0.03)
    for x in SIDES:
        _lamp(s, (x * 0.85, 0.92, 4.48), 0.15)
        s.limb((x * 1.15, 2.55, 4.45), (x * 1.42, 2.5, 4.72), 0.03, BLACK)
        s.block((x * 1.44, 2.25, 4.74), (0.2, 0.46, 0.08), BLACK)
        s.block((x * 0.95, 1.2, -4.5), (0.22, 0.4, 0.06), TAIL_LIGHT)
        s.limb((x * 0.1, 1.28, 4.56), (x * 0.9, 1.7, 4.57), 0.018, BLACK)
    s.block((0, 0.5, 4.45), (2.3, 0.24, 0.2), BLACK, 0.08)
    s.block((0, 0.78, 4.52), (0.6, 0.16, 0.03), WHITE)
    _wheels(s, body.shade(0.85), [2.65, -2.6], (1.0, 0.5, 0.34))
    return s.mesh()


@finished
def tractor(look: Look) -> Mesh:
    """Big wheels behind, small in front, a bonnet with an exhaust, and a glass cab."""
    s, body = Sculpt(look.detail, 3.4), _glossy(look, (GREEN, RED, BLUE)[int(look.rng.integers(3))])
    s.hull([(-0.2, 1.12, 0.3, 0.32, 5), (0.6, 1.12, 0.34, 0.33, 5), (1.5, 1.06, 0.32, 0.3, 5), (1.72, 1.02, 0.26,
        0.24, 4)],
           body, steps=2)  # fmt: skip
    s.block((0, 0.72, 0.5), (0.4, 0.36, 2.2), IRON, 0.05)
    for y in (0.9, 1.0, 1.1, 1.2):
        s.block((0, y, 1.72), (0.36, 0.05, 0.05), BLACK)
    for x in SIDES:
        s.block((x * 0.34, 1.12, 0.85), (0.03, 0.2, 0.7), BLACK)
        _lamp(s, (x * 0.22, 1.32, 1.62), 0.09)
        s.wire([(x * 0.62, 0.92, 0.02), (x * 0.62, 1.5, -0.3), (x * 0.62, 1.62, -0.85), (x * 0.62, 1.4, -1.4)],
               [0.1, 0.13, 0.13, 0.1], body)  # fmt: skip
        road_wheel(s, (x * 0.76, 0.78, -0.85), 0.78, 0.42, YELLOW)
        road_wheel(s, (x * 0.6, 0.44, 1.2), 0.44, 0.26, YELLOW)
        _lugs(s, (x * 0.76, 0.78, -0.85), 0.78, 0.44)
    s.rod((-0.55, 0.5, 1.2), (0.55, 0.5, 1.2), 0.07, IRON)
    s.rod((-0.7, 0.78, -0.85), (0.7, 0.78, -0.85), 0.13, IRON)
    s.block((0, 1.75, -0.75), (0.95, 0.95, 1.05), PANE, 0.06)
    s.block((0, 1.1, -0.75), (0.9, 0.5, 1.05), body, 0.05)
    for x in SIDES:
        for z in (-0.24, -1.26):
            s.limb((x * 0.47, 1.2, z), (x * 0.47, 2.25, z), 0.05, body)
    s.block((0, 2.3, -0.75), (1.15, 0.16, 1.3), body, 0.07)
    s.ball((0.3, 2.43, -0.3), (0.07, 0.09, 0.07), Paint(ORANGE.colour, "lamp"))
    s.rod((0.24, 1.4, 0.95), (0.24, 2.05, 0.95), 0.055, IRON)
    s.limb((0.24, 2.05, 0.95), (0.24, 2.15, 0.9), 0.05, IRON)
    return s.mesh()


def _lugs(s: Sculpt, at: Vector, radius: float, width: float) -> None:
    """The bars of a field tyre."""
    with s.frame(at):
        for k in range(16):
            with s.frame(turn=(360 / 16 * k, 0, 0)):
                s.block((0, radius, 0), (width, 0.07, 0.11), RUBBER, turn=(0, 18, 0))


MODELS = (
    Model("car", car, 1.53, "ground", motion="drive"),
    Model("truck", truck, 3.1, "ground", motion="drive"),
    Model("bus", bus, 3.0, "ground", motion="drive"),
    Model("tractor", tractor, 2.45, "ground", motion="drive"),
)
