"""Animals of the shore and the sea floor: turtle, octopus, crab."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.animal_heads import eye_pair
from engine.scene.models.finishing import finished
from engine.scene.models.jellyfish import jellyfish
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLACK, CREAM, WHITE, Paint, main_paint
from engine.scene.models.sculpt import Sculpt

SIDES = (-1.0, 1.0)
Fin = tuple[tuple[float, float], ...]


def _wet(red: float, green: float, blue: float) -> Paint:
    return Paint((red, green, blue), "skin")


@finished
def turtle(look: Look) -> Mesh:
    """A turtle under a shell of plates."""
    s, skin = Sculpt(look.detail, 0.9), main_paint(look.colour, _wet(0.47, 0.62, 0.34))
    shell = Paint((0.45, 0.33, 0.2), "satin") if look.colour is None else skin.shade(0.6)
    arc = np.linspace(0, np.pi / 2, 8)
    with s.frame((0, 0.15, 0), scale=(1.0, 1.0, 1.16)):
        s.turned(np.stack([0.34 * np.cos(arc), 0.26 * np.sin(arc)], axis=1), shell.shade(0.8))
        s.turned(
            [(0, -0.07), (0.2, -0.06), (0.33, 0), (0.36, 0.015), (0.33, 0.045), (0.3, 0.05)], CREAM.mixed(skin, 0.35)
        )
        plates = (
            [(0.0, 0.0, 0.14)]
            + [(0.42, k * 60.0, 0.13) for k in range(6)]
            + [(0.86, k * 30.0 + 15, 0.078) for k in range(12)]
        )
        for k, (tilt, turn, size) in enumerate(plates):
            a, b = np.radians(turn), tilt * 1.3
            at = (0.34 * float(np.sin(b) * np.sin(a)), 0.26 * float(np.cos(b)), 0.34 * float(np.sin(b) * np.cos(a)))
            with s.frame(at, (float(np.degrees(b)) * 0.9, turn, 0)):
                s.turned(
                    [(0, -0.02), (size, -0.02), (size * 0.86, 0.012), (size * 0.5, 0.022), (0, 0.024)],
                    shell.shade(1.0 if k % 3 else 1.12),
                )
    s.skin([(0, 0.17, 0.3, 0.075, 0.07), (0, 0.2, 0.42, 0.07, 0.065), (0, 0.25, 0.5, 0.07, 0.065)], skin)
    with s.frame((0, 0.27, 0.53), scale=0.1):
        s.ball((0, 0, 0), (0.95, 0.9, 1.05), skin)
        eye_pair(s, (0.95, 0.9, 1.05), 0.2, 48)
        s.wire([(-0.6, -0.3, 0.75), (0, -0.36, 1.02), (0.6, -0.3, 0.75)], 0.05, skin.shade(0.45))
    for x in SIDES:
        for z, turn in ((0.25, 35.0), (-0.28, 140.0)):
            with s.frame((x * 0.26, 0.1, z), (0, x * turn, 0)):
                s.skin([(0, 0.02, 0, 0.08, 0.06), (0, -0.02, 0.13, 0.085, 0.05), (0, -0.06, 0.24, 0.05, 0.035)], skin)
    s.skin([(0, 0.12, -0.36, 0.04, 0.035), (0, 0.08, -0.5, 0.01, 0.01)], skin)
    return s.mesh()


@finished
def octopus(look: Look) -> Mesh:
    """A big head on eight curling arms with suckers; or a jellyfish."""
    if look.called("jellyfish"):
        return jellyfish(look)
    usual = (_wet(0.78, 0.36, 0.36), _wet(0.56, 0.38, 0.66))[int(look.rng.integers(2))]
    s, paint = Sculpt(look.detail, 1.2), main_paint(look.colour, usual)
    s.skin(
        [
            (0, 0.3, 0.02, 0.2, 0.2),
            (0, 0.46, 0.0, 0.25, 0.24),
            (0, 0.7, -0.05, 0.31, 0.3),
            (0, 0.92, -0.1, 0.22, 0.21),
            (0, 1.0, -0.12, 0.08, 0.08),
        ],
        paint,
    )
    with s.frame((0, 0.5, 0.08)):
        for x in SIDES:
            s.ball((x * 0.15, 0.0, 0.14), 0.09, paint)
            with s.frame((x * 0.155, 0.015, 0.2), (0, x * 18, 0)):
                s.ball((0, 0, 0), (0.066, 0.07, 0.04), WHITE)
                s.ball((0, 0, 0.026), (0.04, 0.046, 0.022), Paint(BLACK.colour, "eye"))
                s.ball((0.012, 0.018, 0.044), 0.012, Paint((1, 1, 1), "lamp"))
        s.wire([(-0.06, -0.1, 0.185), (0, -0.125, 0.2), (0.06, -0.1, 0.185)], 0.01, paint.shade(0.45))
    for k in range(8):
        a = 2 * np.pi * (k + 0.5) / 8 + float(look.rng.uniform(-0.1, 0.1))
        out, curl = np.array([np.sin(a), np.cos(a)]), float(look.rng.choice([-1, 1]))
        side = np.array([out[1], -out[0]]) * curl
        path = []
        for reach, height, turn in (
            (0.12, 0.32, 0),
            (0.3, 0.14, 0),
            (0.5, 0.055, 0.04),
            (0.68, 0.07, 0.16),
            (0.72, 0.13, 0.3),
            (0.6, 0.17, 0.34),
            (0.56, 0.14, 0.25),
        ):
            flat = out * reach + side * turn
            path.append((float(flat[0]), height, float(flat[1])))
        s.wire(path, [0.11, 0.09, 0.07, 0.052, 0.042, 0.032, 0.02], paint)
        for (x, y, z), r in zip(path[2:5], (0.03, 0.026, 0.022), strict=True):
            s.ball((x - float(out[0]) * 0.02, y + 0.01, z), (r, r * 0.6, r), paint.mixed(WHITE, 0.6))
    return s.mesh()


@finished
def crab(look: Look) -> Mesh:
    """A red crab with raised claws and eyes on stalks."""
    s, paint = Sculpt(look.detail, 0.5), main_paint(look.colour, Paint((0.85, 0.32, 0.2), "satin"))
    s.ball((0, 0.13, 0), (0.17, 0.075, 0.125), paint)
    s.ball((0, 0.105, 0.01), (0.15, 0.06, 0.115), CREAM.mixed(paint, 0.3))
    for k in (-1, 0, 1):
        s.ball((k * 0.07, 0.185 - 0.012 * abs(k), -0.03), (0.022, 0.012, 0.02), paint.shade(0.75))
    for x in SIDES:
        s.limb((x * 0.05, 0.16, 0.1), (x * 0.055, 0.235, 0.125), 0.011, paint)
        with s.frame((x * 0.055, 0.25, 0.13), (0, x * 8, 0)):
            s.ball((0, 0, 0), 0.028, WHITE)
            s.ball((0, 0, 0.017), (0.016, 0.018, 0.014), Paint(BLACK.colour, "eye"))
        for k in range(3):
            z, turn = 0.03 - 0.06 * k, 0.04 - 0.07 * k
            s.wire(
                [
                    (x * 0.13, 0.11, z),
                    (x * 0.24, 0.17, z + turn),
                    (x * 0.31, 0.09, z + turn * 1.6),
                    (x * 0.34, 0.0, z + turn * 2),
                ],
                [0.024, 0.021, 0.017, 0.006],
                paint.shade(0.9),
            )
        s.wire([(x * 0.13, 0.13, 0.08), (x * 0.25, 0.14, 0.13), (x * 0.26, 0.22, 0.2)], [0.026, 0.028, 0.03], paint)
        with s.frame((x * 0.25, 0.27, 0.22), (0, 0, -x * 8)):
            s.ball((0, 0.02, 0), (0.065, 0.075, 0.045), paint)
            s.wire([(x * 0.035, 0.06, 0), (x * 0.06, 0.13, 0), (x * 0.02, 0.19, 0)], [0.036, 0.03, 0.006], paint)
            s.wire(
                [(-x * 0.035, 0.06, 0), (-x * 0.06, 0.12, 0), (-x * 0.025, 0.175, 0)],
                [0.03, 0.024, 0.006],
                paint.shade(0.85),
            )
    s.wire([(-0.03, 0.105, 0.122), (0, 0.098, 0.128), (0.03, 0.105, 0.122)], 0.005, paint.shade(0.4))
    return s.mesh()


MODELS = (
    Model("turtle", turtle, 0.42, "any", ("standing",)),
    Model("octopus", octopus, 1.05, "underwater", ("standing",)),
    Model("crab", crab, 0.45, "any", ("standing",)),
)
