"""A friendly face and the hair around it, on a head at the origin that looks along z."""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.scene.kit.primitives import ellipsoid
from engine.scene.mesh import Mesh
from engine.scene.models.paintwork import BLACK, WHITE, Paint
from engine.scene.models.sculpt import Sculpt

Hair = Literal["short", "spiky", "curly", "long", "bob", "ponytail", "pigtails", "bun", "bald"]
HAIR_OF_MEN: tuple[Hair, ...] = ("short", "short", "spiky", "curly")
HAIR_OF_WOMEN: tuple[Hair, ...] = ("long", "bob", "ponytail", "bun", "curly")
SIDES = (-1.0, 1.0)
SKIN_TONES = (
    (0.96, 0.8, 0.69),
    (0.92, 0.72, 0.58),
    (0.82, 0.6, 0.44),
    (0.68, 0.46, 0.32),
    (0.5, 0.33, 0.23),
    (0.38, 0.25, 0.18),
)
HAIR_COLOURS = (
    (0.16, 0.11, 0.09),
    (0.32, 0.2, 0.12),
    (0.5, 0.32, 0.18),
    (0.82, 0.62, 0.32),
    (0.66, 0.3, 0.14),
    (0.12, 0.12, 0.14),
)
EYE_COLOURS = ((0.3, 0.2, 0.12), (0.25, 0.42, 0.58), (0.3, 0.45, 0.28))


def add_face(s: Sculpt, paints: tuple[Paint, Paint, Paint], *, asleep: bool = False, lashes: bool = False) -> None:
    """A head of radius 1 with ears, eyes, brows, nose, cheeks and a smile; paints of skin, brows and iris."""
    skin, brows, iris = paints
    s.skin(
        [
            (0, -0.98, 0.14, 0.36, 0.36),
            (0, -0.72, 0.1, 0.66, 0.7),
            (0, -0.2, 0.02, 0.88, 0.9),
            (0, 0.35, -0.04, 0.93, 0.95),
            (0, 0.72, -0.06, 0.66, 0.7),
            (0, 0.88, -0.06, 0.3, 0.32),
        ],
        skin,
    )
    blush = skin.mixed(Paint((0.93, 0.4, 0.38)), 0.16)
    for x in SIDES:
        s.ball((x * 0.93, -0.12, -0.05), (0.14, 0.24, 0.17), skin, (0, x * 20, 0))
        s.ball((x * 0.98, -0.12, 0.02), (0.07, 0.14, 0.09), blush)
        s.ball((x * 0.48, -0.38, 0.66), (0.15, 0.1, 0.07), blush, (0, x * 32, 0))
        with s.frame((x * 0.34, -0.02, 0.8), (0, x * 18, 0)):
            if asleep:
                s.wire([(-0.15, 0.02, 0.06), (0, -0.05, 0.1), (0.15, 0.02, 0.06)], 0.028, BLACK)
            else:
                s.ball((0, 0, 0), (0.185, 0.225, 0.11), WHITE)
                s.ball((-x * 0.02, -0.005, 0.062), (0.132, 0.168, 0.068), iris)
                s.ball((-x * 0.02, -0.005, 0.1), (0.082, 0.108, 0.042), Paint(BLACK.colour, "eye"))
                s.ball((0.045, 0.07, 0.128), 0.036, Paint((1, 1, 1), "lamp"))
                s.wire([(-0.2, 0.07, 0.05), (0, 0.225, 0.085), (0.2, 0.07, 0.05)], [0.024, 0.04, 0.03],
                       BLACK.mixed(brows, 0.2))  # fmt: skip
            if lashes:
                s.limb((x * 0.19, 0.07, 0.06), (x * 0.28, 0.15, 0.03), 0.024, BLACK)
            s.wire(
                [(-x * 0.15, 0.34, 0.08), (x * 0.02, 0.41, 0.1), (x * 0.2, 0.33, 0.03)], [0.038, 0.056, 0.026], brows
            )
    s.ball((0, -0.2, 0.95), (0.115, 0.115, 0.14), skin.mixed(blush, 0.4).shade(0.97))
    smile = [(-0.3, -0.45, 0.78), (-0.16, -0.575, 0.85), (0, -0.61, 0.88), (0.16, -0.575, 0.85), (0.3, -0.45, 0.78)]
    s.wire(smile, [0.018, 0.044, 0.054, 0.044, 0.018], Paint((0.5, 0.14, 0.15)))


def _cap(radii: tuple[float, float, float], low: float, front: float, detail: float) -> Mesh:
    """A shell over the skull: only what is above `low` behind, and above `front` before the ears."""
    mesh = ellipsoid(radii, max(detail, 0.7) * 1.6)
    p = mesh.positions
    forward = np.clip((p[:, 2] + 0.05) / 0.4, 0, 1)
    edge = low + (front - 0.28 * p[:, 0] ** 2 - low) * forward * forward * (3 - 2 * forward)
    sunk = (p[:, 1] < edge)[:, None]
    return Mesh(np.where(sunk, p * 0.8, p).astype(np.float32), mesh.normals, mesh.colours, mesh.surface, mesh.triangles)


def add_hair(s: Sculpt, style: Hair, paint: Paint, rng: np.random.Generator) -> None:
    """Hair for a head of radius 1 as `add_face` makes it."""
    if style == "bald":
        return
    detail = s.fine(0.3)
    s.add(_cap((1.03, 1.12, 1.07), -0.5, 0.5, detail), paint, (0, 0.05, -0.07))
    side = float(rng.choice(SIDES))
    if style in ("short", "long", "bob", "ponytail", "pigtails", "bun"):
        for k in range(5):  # a fringe, combed to one side
            t = k / 4
            s.skin([(side * (0.5 - 0.3 * t), 0.98 - 0.1 * t, 0.25, 0.2, 0.16), (side * (0.45 - 0.75 * t), 0.84, 0.7,
                0.2, 0.13),
                    (side * (0.42 - 1.05 * t), 0.55 - 0.2 * abs(t - 0.4), 0.86 - 0.3 * abs(t - 0.4), 0.08, 0.05)],
                    paint.shade(1.0 if k % 2 else 0.93))  # fmt: skip
    if style == "spiky":
        for k in range(22):
            a, h = k * 2.39996, 0.25 + 0.75 * (k + 0.5) / 22
            r = float(np.sqrt(max(1 - h * h, 0)))
            way = np.array([r * np.cos(a), h, r * np.sin(a) * 0.9 - 0.08 + (0.12 if h > 0.5 else 0)])
            if way[2] > 0.45 and way[1] < 0.62:
                continue
            tip = way * 1.32 + (0, 0.12, 0.05)
            s.skin([(*(way * 0.92), 0.24, 0.24), (*(way * 1.12), 0.16, 0.16), (*tip, 0.02, 0.02)], paint)
    if style == "curly":
        _curls(s, paint, rng)
    if style in ("long", "bob"):
        end = -1.95 if style == "long" else -0.85
        for k in range(11):
            a = np.pi * (0.96 + 1.08 * (k / 10))  # from ear to ear behind
            x, z = float(np.cos(a)), float(np.sin(a)) * 0.95 - 0.1
            s.skin([(x * 0.9, 0.45, z * 0.9, 0.26, 0.22), (x * 1.05, -0.3, z * 1.05, 0.3, 0.22), (x * 1.0,
                (end - 0.3) / 2, z * 1.06, 0.28, 0.2),
                    (x * (0.85 if style == "long" else 1.0), end, z * 0.98, 0.14, 0.12)],
                    paint.shade(1.0 if k % 2 else 0.93))  # fmt: skip
    if style == "ponytail":
        s.ring((0, 0.5, -1.05), 0.17, 0.07, Paint((0.85, 0.35, 0.4)), (70, 0, 0))
        s.skin(
            [
                (0, 0.5, -0.95, 0.2, 0.2),
                (0, 0.45, -1.45, 0.34, 0.3),
                (0, -0.3, -1.7, 0.36, 0.3),
                (0, -1.1, -1.5, 0.1, 0.1),
            ],
            paint,
        )
    for x in SIDES if style == "pigtails" else ():
        s.ring((x * 1.02, 0.32, -0.2), 0.15, 0.07, Paint((0.85, 0.35, 0.4)), (0, 0, 75))
        s.skin(
            [
                (x * 0.95, 0.32, -0.2, 0.16, 0.16),
                (x * 1.32, 0.22, -0.22, 0.27, 0.27),
                (x * 1.45, -0.35, -0.22, 0.26, 0.26),
                (x * 1.36, -0.95, -0.16, 0.06, 0.06),
            ],
            paint,
        )
    if style == "bun":
        s.ball((0, 0.95, -0.72), (0.42, 0.38, 0.4), paint.shade(0.95))
        s.ring((0, 0.82, -0.6), 0.32, 0.06, Paint((0.85, 0.35, 0.4)), (-38, 0, 0))


def _curls(s: Sculpt, paint: Paint, rng: np.random.Generator) -> None:
    """Balls of hair all over the skull, but not in the face."""
    for k in range(40):
        a, h = k * 2.39996, -0.35 + 1.35 * (k + 0.5) / 40
        r = float(np.sqrt(max(1 - min(h, 1) ** 2, 0)))
        x, z = r * float(np.cos(a)), r * float(np.sin(a)) - 0.1
        if z > 0.3 and h < 0.58:
            continue
        size = 0.31 + 0.05 * float(rng.random())
        s.add(ellipsoid((size, size, size), 0.5), paint.shade(0.92 + 0.08 * (k % 2)), (x * 1.04, h * 1.06, z * 1.04))
