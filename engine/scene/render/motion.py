"""Where moving things are at a time. At time 0 everything stands where it was placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.render.programs import UniformValue
from engine.scene.scene import Instance, LifeKind, Motion

Matrices = NDArray[np.float64]

DRIVE_RANGE = 90.0
"""Metres after which a driving thing starts again behind where it was placed."""

_LIVES: dict[LifeKind, int] = {
    "stand": 1, "beast": 2, "swim": 3, "dive": 4, "wings": 5, "pulse": 6, "breath": 7, "flame": 8,
}  # fmt: skip
"""Numbers of geometry.vert."""


def placements(instance: Instance, time: float) -> Matrices:
    """k x 4 x 4: where an instance's meshes are at `time` seconds, by its course or its motion."""
    if instance.course is not None:
        return instance.course(time)
    transforms = np.asarray(instance.transforms, np.float64).reshape(-1, 4, 4)
    low, high = instance.mesh.bounds
    size = float(np.linalg.norm(np.asarray(high, np.float64) - low))
    return moved(transforms, instance.motion, speed=instance.speed, size=size, time=time)


def shape_uniforms(instance: Instance) -> dict[str, UniformValue]:
    """What geometry.vert asks about the life of an instance."""
    if instance.life is None:
        return {"life": (0.0, 0.0, 0.0), "life_low": (0.0, 0.0, 0.0), "life_size": (1.0, 1.0, 1.0)}
    low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
    size = np.maximum(high - low, 1e-4)
    life = instance.life
    return {
        "life": (float(_LIVES[life.kind]), life.pace, life.reach),
        "life_low": (float(low[0]), float(low[1]), float(low[2])),
        "life_size": (float(size[0]), float(size[1]), float(size[2])),
    }


def phases(transforms: Matrices) -> NDArray[np.float64]:
    """A number 0..1 for each of k placements, by where it is, so that neighbours do not move in step."""
    at = transforms[:, :3, 3]
    return np.asarray(np.abs(np.sin(at @ np.array([12.9898, 3.7, 78.233])) * 43758.5453) % 1.0)


def moved(transforms: Matrices, motion: Motion, *, speed: float, size: float, time: float) -> Matrices:
    """k x 4 x 4 placements at `time` seconds. `size` is the thing's largest extent in metres."""
    if time == 0.0 or motion in ("still", "sway"):
        return transforms
    result = transforms.copy()
    phase = phases(transforms)
    angle = 2 * np.pi * phase
    if motion == "spin":
        return np.asarray(transforms @ _turns(np.full(len(transforms), 2 * np.pi * speed * time)))
    if motion == "bob":
        pace = 1.1 * max(speed, 0.05)
        lift = 0.06 * np.clip(size, 0.3, 6.0)
        result[:, 1, 3] += lift * (np.sin(pace * time + angle) - np.sin(angle))
        rock = 0.05 * (np.sin(0.8 * pace * time + angle) - np.sin(angle))
        return np.asarray(result @ _rolls(rock))
    if motion == "drift":
        reach = 10.0
        result[:, :3, 3] += _headings(transforms) * (reach * np.sin(speed * time / reach))
        result[:, 1, 3] += 0.03 * np.clip(size, 0.5, 10.0) * (np.sin(0.6 * time + angle) - np.sin(angle))
        return result
    if motion == "drive":
        along = (speed * time + DRIVE_RANGE / 2) % DRIVE_RANGE - DRIVE_RANGE / 2
        result[:, :3, 3] += _headings(transforms) * along
        return result
    return _circling(transforms, speed, size, time)


def _circling(transforms: Matrices, speed: float, size: float, time: float) -> Matrices:
    radius = float(np.clip(3.0 * size, 1.5, 25.0))
    turn = speed * time / radius
    result = transforms.copy()
    ahead = _headings(transforms)
    left = np.stack([ahead[:, 2], np.zeros(len(ahead)), -ahead[:, 0]], axis=1)
    result[:, :3, 3] += radius * (ahead * np.sin(turn) + left * (1.0 - np.cos(turn)))
    spin = _turns(np.full(len(transforms), turn))
    result[:, :3, :3] = spin[:, :3, :3] @ transforms[:, :3, :3]
    return result


def _headings(transforms: Matrices) -> Matrices:
    """The level direction in which each faces: its own +z."""
    ahead = transforms[:, :3, 2] * np.array([1.0, 0.0, 1.0])
    length = np.linalg.norm(ahead, axis=1, keepdims=True)
    return np.where(length > 1e-6, ahead / np.maximum(length, 1e-6), np.array([0.0, 0.0, 1.0]))


def _turns(angles: Matrices) -> Matrices:
    """Rotations about y, counter-clockwise seen from above, k x 4 x 4."""
    result = np.tile(np.eye(4), (len(angles), 1, 1))
    cos, sin = np.cos(angles), np.sin(angles)
    result[:, 0, 0], result[:, 0, 2], result[:, 2, 0], result[:, 2, 2] = cos, sin, -sin, cos
    return result


def _rolls(angles: Matrices) -> Matrices:
    """Rotations about z, k x 4 x 4."""
    result = np.tile(np.eye(4), (len(angles), 1, 1))
    cos, sin = np.cos(angles), np.sin(angles)
    result[:, 0, 0], result[:, 0, 1], result[:, 1, 0], result[:, 1, 1] = cos, -sin, sin, cos
    return result
