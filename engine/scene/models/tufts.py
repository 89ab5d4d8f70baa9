"""Tufts of long blades: grass, reed, seaweed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.scene.kit.build import from_triangles, grid_triangles, unit
from engine.scene.kit.paint import Colour, material
from engine.scene.mesh import Mesh
from engine.scene.models.model import Look


@dataclass(frozen=True)
class Tuft:
    """`count` blades of `height` and `width` metres from within `radius`, from colour `foot` to colour `tip`.

    `bow` is how far the tips lean out, in parts of the height; `wave` how far they meander.
    """

    count: int
    height: float
    width: float
    radius: float
    foot: Colour
    tip: Colour
    bow: float = 0.45
    wave: float = 0.0


def tuft(look: Look, kind: Tuft) -> Mesh:
    """All blades at once: each a two-sided ribbon of five segments, three in a crowd, that tapers to its tip."""
    rng = look.rng
    count = max(8, round(kind.count * look.detail))
    rows = 6 if look.detail > 0.5 or kind.wave > 0 else 4
    step = np.linspace(0, 1, rows)[None, :, None]
    angle, out = rng.uniform(0, 2 * np.pi, (count, 1, 1)), np.sqrt(rng.random((count, 1, 1)))
    way = np.concatenate([np.cos(angle), 0 * angle, np.sin(angle)], axis=2)
    height = kind.height * rng.uniform(0.6, 1.1, (count, 1, 1)) * (1.1 - 0.25 * out)
    bow = kind.bow * rng.uniform(0.3, 1.2, (count, 1, 1)) * height * (0.35 + 0.65 * out)
    spine = way * (kind.radius * out + bow * step**2) + np.array((0, 1, 0)) * height * (
        step - 0.18 * step**3 * kind.bow
    )
    turn = angle + rng.uniform(0.9, 2.2, (count, 1, 1))
    across = np.concatenate([np.cos(turn), 0 * turn, np.sin(turn)], axis=2)
    spine = spine + across * kind.wave * height * np.sin(step * 9 + angle * 3) * step
    half = across * kind.width * 0.5 * (1 - step**2.2) * rng.uniform(0.7, 1.3, (count, 1, 1)) + across * 1e-4
    points = np.stack([spine - half, spine + half], axis=2)
    cells = grid_triangles(rows, 2)
    both = np.concatenate([cells, cells[:, ::-1] + 2 * rows])
    normals = unit(way * 0.5 + (0, 0.8, 0) + 0 * step)[:, :, None] + np.zeros((1, 1, 2, 1))
    points = np.concatenate([points.reshape(count, 2 * rows, 3)] * 2, axis=1)
    normals = np.concatenate([normals.reshape(count, 2 * rows, 3)] * 2, axis=1)
    mesh = from_triangles(points, both[None] + 4 * rows * np.arange(count)[:, None, None], normals)
    part = np.clip(mesh.positions[:, 1:2] / kind.height, 0, 1)
    tone = np.repeat(rng.uniform(0.85, 1.15, count), 4 * rows)[: len(part), None]
    colours = (np.array(kind.foot) * (1 - part) + np.array(kind.tip) * part) * tone
    mesh = material(replace(mesh, colours=np.clip(colours, 0, 1).astype(np.float32)), "leaf")
    surface = mesh.surface.copy()
    surface[:, 3] = part[:, 0] ** 1.5
    return replace(mesh, surface=surface)
