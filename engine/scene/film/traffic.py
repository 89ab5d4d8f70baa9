"""Traffic on the roads of a place: in lanes, at one speed, and never through anything."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from engine.scene.film.courses import Lane
from engine.scene.film.crowd import Crowd
from engine.scene.layout.framing import project
from engine.scene.models.model import Look, Model
from engine.scene.scene import Instance, Road, Scene

Grid = NDArray[np.float64]

VEHICLES: Mapping[str, int] = {"car": 4, "bus": 1, "truck": 1}
"""How many of each among six, by chance."""
SPEED = 6.5
GAPS = (15.0, 42.0)
"""Metres from one to the next."""
LANES_MAX, VEHICLES_MAX = 4, 14
SEEN_TO = 130.0
"""Metres: what is farther away is too small for its coming and going to be noticed."""
HALF_WIDTH, TALL, PASSING = 1.15, 2.6, 1.5


def traffic(
    scene: Scene, crowd: Crowd, models: Mapping[str, Model], aspect: float, rng: np.random.Generator, *, lit: bool
) -> list[Instance]:
    """Instances that drive; none where the place has no roads or something stands on them."""
    nouns = [noun for noun in VEHICLES if noun in models]
    lanes = _lanes(scene, crowd, aspect)
    if not nouns or not lanes:
        return []
    meshes = {noun: models[noun].build(Look(rng=rng.spawn(1)[0], detail=0.4, lit=lit)) for noun in nouns}
    meshes["other car"] = (
        models["car"].build(Look(rng=rng.spawn(1)[0], detail=0.4, lit=lit)) if "car" in models else (meshes[nouns[0]])
    )
    weights = np.array([VEHICLES.get(name, 4) for name in meshes], np.float64)
    result: list[Instance] = []
    left = VEHICLES_MAX
    for start, end in lanes[:LANES_MAX]:
        length = float(np.linalg.norm(end - start))
        offsets = _offsets(length, rng)[:left]
        left -= len(offsets)
        kinds = rng.choice(len(weights), len(offsets), p=weights / weights.sum())
        for kind, name in enumerate(meshes):
            mine = offsets[kinds == kind]
            if len(mine):
                lane = Lane(start, end, mine, SPEED)
                result.append(Instance(meshes[name], lane(0.0).astype(np.float32), noun=name, course=lane))
    return result


def _offsets(length: float, rng: np.random.Generator) -> Grid:
    """Places along a lane; also from its last back to its first there is a gap."""
    gaps = rng.uniform(*GAPS, int(length / GAPS[0]) + 1)
    along = np.cumsum(gaps) - gaps[0]
    return np.asarray(along[along < length - GAPS[0]])


def _lanes(scene: Scene, crowd: Crowd, aspect: float) -> list[tuple[Grid, Grid]]:
    """Start and end (x, y, z) of the lanes in view, of roads in one direction only: they do not cross."""
    by_way: dict[bool, list[tuple[int, tuple[Grid, Grid]]]] = {True: [], False: []}
    for road in scene.roads:
        along_z = abs(road.end[1] - road.start[1]) > abs(road.end[0] - road.start[0])
        for side in (1.0, -1.0):
            found = _lane(road, side, scene, crowd, aspect)
            if found is not None:
                by_way[along_z].append(found)
    best = max(by_way.values(), key=lambda lanes: sum(seen for seen, _ in lanes))
    return [lane for _, lane in sorted(best, key=lambda pair: -pair[0])]


def _lane(road: Road, side: float, scene: Scene, crowd: Crowd, aspect: float) -> tuple[int, tuple[Grid, Grid]] | None:
    """How much of a lane is seen, and the free stretch of it that holds all of that; None if there is none."""
    first, last = (road.start, road.end) if side > 0 else (road.end, road.start)
    start, end = np.array([first[0], 0.05, first[1]]), np.array([last[0], 0.05, last[1]])
    way = (end - start) / np.linalg.norm(end - start)
    right = np.array([-way[2], 0.0, way[0]])
    start, end = start + right * road.width / 4, end + right * road.width / 4
    points = start + way * np.arange(0.0, float(np.linalg.norm(end - start)), 2.0)[:, None]
    eye = np.asarray(scene.camera.eye)
    away = np.linalg.norm(points - eye, axis=1)
    flat = project(scene.camera, aspect, points)
    seen = (np.abs(flat[:, :2]) < 1.3).all(axis=1) & (flat[:, 2] > 0) & (away < SEEN_TO)
    if seen.sum() < 6 or (eye[1] < TALL + 1 and away.min() < PASSING + HALF_WIDTH):
        return None
    blocked = np.array([not crowd.free(point[None], HALF_WIDTH, TALL) for point in points])
    shown = np.flatnonzero(seen)
    if blocked[shown[0] : shown[-1] + 1].any():
        return None
    before, after = np.flatnonzero(blocked[: shown[0]]), np.flatnonzero(blocked[shown[-1] :])
    low = int(before[-1]) + 3 if len(before) else 0
    high = shown[-1] + int(after[0]) - 3 if len(after) else len(points) - 1
    if high - low < 20:
        return None
    return int(seen.sum()), (points[low], points[high])
