"""Meshes from raw points: the ground under the primitives."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.mesh import Floats, Mesh

Indices = NDArray[np.int64] | NDArray[np.int32]

GREY = (0.75, 0.75, 0.75)
DULL = (0.8, 0.0, 0.0, 0.0)
AREA_MIN = 1e-12


def vertex_sums(indices: Indices, values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Sums the m x 3 `values` that share an index: count x 3."""
    return np.stack([np.bincount(indices, values[:, k], minlength=count) for k in range(3)], axis=1)


def unit(vectors: ArrayLike) -> NDArray[np.float64]:
    """Vectors (... x 3) at length 1; those of no length point up."""
    given = np.asarray(vectors, np.float64)
    lengths = np.linalg.norm(given, axis=-1, keepdims=True)
    return np.asarray(np.where(lengths > 1e-12, given / np.maximum(lengths, 1e-12), (0.0, 1.0, 0.0)))


def face_normals(positions: ArrayLike, triangles: Indices) -> NDArray[np.float64]:
    """m x 3, as long as twice the area of the triangle."""
    corners = np.asarray(positions, np.float64)[triangles]
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def shared_normals(positions: ArrayLike, triangles: Indices) -> Floats:
    """Normals of vertices, weighted by the area of their triangles; vertices at one place do not share."""
    normals = face_normals(positions, triangles)
    total = vertex_sums(triangles.ravel(), np.repeat(normals, 3, axis=0), len(np.asarray(positions)))
    return unit(total).astype(np.float32)


def from_triangles(positions: ArrayLike, triangles: ArrayLike, normals: ArrayLike | None = None) -> Mesh:
    """A grey, dull mesh; triangles of no area and vertices of no triangle are left out."""
    places = np.asarray(positions, np.float64).reshape(-1, 3)
    faces = np.asarray(triangles, np.int64).reshape(-1, 3)
    size = max(float(np.ptp(places, axis=0).max(initial=0.0)), 1e-6)
    faces = faces[np.linalg.norm(face_normals(places, faces), axis=1) > AREA_MIN * size * size * 100]
    directions = shared_normals(places, faces) if normals is None else unit(np.asarray(normals).reshape(-1, 3))
    used, inverse = np.unique(faces, return_inverse=True)
    count = len(used)
    return Mesh(
        places[used].astype(np.float32),
        directions[used].astype(np.float32),
        np.tile(np.array(GREY, np.float32), (count, 1)),
        np.tile(np.array(DULL, np.float32), (count, 1)),
        inverse.reshape(-1, 3).astype(np.int32),
    )


def grid_triangles(
    rows: int, columns: int, *, round_rows: bool = False, round_columns: bool = False
) -> NDArray[np.int64]:
    """Two triangles for each cell of a grid of points; counter-clockwise for columns to the right and rows up."""
    steps_down = rows if round_rows else rows - 1
    steps_across = columns if round_columns else columns - 1
    row, column = np.meshgrid(np.arange(steps_down), np.arange(steps_across), indexing="ij")
    up, right = (row + 1) % rows, (column + 1) % columns
    a, b = row * columns + column, row * columns + right
    c, d = up * columns + right, up * columns + column
    return np.asarray(np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3), np.int64)


def from_grid(points: ArrayLike, *, round_rows: bool = False, round_columns: bool = False) -> Mesh:
    """A smooth surface through r x c x 3 points, its front where columns run right and rows run up."""
    places = np.asarray(points, np.float64)
    triangles = grid_triangles(places.shape[0], places.shape[1], round_rows=round_rows, round_columns=round_columns)
    return from_triangles(places, triangles)
