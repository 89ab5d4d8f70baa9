"""A camera that moves through a scene: smoothly, around what is in its way, its subjects in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from engine.scene.film.aim import Lens, aimed, angles_of, direction, kept_in
from engine.scene.film.easing import glide
from engine.scene.film.obstacles import Obstacles
from engine.scene.film.routes import CameraMove, Route, Still, routes
from engine.scene.film.subjects import Subjects, subjects_of
from engine.scene.scene import Camera, Scene

__all__ = ["CameraMove", "Path", "camera_path"]

Grid = NDArray[np.float64]

KNOTS = 33
FAR_SUBJECT = 120.0
"""Metres: the camera goes round a point at most so far away, also if its subject is a mountain."""


@dataclass(frozen=True, eq=False)
class Path:
    """Time in seconds -> Camera; before 0 and after `duration` it stands still."""

    still: Camera
    duration: float
    track: CubicSpline
    """Of 5 values: eye, yaw and pitch."""
    focus: CubicSpline

    def __call__(self, time: float) -> Camera:
        at = min(max(time, 0.0), self.duration)
        values = self.track(at)
        eye, angles = values[:3], values[3:]
        reach = float(self.focus(at))
        target = eye + direction(angles) * reach
        return replace(
            self.still,
            eye=(float(eye[0]), float(eye[1]), float(eye[2])),
            target=(float(target[0]), float(target[1]), float(target[2])),
            focus=reach,
        )


def camera_path(scene: Scene, move: CameraMove, duration: float, aspect: float, seed: int) -> Callable[[float], Camera]:
    """The camera of a film of `duration` seconds: time in seconds -> Camera.

    The composed camera of the scene is met about the middle. Ways that would lead through things, under the ground or
    water, or behind something that hides the subjects are passed over for tamer ones; the last resort is to stay.
    `aspect`: width by height of the picture. Raises ValueError for a duration that is not positive.
    """
    if duration <= 0:
        raise ValueError(f"a film needs a duration, not {duration} s")
    side = float(np.random.default_rng([seed, 41]).choice((-1.0, 1.0)))
    lens = Lens(scene.camera.fov, aspect)
    shown = subjects_of(scene, aspect, duration / 2)
    still = _still(scene, lens, shown, duration / 2)
    times = np.linspace(0.0, duration, KNOTS)
    ways = np.array([glide(float(share)) for share in times / duration])
    obstacles = Obstacles(scene, still.pivot, min(1.9 * still.reach + 4.0, 150.0))
    pivots = still.pivot + _shifts(shown, times, duration / 2)
    options = routes(move, still, ways, duration, side, indoors=scene.indoors)
    judged = [(_cost(route, pivots, shown, times, obstacles, still), route) for route in options]
    route = min(judged, key=lambda pair: pair[0])[1]
    return _flown(scene, lens, shown, times, _Plan(route, pivots, obstacles, still))


@dataclass(frozen=True, eq=False)
class _Plan:
    route: Route
    pivots: Grid
    obstacles: Obstacles
    still: Still


def _still(scene: Scene, lens: Lens, shown: Subjects, time: float) -> Still:
    eye, target = np.asarray(scene.camera.eye), np.asarray(scene.camera.target)
    angles = angles_of(target - eye)
    pivot = shown.middles(time).mean(axis=0) if shown else target
    away = pivot - eye
    far = float(np.hypot(away[0], away[2]))
    if far > FAR_SUBJECT:
        pivot = eye + away * (FAR_SUBJECT / far)
    place = np.clip(lens.seen(eye, angles, pivot[None])[0], -0.8, 0.8)
    return Still(eye, pivot, place, alone=not shown)


def _shifts(shown: Subjects, times: Grid, middle: float) -> Grid:
    """n x 3: how far the subjects have gone from where they are in the middle of the film."""
    if not shown:
        return np.zeros((len(times), 3))
    at = np.array([shown.middles(float(time)).mean(axis=0) for time in times])
    return np.asarray(gaussian_filter1d(at - shown.middles(middle).mean(axis=0), 1.5, axis=0, mode="nearest"))


def _margins(still: Still, obstacles: Obstacles) -> tuple[float, float]:
    """Metres that the eye keeps from things and from the ground: less than usual if the still does."""
    to_things = float(obstacles.clearance(still.eye[None])[0])
    to_ground = float(still.eye[1] - obstacles.floor(still.eye[[0, 2]][None])[0])
    return (
        min(float(np.clip(0.12 * still.reach, 0.15, 1.0)), max(0.8 * to_things, 0.06)),
        min(float(np.clip(0.1 * still.reach, 0.1, 0.9)), max(0.8 * to_ground, 0.06)),
    )


def _cost(route: Route, pivots: Grid, shown: Subjects, times: Grid, obstacles: Obstacles, still: Still) -> float:
    eyes = _over_ground(route.eyes(pivots), obstacles, still)
    to_things, _ = _margins(still, obstacles)
    between = np.concatenate([eyes, (eyes[1:] + eyes[:-1]) / 2])
    clear = obstacles.clearance(between)
    bumps = float((clear < to_things).mean() + 4.0 * (clear < 0.4 * to_things).mean())
    if bumps > 0.5:
        return route.cost + 12.0 * bumps
    some = slice(None, None, 4)
    targets = [shown.middles(float(time))[:6] if shown else pivots[:1] for time in times[some]]
    hidden = [obstacles.hidden(eye, aims) for eye, aims in zip(eyes[some], targets, strict=True)]
    climb = float(np.abs(eyes[:, 1] - still.eye[1]).max()) / still.reach
    return route.cost + 12.0 * bumps + 5.0 * float(np.mean(hidden)) + 0.4 * climb


def _over_ground(eyes: Grid, obstacles: Obstacles, still: Still) -> Grid:
    """Raised gently where the ground or the water would be too near; under water also kept below its surface."""
    _, margin = _margins(still, obstacles)
    lack = np.maximum(obstacles.floor(eyes[:, [0, 2]]) + margin - eyes[:, 1], 0.0)
    raised = eyes.copy()
    raised[:, 1] += _envelope(lack)
    over = np.maximum(raised[:, 1] - (obstacles.ceiling - 0.4), 0.0)
    raised[:, 1] -= _envelope(over)
    return raised


def _envelope(values: Grid) -> Grid:
    """A smooth curve that is nowhere lower than the values."""
    if not np.any(values > 0):
        return values
    return np.asarray(gaussian_filter1d(maximum_filter1d(values, 9, mode="nearest"), 2.0, mode="nearest", truncate=2.0))


def _flown(scene: Scene, lens: Lens, shown: Subjects, times: Grid, plan: _Plan) -> Path:
    """The path along a route: it steps back where the subjects would not fit, and turns to keep them in."""
    corners = [shown.corners(float(time)) for time in times]
    route, back = plan.route, np.ones(KNOTS)
    eyes, angles = np.zeros((KNOTS, 3)), np.zeros((KNOTS, 2))
    for _ in range(6):
        wider = replace(route, reaches=route.reaches * back)
        eyes = _over_ground(wider.eyes(plan.pivots), plan.obstacles, plan.still)
        angles, excess = _aims(lens, eyes, plan, corners)
        if (excess <= 1.002).all():
            break
        back = back * (1.0 + _envelope(np.maximum(excess - 1.0, 0.0)) * 1.1)
    track = np.concatenate([eyes, angles], axis=1)
    reach = np.linalg.norm(plan.pivots - eyes, axis=1) if shown else np.full(KNOTS, scene.camera.focus or 10.0)
    if shown:
        reach *= (scene.camera.focus or plan.still.reach) / max(
            float(np.linalg.norm(plan.still.pivot - plan.still.eye)), 1e-6
        )
    return Path(
        scene.camera,
        float(times[-1]),
        CubicSpline(times, track, bc_type="clamped"),
        CubicSpline(times, reach, bc_type="clamped"),
    )


def _aims(lens: Lens, eyes: Grid, plan: _Plan, corners: list[Grid]) -> tuple[Grid, Grid]:
    """Yaw and pitch at each knot (n x 2), and by how much the subjects are too large for the picture there."""
    places = plan.route.places
    first = np.array(
        [aimed(lens, eye, pivot, place) for eye, pivot, place in zip(eyes, plan.pivots, places, strict=True)]
    )
    kept = [kept_in(lens, eye, a, c) if len(c) else (a, 1.0) for eye, a, c in zip(eyes, first, corners, strict=True)]
    angles = np.array([angle for angle, _ in kept])
    turns = first + gaussian_filter1d(angles - first, 2.0, axis=0, mode="nearest")
    turns[:, 0] = np.unwrap(turns[:, 0])
    return turns, np.array([excess for _, excess in kept])
