"""Piano, guitar, telescope."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLACK, BRASS, CHROME, CREAM, DARK_WOOD, PANE, WHITE, WOOD, Paint, main_paint
from engine.scene.models.sculpt import Sculpt, curve

SIDES = (-1.0, 1.0)


@finished
def piano(look: Look) -> Mesh:
    """A grand piano, its lid propped open, with a stool; the keys face z."""
    s, case = Sculpt(look.detail, 1.9), Paint(main_paint(look.colour, Paint((0.1, 0.1, 0.11))).colour, "gloss")
    side = curve(
        [
            (0.72, 0.55),
            (0.72, 0.1),
            (0.62, -0.35),
            (0.3, -0.72),
            (0.05, -1.15),
            (-0.3, -1.35),
            (-0.62, -1.2),
            (-0.72, -0.8),
            (-0.72, 0.55),
        ],
        4,
    )
    outline = side * (1, -1)
    with s.frame((0, 0.8, 0.1)):
        s.plate(outline, 0.26, case, turn=(-90, 0, 0))
        with s.frame((0, 0.132, 0)):
            s.plate((outline - (0, 0.2)) * 0.88 + (0, 0.2), 0.01, Paint((0.8, 0.6, 0.32), "metal"), turn=(-90, 0, 0))
            for k in range(22):
                x = -0.56 + 0.05 * k
                s.rod((x, 0.012, 0.1), (x * 0.8 - 0.06, 0.012, -0.95 + 0.65 * max(0.0, k / 21 - 0.25)), 0.0035, CHROME)
        with s.frame((-0.72, 0.14, 0), (0, 0, 33)):
            s.plate((outline - (0, -0.06)) + (0.72, 0), 0.03, case, turn=(-90, 0, 0))
    s.limb((0.5, 0.92, -0.05), (0.32, 1.5, -0.05), 0.014, case)
    s.block((0, 0.76, 0.76), (1.44, 0.1, 0.3), case, 0.02)
    for x in SIDES:
        s.block((x * 0.68, 0.86, 0.74), (0.1, 0.14, 0.3), case, 0.03)
    _keyboard(s, case)
    for x, z in ((-0.58, 0.55), (0.58, 0.55), (-0.25, -0.95)):
        s.turned(
            [(0, 0.04), (0.04, 0.06), (0.036, 0.1), (0.06, 0.45), (0.075, 0.55), (0.055, 0.6), (0.07, 0.68), (0, 0.68)],
            case,
            (x, 0, z),
        )
        s.ball((x, 0.03, z), (0.035, 0.03, 0.035), BRASS)
    s.limb((0, 0.15, 0.45), (0, 0.68, 0.45), 0.03, case)
    for k in (-1, 0, 1):
        s.ball((k * 0.06, 0.1, 0.53), (0.022, 0.012, 0.07), BRASS)
    s.block((0, 0.5, 1.35), (0.62, 0.09, 0.34), Paint((0.35, 0.12, 0.12), "leather"), 0.04)
    for x in SIDES:
        for z in (1.22, 1.48):
            s.limb((x * 0.26, 0.02, z), (x * 0.25, 0.46, z), 0.022, case)
    return s.mesh()


def _keyboard(s: Sculpt, case: Paint) -> None:
    """Four octaves of keys, and a sheet of music on its stand."""
    s.block((0, 0.83, 0.78), (1.25, 0.03, 0.22), WHITE, 0.004)
    for k in range(28):
        x = -0.61 + 0.0452 * k
        s.block((x - 0.0226, 0.8465, 0.79), (0.003, 0.004, 0.2), Paint((0.5, 0.5, 0.5)), 0.0)
        if k % 7 in (1, 2, 4, 5, 6):
            s.block((x - 0.0226, 0.855, 0.735), (0.022, 0.028, 0.125), BLACK, 0.004)
    s.block((0, 1.06, 0.5), (0.7, 0.26, 0.02), case, 0.008, (-18, 0, 0))
    s.block((0.08, 1.07, 0.525), (0.34, 0.22, 0.008), CREAM, 0.0, (-18, 0, 0))


@finished
def guitar(look: Look) -> Mesh:
    """An acoustic guitar on a stand; without it in the pose "held"."""
    s, top = Sculpt(look.detail, 1.0), Paint(main_paint(look.colour, Paint((0.85, 0.6, 0.32))).colour, "gloss")
    rim = Paint(top.shade(0.5).colour, "gloss") if look.colour else Paint((0.4, 0.22, 0.13), "gloss")
    half = [
        (0, 0.0),
        (0.12, 0.012),
        (0.19, 0.08),
        (0.195, 0.16),
        (0.145, 0.25),
        (0.118, 0.3),
        (0.14, 0.38),
        (0.13, 0.45),
        (0.07, 0.49),
        (0, 0.495),
    ]
    right = curve(half, 3)
    ring = np.concatenate([right, right[-2:0:-1] * (-1, 1)])
    with s.frame((0, 0.1, 0), (-14, 0, 0)):
        s.plate(ring, 0.1, rim)
        s.plate((ring - (0, 0.24)) * 0.965 + (0, 0.24), 0.106, top)
        s.turned([(0, 0), (0.05, 0), (0, 0.003)], Paint((0.08, 0.05, 0.04)), (0, 0.315, 0.053), (90, 0, 0))
        s.ring((0, 0.315, 0.054), 0.056, 0.004, CREAM, (90, 0, 0))
        s.ring((0, 0.315, 0.054), 0.064, 0.003, rim, (90, 0, 0))
        s.block((0, 0.13, 0.06), (0.14, 0.024, 0.014), DARK_WOOD)
        s.block((0, 0.62, 0.045), (0.05, 0.6, 0.03), WOOD.shade(0.8), 0.01)
        s.block((0, 0.63, 0.064), (0.052, 0.57, 0.012), DARK_WOOD.shade(0.7), 0.003)
        for k in range(13):
            s.block((0, 0.9 - 0.036 * k * (1 - 0.012 * k), 0.0715), (0.05, 0.003, 0.004), CHROME, 0.0)
        for y in (0.8, 0.69, 0.6):
            s.ball((0, y, 0.071), (0.006, 0.006, 0.002), WHITE)
        s.plate(
            [(-0.028, 0), (0.028, 0), (0.042, 0.13), (0.02, 0.15), (-0.02, 0.15), (-0.042, 0.13)],
            0.024,
            rim,
            (0, 0.92, 0.045),
        )
        for x in SIDES:
            for k in range(3):
                y = 0.955 + 0.038 * k
                s.rod((x * 0.03, y, 0.045), (x * 0.056, y, 0.045), 0.005, CHROME)
                s.ball((x * 0.062, y, 0.045), (0.01, 0.013, 0.008), CREAM)
        for k in range(6):
            x = (k - 2.5) * 0.0075
            s.rod((x * 1.35, 0.13, 0.068), (x, 0.93, 0.073), 0.0013, CHROME)
    if look.pose == "held":
        return s.mesh()
    for x in SIDES:
        s.wire([(0, 0.3, -0.17), (x * 0.1, 0.12, -0.02), (x * 0.12, 0.085, 0.08), (x * 0.12, 0.12, 0.1)], 0.011, BLACK)
        s.limb((x * 0.1, 0.1, -0.02), (x * 0.19, 0.01, 0.1), 0.011, BLACK)
    s.limb((0, 0.3, -0.17), (0, 0.01, -0.28), 0.011, BLACK)
    return s.mesh()


@finished
def telescope(look: Look) -> Mesh:
    """A brass telescope on a wooden tripod, looking up."""
    s, tube = Sculpt(look.detail, 1.5), Paint(main_paint(look.colour, Paint((0.2, 0.3, 0.45))).colour, "gloss")
    with s.frame((0, 1.12, 0), (-32, 0, 0)):
        for a, b, r, paint in (
            (-0.35, 0.62, 0.075, tube),
            (0.56, 0.78, 0.09, tube),
            (-0.55, -0.35, 0.05, BRASS),
            (-0.68, -0.55, 0.032, tube),
        ):
            s.rod((0, 0, a), (0, 0, b), r, paint)
        for z, r in ((0.56, 0.092), (0.775, 0.092), (-0.35, 0.077), (0.1, 0.077), (-0.55, 0.052), (-0.68, 0.034)):
            s.ring((0, 0, z), r, 0.012, BRASS, (90, 0, 0))
        s.ball((0, 0, 0.77), (0.082, 0.082, 0.022), PANE)
        s.rod((0, 0.115, -0.25), (0, 0.115, 0.1), 0.022, BRASS)
        for z in (-0.15, 0.02):
            s.rod((0, 0.06, z), (0, 0.115, z), 0.01, BRASS)
        s.rod((-0.1, -0.05, -0.4), (0.1, -0.05, -0.4), 0.012, BRASS)
        s.ball((0.11, -0.05, -0.4), (0.015, 0.03, 0.03), DARK_WOOD)
    s.rod((0, 0.92, 0), (0, 1.08, 0), 0.045, BRASS)
    s.turned([(0, 0), (0.09, 0), (0.1, 0.03), (0.06, 0.06), (0, 0.06)], BRASS, (0, 0.88, 0))
    for k in range(3):
        a = 2 * np.pi * k / 3 + np.pi / 6
        x, z = float(np.cos(a)), float(np.sin(a))
        s.limb((x * 0.06, 0.9, z * 0.06), (x * 0.45, 0.02, z * 0.45), 0.03, WOOD, 0.019)
        s.ball((x * 0.455, 0.02, z * 0.455), 0.028, BRASS)
        s.limb((0, 0.45, 0), (x * 0.25, 0.45, z * 0.25), 0.009, BRASS)
    return s.mesh()


MODELS = (
    Model("piano", piano, 1.75, "indoor", crowd=False),
    Model("guitar", guitar, 1.15, "indoor", ("standing", "held")),
    Model("telescope", telescope, 1.7, "any"),
)
