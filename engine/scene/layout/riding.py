"""Who rides: in a riding pose, on the back of the animal or on the saddle."""

from __future__ import annotations

import numpy as np

from engine.scene.layout.surface import tops
from engine.scene.mesh import Mesh
from engine.scene.scene import Vector
from engine.scene.spec import SceneSpec

POSE = "riding"
ANIMALS = frozenset({
    "horse", "unicorn", "camel", "elephant", "cow", "dragon", "lion", "bear", "deer", "giraffe", "sheep", "pig", "wolf",
    "turtle", "whale", "dolphin", "shark", "dinosaur",
})  # fmt: skip
CYCLES = frozenset({"bicycle", "motorcycle"})
SADDLE = {**dict.fromkeys(ANIMALS, 0.0), **dict.fromkeys(CYCLES, -0.13)}
"""Where riders sit, as a share of the mount's length before its middle."""
LARGEST = 1.6
"""Of a mount's height, the height of who sits on it."""


def rides(spec: SceneSpec, index: int) -> bool:
    """Whether a subject is to be shown astride: it is on what can be ridden, and does nothing else there."""
    subject = spec.subjects[index]
    relation = subject.relation
    if relation is None or relation.kind not in ("on", "above") or relation.to >= len(spec.subjects):
        return False
    return spec.subjects[relation.to].noun in SADDLE and subject.pose in (
        None,
        "sitting",
        "riding",
        "running",
        "waving",
    )


def seat_of(mesh: Mesh) -> float:
    """Metres from the foot of somebody in the riding pose to where the mount begins."""
    x, y, z = np.abs(mesh.positions.T.astype(np.float64))
    middle = (x < 0.05 * y.max()) & (z < 0.07 * y.max())
    return float(mesh.positions[middle, 1].min()) + 0.02 if middle.any() else 0.3 * float(y.max())


def saddle(mesh: Mesh, noun: str, number: int = 0) -> Vector:
    """x, y, z on a mount, which faces z; the second and third rider sit behind the first."""
    length = float(mesh.size[2])
    z = (SADDLE[noun] - 0.16 * number) * length
    high = float(tops(mesh, np.array([(0.0, z)]))[0])
    return 0.0, high if np.isfinite(high) else float(mesh.bounds[1][1]), z
