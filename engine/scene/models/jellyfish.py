"""A jellyfish: what the word asks for in place of an octopus."""

from __future__ import annotations

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.models.model import Look
from engine.scene.models.paintwork import Paint, main_paint
from engine.scene.models.sculpt import Sculpt

USUAL = (Paint((0.86, 0.5, 0.78), "gloss"), Paint((0.45, 0.66, 0.93), "gloss"), Paint((0.96, 0.66, 0.5), "gloss"))
THREADS, ARMS = 14, 4


def jellyfish(look: Look) -> Mesh:
    """A scalloped bell over long wavering threads and four frilled arms."""
    s, paint = Sculpt(look.detail, 1.2), main_paint(look.colour, USUAL[int(look.rng.integers(len(USUAL)))])
    pale = paint.shade(1.45)
    s.turned([(0.3, 0.98), (0.4, 0.9), (0.43, 0.96), (0.4, 1.12), (0.3, 1.28), (0.16, 1.37), (0, 1.4)], paint)
    s.turned([(0, 1.12), (0.2, 1.08), (0.36, 0.96), (0.39, 0.9), (0.3, 1.1), (0, 1.2)], pale)
    for k in range(16):
        a = 2 * np.pi * k / 16
        x, z = float(np.cos(a)), float(np.sin(a))
        s.ball((x * 0.405, 0.925, z * 0.405), (0.075, 0.06, 0.075), pale if k % 2 else paint)
        s.wire([(x * 0.4, 1.0, z * 0.4), (x * 0.34, 1.24, z * 0.34), (x * 0.16, 1.38, z * 0.16)], 0.012, pale)
    for k in range(THREADS):
        a = 2 * np.pi * (k + 0.5) / THREADS
        x, z, end = float(np.cos(a)), float(np.sin(a)), float(look.rng.uniform(0.02, 0.3))
        bend = float(look.rng.uniform(-0.09, 0.09))
        s.wire(
            [
                (x * 0.38, 0.92, z * 0.38),
                (x * 0.36 + bend, 0.65, z * 0.36),
                (x * 0.34 - bend, (0.65 + end) / 2, z * 0.34 + bend),
                (x * 0.36, end, z * 0.36),
            ],
            [0.016, 0.013, 0.01, 0.004],
            pale,
        )
    for k in range(ARMS):
        a = 2 * np.pi * k / ARMS + 0.4
        x, z = float(np.cos(a)) * 0.1, float(np.sin(a)) * 0.1
        path = [(x * (1 + 0.5 * (i % 2)), 1.05 - 0.15 * i, z * (1 + 0.5 * ((i + k) % 2))) for i in range(7)]
        s.wire(path, [0.07, 0.085, 0.055, 0.075, 0.045, 0.05, 0.012], paint.shade(1.2))
    return s.mesh()
