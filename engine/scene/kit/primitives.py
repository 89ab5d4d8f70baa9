"""Simple solids. Spheres, boxes and rings are centred; cylinders, cones and lathed shapes stand on y = 0."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.kit.build import from_triangles, grid_triangles, unit
from engine.scene.mesh import Mesh

CREASE = 50.0
"""Corners of a profile sharper than this, in degrees, stay sharp."""


def ring_sides(detail: float, usual: int = 20) -> int:
    """How many sides a round thing has."""
    return max(6, round(usual * detail))


@cache
def _icosphere(steps: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points and triangles of an icosahedron, each face cut into steps^2, blown up to a sphere."""
    g = (1 + 5**0.5) / 2
    corners = unit([(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g), (0, -1, -g), (0, 1, -g),
                    (g, 0, -1), (g, 0, 1), (-g, 0, -1), (-g, 0, 1)])  # fmt: skip
    faces = np.array([(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2),
                      (10, 7, 6), (7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5),
                      (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1)])  # fmt: skip
    cells = [(i, j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    index = {cell: k for k, cell in enumerate(cells)}
    weights = np.array([(steps - i - j, i, j) for i, j in cells]) / steps
    small = [(index[i, j], index[i + 1, j], index[i, j + 1]) for i, j in cells if i + j < steps]
    small += [(index[i + 1, j], index[i + 1, j + 1], index[i, j + 1]) for i, j in cells if i + j < steps - 1]
    points = unit(np.einsum("kc,fcx->fkx", weights, corners[faces]).reshape(-1, 3))
    triangles = (np.array(small)[None] + len(cells) * np.arange(20)[:, None, None]).reshape(-1, 3)
    _, first, inverse = np.unique(np.round(points, 6), axis=0, return_index=True, return_inverse=True)
    return points[first], inverse.reshape(-1)[triangles]


def sphere(radius: float = 0.5, detail: float = 1.0) -> Mesh:
    """Centred; of 20 * (6 * detail)^2 even triangles."""
    return ellipsoid((radius, radius, radius), detail)


def ellipsoid(radii: tuple[float, float, float], detail: float = 1.0) -> Mesh:
    """Centred, with these half axes."""
    points, triangles = _icosphere(max(2, round(6 * detail)))
    return from_triangles(points * radii, triangles, points / np.asarray(radii, np.float64))


def box(size: tuple[float, float, float], round: float = 0.0, steps: int = 1) -> Mesh:
    """Centred; edges rounded by `round` metres in 2 * `steps` facets."""
    half = np.asarray(size, np.float64) / 2
    radius = min(round, float(half.min()) * 0.999)
    if radius <= 0:
        points, triangles = _cube([np.array([-h, h]) for h in half])
        normals = np.repeat(np.concatenate([np.eye(3), -np.eye(3)]), 4, axis=0)
        return from_triangles(points, triangles, normals)
    arc = radius * np.tan(np.linspace(np.pi / 4, 0, steps + 1))
    stops = [np.concatenate([-(h - radius) - arc, (h - radius) + arc[::-1]]) for h in half]
    points, triangles = _cube(stops)
    core = np.clip(points, radius - half, half - radius)
    normals = unit(points - core)
    return from_triangles(core + radius * normals, triangles, normals)


def _cube(stops: list[NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Six faces, each a grid over the stops of its two axes: +x, +y, +z, -x, -y, -z."""
    points: list[NDArray[np.float64]] = []
    triangles: list[NDArray[np.int64]] = []
    start = 0
    for sign in (1, -1):
        for axis in range(3):
            u, v = (axis + 1) % 3, (axis + 2) % 3
            across, up = np.meshgrid(stops[u], stops[v])
            face = np.empty((*across.shape, 3))
            face[..., u], face[..., v], face[..., axis] = across, up, stops[axis][-1 if sign > 0 else 0]
            cells = grid_triangles(*across.shape)
            triangles.append((cells if sign > 0 else cells[:, ::-1]) + start)
            points.append(face.reshape(-1, 3))
            start += across.size
    return np.concatenate(points), np.concatenate(triangles)


def lathe(profile: ArrayLike, smooth: bool = True, detail: float = 1.0, *, sides: int | None = None) -> Mesh:
    """Turns k x 2 points (radius, height) about the y axis.

    A profile that runs from bottom to top has its outside to the right: start and end at radius 0 to close it. Corners
    up to CREASE degrees are smooth, all are sharp with smooth=False.
    """
    points = np.asarray(profile, np.float64)
    across = np.diff(points, axis=0)
    points, across = points[np.r_[True, np.linalg.norm(across, axis=1) > 1e-9]], np.diff(points, axis=0)
    across = across[np.linalg.norm(across, axis=1) > 1e-9]
    normals = np.stack([across[:, 1], -across[:, 0]], axis=1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    low, high = _profile_normals(points, normals, np.cos(np.radians(CREASE)) if smooth else 2.0)
    count = sides or ring_sides(detail)
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    rings = np.stack([points[:-1], points[1:]], axis=1).reshape(-1, 2)
    ring_normals = np.stack([low, high], axis=1).reshape(-1, 2)
    segments = len(across)
    one = grid_triangles(2, count, round_columns=True)
    triangles = (one[None] + 2 * count * np.arange(segments)[:, None, None]).reshape(-1, 3)[:, ::-1]
    return from_triangles(_turned(rings, angles), triangles, _turned(ring_normals, angles))


def _profile_normals(
    points: NDArray[np.float64], normals: NDArray[np.float64], limit: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The normals at the start and at the end of each segment."""
    low, high = normals.copy(), normals.copy()
    together = (normals[:-1] * normals[1:]).sum(axis=1) > limit
    mean = normals[:-1] + normals[1:]
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    high[:-1][together], low[1:][together] = mean[together], mean[together]
    for ends, at in ((low, 0), (high, -1)):  # a dome's pole looks straight up or down, a cone's tip does not
        if limit <= 1 and points[at, 0] < 1e-9 and abs(normals[at, 1]) > 0.8:
            ends[at] = (0.0, np.sign(normals[at, 1]))
    return low, high


def _turned(rings: NDArray[np.float64], angles: NDArray[np.float64]) -> NDArray[np.float64]:
    x = rings[:, :1] * np.cos(angles)
    z = rings[:, :1] * np.sin(angles)
    return np.stack([x, np.broadcast_to(rings[:, 1:], x.shape), z], axis=-1)


def cylinder(
    radius: float, height: float, top_radius: float | None = None, caps: bool = True, detail: float = 1.0,
    *, round: float = 0.0,
) -> Mesh:  # fmt: skip
    """Stands on y = 0; its rims rounded by `round` metres."""
    top = radius if top_radius is None else top_radius
    side = [(radius, 0.0), (top, height)]
    if round > 0:
        arc = np.linspace(0, np.pi / 2, 4)
        bend = min(round, radius, top, height / 2)
        bottom = np.stack([radius - bend + bend * np.sin(arc), bend - bend * np.cos(arc)], axis=1)
        over = np.stack([top - bend + bend * np.cos(arc), height - bend + bend * np.sin(arc)], axis=1)
        side = [*map(tuple, bottom), *map(tuple, over)]
    ends = ([(0.0, 0.0)], [(0.0, height)]) if caps else ([], [])
    return lathe([*ends[0], *side, *ends[1]], detail=detail)


def cone(radius: float, height: float, detail: float = 1.0) -> Mesh:
    """Stands on y = 0, its tip at `height`."""
    return lathe([(0, 0), (radius, 0), (0, height)], detail=detail)


def torus(radius: float, thickness: float, detail: float = 1.0) -> Mesh:
    """A centred ring that lies flat; `radius` to the middle of the tube, which has the radius `thickness`."""
    around, across = ring_sides(detail, 28), ring_sides(detail, 12)
    a, b = np.meshgrid(*(np.linspace(0, 2 * np.pi, n, endpoint=False) for n in (across, around)), indexing="ij")
    normals = np.stack([np.cos(a) * np.cos(b), np.sin(a), np.cos(a) * np.sin(b)], axis=-1)
    middle = np.stack([np.cos(b), np.zeros_like(b), np.sin(b)], axis=-1) * radius
    cells = grid_triangles(across, around, round_rows=True, round_columns=True)[:, ::-1]
    return from_triangles(middle + thickness * normals, cells, normals)


def disc(radius: float, detail: float = 1.0) -> Mesh:
    """Flat at y = 0, seen from above."""
    return lathe([(radius, 0), (0, 0)], detail=detail)


def plane(size: tuple[float, float], cells: int = 1) -> Mesh:
    """Width and depth, flat at y = 0, seen from above."""
    x, z = np.meshgrid(np.linspace(-0.5, 0.5, cells + 1) * size[0], np.linspace(0.5, -0.5, cells + 1) * size[1])
    return from_triangles(np.stack([x, np.zeros_like(x), z], axis=-1), grid_triangles(cells + 1, cells + 1))
