"""Which triangles of a mesh can be seen from one side only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from engine.scene.mesh import Ints, Mesh

_GRID = 1e-5
"""Corners nearer than this part of the mesh's size are one corner."""
_ALIKE = 0.99
"""Cosine from which two normals count as the same direction."""

_TALL = 4.0
"""Metres from which a thing stands on the ground: nobody looks into it from below."""

Numbers = NDArray[np.int64]


def split_sides(mesh: Mesh) -> tuple[Ints, Ints]:
    """The triangles of closed shells, seen from outside only, counter-clockwise; and all others, seen from both sides.

    A triangle that lies on another one with the same normals, as the back of a leaf, is left out: the shaders light
    both sides of what is drawn. A closed shell has each edge twice, once in each direction, and encloses some volume;
    one that stands on the ground may be open at its foot.
    """
    corners = _welded(mesh.positions)
    triangles = mesh.triangles
    faces = corners[triangles]
    kept = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    kept[kept] = _first_of_each(mesh, triangles[kept], faces[kept])
    triangles, faces = triangles[kept], faces[kept]
    if not len(faces):
        return triangles, triangles
    shells = _shells(faces)
    shut = _is_shut(faces, shells, _at_foot(mesh, triangles))
    turn = np.where(shut, _orientation(mesh, triangles, shells), 0)[shells]
    outward = np.where((turn < 0)[:, None], triangles[:, ::-1], triangles)[turn != 0]
    return np.ascontiguousarray(outward), np.ascontiguousarray(triangles[turn == 0])


def _welded(positions: NDArray[np.float32]) -> Numbers:
    """A number for each vertex, the same for those at one place."""
    low = positions.min(axis=0)
    unit = max(float(np.ptp(positions, axis=0).max()), 1e-9) * _GRID
    cells = np.round((positions - low) / unit).astype(np.int64)
    _, numbers = np.unique(cells @ np.array([1 << 40, 1 << 20, 1]), return_inverse=True)
    return np.asarray(numbers, np.int64).reshape(-1)


def _first_of_each(mesh: Mesh, triangles: Ints, faces: Numbers) -> NDArray[np.bool_]:
    """False for triangles that repeat an earlier one: the same corners, and normals along the same lines."""
    order = np.sort(faces, axis=1)
    count = int(faces.max(initial=0)) + 1
    _, first, same = np.unique((order[:, 0] * count + order[:, 1]) * count + order[:, 2], True, True)
    earlier = first[same.reshape(-1)]
    normals = np.take_along_axis(mesh.normals[triangles], np.argsort(faces, axis=1)[:, :, None], axis=1)
    alike = np.abs(np.einsum("tci,tci->tc", normals, normals[earlier])).min(axis=1) > _ALIKE
    return np.asarray((earlier == np.arange(len(faces))) | ~alike)


def _shells(faces: Numbers) -> Numbers:
    """The connected part to which each face belongs."""
    count = int(faces.max()) + 1
    rows, columns = faces[:, [0, 1]].ravel(), faces[:, [1, 2]].ravel()
    graph = coo_matrix((np.ones(len(rows), np.int8), (rows, columns)), (count, count))
    return np.asarray(connected_components(graph, directed=False)[1][faces[:, 0]], np.int64)


def _at_foot(mesh: Mesh, triangles: Ints) -> NDArray[np.bool_]:
    """For each corner of each triangle whether it is on the ground."""
    level = mesh.positions[:, 1]
    low, high = float(level.min()), float(level.max())
    if high - low < _TALL:
        return np.zeros(triangles.shape, bool)
    return np.asarray(level[triangles] < low + 0.02 * (high - low))


def _is_shut(faces: Numbers, shells: Numbers, foot: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each part whether every edge that is not at its foot is used once in each direction."""
    count = int(faces.max()) + 1
    starts, ends = faces.ravel(), faces[:, [1, 2, 0]].ravel()
    found, used = np.unique(starts * count + ends, return_counts=True)
    back = ends * count + starts
    at = np.minimum(np.searchsorted(found, back), len(found) - 1)
    paired = (found[at] == back) & (used[at] == 1) & (used[np.searchsorted(found, starts * count + ends)] == 1)
    paired |= (foot & foot[:, [1, 2, 0]]).ravel()
    shut = np.ones(int(shells.max()) + 1, bool)
    shut[np.repeat(shells, 3)[~paired]] = False
    return shut


def _orientation(mesh: Mesh, triangles: Ints, shells: Numbers) -> Numbers:
    """1 for parts whose triangles face outside, -1 for those that are to be turned, 0 where it is not certain.

    The sign of the volume tells outside from inside; normals that point inside tell a room from a shell.
    """
    points = mesh.positions.astype(np.float64)[triangles]
    faced = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    count = int(shells.max()) + 1
    areas = np.bincount(shells, np.linalg.norm(faced, axis=1), count)
    sums = np.stack([np.bincount(shells, points.mean(axis=1)[:, k], count) for k in range(3)], axis=1)
    middles = sums / np.maximum(np.bincount(shells, minlength=count), 1)[:, None]
    volumes = np.bincount(shells, np.einsum("ti,ti->t", points.mean(axis=1) - middles[shells], faced), count)
    shown = mesh.normals[triangles].sum(axis=1)
    agreeing = np.bincount(shells, np.einsum("ti,ti->t", shown, faced), count)
    sure = np.abs(volumes) > 1e-3 * areas**1.5
    return np.asarray(np.where(sure & (agreeing * volumes > 0), np.sign(volumes), 0), np.int64)
