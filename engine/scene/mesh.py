"""A surface of triangles with colours and materials: what every model is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

PART = 2.0
"""From here on a vertex's sway is the number of a turning part: a wheel, a rotor, a windmill's sails."""


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in metres: x to the right, y up, z towards the viewer; a model stands on y = 0 around x = z = 0.

    Attributes:
        positions: n x 3.
        normals: n x 3, unit length.
        colours: n x 3, sRGB, 0..1.
        surface: n x 4: roughness 0..1, metallic 0..1, emission (how many times its colour it shines), sway 0..1
            (how far wind moves the vertex) or PART + n: it belongs to the n-th part that turns by itself.
        triangles: m x 3 indices, counter-clockwise seen from outside.
    """

    positions: Floats
    normals: Floats
    colours: Floats
    surface: Floats
    triangles: Ints

    def moved(self, matrix: NDArray[np.float64] | NDArray[np.float32]) -> Mesh:
        """Transformed by a 4 x 4 matrix (columns are images of the axes; may scale, rotate, mirror, shift)."""
        linear = np.asarray(matrix[:3, :3], np.float64)
        positions = self.positions @ linear.T + matrix[:3, 3]
        normals = self.normals @ np.linalg.inv(linear)
        lengths = np.linalg.norm(normals, axis=1, keepdims=True)
        triangles = self.triangles if np.linalg.det(linear) > 0 else self.triangles[:, ::-1]
        return replace(
            self,
            positions=positions.astype(np.float32),
            normals=(normals / np.maximum(lengths, 1e-9)).astype(np.float32),
            triangles=np.ascontiguousarray(triangles),
        )

    @cached_property
    def bounds(self) -> tuple[Floats, Floats]:
        """The lowest and the highest corner."""
        return self.positions.min(axis=0), self.positions.max(axis=0)

    @property
    def size(self) -> Floats:
        """Width, height and depth in metres."""
        low, high = self.bounds
        return high - low


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """Several meshes as one. Raises ValueError for none."""
    parts = list(meshes)
    if not parts:
        raise ValueError("nothing to join")
    starts = np.cumsum([0, *(len(part.positions) for part in parts[:-1])])
    return Mesh(
        np.concatenate([part.positions for part in parts]),
        np.concatenate([part.normals for part in parts]),
        np.concatenate([part.colours for part in parts]),
        np.concatenate([part.surface for part in parts]),
        np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=True)]).astype(np.int32),
    )
