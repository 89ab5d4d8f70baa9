"""What flies by engine: airplane, helicopter, rocket, ufo."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLUE,
    GREY,
    HEADLIGHT,
    IRON,
    PANE,
    RED,
    STEEL,
    TEAL,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Sculpt
from engine.scene.models.wheels import road_wheel

SIDES = (-1.0, 1.0)


@finished
def airplane(look: Look) -> Mesh:
    """An airliner with swept wings, two engines and a coloured tail."""
    s, paint = (
        Sculpt(look.detail, 18.0),
        Paint(main_paint(look.colour, (BLUE, RED, TEAL)[int(look.rng.integers(3))]).colour, "gloss"),
    )
    white = Paint((0.95, 0.95, 0.94), "gloss")
    main = white if look.colour is None else paint
    s.hull([(-8.6, 3.5, 0.12, 0.14, 2), (-7.2, 3.3, 0.55, 0.6, 2), (-4.8, 2.95, 1.1, 1.12, 2), (-2, 2.8, 1.25, 1.25, 2),
            (4.5, 2.8, 1.25, 1.25, 2), (6.3, 2.72, 1.05, 1.05, 2), (7.4, 2.58, 0.62, 0.62, 2), (7.9, 2.48, 0.15,
            0.15, 2)],
           main)  # fmt: skip
    s.block((0, 3.12, 6.55), (1.5, 0.36, 0.9), PANE, 0.12, (32, 0, 0))
    trim = paint if look.colour is None else white
    for x in SIDES:
        s.block((x * 1.235, 2.45, 0.3), (0.05, 0.16, 10.5), trim, 0.02)
        for k in range(12):
            s.block((x * 1.2, 3.02, 4.6 - 0.82 * k), (0.09, 0.34, 0.3), PANE, 0.03)
        with s.frame((x * 0.8, 2.2, 0.6), (0, 0, x * 5)):
            wing = [(0, 1.9), (x * 3.2, 0.2), (x * 8.2, -2.7), (x * 8.35, -3.5), (x * 3.6, -1.6), (0, -1.7)]
            s.plate(wing, 0.26, main, turn=(90, 0, 0))
            s.block((x * 8.3, 0.35, -3.1), (0.12, 0.9, 0.7), paint, 0.05)
        with s.frame((x * 3.4, 1.55, 0.9)):
            s.turned(
                [(0, 0), (0.36, 0), (0.6, 0.7), (0.64, 1.9), (0.6, 2.05), (0.5, 1.95), (0, 1.6)],
                trim,
                (0, 0, -0.9),
                (90, 0, 0),
            )
            s.turned([(0, 0), (0.16, 0), (0, 0.4)], STEEL, (0, 0, 0.65), (90, 0, 0))
            s.block((0, 0.62, 0.1), (0.18, 0.6, 1.4), main)
        tail = [(0, 1.0), (x * 2.9, -1.0), (x * 3.0, -1.6), (0, -0.9)]
        s.plate(tail, 0.16, main, (x * 0.2, 3.5, -7.4), (90, 0, 0))
        s.limb((x * 1.5, 1.9, -0.6), (x * 1.6, 0.5, -0.6), 0.12, STEEL)
        for z in (-1.0, -0.2):
            road_wheel(s, (x * 1.6, 0.42, z), 0.42, 0.34)
    s.plate([(1.6, 0), (-0.5, 3.2), (-1.6, 3.2), (-1.2, 0)], 0.24, paint, (0, 3.5, -7.3), (0, -90, 0))
    s.limb((0, 1.8, 5.6), (0, 0.4, 5.7), 0.1, STEEL)
    road_wheel(s, (0.12, 0.36, 5.7), 0.36, 0.2)
    road_wheel(s, (-0.12, 0.36, 5.7), 0.36, 0.2)
    return s.mesh()


@finished
def helicopter(look: Look) -> Mesh:
    """A round glass nose, a tail boom, skids and a rotor."""
    s, paint = (
        Sculpt(look.detail, 7.0),
        Paint(main_paint(look.colour, (RED, BLUE, YELLOW)[int(look.rng.integers(3))]).colour, "gloss"),
    )
    s.hull([(-1.6, 1.85, 0.4, 0.5, 2.4), (-0.9, 1.65, 0.85, 0.85, 2.6), (0.2, 1.55, 1.0, 1.0, 2.6), (1.2, 1.4, 0.92,
        0.85, 2.4),
            (1.9, 1.25, 0.6, 0.5, 2.2), (2.2, 1.18, 0.15, 0.15, 2)], paint)  # fmt: skip
    s.hull([(0.35, 1.95, 0.86, 0.56, 2.6), (0.8, 1.8, 0.93, 0.62, 2.5), (1.4, 1.62, 0.84, 0.55, 2.4), (1.95, 1.42,
        0.55, 0.34, 2.2),
            (2.18, 1.32, 0.15, 0.1, 2)], PANE)  # fmt: skip
    s.limb((0, 2.5, 0.45), (0, 1.5, 2.16), 0.05, paint)
    s.wire([(0, 1.95, -1.2), (0, 2.1, -2.6), (0, 2.3, -4.6)], [0.42, 0.24, 0.13], paint)
    s.plate([(0.3, -0.3), (-0.5, 0.95), (-0.85, 0.95), (-0.5, -0.5)], 0.1, WHITE, (0, 2.35, -4.5), (0, -90, 0))
    s.plate([(-0.8, 0.2), (0.8, 0.2), (0.7, -0.25), (-0.7, -0.25)], 0.07, paint, (0, 2.2, -3.7), (90, 0, 0))
    with s.turning():
        for k in range(3):
            with s.frame((0.16, 2.65, -4.75), (60.0 * k, 0, 0)):
                s.block((0, 0, 0), (0.03, 1.3, 0.13), IRON)
    s.hull(
        [(-1.3, 2.5, 0.25, 0.2, 3), (-0.6, 2.6, 0.45, 0.3, 3), (0.4, 2.6, 0.4, 0.24, 3), (0.7, 2.55, 0.2, 0.12, 3)],
        paint.shade(0.8),
    )
    s.rod((0, 2.7, -0.1), (0, 3.2, -0.1), 0.09, STEEL)
    s.turned([(0, 0), (0.24, 0), (0.2, 0.14), (0, 0.2)], IRON, (0, 3.12, -0.1))
    with s.turning():
        for k in range(4):
            with s.frame((0, 3.2, -0.1), (0, 90.0 * k + 24, 0)):
                s.block((1.95, 0.0, 0), (3.6, 0.045, 0.26), IRON, turn=(5, 0, -1.5))
                s.block((3.5, -0.045, 0), (0.5, 0.05, 0.27), YELLOW, turn=(5, 0, -1.5))
    for x in SIDES:
        s.wire([(x * 0.95, 0.22, 1.95), (x * 0.95, 0.07, 1.6), (x * 0.95, 0.06, 0), (x * 0.95, 0.06, -1.3)], 0.06, IRON)
        for z in (0.9, -0.6):
            s.limb((x * 0.55, 0.85, z), (x * 0.95, 0.06, z), 0.05, IRON)
        s.block((x * 0.985, 1.75, -0.15), (0.05, 0.62, 0.7), PANE, 0.02)
        s.block((x * 0.96, 1.1, 0.1), (0.06, 0.12, 1.5), WHITE)
    s.ball((0, 0.72, 1.55), 0.13, HEADLIGHT)
    return s.mesh()


@finished
def rocket(look: Look) -> Mesh:
    """A stout rocket with fins, a porthole and a flame when it flies."""
    s, paint = Sculpt(look.detail, 6.0), Paint(main_paint(look.colour, RED).colour, "gloss")
    white = Paint((0.95, 0.94, 0.92), "gloss")
    flying = look.pose == "flying"
    with s.frame((0, 1.0, 0)):
        body = np.array([(0.0, 0.3), (0.55, 0.3), (0.72, 0.6), (0.98, 1.6), (1.05, 2.6), (0.96, 3.6), (0.78, 4.3)])
        s.turned(body, white)
        s.turned([(0.79, 4.26), (0.6, 4.8), (0.32, 5.35), (0.08, 5.75), (0, 5.8)], paint)
        s.turned([(0, 5.7), (0.05, 5.7), (0.02, 6.3), (0, 6.3)], STEEL)
        for y, r in ((0.75, 0.79), (1.7, 1.01), (4.25, 0.8)):
            s.ring((0, y, 0), r, 0.045, paint if y > 1 else STEEL)
        s.turned([(0, 0.05), (0.5, -0.12), (0.42, 0.32), (0, 0.34)], IRON)
        s.turned([(0.54, -0.1), (0.4, 0.35)], IRON)
        for k in range(4):
            with s.frame(turn=(0, 90.0 * k + 45, 0)):
                fin = [(0.72, 1.9), (1.15, 1.5), (1.62, 0.6), (1.75, -0.7), (1.45, -0.75), (1.1, 0.1), (0.7, 0.55)]
                s.plate(fin, 0.18, paint)
        for y, r in ((3.1, 0.36), (2.1, 0.22)):
            s.ring((0, y, 0.99), r, 0.075, STEEL, (90, 0, 0))
            s.ball((0, y, 0.96), (r, r, 0.12), PANE)
        if flying:
            s.turned([(0, -1.0), (0.2, -0.6), (0.42, -0.05), (0.3, 0.1), (0, 0.1)], Paint((1.0, 0.6, 0.2), "flame"))
            s.turned(
                [(0, -0.75), (0.12, -0.45), (0.25, 0), (0, 0.1)], Paint((1.0, 0.92, 0.6), "flame"), (0, -0.02, 0.2)
            )
    return s.mesh()


@finished
def ufo(look: Look) -> Mesh:
    """A saucer with a glass dome, a green visitor inside and a ring of lights."""
    s, paint = Sculpt(look.detail, 5.0), Paint(main_paint(look.colour, Paint((0.62, 0.66, 0.72))).colour, "metal")
    s.turned([(0, 0), (0.7, 0.0), (0.9, 0.1), (1.2, 0.3), (2.3, 0.62), (2.55, 0.74), (2.5, 0.86), (1.9, 1.02), (1.1,
        1.22),
              (0, 1.25)], paint)  # fmt: skip
    s.ring((0, 0.75, 0), 2.5, 0.08, paint.shade(0.7))
    s.ring((0, 1.22, 0), 1.08, 0.09, paint.shade(0.7))
    s.turned([(0, -0.02), (0.62, -0.02), (0.66, 0.06), (0, 0.06)], Paint((0.6, 1.0, 0.85), "flame"))
    for k in range(14):
        a = 2 * np.pi * k / 14
        colour = ((0.5, 1.0, 0.6), (1.0, 0.85, 0.4), (0.5, 0.8, 1.0))[k % 3]
        s.ball((2.0 * float(np.cos(a)), 1.0, 2.0 * float(np.sin(a))), (0.17, 0.12, 0.17), Paint(colour, "flame"))
        s.ball((1.75 * float(np.cos(a)), 0.44, 1.75 * float(np.sin(a))), 0.1, Paint((1.0, 0.95, 0.7), "lamp"))
    dome = Paint((0.62, 0.85, 0.9), "glass")
    arc = np.linspace(0, np.pi / 2, 9)
    s.turned(np.stack([1.02 * np.cos(arc), 1.25 + 0.85 * np.sin(arc)], axis=1), dome)
    for k in range(6):
        with s.frame(turn=(0, 60.0 * k, 0)):
            s.wire([(1.02, 1.25, 0), (0.75, 1.86, 0), (0.0, 2.11, 0)], 0.035, paint)
    s.ball((0, 2.13, 0), 0.12, Paint((1.0, 0.35, 0.3), "lamp"))
    for x in SIDES:
        s.limb((x * 1.2, 0.4, 0.9), (x * 1.5, -0.35, 1.2), 0.06, GREY)
        s.ball((x * 1.5, -0.4, 1.2), (0.2, 0.06, 0.2), GREY)
    s.limb((0, 0.4, -1.4), (0, -0.35, -1.8), 0.06, GREY)
    s.ball((0, -0.4, -1.8), (0.2, 0.06, 0.2), GREY)
    return s.mesh()


MODELS = (
    Model("airplane", airplane, 6.7, "air", motion="drift"),
    Model("helicopter", helicopter, 3.4, "air", motion="drift"),
    Model("rocket", rocket, 7.1, "ground", ("standing", "flying"), crowd=False),
    Model("ufo", ufo, 2.7, "air", motion="drift"),
)
