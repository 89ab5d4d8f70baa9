"""Sword and shield."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BLUE, BROWN, GOLD, RED, STEEL, STONE, Paint, main_paint
from engine.scene.models.sculpt import Sculpt, curve


def add_sword(s: Sculpt, length: float, hilt: Paint, blade: Paint = STEEL) -> None:
    """Point up, the hand's grip at the origin."""
    n = length
    s.rod((0, -0.09 * n, 0), (0, 0.09 * n, 0), 0.022 * n, BROWN)
    for k in range(5):
        s.ring((0, (-0.07 + 0.035 * k) * n, 0), 0.022 * n, 0.005 * n, BROWN.shade(0.7))
    s.ball((0, -0.12 * n, 0), 0.04 * n, hilt)
    s.wire(
        [
            (-0.16 * n, 0.125 * n, 0),
            (-0.08 * n, 0.1 * n, 0),
            (0, 0.1 * n, 0),
            (0.08 * n, 0.1 * n, 0),
            (0.16 * n, 0.125 * n, 0),
        ],
        0.021 * n,
        hilt,
    )
    for x in (-1.0, 1.0):
        s.ball((x * 0.165 * n, 0.128 * n, 0), 0.028 * n, hilt)
    s.ball((0, 0.1 * n, 0.018 * n), (0.03 * n, 0.03 * n, 0.02 * n), RED)
    outline = np.array([(-0.05, 0.1), (0.05, 0.1), (0.04, 0.74), (0, 0.88), (-0.04, 0.74)]) * n
    s.plate(outline, 0.026 * n, blade)
    s.plate(
        np.array([(-0.012, 0.1), (0.012, 0.1), (0.01, 0.66), (0, 0.7), (-0.01, 0.66)]) * n, 0.034 * n, blade.shade(0.72)
    )


def add_shield(s: Sculpt, size: tuple[float, float], face: Paint, rim: Paint = STEEL) -> None:
    """A heater shield, its middle at the origin, facing z."""
    half, tall = size[0] / 2, size[1]
    side = [(0.0, -0.52), (0.55, -0.28), (0.93, 0.02), (1.0, 0.3), (1.0, 0.46), (0.5, 0.49), (0.0, 0.52)]
    right = curve(np.array(side) * (half, tall), 3)
    ring = np.concatenate([right, right[-2:0:-1] * (-1, 1)])
    s.plate(ring, 0.05, rim)
    s.plate(ring * 0.88, 0.075, face)
    light = Paint((0.93, 0.85, 0.62))
    s.block((0, 0, 0.03), (half * 0.26, tall * 0.72, 0.035), light)
    s.block((0, tall * 0.13, 0.03), (half * 1.5, tall * 0.11, 0.035), light)
    s.ball((0, tall * 0.13, 0.045), (half * 0.25, half * 0.25, 0.035), GOLD)


@finished
def sword(look: Look) -> Mesh:
    """A sword; its point in a stone in the pose "stone"."""
    s, hilt = Sculpt(look.detail, 1.0), main_paint(look.colour, GOLD)
    with s.frame((0, 0.98, 0), (180, 0, 0)):
        add_sword(s, 1.0, hilt)
    if look.pose == "stone":
        for _ in range(6):
            at = look.rng.uniform(-0.14, 0.14, 2)
            size = look.rng.uniform(0.14, 0.22)
            s.ball(
                (float(at[0]), 0.12, float(at[1])),
                (float(size), 0.2, float(size)),
                STONE.shade(float(look.rng.uniform(0.85, 1.05))),
            )
    return s.mesh()


@finished
def shield(look: Look) -> Mesh:
    """A knight's shield, leaning back a little."""
    s = Sculpt(look.detail, 0.8)
    with s.frame(turn=(-10, 0, 0)):
        add_shield(s, (0.62, 0.8), main_paint(look.colour, BLUE))
    return s.mesh()


MODELS = (
    Model("sword", sword, 1.1, "any", ("standing", "stone")),
    Model("shield", shield, 0.83, "any"),
)
