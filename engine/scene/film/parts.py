"""Parts that turn by themselves: wheels, rotors, a windmill's sails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.scene.film.courses import Ahead, Course, Resting, Turning
from engine.scene.mesh import PART, Mesh
from engine.scene.scene import Instance

TURNS: Mapping[str, float] = {"windmill": 0.075, "helicopter": 3.3}
"""Turns a second of what turns by itself; others roll as far as they go."""


@dataclass(frozen=True)
class Steady:
    """Radians after so many seconds at so many turns a second."""

    pace: float

    def __call__(self, time: float) -> float:
        return 2 * np.pi * self.pace * time


@dataclass(frozen=True, eq=False)
class Rolling:
    """Radians that a wheel of a radius in metres has rolled."""

    way: Ahead
    radius: float

    def __call__(self, time: float) -> float:
        return self.way.gone(time) / self.radius


def with_parts(instance: Instance) -> tuple[Instance, ...]:
    """The instance, its turning parts in instances of their own if they turn."""
    numbers = np.unique(np.floor(instance.mesh.surface[:, 3]))
    numbers = numbers[numbers >= PART]
    way = instance.course
    if not len(numbers) or not (instance.noun in TURNS or isinstance(way, Ahead)):
        return (instance,)
    whole: Course = way or Resting(np.asarray(instance.transforms, np.float64))
    body = _only(instance.mesh, ~np.isin(np.floor(instance.mesh.surface[:, 3]), numbers))
    parts = [replace(instance, mesh=body)] if body is not None else []
    for number in numbers:
        mesh = _only(instance.mesh, np.floor(instance.mesh.surface[:, 3]) == number)
        if mesh is not None:
            parts.append(replace(instance, mesh=mesh, course=_turn(mesh, instance, whole), life=None))
    return tuple(parts)


def _turn(mesh: Mesh, instance: Instance, whole: Course) -> Turning:
    low, high = (np.asarray(corner, np.float64) for corner in mesh.bounds)
    axis = int(np.argmin(high - low))
    if instance.noun in TURNS:
        return Turning(whole, (low + high) / 2, axis, Steady(TURNS[instance.noun]))
    size = float(np.linalg.norm(np.asarray(instance.transforms[0], np.float64)[:3, 1]))
    if not isinstance(instance.course, Ahead):
        raise ValueError("wheels roll on a straight way")
    return Turning(whole, (low + high) / 2, axis, Rolling(instance.course, float(high[1] - low[1]) / 2 * size))


def _only(mesh: Mesh, chosen: np.ndarray) -> Mesh | None:  # type: ignore[type-arg]  # a mask of n
    """The triangles of the chosen vertices; None if there are none."""
    triangles = mesh.triangles[chosen[mesh.triangles].all(axis=1)]
    if not len(triangles):
        return None
    used, back = np.unique(triangles, return_inverse=True)
    return Mesh(
        mesh.positions[used], mesh.normals[used], mesh.colours[used], mesh.surface[used],
        back.reshape(-1, 3).astype(np.int32),
    )  # fmt: skip
