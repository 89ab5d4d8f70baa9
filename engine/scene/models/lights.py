"""What shines: lamp, candle, lantern. Their flames and bulbs are lit unless the pose is "unlit"."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.finishing import finished
from engine.scene.models.model import Look, Model
from engine.scene.models.paintwork import BRASS, CREAM, IRON, WHITE, Paint, main_paint
from engine.scene.models.sculpt import Sculpt

POSES = ("lit", "unlit")


def _flame(s: Sculpt, at: tuple[float, float, float], tall: float) -> None:
    n = tall
    s.turned(
        [(0, 0), (0.13 * n, 0.08 * n), (0.2 * n, 0.25 * n), (0.16 * n, 0.48 * n), (0.07 * n, 0.75 * n), (0, n)],
        Paint((1.0, 0.62, 0.18), "flame"),
        at,
    )
    s.turned(
        [(0, 0.05 * n), (0.1 * n, 0.2 * n), (0.07 * n, 0.4 * n), (0, 0.58 * n)],
        Paint((1.0, 0.92, 0.6), "flame"),
        (at[0], at[1], at[2] + 0.09 * n),
    )


@finished
def lamp(look: Look) -> Mesh:
    """A floor lamp with a pleated shade."""
    s, on = Sculpt(look.detail, 1.5), look.pose != "unlit"
    colour = main_paint(look.colour, Paint((0.95, 0.84, 0.62))).colour
    s.turned([(0, 0), (0.16, 0), (0.165, 0.015), (0.12, 0.035), (0.03, 0.055), (0.016, 0.1), (0, 0.1)], BRASS)
    s.turned([(0.016, 0.09), (0.016, 0.7), (0.03, 0.73), (0.016, 0.76), (0.016, 1.2), (0, 1.2)], BRASS)
    s.ball((0, 1.3, 0), (0.055, 0.07, 0.055), Paint((1.0, 0.9, 0.65), "flame") if on else WHITE)
    angles = np.linspace(0, 2 * np.pi, 72)

    def shade(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, ...]:  # type: ignore[type-arg]  # any float grid
        r = (0.27 - 0.12 * v**0.85) * (1 + 0.018 * np.sin(u * 2 * np.pi * 24))
        return r * np.cos(-2 * np.pi * u), 1.14 + 0.34 * v, r * np.sin(-2 * np.pi * u)

    s.cloth(shade, Paint(colour, "lamp" if on else "fabric"), 6, len(angles) * 2)
    s.ring((0, 1.14, 0), 0.272, 0.009, BRASS)
    s.ring((0, 1.48, 0), 0.152, 0.009, BRASS)
    s.rod((0, 1.3, 0), (0, 1.52, 0), 0.008, BRASS)
    s.ball((0, 1.53, 0), 0.022, BRASS)
    s.wire([(0.06, 1.15, 0.1), (0.06, 1.0, 0.1)], 0.004, BRASS)
    s.ball((0.06, 0.985, 0.1), 0.014, BRASS)
    return s.mesh()


@finished
def candle(look: Look) -> Mesh:
    """In a brass holder with a finger ring, wax running down."""
    s, wax = Sculpt(look.detail, 0.22), Paint(main_paint(look.colour, CREAM).colour, "wax")
    s.turned(
        [
            (0, 0),
            (0.055, 0),
            (0.07, 0.012),
            (0.072, 0.018),
            (0.066, 0.014),
            (0.03, 0.008),
            (0.024, 0.03),
            (0.03, 0.034),
            (0.02, 0.034),
            (0, 0.02),
        ],
        BRASS,
    )
    s.ring((0.085, 0.02, 0), 0.02, 0.005, BRASS, (90, 0, 0))
    s.turned([(0, 0.02), (0.0195, 0.02), (0.019, 0.145), (0.016, 0.153), (0.011, 0.148), (0, 0.146)], wax)
    for k in range(7):
        a = 2 * np.pi * k / 7 + float(look.rng.uniform(-0.2, 0.2))
        x, z, drop = 0.0185 * float(np.cos(a)), 0.0185 * float(np.sin(a)), float(look.rng.uniform(0.02, 0.075))
        s.limb((x, 0.148, z), (x * 1.05, 0.148 - drop, z * 1.05), 0.0045, wax, 0.006)
    s.wire([(0, 0.145, 0), (0.001, 0.158, 0), (0.003, 0.165, 0)], 0.0016, IRON)
    if look.pose != "unlit":
        _flame(s, (0.002, 0.158, 0), 0.05)
    return s.mesh()


@finished
def lantern(look: Look) -> Mesh:
    """A storm lantern: a glass between four bars, under a hood with a ring."""
    s, metal = Sculpt(look.detail, 0.42), Paint(main_paint(look.colour, Paint((0.25, 0.26, 0.29))).colour, "satin")
    on = look.pose != "unlit"
    s.turned([(0, 0), (0.1, 0), (0.105, 0.012), (0.1, 0.03), (0.078, 0.04), (0.08, 0.055), (0, 0.055)], metal)
    s.turned(
        [(0.058, 0.055), (0.072, 0.09), (0.074, 0.15), (0.064, 0.21), (0.05, 0.23)],
        Paint((1.0, 0.83, 0.48), "lamp") if on else Paint((0.75, 0.85, 0.88), "glass"),
    )
    s.turned(
        [
            (0, 0.225),
            (0.1, 0.225),
            (0.098, 0.24),
            (0.06, 0.275),
            (0.045, 0.285),
            (0.05, 0.3),
            (0.03, 0.325),
            (0.012, 0.33),
            (0, 0.335),
        ],
        metal,
    )
    for k in range(4):
        a = np.radians(45 + 90 * k)
        x, z = 0.085 * float(np.cos(a)), 0.085 * float(np.sin(a))
        s.limb((x, 0.03, z), (x, 0.235, z), 0.006, metal)
    for y in (0.1, 0.18):
        s.ring((0, y, 0), 0.086, 0.005, metal)
    if on:
        _flame(s, (0, 0.1, 0.05), 0.09)
    s.wire(
        [
            (-0.1, 0.22, 0),
            (-0.115, 0.33, 0),
            (-0.06, 0.41, 0),
            (0, 0.425, 0),
            (0.06, 0.41, 0),
            (0.115, 0.33, 0),
            (0.1, 0.22, 0),
        ],
        0.0055,
        metal.shade(0.8),
    )
    s.limb((-0.03, 0.424, 0), (0.03, 0.424, 0), 0.011, Paint((0.55, 0.35, 0.2), "wood"))
    return s.mesh()


MODELS = (
    Model("lamp", lamp, 1.55, "indoor", POSES),
    Model("candle", candle, 0.21, "table", POSES),
    Model("lantern", lantern, 0.435, "any", POSES),
)
