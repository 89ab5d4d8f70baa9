"""The hulls of boats and ships: planked outside, hollow or decked inside."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.scene.kit.build import from_grid, from_triangles
from engine.scene.mesh import Mesh
from engine.scene.models.paintwork import Paint
from engine.scene.models.sculpt import Grid, Sculpt, curve
from engine.scene.scene import Vector

LINES = np.array([(-0.5, 0.7, 0.04), (-0.36, 0.9, 0.0), (-0.1, 1.0, 0.0), (0.18, 0.93, 0.0), (0.36, 0.62, 0.04),
                  (0.46, 0.28, 0.22), (0.51, 0.02, 0.55)])  # fmt: skip
"""Seen from above: way along the length, share of the beam, how far the keel has risen (share of the depth)."""


@dataclass(frozen=True)
class Hull:
    """Measures in metres: `size` is beam, depth amidships and length.

    Attributes:
        sheer: how much higher the bow's rim is, as a share of the depth.
        deck: height of the deck or of the floor, as a share of the depth.
        flare: 2 is round, more is boxier.
    """

    size: Vector
    sheer: float = 0.3
    deck: float = 0.35
    flare: float = 2.6

    def rim(self, way: Grid) -> Grid:
        """Heights of the rim at a way along the length (-0.5 .. 0.5)."""
        rise = np.where(way > -0.1, (way + 0.1) ** 2 * 2.7, (way + 0.1) ** 2 * 1.6)
        return np.asarray(self.size[1] * (1 + self.sheer * rise))


def add_hull(s: Sculpt, hull: Hull, bands: tuple[tuple[float, Paint], ...], inside: Paint) -> None:
    """Adds a hull on y = 0, its bow at +z; `bands` are paints from the keel up, each to a share of the depth."""
    beam, depth, length = hull.size
    way, share, keel = curve(LINES, 4).T[:, :, None]
    rim = hull.rim(way)
    angles = np.linspace(np.pi, 2 * np.pi, 25)[None]
    half = np.maximum(share, 0.015) * beam / 2
    power = 2 / hull.flare
    x = np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** power * half
    y = rim - (rim - keel * depth) * np.abs(np.sin(angles)) ** power
    rake = 0.06 * length * np.clip(way * 2, -0.4, 1)
    z = way * length + (y / depth - 0.5) * rake
    outside = np.stack([x, y, z], axis=-1)
    _add_banded(s, outside, bands, depth)
    floor = np.minimum(np.maximum(hull.deck * depth, keel * depth + 0.06 * depth), rim - 0.02 * depth)
    wall = np.maximum(half - 0.035 * beam, 0.004)
    sunk = ((rim - floor) / (rim - keel * depth)) ** (1 / power)
    low = np.minimum(wall, half * np.sqrt(np.clip(1 - sunk**2, 0, 1)) ** power * 0.94)
    rows = [(half, rim), (wall, rim), (low, floor), (-low, floor), (-wall, rim), (-half, rim)]
    inner = np.stack([np.stack([a, b, way * length + (b / depth - 0.5) * rake], axis=-1) for a, b in rows], axis=1)[
        :, :, 0
    ]
    for k in range(5):  # each plank on its own: its edges stay sharp
        s.add(from_grid(inner[:, k : k + 2]), inside.shade(0.9) if k in (1, 3) else inside)
    s.add(_fan(outside[0][::-1]), bands[-1][1])
    s.add(_fan(inner[0][::-1] + (0, 0, 0.02 * length)), inside)


def _add_banded(s: Sculpt, rings: Grid, bands: tuple[tuple[float, Paint], ...], depth: float) -> None:
    mesh = bands[-1][1].on(from_grid(rings))
    colours = mesh.colours.copy()
    for top, paint in bands[-2::-1]:
        colours[mesh.positions[:, 1] < top * depth] = paint.colour
    s.add(replace(mesh, colours=colours))


def _fan(ring: Grid) -> Mesh:
    middle = np.array([[0.0, ring[:, 1].max(), ring[:, 2].mean()]])
    k = np.arange(len(ring) - 1)
    return from_triangles(np.concatenate([ring, middle]), np.stack([k, k + 1, np.full_like(k, len(ring))], axis=1))
