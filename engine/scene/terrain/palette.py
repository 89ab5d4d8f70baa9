"""Colours of the ground through the seasons."""

from __future__ import annotations

import numpy as np

from engine.scene.scene import Colour, Water
from engine.scene.terrain.ground import Spots, Values, blend, plain, ramp

GRASS: dict[str, tuple[Colour, Colour]] = {
    "spring": ((0.40, 0.58, 0.24), (0.54, 0.66, 0.30)),
    "summer": ((0.34, 0.50, 0.20), (0.50, 0.58, 0.26)),
    "autumn": ((0.52, 0.48, 0.22), (0.66, 0.52, 0.26)),
    "winter": ((0.90, 0.92, 0.96), (0.84, 0.88, 0.95)),
}
SAND: Colour = (0.87, 0.77, 0.58)
WET_SAND: Colour = (0.66, 0.56, 0.42)
ROCK: Colour = (0.47, 0.45, 0.43)
SOIL: Colour = (0.42, 0.31, 0.22)
SNOW: Colour = (0.93, 0.95, 0.99)
PATH: Colour = (0.68, 0.57, 0.42)


def turf(season: str, spots: Spots) -> Values:
    """Grass in two tones, or snow, with earth where it is steep."""
    first, second = GRASS[season]
    colours = blend(plain(first, spots, 0.1), second, 0.5 + 0.9 * spots.broad + 0.35 * spots.fine)
    return blend(colours, np.array(ROCK) * 0.95, ramp(-spots.up, -0.80, -0.62))


def snowed(colours: Values, spots: Spots, line: float, fade: float) -> Values:
    """Snow above `line` metres where it is not too steep."""
    high = ramp(spots.height + 7 * spots.broad, line, line + fade)
    return blend(colours, SNOW, high * ramp(spots.up, 0.42, 0.68))


def trodden(colours: Values, spots: Spots, distance: Values, width: float, season: str) -> Values:
    """A path of earth where `distance` from its middle is under half its width; its edges are ragged."""
    edge = np.abs(distance) + 0.18 * spots.fine + 0.1 * spots.broad
    colour = (0.80, 0.81, 0.84) if season == "winter" else PATH
    return blend(colours, plain(colour, spots, 0.14), 1 - ramp(edge, width * 0.38, width * 0.62))


def sea(level: float = 0.0, *, warm: bool = False, waves: float = 0.12) -> Water:
    """Open water; `warm` for the turquoise of the tropics."""
    if warm:
        return Water(level, (0.36, 0.80, 0.78), (0.04, 0.36, 0.52), waves, 0.8)
    return Water(level, (0.30, 0.56, 0.58), (0.05, 0.20, 0.32), waves, 0.6)


def fresh(level: float, waves: float = 0.03) -> Water:
    """A lake or a river."""
    return Water(level, (0.32, 0.50, 0.46), (0.06, 0.18, 0.24), waves, 0.65)
