"""Birds that cross the sky, schools of fish, butterflies in a garden."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.scene.film.courses import Flock, Flutter
from engine.scene.film.crowd import Crowd
from engine.scene.film.floor import Floor
from engine.scene.film.subjects import subjects_of
from engine.scene.layout.framing import project
from engine.scene.models.model import Look, Model
from engine.scene.scene import Instance, Life, Scene
from engine.scene.spec import SceneSpec

Grid = NDArray[np.float64]

CLOSED = ("room", "studio", "underwater", "space")
BLOOMING = ("meadow", "garden", "farm", "castle-grounds", "forest", "village")


def birds(
    scene: Scene, spec: SceneSpec, crowd: Crowd, models: Mapping[str, Model], duration: float, rng: np.random.Generator
) -> list[Instance]:
    """One or two flocks that cross the picture about the middle of the film, above all that stands there."""
    if spec.place in CLOSED or spec.time_of_day == "night" or spec.weather in ("storm", "rain", "fog"):
        return []
    if "bird" not in models or "bird" in spec.without:
        return []
    mesh = models["bird"].build(Look(rng=rng.spawn(1)[0], pose="flying", detail=0.35, colour=_plumage(spec)))
    result = []
    for number in range(2):
        flock = _flock(scene, crowd, duration, rng, middle=duration * (0.5 if number == 0 else 0.85))
        if flock is not None:
            places = flock(0.0).astype(np.float32)
            result.append(Instance(mesh, places, noun="bird", course=flock, life=Life("wings", 2.4), pose="flying"))
    return result


def _plumage(spec: SceneSpec) -> tuple[float, float, float]:
    seaside = spec.place in ("coast", "island", "harbour")
    return (0.93, 0.93, 0.92) if seaside else (0.20, 0.20, 0.23)


def _flock(scene: Scene, crowd: Crowd, duration: float, rng: np.random.Generator, middle: float) -> Flock | None:
    eye, target = np.asarray(scene.camera.eye), np.asarray(scene.camera.target)
    ahead = (target - eye) * np.array([1.0, 0.0, 1.0])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-6)
    right = np.array([-ahead[2], 0.0, ahead[0]])
    side = float(rng.choice((-1.0, 1.0)))
    depth, speed = float(rng.uniform(24.0, 42.0)), float(rng.uniform(6.0, 8.0))
    # Across and a little away from the viewer, so that they shrink as they go.
    turn = np.radians(rng.uniform(8.0, 38.0))
    way = right * (side * np.cos(turn)) + ahead * np.sin(turn)
    # They should be seen in the upper third of the picture.
    pitch = np.arctan2(target[1] - eye[1], np.hypot(*(target - eye)[[0, 2]]))
    seen_at = pitch + np.radians(scene.camera.fov) * float(rng.uniform(0.18, 0.36))
    centre = eye + ahead * depth
    centre[1] = eye[1] + depth * np.tan(np.clip(seen_at, np.radians(4.0), np.radians(40.0)))
    reach = speed * (duration + 6.0)
    points = centre + way * np.linspace(-reach, reach, 60)[:, None]
    points = points[np.linalg.norm((points - eye)[:, [0, 2]], axis=1) < 140.0]
    floor = Floor(scene, centre, 150.0, 4.0)
    top = max(crowd.top_along(points, 6.0), float(floor.surface(points[:, [0, 2]]).max()))
    centre[1] = max(centre[1], top + 4.0)
    if centre[1] > eye[1] + depth * np.tan(pitch + np.radians(scene.camera.fov) / 2):
        return None
    count = int(rng.integers(5, 10))
    rank = np.arange(count)
    offsets = np.stack(
        [
            np.where(rank % 2, 1.0, -1.0) * ((rank + 1) // 2) * rng.uniform(1.4, 2.2),
            rng.uniform(-0.7, 0.7, count),
            ((rank + 1) // 2) * rng.uniform(1.3, 2.0) + rng.uniform(-0.4, 0.4, count),
        ],
        axis=1,
    )
    return Flock(centre, way, offsets, rng.uniform(1.7, 2.3, count), speed, middle, (4.0, 13.0))


def fish(
    scene: Scene, spec: SceneSpec, crowd: Crowd, models: Mapping[str, Model], duration: float, rng: np.random.Generator
) -> list[Instance]:
    """Schools that pass through the picture under water, where nothing is in their way."""
    if spec.place != "underwater" or "fish" not in models or "fish" in spec.without:
        return []
    eye, target = np.asarray(scene.camera.eye), np.asarray(scene.camera.target)
    ahead = (target - eye) * np.array([1.0, 0.0, 1.0])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-6)
    right = np.array([-ahead[2], 0.0, ahead[0]])
    floor = Floor(scene, eye, 40.0, 1.0)
    roof = floor.level - 1.0 if scene.water is not None else np.inf
    result: list[Instance] = []
    for attempt in range(12):
        if len(result) == 3:
            break
        depth = float(rng.uniform(4.0, 14.0))
        side, speed = float(rng.choice((-1.0, 1.0))), float(rng.uniform(0.5, 0.9))
        way = right * side * np.cos(0.25) + ahead * np.sin(0.25) * float(rng.choice((-1.0, 1.0)))
        centre = eye + ahead * depth + right * float(rng.uniform(-0.3, 0.3)) * depth
        centre[1] = eye[1] + float(rng.uniform(-0.12, 0.28)) * depth
        points = centre + way * np.linspace(-0.7, 0.7, 24)[:, None] * speed * duration
        foot = float(floor.ground(points[:, [0, 2]]).max()) + 1.0
        centre[1] = points[:, 1] = min(max(centre[1], foot), roof)
        if not crowd.free(points - (0.0, 0.6, 0.0), 1.0, 1.2):
            continue
        count = int(rng.integers(7, 14))
        offsets = rng.normal(0.0, 1.0, (count, 3)) * np.array([0.34, 0.24, 0.75])
        colours = ((0.95, 0.62, 0.18), (0.35, 0.62, 0.88), (0.88, 0.86, 0.80), (0.92, 0.36, 0.30))
        look = Look(rng=rng.spawn(1)[0], pose="swimming", detail=0.35, colour=colours[attempt % len(colours)])
        school = Flock(centre, way, offsets, rng.uniform(0.5, 0.85, count), speed, duration / 2, (0.35, 9.0), stir=0.07)
        places = school(0.0).astype(np.float32)
        result.append(Instance(models["fish"].build(look), places, noun="fish", course=school, life=Life("swim", 1.6)))
    return result


def _beside_subjects(scene: Scene, aspect: float, count: int, rng: np.random.Generator) -> Grid:
    """Places across the picture (-1..1) where no subject is, as far as there are any."""
    corners = subjects_of(scene, aspect, 0.0).corners(0.0)
    seen = project(scene.camera, aspect, corners)[:, 0].reshape(-1, 8) if len(corners) else np.zeros((0, 8))
    tries = rng.uniform(-0.85, 0.85, 12 * count)
    taken = ((tries[:, None] > seen.min(axis=1) - 0.15) & (tries[:, None] < seen.max(axis=1) + 0.15)).any(axis=1)
    return np.asarray(np.concatenate([tries[~taken], tries[taken]])[:count])


def butterflies(
    scene: Scene, spec: SceneSpec, models: Mapping[str, Model], aspect: float, rng: np.random.Generator
) -> list[Instance]:
    """A few among flowers on fine days, if the camera is near enough to see them."""
    fine = spec.weather in ("clear", "cloudy") and spec.time_of_day in ("morning", "noon", "afternoon")
    warm = spec.season in ("spring", "summer")
    eye, target = np.asarray(scene.camera.eye), np.asarray(scene.camera.target)
    far = float(np.linalg.norm(target - eye))
    if not (fine and warm and spec.place in BLOOMING and "butterfly" in models) or "butterfly" in spec.without:
        return []
    if far > 16.0 or any(subject.noun == "butterfly" for subject in spec.subjects):
        return []
    ahead = (target - eye) / max(far, 1e-6)
    right = np.array([-ahead[2], 0.0, ahead[0]])
    right /= max(float(np.linalg.norm(right)), 1e-6)
    count = 5
    depths = rng.uniform(0.55, 0.95, count) * far
    across = _beside_subjects(scene, aspect, count, rng) * np.tan(np.radians(scene.camera.fov) / 2) * aspect * depths
    anchors = eye + ahead * depths[:, None] + right * across[:, None]
    floor = Floor(scene, eye, 20.0, 0.5)
    anchors[:, 1] = floor.surface(anchors[:, [0, 2]]) + rng.uniform(0.5, 1.1, count) * min(max(0.2 * far, 0.5), 1.5)
    result = []
    for number, colour in enumerate(((0.95, 0.72, 0.2), (0.5, 0.66, 0.95))):
        mine = np.arange(count) % 2 == number
        look = Look(rng=rng.spawn(1)[0], pose="flying", detail=0.4, colour=colour)
        sizes = np.full(int(mine.sum()), float(np.clip(0.1 * far, 0.6, 1.2)))
        course = Flutter(anchors[mine], sizes, min(0.6, 0.08 * far + 0.15), rng.random((int(mine.sum()), 3)))
        places = course(0.0).astype(np.float32)
        mesh = models["butterfly"].build(look)
        result.append(Instance(mesh, places, noun="butterfly", course=course, life=Life("wings", 3.4)))
    return result
