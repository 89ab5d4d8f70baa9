"""Colours and finishes that the models share, so that a scene of many models looks like one set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from engine.scene.kit.paint import MATERIALS
from engine.scene.mesh import Mesh
from engine.scene.scene import Colour

FINISHES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        **MATERIALS, "matte": (0.85, 0.0, 0.0), "satin": (0.48, 0.0, 0.0), "wet": (0.12, 0.0, 0.0),
        "pane": (0.08, 0.2, 0.0), "lamp": (0.5, 0.0, 1.6), "flame": (0.6, 0.0, 4.0),
    }
)  # fmt: skip
"""Roughness, metallic, emission."""


@dataclass(frozen=True)
class Paint:
    """A colour (sRGB, 0..1) and one of FINISHES."""

    colour: Colour
    finish: str = "satin"

    def shade(self, factor: float) -> Paint:
        """Darker below 1; above, mixed with white by the excess."""
        mixed = [c * factor if factor <= 1 else c + (1 - c) * (factor - 1) for c in self.colour]
        return replace(self, colour=(mixed[0], mixed[1], mixed[2]))

    def mixed(self, other: Paint, share: float) -> Paint:
        """This colour with `share` of the other's."""
        a, b = np.asarray(self.colour), np.asarray(other.colour)
        c = a + (b - a) * share
        return replace(self, colour=(float(c[0]), float(c[1]), float(c[2])))

    def on(self, mesh: Mesh) -> Mesh:
        """The mesh, all in this paint."""
        count = len(mesh.positions)
        surface = np.tile(np.array((*FINISHES[self.finish], 0.0), np.float32), (count, 1))
        return replace(mesh, colours=np.tile(np.array(self.colour, np.float32), (count, 1)), surface=surface)


def main_paint(colour: Colour | None, usual: Paint) -> Paint:
    """The usual paint, in the colour that was asked for."""
    return usual if colour is None else replace(usual, colour=colour)


WHITE = Paint((0.94, 0.93, 0.9))
CREAM = Paint((0.93, 0.87, 0.74))
BLACK = Paint((0.09, 0.09, 0.1))
GREY = Paint((0.55, 0.56, 0.58))
STONE = Paint((0.58, 0.56, 0.53), "matte")
RED = Paint((0.78, 0.2, 0.17))
ORANGE = Paint((0.91, 0.52, 0.17))
YELLOW = Paint((0.95, 0.77, 0.25))
GREEN = Paint((0.36, 0.6, 0.3))
TEAL = Paint((0.17, 0.55, 0.56))
BLUE = Paint((0.22, 0.42, 0.7))
NAVY = Paint((0.15, 0.21, 0.37))
PURPLE = Paint((0.48, 0.3, 0.6))
PINK = Paint((0.92, 0.6, 0.63))
BROWN = Paint((0.44, 0.29, 0.19))
TAN = Paint((0.76, 0.6, 0.42))
WOOD = Paint((0.62, 0.42, 0.25), "matte")
DARK_WOOD = Paint((0.37, 0.24, 0.15))
PALE_WOOD = Paint((0.8, 0.63, 0.42))
RUBBER = Paint((0.11, 0.11, 0.12), "rubber")
STEEL = Paint((0.66, 0.68, 0.71), "metal")
IRON = Paint((0.3, 0.31, 0.34), "metal")
CHROME = Paint((0.82, 0.83, 0.85), "chrome")
GOLD = Paint((0.9, 0.69, 0.28), "metal")
BRASS = Paint((0.78, 0.6, 0.3), "metal")
COPPER = Paint((0.75, 0.45, 0.3), "metal")
PANE = Paint((0.2, 0.31, 0.4), "pane")
HEADLIGHT = Paint((1.0, 0.96, 0.82), "lamp")
TAIL_LIGHT = Paint((0.85, 0.12, 0.1), "gloss")
FLAME = Paint((1.0, 0.72, 0.28), "flame")
"""sRGB, never fully saturated: light does the rest."""
