"""Parts that birds share: beaks, feet, folded and open wings, tails."""

from __future__ import annotations

import numpy as np

from engine.scene.models.paintwork import Paint
from engine.scene.models.sculpt import Grid, Sculpt
from engine.scene.scene import Vector

BEAK = Paint((0.93, 0.62, 0.18), "satin")


def add_beak(s: Sculpt, at: Vector, size: Vector, paint: Paint = BEAK, hook: float = 0.0) -> None:
    """Width, height and length; `hook` bends its tip down."""
    x, y, z = at
    wide, high, long = size
    s.skin([(x, y, z - 0.2 * long, wide, high), (x, y, z + 0.3 * long, wide * 0.8, high * 0.8),
            (x, y - hook * 0.4 * long, z + 0.75 * long, wide * 0.4, high * 0.45), (x, y - hook * long, z + long,
            wide * 0.1, high * 0.1)],
           paint)  # fmt: skip


def add_foot(s: Sculpt, hip: Vector, ground: Vector, thick: float, paint: Paint = BEAK) -> None:
    """A leg with three toes forward and one back."""
    x, y, z = ground
    s.limb(hip, (x, y + thick, z), thick, paint)
    reach = thick * 5
    for turn in (-32, 0, 32):
        a = np.radians(turn)
        s.limb(
            (x, y + thick * 0.7, z),
            (x + float(np.sin(a)) * reach, y + thick * 0.5, z + float(np.cos(a)) * reach),
            thick * 0.75,
            paint,
        )
    s.limb((x, y + thick * 0.7, z), (x, y + thick * 0.5, z - reach * 0.55), thick * 0.7, paint)


def add_web(s: Sculpt, ground: Vector, thick: float, paint: Paint) -> None:
    """Skin between the toes of `add_foot`."""
    x, y, z = ground
    reach = thick * 5
    s.ball((x, y + thick * 0.5, z + reach * 0.6), (reach * 0.55, thick * 0.5, reach * 0.6), paint)


def add_folded_wing(s: Sculpt, at: Vector, size: Vector, paints: tuple[Paint, Paint], droop: float = 12.0) -> None:
    """A wing along the flank: thickness, height, length; its tip feathers in the second paint."""
    x = 1.0 if at[0] > 0 else -1.0
    thick, high, long = size
    with s.frame(at, (droop, x * -7, x * 8)):
        s.ball((0, 0, 0), (thick, high, long * 0.55), paints[0])
        for k in range(3):
            s.ball(
                (x * thick * 0.15, -high * (0.25 + 0.18 * k), -long * (0.42 - 0.06 * k)),
                (thick * 0.7, high * 0.3, long * (0.5 - 0.08 * k)),
                paints[1],
                (8, 0, 0),
            )


def add_spread_wing(
    s: Sculpt, root: Vector, size: tuple[float, float], paints: tuple[Paint, Paint], lift: float = 0.3
) -> None:
    """An open wing with fingers of feathers; `lift`: how high the tip is, as a share of the span.

    `size` is the span of one wing and the depth of it at its root.
    """
    span, chord = size
    x = 1.0 if root[0] > 0 else -1.0

    def height(u: Grid) -> Grid:
        return np.asarray(lift * span * (1.25 * u - 0.35 * u**2))

    with s.frame(root):
        along = np.linspace(0, 1, 5)
        rows = [
            (
                x * span * 0.72 * u,
                float(height(u * 0.72)),
                -chord * 0.1 * u * u,
                chord * (0.5 - 0.1 * u),
                chord * (0.13 - 0.08 * u),
            )
            for u in along
        ]
        s.skin(rows, paints[0])
        for k in range(13):
            u = k / 12
            start = np.array([x * span * (0.08 + 0.64 * u), float(height(np.array(0.08 + 0.64 * u))), -chord * 0.15])
            angle = np.radians(8 + 72 * u**1.5)
            long = chord * (0.85 + 0.35 * u)
            way = np.array([x * np.sin(angle), 0.28 * lift * np.sin(angle) + 0.02, -np.cos(angle)]) * long
            end, middle = start + way, start + way * 0.6
            s.skin([(*start, chord * 0.1, chord * 0.04), (*middle, chord * 0.13, chord * 0.03), (*end, chord * 0.05,
                chord * 0.02)],
                   paints[1] if k % 2 else paints[1].shade(1.08), steps=2)  # fmt: skip


def add_tail_fan(s: Sculpt, at: Vector, size: float, paint: Paint, count: int = 5) -> None:
    """Feathers spread level, away from z."""
    with s.frame(at, scale=size):
        for k in range(count):
            turn = (k - (count - 1) / 2) * 13.0
            a = np.radians(turn)
            s.skin([(0, 0, 0.1, 0.1, 0.08), (float(np.sin(a)) * 0.5, 0, -float(np.cos(a)) * 0.5, 0.13, 0.04),
                (float(np.sin(a)), 0, -float(np.cos(a)), 0.08, 0.02)],
                   paint.shade(1.0 if k % 2 else 0.9), steps=3)  # fmt: skip
