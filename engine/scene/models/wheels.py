"""Wheels of cars, bicycles and carts."""

from __future__ import annotations

import numpy as np

from engine.scene.models.paintwork import CHROME, IRON, RUBBER, STEEL, WOOD, Paint
from engine.scene.models.sculpt import Sculpt
from engine.scene.scene import Vector

SIDEWAYS: Vector = (0.0, 0.0, -90.0)
"""Turns the y axis to point along x: a lathe's product becomes a wheel of a vehicle that faces z."""


def road_wheel(s: Sculpt, at: Vector, radius: float, width: float, rim: Paint = STEEL) -> None:
    """A tyre with a spoked rim; its outer face looks away from x = 0."""
    r, w = radius, width / 2
    outside = 1.0 if at[0] >= 0 else -1.0
    tyre = [(0, -w), (r * 0.7, -w), (r * 0.92, -w * 0.95), (r, -w * 0.6), (r, w * 0.6), (r * 0.92, w * 0.95),
            (r * 0.68, w), (r * 0.64, w * 0.7), (0, w * 0.6)]  # fmt: skip
    with s.turning(), s.frame(at, (0.0, 0.0, -90.0 * outside)):
        s.turned(tyre, RUBBER)
        s.turned([(0, w * 0.5), (r * 0.63, w * 0.66), (r * 0.6, w * 0.92), (r * 0.55, w * 0.8), (0, w * 0.7)], IRON)
        for angle in np.linspace(0, 360, 5, endpoint=False):
            with s.frame(turn=(0.0, float(angle), 0.0)):
                s.block((r * 0.32, w * 0.84, 0), (r * 0.5, w * 0.24, r * 0.16), rim)
        s.turned([(0, w * 0.7), (r * 0.17, w * 0.8), (r * 0.12, w * 1.04), (0, w * 1.08)], CHROME)


def spoke_wheel(s: Sculpt, at: Vector, radius: float, paints: tuple[Paint, Paint] = (RUBBER, CHROME)) -> None:
    """A thin tyre on wire spokes, upright, its axle along x."""
    tyre, spokes = paints
    with s.turning(), s.frame(at, SIDEWAYS):
        s.ring((0, 0, 0), radius * 0.94, radius * 0.06, tyre)
        s.ring((0, 0, 0), radius * 0.87, radius * 0.025, spokes)
        s.rod((0, -radius * 0.12, 0), (0, radius * 0.12, 0), radius * 0.07, spokes)
        for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
            x, z = float(np.cos(angle)) * radius * 0.88, float(np.sin(angle)) * radius * 0.88
            s.rod((0, 0, 0), (x, 0, z), radius * 0.012, spokes)


def wooden_wheel(s: Sculpt, at: Vector, radius: float, wood: Paint = WOOD) -> None:
    """A cart's wheel: felloe with an iron tyre, eight spokes and a hub."""
    with s.turning(), s.frame(at, SIDEWAYS):
        s.ring((0, 0, 0), radius * 0.88, radius * 0.1, wood)
        s.turned([(radius * 0.95, -radius * 0.09), (radius, -radius * 0.09), (radius, radius * 0.09),
                  (radius * 0.95, radius * 0.09), (radius * 0.95, -radius * 0.09)], IRON)  # fmt: skip
        s.turned([(0, -radius * 0.2), (radius * 0.16, -radius * 0.18), (radius * 0.19, 0), (radius * 0.16,
            radius * 0.18),
                  (0, radius * 0.2)], wood.shade(0.8))  # fmt: skip
        for angle in np.linspace(0, 2 * np.pi, 8, endpoint=False):
            x, z = float(np.cos(angle)) * radius * 0.86, float(np.sin(angle)) * radius * 0.86
            s.rod((0, 0, 0), (x, 0, z), radius * 0.055, wood)
