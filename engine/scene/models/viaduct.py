"""A viaduct: arches in a row under a level deck."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import darkened, varied
from engine.scene.kit.primitives import box
from engine.scene.kit.shaping import placed
from engine.scene.kit.sweeps import extrude
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished
from engine.scene.models.model import Look

ARCHES, SPAN, PIER, SPRING, DECK, WIDE = 3, 5.6, 1.3, 1.2, 4.6, 3.4
"""How many arches; metres: their width, of the piers between, up to where they curve, up to the deck, across."""
STONE = (0.60, 0.53, 0.46)


def viaduct(look: Look) -> Mesh:
    """Across x, its deck level."""
    pitch = SPAN + PIER
    long = ARCHES * pitch + PIER
    turn = np.linspace(np.pi, 0, 15)
    lower: list[tuple[float, float]] = [(-long / 2, 0.0)]
    middles = (np.arange(ARCHES) - (ARCHES - 1) / 2) * pitch
    for middle in middles:
        rise = DECK - SPRING - 0.9
        lower.append((float(middle - SPAN / 2), 0.0))
        lower += [(float(middle + SPAN / 2 * np.cos(a)), float(SPRING + rise * np.sin(a))) for a in turn]
        lower.append((float(middle + SPAN / 2), 0.0))
    ring = np.array([*lower, (long / 2, 0.0), (long / 2, DECK), (-long / 2, DECK)])
    piers = (np.arange(ARCHES + 1) - ARCHES / 2) * pitch
    parts = [extrude(ring, WIDE), *(placed(box((PIER * 0.7, DECK, WIDE + 0.5)), (x, DECK / 2, 0)) for x in piers)]
    parts += [placed(box((PIER * 1.25, 0.4, WIDE + 0.7), 0.06), (x, SPRING, 0)) for x in piers]
    for side in (-1, 1):
        parts.append(placed(box((long, 0.45, 0.3), 0.05), (0, DECK + 0.2, side * (WIDE / 2 - 0.05))))
        parts.append(placed(box((long + 0.1, 0.14, 0.5), 0.04), (0, DECK + 0.46, side * (WIDE / 2 - 0.05))))
    stone = varied(darkened(finished(joined(parts), look, STONE, "stone"), 0.8), 0.2, look.rng, 1.4)
    wedges = []
    for middle in middles:
        for a in np.linspace(0.1, np.pi - 0.1, 11):
            x, y = middle + (SPAN / 2 + 0.2) * np.cos(a), SPRING + (DECK - SPRING - 0.7) * np.sin(a)
            wedges.append(placed(box((0.34, 0.55, WIDE + 0.12), 0.03), (x, y, 0), (0, 0, np.degrees(a) - 90)))
    trim = varied(finished(joined(wedges), look, (0.70, 0.64, 0.56), "stone"), 0.15, look.rng, 2.0)
    return joined([stone, trim])
