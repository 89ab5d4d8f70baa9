"""Dragon and robot."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import (
    BLACK,
    CREAM,
    GREEN,
    GREY,
    IRON,
    ORANGE,
    RED,
    RUBBER,
    STEEL,
    TEAL,
    WHITE,
    YELLOW,
    Paint,
    main_paint,
)  # fmt: skip
from engine.scene.models.sculpt import Grid, Sculpt, curve

SIDES = (-1.0, 1.0)


@finished
def dragon(look: Look) -> Mesh:
    """A scaly beast with bat wings, horns, spines along the back and a spade of a tail."""
    usual = (Paint((0.36, 0.58, 0.33), "satin"), Paint((0.72, 0.26, 0.22), "satin"))[int(look.rng.integers(2))]
    s, paint = Sculpt(look.detail, 5.0), main_paint(look.colour, usual)
    belly, dark = CREAM.mixed(paint, 0.25), paint.shade(0.62)
    lift = 1.2 if look.pose == "flying" else 0.0
    spine = np.array([(0.25, 0.22, -4.0, 0.05), (0.75, 0.2, -3.5, 0.12), (0.7, 0.32, -2.7, 0.2), (0.15, 0.75, -1.9,
        0.36), (0, 1.3, -1.0, 0.66), (0, 1.65, 0.0, 0.78),
                      (0, 2.0, 0.85, 0.58), (0, 2.6, 1.3, 0.36), (0, 3.3, 1.4, 0.29), (0, 3.7, 1.75,
                      0.28)])  # fmt: skip
    with s.frame((0, lift, 0)):
        s.skin(np.column_stack([spine[:, :3], spine[:, 3], spine[:, 3] * 1.05]), paint, steps=6)
        chest = spine[4:9] + np.array(
            [(0, -0.12, 0.06, 0), (0, -0.1, 0.1, 0), (0, -0.1, 0.14, 0), (0, -0.02, 0.13, 0), (0, -0.01, 0.1, 0)]
        )
        s.skin(np.column_stack([chest[:, :3], chest[:, 3] * 0.82, chest[:, 3] * 0.98]), belly, steps=5)
        way = curve(spine, 3)
        for k in range(3, len(way) - 2, 1):
            x, y, z, r = way[k]
            ahead = way[k + 1][:3] - way[k - 1][:3]
            up = np.array([0, ahead[2], -ahead[1]]) / max(float(np.hypot(ahead[1], ahead[2])), 1e-6)
            root, size = np.array([x, y, z]) + up * r * 0.95, 0.1 + 0.26 * float(r)
            tip = root + up * size * 1.25 - (0, 0, size * 0.45)
            s.skin(
                [
                    (*(root - up * size * 0.3), size * 0.2, size * 0.6),
                    (*((root + tip) / 2), size * 0.14, size * 0.36),
                    (*tip, 0.01, 0.02),
                ],
                dark,
                steps=2,
            )
        with s.frame((0.22, 0.22, -4.05), (0, -25, 0)):
            s.plate([(0, 0.05), (0.34, -0.2), (0, -0.65), (-0.34, -0.2)], 0.1, dark, turn=(90, 0, 0))
        _dragon_head(s, paint, belly)
        for x in SIDES:
            _dragon_legs(s, x, paint)
            _dragon_wing(s, x, paint, dark.mixed(ORANGE, 0.3), 0.35 if look.pose == "flying" else 0.0)
    return s.mesh()


def _dragon_head(s: Sculpt, paint: Paint, belly: Paint) -> None:
    with s.frame((0, 3.85, 1.9), (16, 0, 0)):
        s.skin(
            [
                (0, 0.02, -0.25, 0.3, 0.28),
                (0, 0.08, 0.12, 0.4, 0.36),
                (0, 0.0, 0.55, 0.27, 0.22),
                (0, 0.0, 0.95, 0.25, 0.2),
                (0, 0.02, 1.1, 0.16, 0.12),
            ],
            paint,
        )
        with s.frame((0, -0.16, 0.1), (14, 0, 0)):
            s.skin([(0, 0, 0, 0.28, 0.14), (0, -0.02, 0.5, 0.22, 0.09), (0, 0, 0.85, 0.16, 0.06)], belly)
            s.ball((0, 0.09, 0.45), (0.13, 0.03, 0.4), RED)
        for x in SIDES:
            s.ball((x * 0.13, 0.14, 1.08), (0.07, 0.07, 0.08), paint)
            s.ball((x * 0.14, 0.16, 1.15), 0.03, BLACK)
            s.ball((x * 0.27, 0.26, 0.3), (0.11, 0.13, 0.13), YELLOW)
            s.ball((x * 0.345, 0.27, 0.36), (0.04, 0.1, 0.05), Paint(BLACK.colour, "eye"))
            s.limb((x * 0.18, 0.38, 0.5), (x * 0.36, 0.42, 0.15), 0.06, paint.shade(0.8))
            s.wire([(x * 0.2, 0.35, 0.0), (x * 0.32, 0.62, -0.35), (x * 0.36, 0.95, -0.5)], [0.1, 0.075, 0.015], CREAM)
            for k in range(3):
                s.skin(
                    [
                        (x * 0.33, 0.1 - 0.1 * k, -0.05, 0.06, 0.05),
                        (x * (0.55 - 0.06 * k), 0.14 - 0.16 * k, -0.3, 0.01, 0.01),
                    ],
                    paint.shade(0.7),
                )
            for k in range(3):
                s.rod(
                    (x * (0.21 - 0.01 * k), -0.1, 0.62 + 0.16 * k),
                    (x * (0.2 - 0.01 * k), -0.21, 0.64 + 0.16 * k),
                    0.03,
                    WHITE,
                    0.004,
                )


def _dragon_legs(s: Sculpt, x: float, paint: Paint) -> None:
    s.ball((x * 0.58, 0.95, -0.75), (0.3, 0.55, 0.5), paint, (-15, 0, 0))
    s.skin(
        [(x * 0.62, 0.7, -0.5, 0.24, 0.26), (x * 0.66, 0.42, -0.85, 0.17, 0.18), (x * 0.66, 0.14, -0.6, 0.15, 0.14)],
        paint,
    )
    s.skin(
        [
            (x * 0.5, 1.65, 0.75, 0.25, 0.28),
            (x * 0.56, 0.95, 0.7, 0.18, 0.19),
            (x * 0.56, 0.5, 0.9, 0.14, 0.15),
            (x * 0.56, 0.14, 0.85, 0.13, 0.13),
        ],
        paint,
    )
    for z, side in ((-0.45, 0.66), (0.98, 0.56)):
        s.ball((x * side, 0.12, z), (0.2, 0.12, 0.26), paint)
        for k in (-1, 0, 1):
            s.skin(
                [(x * side + k * 0.12, 0.1, z + 0.18, 0.055, 0.055), (x * side + k * 0.14, 0.03, z + 0.38, 0.01, 0.01)],
                CREAM,
            )


def _dragon_wing(s: Sculpt, x: float, bone: Paint, skin: Paint, flap: float) -> None:
    """An arm, three fingers, and skin stretched between them with scalloped edges."""
    root, wrist = np.array([x * 0.4, 2.1, 0.3]), np.array([x * 1.25, 3.35 - flap, 0.15])
    tips = np.array(
        [
            (x * 3.5, 4.0 - flap * 2, -0.7),
            (x * 3.1, 2.5 - flap, -1.6),
            (x * 2.0, 1.8 - flap, -2.0),
            (x * 0.55, 1.6, -1.2),
        ]
    )
    s.limb(
        (float(root[0]), float(root[1]), float(root[2])),
        (float(wrist[0]), float(wrist[1]), float(wrist[2])),
        0.14,
        bone,
        0.09,
    )
    s.rod(
        (float(wrist[0]), float(wrist[1]), float(wrist[2])),
        (float(wrist[0]), float(wrist[1]) + 0.3, float(wrist[2]) + 0.1),
        0.05,
        CREAM,
        0.005,
    )
    for tip in tips[:3]:
        middle = (wrist + tip) / 2 + (0, 0.16, 0.08)
        s.wire([wrist, middle, tip], [0.08, 0.055, 0.02], bone)
    for a, b in ((tips[0], tips[1]), (tips[1], tips[2]), (tips[2], tips[3]), (tips[3], root)):

        def shape(u: Grid, v: Grid, a: Grid = a, b: Grid = b) -> tuple[Grid, Grid, Grid]:
            edge = a * (1 - u[..., None]) + b * u[..., None]
            edge = edge + (wrist - edge) * (0.22 * np.sin(np.pi * u))[..., None]
            points = edge + (wrist - edge) * v[..., None]
            bow = 0.14 * np.sin(np.pi * v) + 0.1 * np.sin(np.pi * u) * (1 - v)
            return points[..., 0], points[..., 1] + (0.1 - bow), points[..., 2]

        s.cloth(shape, skin, 6, 8)


@finished
def robot(look: Look) -> Mesh:
    """A friendly tin robot with a lit face, a chest panel, jointed arms and an antenna."""
    usual = (Paint(TEAL.colour, "gloss"), Paint(ORANGE.colour, "gloss"), Paint((0.8, 0.82, 0.85), "gloss"))[
        int(look.rng.integers(3))
    ]
    s, paint = Sculpt(look.detail, 1.4), main_paint(look.colour, usual)
    light = Paint((0.55, 0.95, 1.0), "flame")
    wave, walk = look.pose == "waving", look.pose in ("walking", "running")
    s.block((0, 0.82, 0), (0.62, 0.56, 0.44), paint, 0.12)
    s.block((0, 0.5, 0), (0.42, 0.12, 0.32), IRON, 0.04)
    s.block((0, 0.86, 0.215), (0.38, 0.3, 0.04), paint.mixed(WHITE, 0.75), 0.03)
    s.ring((-0.1, 0.91, 0.235), 0.055, 0.012, STEEL, (90, 0, 0))
    s.limb((-0.1, 0.91, 0.245), (-0.07, 0.94, 0.245), 0.008, RED)
    for k, button in enumerate((RED, YELLOW, GREEN)):
        s.ball((0.02 + 0.06 * k, 0.93, 0.24), 0.022, button)
    for k in range(4):
        s.block((0.02 + 0.035 * k, 0.82, 0.24), (0.018, 0.03 + 0.02 * k, 0.02), light if k < 3 else GREY)
    s.rod((0, 1.08, 0), (0, 1.2, 0), 0.09, IRON)
    for k in range(2):
        s.ring((0, 1.13 + 0.045 * k, 0), 0.095, 0.018, STEEL)
    s.block((0, 1.42, 0), (0.56, 0.44, 0.42), paint, 0.12)
    s.block((0, 1.42, 0.205), (0.44, 0.29, 0.05), Paint((0.1, 0.13, 0.18), "gloss"), 0.1)
    for x in SIDES:
        s.ball((x * 0.105, 1.45, 0.232), (0.052, 0.06, 0.016), light)
        s.rod((x * 0.27, 1.42, 0), (x * 0.34, 1.42, 0), 0.09, STEEL)
        s.ball((x * 0.35, 1.42, 0), (0.03, 0.06, 0.06), RED)
        s.ball((x * 0.35, 1.0, 0), 0.11, STEEL)
        _robot_arm(s, x, paint, wave and x > 0)
        step = 0.16 * x if walk else 0.0
        s.wire([(x * 0.14, 0.48, 0), (x * 0.16, 0.3, step * 0.6 + 0.03), (x * 0.16, 0.14, step)], 0.06, IRON)
        s.ball((x * 0.16, 0.3, step * 0.6 + 0.03), 0.078, STEEL)
        s.block((x * 0.16, 0.08, 0.05 + step), (0.22, 0.16, 0.34), paint, 0.07)
        s.block((x * 0.16, 0.02, 0.05 + step), (0.23, 0.04, 0.35), RUBBER, 0.015)
    s.wire([(-0.09, 1.345, 0.236), (0, 1.32, 0.24), (0.09, 1.345, 0.236)], 0.012, light)
    s.limb((0, 1.62, 0), (0, 1.8, 0), 0.014, STEEL)
    s.ball((0, 1.83, 0), 0.045, Paint(RED.colour, "lamp"))
    return s.mesh()


def _robot_arm(s: Sculpt, x: float, paint: Paint, raised: bool) -> None:
    """A jointed arm with a claw on the side of x."""
    arm = (
        [(x * 0.38, 0.98, 0), (x * 0.5, 0.78, 0.02), (x * 0.46, 0.58, 0.14)]
        if not raised
        else [(x * 0.38, 1.0, 0), (x * 0.58, 1.06, 0.05), (x * 0.64, 1.34, 0.08)]
    )
    s.wire(arm, 0.045, IRON)
    for t in np.linspace(0.1, 0.9, 7):
        way = curve(arm, 10)
        at = way[int(t * (len(way) - 1))]
        s.ball((float(at[0]), float(at[1]), float(at[2])), 0.056, STEEL)
    end, sign = arm[-1], (1.0 if raised else -1.0)
    s.ball(end, 0.08, paint)
    for dx in (-0.05, 0.05):
        s.wire(
            [
                (end[0] + dx * 0.6, end[1] + sign * 0.05, end[2] + 0.01),
                (end[0] + dx * 1.7, end[1] + sign * 0.12, end[2] + 0.03),
                (end[0] + dx * 0.7, end[1] + sign * 0.19, end[2] + 0.04),
            ],
            0.026,
            STEEL,
        )


MODELS = (
    Model("dragon", dragon, 4.7, "ground", ("standing", "flying"), crowd=False),
    Model("robot", robot, 1.88, "ground", ("standing", "walking", "waving")),
)
