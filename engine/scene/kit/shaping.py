"""Ways to place, bend and roughen a mesh. Each gives a new mesh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.kit.build import face_normals, unit, vertex_sums
from engine.scene.kit.noise import Noise
from engine.scene.mesh import Mesh, joined

Triple = tuple[float, float, float]
Matrix = NDArray[np.float64]


def turning(turn: Triple) -> Matrix:
    """3 x 3: pitch, yaw and roll in degrees about x, y, z; rolled first, then pitched, then yawed."""
    (sx, sy, sz), (cx, cy, cz) = np.sin(np.radians(turn)), np.cos(np.radians(turn))
    pitch = np.array([(1, 0, 0), (0, cx, -sx), (0, sx, cx)])
    yaw = np.array([(cy, 0, sy), (0, 1, 0), (-sy, 0, cy)])
    roll = np.array([(cz, -sz, 0), (sz, cz, 0), (0, 0, 1)])
    return np.asarray(yaw @ pitch @ roll, np.float64)


def placed(mesh: Mesh, at: Triple = (0, 0, 0), turn: Triple = (0, 0, 0), scale: float | Triple = 1.0) -> Mesh:
    """Scaled, turned (see `turning`), then moved; a negative scale mirrors."""
    matrix = np.eye(4)
    matrix[:3, :3] = turning(turn) * np.broadcast_to(np.asarray(scale, np.float64), 3)
    matrix[:3, 3] = at
    return mesh.moved(matrix)


def between(mesh: Mesh, start: ArrayLike, end: ArrayLike) -> Mesh:
    """Its y axis from 0 to 1 laid from `start` to `end`; not stretched across."""
    first, way = np.asarray(start, np.float64), np.asarray(end, np.float64) - np.asarray(start, np.float64)
    up = unit(way)
    side = unit(np.cross(up, (0.0, 0.0, 1.0) if abs(up[2]) < 0.9 else (1.0, 0.0, 0.0)))
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([side, way, np.cross(side, up)], axis=1)
    matrix[:3, 3] = first
    return mesh.moved(matrix)


def grounded(mesh: Mesh) -> Mesh:
    """Moved so that it stands on y = 0 around x = z = 0."""
    low, high = mesh.bounds
    middle = (low + high) / 2
    return placed(mesh, (-float(middle[0]), -float(low[1]), -float(middle[2])))


def warped(mesh: Mesh, warp: Callable[[Matrix], ArrayLike]) -> Mesh:
    """Every point moved by a smooth function of n x 3 points; normals follow, sharp edges stay sharp."""
    points, normals = mesh.positions.astype(np.float64), mesh.normals.astype(np.float64)
    step = max(float(mesh.size.max()), 1e-3) * 1e-4
    other = np.where(np.abs(normals[:, 1:2]) < 0.8, (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    along = unit(np.cross(other, normals))
    across = np.cross(normals, along)
    moved = np.asarray(warp(points), np.float64)
    first = np.asarray(warp(points + along * step), np.float64) - moved
    second = np.asarray(warp(points + across * step), np.float64) - moved
    turned = unit(np.cross(first, second))
    return replace(mesh, positions=moved.astype(np.float32), normals=turned.astype(np.float32))


def bent(mesh: Mesh, degrees: float, towards: float = 0.0) -> Mesh:
    """Bent along its height by `degrees` in all, towards +x (0) or the direction `towards` degrees, 90 being -z.

    It needs rings along its height: a tube or a lathe of many points has them, a box or a cylinder has not.
    """
    low, high = mesh.bounds
    height, total = float(high[1] - low[1]), np.radians(degrees)
    if abs(total) < 1e-4 or height <= 0:
        return mesh
    radius = height / total

    def bend(points: Matrix) -> Matrix:
        angle = (points[:, 1] - low[1]) / radius
        reach = radius - points[:, 0]
        return np.stack([radius - reach * np.cos(angle), low[1] + reach * np.sin(angle), points[:, 2]], axis=1)

    return placed(warped(placed(mesh, turn=(0, -towards, 0)), bend), turn=(0, towards, 0))


def twisted(mesh: Mesh, degrees: float) -> Mesh:
    """Turned about y, more with height, by `degrees` at the top."""
    low, high = mesh.bounds
    height = max(float(high[1] - low[1]), 1e-6)

    def twist(points: Matrix) -> Matrix:
        angle = np.radians(degrees) * (points[:, 1] - low[1]) / height
        sin, cos = np.sin(angle), np.cos(angle)
        x, z = points[:, 0], points[:, 2]
        return np.stack([x * cos + z * sin, points[:, 1], z * cos - x * sin], axis=1)

    return warped(mesh, twist)


def tapered(mesh: Mesh, top: float) -> Mesh:
    """Wider or thinner with height: `top` times as wide at its highest point."""
    low, high = mesh.bounds
    height = max(float(high[1] - low[1]), 1e-6)

    def taper(points: Matrix) -> Matrix:
        width = 1 + (top - 1) * (points[:, 1:2] - low[1]) / height
        return np.asarray(points * np.concatenate([width, np.ones_like(width), width], axis=1))

    return warped(mesh, taper)


def noisy(mesh: Mesh, amount: float, frequency: float, rng: np.random.Generator, octaves: int = 2) -> Mesh:
    """Swollen and dented by up to about `amount` metres, `frequency` dents a metre; comes out smooth."""
    soft = smooth_normals(mesh)
    points = soft.positions.astype(np.float64)
    offset = Noise(rng).fractal(points * frequency + rng.uniform(-50, 50, 3), octaves)
    moved = points + soft.normals * (amount * offset)[:, None]
    return smooth_normals(replace(soft, positions=moved.astype(np.float32)))


def _places(mesh: Mesh) -> tuple[NDArray[np.int64], int]:
    """For each vertex the number of its place; vertices at one place share it."""
    step = max(float(mesh.size.max()), 1e-6) * 2e-5
    cells = np.round((mesh.positions - mesh.bounds[0]) / step).astype(np.int64)
    keys = (cells[:, 0] * 100003 + cells[:, 1]) * 100003 + cells[:, 2]
    _, place = np.unique(keys, return_inverse=True)
    return place.reshape(-1), int(place.max()) + 1


def smooth_normals(mesh: Mesh) -> Mesh:
    """All edges soft: vertices at one place share a normal, weighted by area."""
    place, count = _places(mesh)
    normals = face_normals(mesh.positions, mesh.triangles)
    total = vertex_sums(place[mesh.triangles].ravel(), np.repeat(normals, 3, axis=0), count)
    return replace(mesh, normals=unit(total)[place].astype(np.float32))


def flat_normals(mesh: Mesh) -> Mesh:
    """Faceted: each triangle has its own corners and one normal, and one colour: the mean of its corners'."""
    corners = mesh.triangles.ravel()
    normals = unit(face_normals(mesh.positions, mesh.triangles))
    colours = mesh.colours[mesh.triangles].mean(axis=1)
    return Mesh(
        mesh.positions[corners],
        np.repeat(normals, 3, axis=0).astype(np.float32),
        np.repeat(colours, 3, axis=0).astype(np.float32),
        mesh.surface[corners],
        np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
    )


def mirrored(mesh: Mesh, axis: Literal["x", "y", "z"] = "x") -> Mesh:
    """Together with its mirror image across the plane where `axis` is 0."""
    scale = {"x": (-1.0, 1.0, 1.0), "y": (1.0, -1.0, 1.0), "z": (1.0, 1.0, -1.0)}[axis]
    return joined([mesh, placed(mesh, scale=scale)])


def scattered(
    mesh: Mesh, points: ArrayLike, normals: ArrayLike | None = None, scales: ArrayLike = 1.0,
    rng: np.random.Generator | None = None,
) -> Mesh:  # fmt: skip
    """Copies at k x 3 `points`, their y axis along `normals` (else up), spun by chance if `rng` is given."""
    places = np.asarray(points, np.float64).reshape(-1, 3)
    ups = unit(np.broadcast_to((0.0, 1.0, 0.0) if normals is None else np.asarray(normals, np.float64), places.shape))
    spins = np.zeros(len(places)) if rng is None else rng.uniform(0, 2 * np.pi, len(places))
    helper = np.where(np.abs(ups[:, 2:]) < 0.9, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))
    side = unit(np.cross(ups, helper))
    front = np.cross(side, ups)
    sin, cos = np.sin(spins)[:, None], np.cos(spins)[:, None]
    axes = np.stack([side * cos + front * sin, ups, front * cos - side * sin], axis=2)
    sizes = np.broadcast_to(np.asarray(scales, np.float64), len(places))[:, None, None]
    positions = np.einsum("kij,nj->kni", axes * sizes, mesh.positions) + places[:, None]
    turned = np.einsum("kij,nj->kni", axes, mesh.normals)
    starts = len(mesh.positions) * np.arange(len(places))[:, None, None]
    return Mesh(
        positions.reshape(-1, 3).astype(np.float32),
        turned.reshape(-1, 3).astype(np.float32),
        np.tile(mesh.colours, (len(places), 1)),
        np.tile(mesh.surface, (len(places), 1)),
        (mesh.triangles[None] + starts).reshape(-1, 3).astype(np.int32),
    )


def floored(mesh: Mesh, level: float = 0.0) -> Mesh:
    """What lies below `level` is pressed flat onto it."""
    positions = mesh.positions.copy()
    positions[:, 1] = np.maximum(positions[:, 1], level)
    return replace(mesh, positions=positions)


def repeated(
    mesh: Mesh, at: ArrayLike, turn: Triple = (0, 0, 0), scales: ArrayLike = 1.0, tones: ArrayLike = 1.0
) -> Mesh:
    """Copies at k x 3 places, all turned alike; `scales`: one, k or k x 3; `tones`: k factors of the colours."""
    places = np.asarray(at, np.float64).reshape(-1, 3)
    count = len(places)
    sizes = np.asarray(scales, np.float64)
    sizes = np.broadcast_to(sizes if sizes.ndim == 2 else sizes.reshape(-1, 1), (count, 3))
    turned = turning(turn)
    positions = np.einsum("ij,knj->kni", turned, mesh.positions[None] * sizes[:, None]) + places[:, None]
    normals = unit(np.einsum("ij,knj->kni", turned, mesh.normals[None] / sizes[:, None]))
    colours = mesh.colours[None] * np.broadcast_to(np.asarray(tones, np.float64), count)[:, None, None]
    starts = len(mesh.positions) * np.arange(count)[:, None, None]
    return Mesh(
        positions.reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3).astype(np.float32),
        np.clip(colours, 0, 1).reshape(-1, 3).astype(np.float32),
        np.tile(mesh.surface, (count, 1)),
        (mesh.triangles[None] + starts).reshape(-1, 3).astype(np.int32),
    )
