"""Shapes drawn along a path, out of an outline, or over a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.kit.build import from_triangles, grid_triangles, shared_normals, unit
from engine.scene.kit.primitives import ring_sides
from engine.scene.mesh import Mesh, joined

Grid = NDArray[np.float64]
Ends = Literal["round", "flat", "open"]


def capsule(a: ArrayLike, b: ArrayLike, radius_a: float, radius_b: float | None = None, detail: float = 1.0) -> Mesh:
    """A limb with round ends from point a to point b."""
    return tube(np.array([a, b], np.float64), [radius_a, radius_a if radius_b is None else radius_b], detail)


def tube(path: ArrayLike, radii: ArrayLike, detail: float = 1.0, ends: Ends = "round") -> Mesh:
    """A pipe along k x 3 points.

    `radii` is one number, k numbers, or k x 2 (half width across, half height; the height is upright where the path is
    level). Round ends reach beyond the path by their radius. Frames are carried along without twist (Bishop 1975).
    """
    return loft(rings_along(path, radii, ring_sides(detail, 12), ends), closed=ends != "open")


def rings_along(path: ArrayLike, radii: ArrayLike, sides: int, ends: Ends = "round", ribs: ArrayLike = 0.0) -> Grid:
    """The rings of a `tube`, for `loft`; `ribs` (`sides` numbers) widens them by that part at each of their points."""
    points = np.asarray(path, np.float64).reshape(-1, 3)
    half = np.asarray(radii, np.float64)
    half = np.broadcast_to(half if half.ndim == 2 else half.reshape(-1, 1), (len(points), 2))
    tangents = unit(np.gradient(points, axis=0)) if len(points) > 2 else unit(np.diff(points, axis=0)[[0, 0]])
    across, ups = _frames(tangents)
    if ends == "round":
        points, half, across, ups = _rounded(points, half, tangents, across, ups)
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    x, y = np.cos(angles) * (1 + np.asarray(ribs)), np.sin(angles) * (1 + np.asarray(ribs))
    offsets = (half[:, None, :1] * x[:, None]) * across[:, None] + (half[:, None, 1:] * y[:, None]) * ups[:, None]
    return np.asarray(points[:, None] + offsets)


def tubes(paths: ArrayLike, radii: ArrayLike, sides: int = 5) -> Mesh:
    """Many thin pipes at once, open at both ends: k x n x 3 points, each path fairly straight; radii k x n or n."""
    points = np.asarray(paths, np.float64)
    count, steps = points.shape[:2]
    half = np.broadcast_to(np.asarray(radii, np.float64), (count, steps))[..., None, None]
    ahead = unit(points[:, -1] - points[:, 0])
    side = unit(np.cross(ahead, np.where(np.abs(ahead[:, 1:2]) < 0.9, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))))
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)[:, None]
    ways = (np.cos(angles) * side[:, None] + np.sin(angles) * np.cross(ahead, side)[:, None])[:, None]
    skin = grid_triangles(steps, sides, round_columns=True)
    cells = skin[None] + steps * sides * np.arange(count)[:, None, None]
    return from_triangles(points[:, :, None] + half * ways, cells, np.broadcast_to(ways, (count, steps, sides, 3)))


def _frames(tangents: Grid) -> tuple[Grid, Grid]:
    """Two axes across the path at each point; the second is upright where the path is level."""
    first = tangents[0]
    up = np.array((0.0, 1.0, 0.0)) if abs(first[1]) < 0.95 else np.array((0.0, 0.0, -np.sign(first[1])))
    ups = np.empty_like(tangents)
    for k, tangent in enumerate(tangents):
        up = up - tangent * (up @ tangent)
        up = up / max(float(np.linalg.norm(up)), 1e-9)
        ups[k] = up
    return np.cross(ups, tangents), ups


def _rounded(points: Grid, half: Grid, tangents: Grid, sides: Grid, ups: Grid) -> tuple[Grid, Grid, Grid, Grid]:
    """The path with the rings of two domes at its ends."""
    bend = np.radians([88.0, 60.0, 30.0])
    reach, shrink = np.sin(bend)[:, None], np.cos(bend)[:, None]
    before = points[0] - tangents[0] * reach * half[0].min()
    after = (points[-1] + tangents[-1] * reach * half[-1].min())[::-1]
    ring = np.r_[np.zeros(3, int), np.arange(len(points)), np.full(3, len(points) - 1)]
    radii = np.concatenate([half[0] * shrink, half, (half[-1] * shrink)[::-1]])
    return np.concatenate([before, points, after]), radii, sides[ring], ups[ring]


def loft(rings: ArrayLike, closed: bool = True) -> Mesh:
    """A skin over k rings of n points (k x n x 3), each counter-clockwise seen against the way the rings follow."""
    given = np.asarray(rings, np.float64)
    count, sides = given.shape[:2]
    skin = grid_triangles(count, sides, round_columns=True)
    normals = shared_normals(given.reshape(-1, 3), skin)
    body = from_triangles(given, skin, normals)
    if not closed:
        return body
    lids = [_lid(ring) for ring in (given[0][::-1], given[-1]) if np.ptp(ring, axis=0).max() > 1e-6]
    return joined([body, *lids])


def _lid(ring: Grid) -> Mesh:
    points = np.concatenate([ring, ring.mean(axis=0, keepdims=True)])
    k = np.arange(len(ring))
    faces = np.stack([k, np.roll(k, -1), np.full(len(ring), len(ring))], axis=1)
    return from_triangles(points, faces)


def extrude(outline: ArrayLike, depth: float, bevel: float = 0.0) -> Mesh:
    """A plate cut along k x 2 points (x, y), any simple polygon; `depth` along z, centred; its edges cut by `bevel`."""
    shape = np.asarray(outline, np.float64)
    if _area(shape) < 0:
        shape = shape[::-1]
    inner = _inset(shape, bevel) if bevel > 0 else shape
    ears = triangulated(inner)
    half = depth / 2
    faces = [from_triangles(_at(inner, half), ears), from_triangles(_at(inner, -half), ears[:, ::-1])]
    stops = [(inner, -half), (shape, bevel - half), (shape, half - bevel), (inner, half)]
    rings = [_at(ring, z) for ring, z in (stops if bevel > 0 else [stops[1], stops[2]])]
    return joined([*faces, *(_wall(low, high) for low, high in zip(rings, rings[1:], strict=False))])


def _at(ring: Grid, z: float) -> Grid:
    return np.column_stack([ring, np.full(len(ring), z)])


def _area(ring: Grid) -> float:
    x, y = ring.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def _inset(ring: Grid, distance: float) -> Grid:
    """Moves each side of a counter-clockwise ring inwards."""
    along = unit(_at(np.roll(ring, -1, axis=0) - ring, 0.0))[:, :2]
    inwards = np.stack([-along[:, 1], along[:, 0]], axis=1)
    both = inwards + np.roll(inwards, 1, axis=0)
    scale = 2 / np.maximum((both**2).sum(axis=1, keepdims=True), 0.6)
    moved: Grid = ring + both * scale * distance
    return moved


def _wall(low: Grid, high: Grid) -> Mesh:
    """Between two rings; corners under 40 degrees look round."""
    after = np.roll(np.arange(len(low)), -1)
    corners = np.stack([low, low[after], high[after], high], axis=1)
    flat = unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]))
    soft = (flat * flat[after]).sum(axis=1) > np.cos(np.radians(40))
    shared = unit(flat + flat[after])
    at_end = np.where(soft[:, None], shared, flat)
    before = np.roll(np.arange(len(low)), 1)
    at_start = np.where(soft[before][:, None], shared[before], flat)
    normals = np.stack([at_start, at_end, at_end, at_start], axis=1)
    quads = np.array([(0, 1, 2), (0, 2, 3)])[None] + 4 * np.arange(len(low))[:, None, None]
    return from_triangles(corners, quads, normals)


def triangulated(ring: Grid) -> NDArray[np.int64]:
    """Triangles of a simple counter-clockwise polygon, by cutting ears (Meisters 1975)."""
    left = list(range(len(ring)))
    faces: list[tuple[int, int, int]] = []
    while len(left) > 3:
        ear = next((k for k in range(len(left)) if _is_ear(ring, left, k)), 0)
        faces.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    return np.array([*faces, tuple(left)], np.int64)


def _is_ear(ring: Grid, left: list[int], k: int) -> bool:
    a, b, c = ring[left[k - 1]], ring[left[k]], ring[left[(k + 1) % len(left)]]
    if (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 1e-12:
        return False
    rest = [left[j] for j in range(len(left)) if j not in (k, (k - 1) % len(left), (k + 1) % len(left))]
    others = ring[rest]
    inside = np.ones(len(rest), bool)
    for start, end in ((a, b), (b, c), (c, a)):
        side = (end[0] - start[0]) * (others[:, 1] - start[1]) - (end[1] - start[1]) * (others[:, 0] - start[0])
        inside &= side > -1e-12
    return not bool(inside.any())


def sheet(
    shape: Callable[[Grid, Grid], ArrayLike], rows: int = 8, columns: int = 8, thickness: float = 0.004
) -> Mesh:  # fmt: skip
    """A thin leaf, petal, sail or flag with two sides.

    `shape(u, v)` takes two r x c grids of 0..1 (u across, v up) and gives r x c x 3 points. The front is where u runs
    right and v runs up. No thickness: the front only.
    """
    v, u = np.meshgrid(np.linspace(0, 1, rows + 1), np.linspace(0, 1, columns + 1), indexing="ij")
    points = np.asarray(shape(u, v), np.float64)
    cells = grid_triangles(rows + 1, columns + 1)
    front = from_triangles(points, cells)
    if thickness <= 0:
        return front
    normals = shared_normals(points.reshape(-1, 3), cells)
    back = from_triangles(points.reshape(-1, 3) - normals * thickness, cells[:, ::-1])
    return joined([front, back])
