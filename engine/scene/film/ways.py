"""The ways of the things of a scene: vehicles roll, boats glide, birds circle, fish swim on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.film.courses import Ahead, Bobbing, Circling, Course, Flutter, heading
from engine.scene.film.crowd import Crowd
from engine.scene.film.floor import Floor
from engine.scene.film.lives import flies
from engine.scene.render.motion import phases
from engine.scene.scene import Instance, Scene

Grid = NDArray[np.float64]

WHEELED: Mapping[str, float] = {"car": 1.4, "truck": 1.1, "bus": 1.2, "tractor": 0.7}
"""Metres a second of what rolls on the ground; it is filmed from near, so it goes slowly."""
AFLOAT: Mapping[str, float] = {"boat": 0.35, "sailboat": 0.6, "ship": 0.8, "duck": 0.22, "dolphin": 1.2, "iceberg": 0.0}
AERIAL: Mapping[str, float] = {
    "airplane": 6.0, "helicopter": 1.6, "ufo": 1.2, "hot-air-balloon": 0.5, "kite": 0.0, "balloon": 0.0, "comet": 1.0,
    "cloud": 0.4, "rocket": 3.0,
}  # fmt: skip
UNDER: Mapping[str, float] = {
    "fish": 0.45,
    "shark": 0.8,
    "whale": 1.0,
    "submarine": 0.8,
    "turtle": 0.2,
    "octopus": 0.12,
}
SHARE = 0.42
"""Of the distance to the camera: no subject goes farther during a film, or it would leave the picture."""
STEP = 0.5
ROOMY = 0.22
"""Of the distance to the camera: what is larger has no room to circle in the picture, and hovers."""


@dataclass(frozen=True, eq=False)
class Stir:
    """What ways are laid in: the scene, who stands where, and how long the film is."""

    scene: Scene
    crowd: Crowd
    duration: float
    submerged: bool


def on_its_way(instance: Instance, index: int, stir: Stir) -> Instance:
    """The instance with a course if it goes anywhere; vehicles in someone's way stay where they are."""
    course = _course(instance, index, stir)
    if course is not None:
        return replace(instance, course=course, motion="still")
    if instance.motion in ("drive", "circle", "drift"):
        return replace(instance, motion="still")
    return instance


def _course(instance: Instance, index: int, stir: Stir) -> Course | None:
    noun = instance.noun
    transforms = np.asarray(instance.transforms, np.float64)
    if flies(instance):
        return _flight(instance, transforms, stir)
    if noun in WHEELED and instance.subject and instance.motion == "drive":
        return _roll(instance, index, transforms, stir)
    if noun in UNDER and stir.submerged:
        return _glide(instance, index, transforms, stir, UNDER[noun], 0.02)
    if noun in AFLOAT and instance.motion == "bob":
        return _glide(instance, index, transforms, stir, AFLOAT[noun], 0.035)
    if noun in AERIAL and (instance.motion in ("drift", "bob") or (noun == "rocket" and instance.pose == "flying")):
        return _glide(instance, index, transforms, stir, AERIAL[noun], 0.03)
    return None


def _size(instance: Instance) -> float:
    low, high = instance.mesh.bounds
    scale = float(np.linalg.norm(np.asarray(instance.transforms[0], np.float64)[:3, 1]))
    return float(np.linalg.norm(np.asarray(high, np.float64) - low)) * scale


def _distance(transforms: Grid, stir: Stir) -> float:
    return float(np.linalg.norm(transforms[:, :3, 3] - np.asarray(stir.scene.camera.eye), axis=1).min())


def _flight(instance: Instance, transforms: Grid, stir: Stir) -> Course:
    size = _size(instance)
    scales = np.linalg.norm(transforms[:, :3, 1], axis=1)
    if instance.noun in ("bee", "butterfly"):
        low, high = instance.mesh.bounds
        raised = transforms[:, :3, 3] + np.array([0.0, 0.3 * float(high[1] - low[1]), 0.0])
        chances = np.stack([phases(transforms), phases(transforms) * 7 % 1, phases(transforms) * 13 % 1], axis=1)
        return Flutter(raised, scales, min(0.7 * size, 0.12 * _distance(transforms, stir)), chances)
    far = _distance(transforms, stir)
    if size > ROOMY * far:
        return Ahead(transforms, 0.0, stir.duration, bobbing=Bobbing(0.05 * size, 0.04, 1.3, phases(transforms)))
    radius = float(np.clip(1.7 * size, 0.3 * size, 0.2 * far))
    side = 1.0 if phases(transforms)[0] > 0.5 else -1.0
    while radius > 0.3 * size and not _clear_round(instance, transforms, side * radius, stir):
        radius, side = (radius, -side) if side > 0 else (0.6 * radius, 1.0)
    period = float(np.clip(2 * np.pi * radius / (0.9 * size**0.5), 8.0, 26.0))
    bob = Bobbing(0.05 * size, 0.0, 1.0, phases(transforms))
    return Circling(transforms, side * radius, period, stir.duration / 2, 0.28, bob)


def _clear_round(instance: Instance, transforms: Grid, radius: float, stir: Stir) -> bool:
    round_ = Circling(transforms, radius, 16.0, 0.0)
    points = np.concatenate([round_(float(time))[:, :3, 3] for time in range(16)])
    half = 0.4 * _size(instance)
    others = [index for index, other in enumerate(stir.scene.instances) if flies(other)]
    solid = ~np.isin(stir.crowd.owners[:, 0], others)
    apart = np.linalg.norm(points[:, None, [0, 2]] - stir.crowd.centres[solid], axis=2)
    spans = stir.crowd.spans[solid]
    level = (points[:, None, 1] - half < spans[:, 1]) & (points[:, None, 1] + 2 * half > spans[:, 0])
    return not bool(((apart < stir.crowd.radii[solid] + half) & level).any())


def _roll(instance: Instance, index: int, transforms: Grid, stir: Stir) -> Course | None:
    """On level dry ground, as far as nothing stands in the way."""
    if len(transforms) > 1:
        return None
    longest = min(WHEELED[instance.noun] * stir.duration, SHARE * _distance(transforms, stir))
    low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
    scale = float(np.linalg.norm(transforms[0, :3, 1]))
    half_long, half_wide = (high[2] - low[2]) / 2 * scale, (high[0] - low[0]) / 2 * scale
    ahead, at = heading(transforms)[0], transforms[0, :3, 3]
    floor = Floor(stir.scene, at, longest + 2 * half_long + 4.0, 0.5)
    for share in (1.0, 0.6, 0.3):
        reach = share * longest / 2 + half_long
        steps = np.linspace(-reach, reach, int(2 * reach / STEP) + 2)
        points = at + ahead * steps[:, None]
        heights = floor.surface(points[:, [0, 2]])
        level = np.ptp(heights) < 0.16 and abs(float(heights.mean()) - at[1]) < 0.25
        if level and stir.crowd.free(points + (0, 0.1, 0), half_wide, (high[1] - low[1]) * scale, but=index):
            return Ahead(transforms, share * longest, stir.duration)
    return None


def _glide(instance: Instance, index: int, transforms: Grid, stir: Stir, speed: float, rock: float) -> Course:
    """Through water or air, together with the others of its instance; as far as nothing stands in the way."""
    size = _size(instance)
    lift = {True: 0.012 * size, False: 0.02 * min(size, 5.0)}[stir.submerged]
    pace = float(np.clip(2.2 / max(size, 0.2) ** 0.4, 0.6, 2.4))
    bobbing = Bobbing(lift, rock if instance.noun in AFLOAT else 0.4 * rock, pace, phases(transforms))
    longest = min(speed * stir.duration, SHARE * _distance(transforms, stir))
    low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
    scale = float(np.linalg.norm(transforms[0, :3, 1]))
    half = 0.5 * float(high[0] - low[0]) * scale
    for share in (1.0, 0.6, 0.3):
        if longest * share > 0.05 and _open_way(instance, index, transforms, stir, longest * share, half):
            return Ahead(transforms, longest * share, stir.duration, eased=False, bobbing=bobbing)
    return Ahead(transforms, 0.0, stir.duration, bobbing=bobbing)


def _open_way(instance: Instance, index: int, transforms: Grid, stir: Stir, length: float, half: float) -> bool:
    low, high = (np.asarray(corner, np.float64) for corner in instance.mesh.bounds)
    scale = float(np.linalg.norm(transforms[0, :3, 1]))
    reach = length / 2 + (high[2] - low[2]) / 2 * scale
    steps = np.linspace(-reach, reach, int(2 * reach / max(STEP, 0.3 * half)) + 2)
    points = (transforms[:, None, :3, 3] + heading(transforms)[:, None] * steps[:, None]).reshape(-1, 3)
    middle = transforms[:, :3, 3].mean(axis=0)
    floor = Floor(stir.scene, middle, float(np.linalg.norm(points - middle, axis=1).max()) + 3.0, 1.0)
    ground = floor.ground(points[:, [0, 2]])
    foot = points[:, 1] + float(low[1]) * scale
    deep = 0.3 if instance.noun in AFLOAT else 0.0
    if not bool((ground < np.maximum(foot, floor.level - deep if deep else -np.inf)).all()):
        return False
    tall = float(high[1] - low[1]) * scale
    return stir.crowd.free(points + (0.0, float(low[1]) * scale + 0.1, 0.0), half, tall, but=index)
