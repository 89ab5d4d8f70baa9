"""The ground in patches, so that those out of sight need not be drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh

_TRIANGLES = 1500
"""In a patch: about one in sixty of a landscape."""


def patches(ground: Mesh) -> list[Mesh]:
    """The mesh cut into squares seen from above; together they have all its triangles, each once."""
    middles = ground.positions[ground.triangles].mean(axis=1)[:, [0, 2]]
    side = max(1, round(float(np.sqrt(len(ground.triangles) / _TRIANGLES))))
    # Equal numbers of triangles rather than equal areas: landscapes are finer near their middle.
    cell = _ranked(middles[:, 0], side) * side + _ranked(middles[:, 1], side)
    return [_part(ground, cell == number) for number in np.unique(cell)]


def _ranked(values: NDArray[np.float32], parts: int) -> NDArray[np.intp]:
    edges = np.quantile(values, np.linspace(0, 1, parts + 1)[1:-1])
    return np.searchsorted(edges, values)


def _part(mesh: Mesh, chosen: NDArray[np.bool_]) -> Mesh:
    used, triangles = np.unique(mesh.triangles[chosen], return_inverse=True)
    return replace(
        mesh,
        positions=mesh.positions[used],
        normals=mesh.normals[used],
        colours=mesh.colours[used],
        surface=mesh.surface[used],
        triangles=triangles.reshape(-1, 3).astype(np.int32),
    )
