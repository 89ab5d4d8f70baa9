"""Smoke, steam, spray and flames: where they rise from the things of a scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from engine.scene.mesh import Mesh
from engine.scene.scene import Colour, Instance, ParticleKind, Particles, Scene
from engine.scene.spec import SceneSpec

Grid = NDArray[np.float64]
Spot = Callable[[Mesh], tuple[Grid, float]]
SOURCES_MAX = 7


def _summit(mesh: Mesh) -> tuple[Grid, float]:
    """The middle of the highest part of a mesh, and how wide it is: a chimney's mouth."""
    points = mesh.positions.astype(np.float64)
    top = float(points[:, 1].max())
    high = points[points[:, 1] > top - 0.12 * max(0.1 * top, 0.4)]
    wide = float(np.ptp(high[:, [0, 2]], axis=0).min())
    return np.array([high[:, 0].mean(), top, high[:, 2].mean()]), max(wide, 0.1)


def _at(share: float, wide: float) -> Spot:
    """On the axis of a mesh, at a share of its height; as wide as a share of its extent."""

    def spot(mesh: Mesh) -> tuple[Grid, float]:
        low, high = (np.asarray(corner, np.float64) for corner in mesh.bounds)
        return np.array([0.0, low[1] + share * (high[1] - low[1]), 0.0]), wide * float(high[0] - low[0])

    return spot


def _front_foot(mesh: Mesh) -> tuple[Grid, float]:
    low, high = (np.asarray(corner, np.float64) for corner in mesh.bounds)
    return np.array([0.0, 0.15 * float(high[1]), float(high[2]) * 0.6]), 0.12 * float(high[0] - low[0])


RISING: Mapping[str, tuple[tuple[ParticleKind, Spot, Colour | None], ...]] = {
    "house": (("smoke", _summit, (0.78, 0.78, 0.80)),),
    "cottage": (("smoke", _summit, (0.80, 0.80, 0.82)),),
    "cabin": (("smoke", _summit, (0.80, 0.80, 0.82)),),
    "train": (("smoke", _summit, (0.72, 0.72, 0.74)),),
    "campfire": (("flames", _at(0.30, 0.26), None), ("steam", _at(0.80, 0.34), (0.62, 0.60, 0.60))),
    "volcano": (("smoke", _at(0.68, 0.07), (0.46, 0.43, 0.42)),),
    "cup": (("steam", _at(0.9, 0.35), None),),
    "teapot": (("steam", _at(1.0, 0.12), None),),
    "fountain": (("spray", _at(0.9, 0.05), None),),
    "waterfall": (("mist", _front_foot, None),),
}
WARM_HOUSES = 3
"""Chimneys of a scene that smoke at most."""
HOUSES = ("house", "cottage", "cabin")


def rising(scene: Scene, spec: SceneSpec, rng: np.random.Generator) -> list[Particles]:
    """What rises from subjects and surroundings, the nearest to the camera first."""
    eye = np.asarray(scene.camera.eye)
    found: list[tuple[float, bool, Particles]] = []
    for instance in scene.instances:
        for kind, spot, colour in RISING.get(instance.noun, ()):
            if kind == "spray" and spec.season == "winter":
                continue
            found += _risen(instance, kind, spot, colour, eye)
    found.sort(key=lambda entry: entry[0])
    houses = [entry for entry in found if entry[1]]
    smoking = {id(entry) for entry in houses if rng.random() < 0.75}
    kept = [entry for entry in found if not entry[1]] + [e for e in houses if id(e) in smoking][:WARM_HOUSES]
    return [particles for _, _, particles in sorted(kept, key=lambda entry: entry[0])[:SOURCES_MAX]]


def _risen(
    instance: Instance, kind: ParticleKind, spot: Spot, colour: Colour | None, eye: Grid
) -> list[tuple[float, bool, Particles]]:
    at, wide = spot(instance.mesh)
    result = []
    for matrix in np.asarray(instance.transforms, np.float64):
        x, y, z = matrix[:3, :3] @ at + matrix[:3, 3]
        size = wide * float(np.linalg.norm(matrix[:3, 1]))
        away = float(np.linalg.norm((x, y, z) - eye))
        if away < 160.0:
            risen = Particles(kind, 1.0, colour, (float(x), float(y), float(z)), size)
            result.append((away, instance.noun in HOUSES, risen))
    return result
