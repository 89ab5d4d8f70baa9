"""Sculpt: a model built part by part, each part a kit shape in its place and paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.scene.kit.paint import turning_part
from engine.scene.kit.primitives import box, ellipsoid, lathe, torus
from engine.scene.kit.shaping import turning
from engine.scene.kit.sweeps import extrude, loft, sheet, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.paintwork import Paint
from engine.scene.scene import Vector

Grid = NDArray[np.float64]
Ends = Literal["round", "flat", "open"]
ORIGIN: Vector = (0.0, 0.0, 0.0)


def place(at: Vector = ORIGIN, turn: Vector = ORIGIN, scale: float | Vector = 1.0) -> Grid:
    """4 x 4: scaled, turned (rolled, then pitched, then yawed), then moved."""
    matrix = np.eye(4)
    matrix[:3, :3] = turning(turn) * np.broadcast_to(np.asarray(scale, np.float64), 3)
    matrix[:3, 3] = at
    return matrix


def curve(points: ArrayLike, steps: int = 4) -> Grid:
    """A smooth way through k x d points, `steps` pieces between each two (Catmull and Rom, 1974)."""
    known = np.asarray(points, np.float64)
    if len(known) < 3 or steps < 2:
        return known
    ends = np.concatenate([2 * known[:1] - known[1:2], known, 2 * known[-1:] - known[-2:-1]])
    a, b, c, d = ends[:-3, None], ends[1:-2, None], ends[2:-1, None], ends[3:, None]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    way = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.concatenate([way.reshape(-1, known.shape[1]), known[-1:]])


def rounded(outline: ArrayLike, steps: int = 4) -> Grid:
    """A closed outline (k x 2) with soft corners, through the same points."""
    ring = np.asarray(outline, np.float64)
    around = np.concatenate([ring[-2:], ring, ring[:3]])
    return curve(around, steps)[2 * steps : (len(ring) + 2) * steps]


class Sculpt:
    """Collects the parts of one model.

    `detail` is that of Look; `size` is the model's usual extent in metres: parts much smaller get fewer triangles.
    """

    def __init__(self, detail: float = 1.0, size: float = 1.0) -> None:
        self._detail = detail
        self._size = size
        self._frames: list[Grid] = [np.eye(4)]
        self._parts: list[Mesh] = []
        self._turning = 0

    def mesh(self) -> Mesh:
        """All parts as one. Raises ValueError when there are none."""
        return joined(self._parts)

    @contextmanager
    def frame(self, at: Vector = ORIGIN, turn: Vector = ORIGIN, scale: float | Vector = 1.0) -> Iterator[None]:
        """What is added inside is scaled, turned and moved together."""
        self._frames.append(self._frames[-1] @ place(at, turn, scale))
        try:
            yield
        finally:
            self._frames.pop()

    @contextmanager
    def turning(self) -> Iterator[None]:
        """What is added inside is one part that turns by itself; see `turning_part`."""
        first = len(self._parts)
        yield
        self._parts[first:] = [turning_part(part, self._turning) for part in self._parts[first:]]
        self._turning += 1

    def add(self, mesh: Mesh, paint: Paint | None = None, at: Vector = ORIGIN, turn: Vector = ORIGIN) -> Mesh:
        """Adds any mesh, in its own colours when there is no paint; gives it as it was added."""
        placed = (mesh if paint is None else paint.on(mesh)).moved(self._frames[-1] @ place(at, turn))
        self._parts.append(placed)
        return placed

    def fine(self, extent: float) -> float:
        """The detail for a part of this extent in metres."""
        return self._detail * float(np.clip(0.38 + 1.1 * extent / self._size, 0.38, 1.0))

    def ball(self, at: Vector, size: float | Vector, paint: Paint, turn: Vector = ORIGIN) -> None:
        """A sphere or ellipsoid with this radius or these half axes."""
        x, y, z = np.broadcast_to(np.asarray(size, np.float64), 3)
        self.add(ellipsoid((x, y, z), self.fine(max(x, y, z))), paint, at, turn)

    def block(self, at: Vector, size: Vector, paint: Paint, edge: float | None = None, turn: Vector = ORIGIN) -> None:
        """A centred box with rounded edges; `edge` is their radius, by default a part of the smallest side."""
        radius = 0.14 * min(size) if edge is None else edge
        steps = 2 if radius > 0.06 * self._size and self._detail > 0.6 else 1
        self.add(box(size, radius, steps), paint, at, turn)

    def rod(self, a: Vector, b: Vector, radius: float, paint: Paint, end: float | None = None) -> None:
        """A round bar with flat ends, its radius `end` at b."""
        radii = [radius, radius if end is None else end]
        self.add(tube([a, b], radii, self._sides(max(radii)), "flat"), paint)

    def limb(self, a: Vector, b: Vector, radius: float, paint: Paint, end: float | None = None) -> None:
        """A bar with round ends, its radius `end` at b."""
        radii = [radius, radius if end is None else end]
        self.add(tube([a, b], radii, self._sides(max(radii))), paint)

    def wire(self, path: ArrayLike, radius: ArrayLike, paint: Paint, ends: Ends = "round") -> None:
        """A smooth pipe through points; `radius` is one number or one for each point."""
        points = np.asarray(path, np.float64)
        radii = np.broadcast_to(np.asarray(radius, np.float64), len(points))
        self.skin(np.column_stack([points, radii, radii]), paint, ends=ends, steps=3)

    def skin(self, stations: ArrayLike, paint: Paint, ends: Ends = "round", steps: int = 4) -> Mesh:
        """A smooth body through k x 5 stations: x, y, z, half width, half height across the way."""
        rows = curve(stations, max(2, round(steps * max(self._detail, 0.5))))
        radii = np.maximum(rows[:, 3:5], 1e-3 * self._size)
        return self.add(tube(rows[:, :3], radii, self._sides(float(radii.max())), ends), paint)

    def hull(self, stations: ArrayLike, paint: Paint, sides: int = 28, steps: int = 3) -> Mesh:
        """A body along z through k x 5 stations: z, middle height, half width, half height, squareness (2 is round).

        Its sections are superellipses (Lamé 1818), from a rear that lies at smaller z.
        """
        z, y, wide, high, power = curve(stations, steps).T[:, :, None]
        count = max(8, round(sides * max(self._detail, 0.4)))
        angles = np.linspace(0, 2 * np.pi, count, endpoint=False)[None]
        across = np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** (2 / np.maximum(power, 1.2))
        up = np.sign(np.sin(angles)) * np.abs(np.sin(angles)) ** (2 / np.maximum(power, 1.2))
        x, height = np.maximum(wide, 1e-3) * across, y + np.maximum(high, 1e-3) * up
        return self.add(loft(np.stack([x, height, np.broadcast_to(z, x.shape)], axis=-1)), paint)

    def turned(self, profile: ArrayLike, paint: Paint, at: Vector = ORIGIN, turn: Vector = ORIGIN) -> None:
        """Turned about y on a lathe: k x 2 points of radius and height, from the bottom up."""
        points = np.asarray(profile, np.float64)
        self.add(lathe(points, detail=self._sides(float(points[:, 0].max())) * 1.4), paint, at, turn)

    def ring(self, at: Vector, radius: float, thickness: float, paint: Paint, turn: Vector = ORIGIN) -> None:
        """A torus, lying flat until turned."""
        self.add(torus(radius, thickness, min(self.fine(radius) * 1.3, self._detail * 0.9)), paint, at, turn)

    def plate(self, outline: ArrayLike, depth: float, paint: Paint, at: Vector = ORIGIN, turn: Vector = ORIGIN) -> None:
        """A board cut along k x 2 points in x and y, its depth centred along z, its edges bevelled."""
        self.add(extrude(outline, depth, min(0.25 * depth, 0.012 * self._size)), paint, at, turn)

    def cloth(
        self, shape: Callable[[Grid, Grid], Sequence[ArrayLike]], paint: Paint, rows: int = 8, columns: int = 8
    ) -> Mesh:
        """A thin sheet with two sides: `shape` takes u (right) and v (up) and gives x, y and z."""

        def points(u: Grid, v: Grid) -> Grid:
            return np.stack(np.broadcast_arrays(*(np.asarray(axis, np.float64) for axis in shape(u, v))), axis=-1)

        return self.add(sheet(points, rows, columns, 0.006 * self._size), paint)

    def _sides(self, radius: float) -> float:
        return self._detail * float(np.clip(0.5 + 2.5 * radius / self._size, 0.5, 1.8))
