"""A camera that moves through a scene: smoothly, around what is in its way, its subjects in the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
BESIDE = 0.4
"""Cosine of the angle between a subject's face and the eye: below it the face is hardly seen."""
LOOKS_MAX = 48
"""Routes whose sight is judged at most: where all are hindered, one of them must do."""
FARTHEST = 2.5
"""Times its wanted distance that a camera steps back at most to have all subjects in its picture."""
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
    pivots = still.pivot + (0.0 if move == "static" else 1.0) * _shifts(shown, still.eye, times, duration / 2)
    options = routes(move, still, ways, duration, side, indoors=scene.indoors)
    judge = _Judge(lens, pivots, shown, times, obstacles, still)
    return _flown(scene, judge, _cheapest(options, judge))


def _still(scene: Scene, lens: Lens, shown: Subjects, time: float) -> Still:
    eye, target = np.asarray(scene.camera.eye), np.asarray(scene.camera.target)
    angles = angles_of(target - eye)
    pivot = shown.centre(time, eye) if shown else target
    away = pivot - eye
    far = float(np.hypot(away[0], away[2]))
    if far > FAR_SUBJECT:
        pivot = eye + away * (FAR_SUBJECT / far)
    place = np.clip(lens.seen(eye, angles, pivot[None])[0], -0.8, 0.8)
    return Still(eye, pivot, place, alone=not shown)


def _shifts(shown: Subjects, eye: Grid, times: Grid, middle: float) -> Grid:
    """n x 3: how far the subjects have gone from where they are in the middle of the film."""
    if not shown:
        return np.zeros((len(times), 3))
    at = np.array([shown.centre(float(time), eye) for time in times])
    return np.asarray(gaussian_filter1d(at - shown.centre(middle, eye), 1.5, axis=0, mode="nearest"))


def _margins(still: Still, obstacles: Obstacles) -> tuple[float, float]:
    """Metres that the eye keeps from things and from the ground: less than usual if the still does."""
    to_things = float(obstacles.clearance(still.eye[None])[0])
    to_ground = float(still.eye[1] - obstacles.floor(still.eye[[0, 2]][None])[0])
    return (
        min(float(np.clip(0.12 * still.reach, 0.15, 1.0)), max(0.8 * to_things, 0.06)),
        min(float(np.clip(0.1 * still.reach, 0.1, 0.9)), max(0.8 * to_ground, 0.06)),
    )


@dataclass(frozen=True, eq=False)
class _Judge:
    """Tells how unwelcome a route is."""

    lens: Lens
    pivots: Grid
    shown: Subjects
    times: Grid
    obstacles: Obstacles
    still: Still

    def bumps(self, route: Route) -> tuple[float, Grid]:
        """The cost without hindered sight, and the eyes (n x 3)."""
        eyes = _over_ground(route.eyes(self.pivots), self.obstacles, self.still)
        to_things, _ = _margins(self.still, self.obstacles)
        between = np.concatenate([eyes, (eyes[1:] + eyes[:-1]) / 2])
        clear = self.obstacles.clearance(between)
        bumps = float((clear < to_things).mean() + 4.0 * (clear < 0.4 * to_things).mean())
        climb = float(np.abs(eyes[:, 1] - self.still.eye[1]).max()) / self.still.reach
        return route.cost + 12.0 * bumps + 0.4 * climb + 6.0 * self._behind(eyes), eyes

    def _behind(self, eyes: Grid) -> float:
        """How much of the way shows the first subject's back, if the still shows its face."""
        facing = self.shown.facing(float(self.times[KNOTS // 2]))
        away = (np.concatenate([self.still.eye[None], eyes]) - self.still.pivot)[:, [0, 2]]
        fronts = away @ facing / np.maximum(np.linalg.norm(away, axis=1), 1e-9)
        return float(np.clip(BESIDE - fronts[1:], 0.0, 1.0).mean()) if fronts[0] > 0 else 0.0

    def tight(self, route: Route, eyes: Grid) -> float:
        """By how much the subjects are too large for the picture, at worst; 0 if they fit."""
        worst = 0.0
        for n in range(0, KNOTS, 4) if self.shown else ():
            corners = self.shown.corners(float(self.times[n]))
            angles = aimed(self.lens, eyes[n], self.pivots[n], route.places[n])
            worst = max(worst, kept_in(self.lens, eyes[n], angles, corners)[1] - 1.0)
        return worst

    def hidden(self, eyes: Grid) -> float:
        """The share of the subjects that something hides on the way."""
        some = range(0, KNOTS, 6)
        targets = [self.shown.middles(float(self.times[n]))[:3] if self.shown else self.pivots[n : n + 1] for n in some]
        return float(np.mean([self.obstacles.hidden(eyes[n], aims) for n, aims in zip(some, targets, strict=True)]))


def _cheapest(options: Iterator[Route], judge: _Judge) -> Route:
    """The least unwelcome route. Sight costs the most time: it is asked for only where it can decide."""
    judged = [(*judge.bumps(route), route) for route in options]
    judged.sort(key=lambda entry: entry[0])
    best, least = judged[0][2], np.inf
    for cost, eyes, route in judged[:LOOKS_MAX]:
        if cost >= least:
            break
        whole = cost + 5.0 * judge.hidden(eyes) + 5.0 * max(judge.tight(route, eyes) - 0.15, 0.0)
        if whole < least:
            best, least = route, whole
    return best


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


def _flown(scene: Scene, judge: _Judge, route: Route) -> Path:
    """The path along a route: it steps back where the subjects would not fit, and turns to keep them in."""
    shown, times = judge.shown, judge.times
    corners = [shown.corners(float(time)) for time in times]
    back = np.ones(KNOTS)
    for _ in range(8):
        wider = replace(route, reaches=route.reaches * back)
        eyes = _over_ground(wider.eyes(judge.pivots), judge.obstacles, judge.still)
        angles, excess = _aims(judge, route, eyes, corners)
        if (excess <= 1.002).all():
            break
        back = np.minimum(back * (1.0 + _envelope(np.clip(excess - 1.0, 0.0, 0.25)) * 1.1), FARTHEST)
    reach = np.array([_sharp(shown, eye, float(time)) for eye, time in zip(eyes, times, strict=True)])
    reach = reach if shown else np.full(KNOTS, scene.camera.focus or 10.0)
    aperture = scene.camera.aperture * _evenness(shown, judge.still, float(times[-1]) / 2)
    return Path(
        replace(scene.camera, aperture=aperture),
        float(times[-1]),
        CubicSpline(times, np.concatenate([eyes, angles], axis=1), bc_type="clamped"),
        CubicSpline(times, reach, bc_type="clamped"),
    )


def _sharp(shown: Subjects, eye: Grid, time: float) -> float:
    """Metres to the first subject: it is sharp."""
    return float(np.linalg.norm(shown.middles(time)[0] - eye)) if shown else 0.0


def _evenness(shown: Subjects, still: Still, time: float) -> float:
    """1 where all subjects are as far away, less where some are far behind others: all should be sharp enough."""
    if not shown:
        return 1.0
    away = np.linalg.norm(shown.middles(time) - still.eye, axis=1)
    return float(np.clip(1.6 * away.min() / away.max() - 0.3, 0.2, 1.0))


def _aims(judge: _Judge, route: Route, eyes: Grid, corners: list[Grid]) -> tuple[Grid, Grid]:
    """Yaw and pitch at each knot (n x 2), and by how much the subjects are too large for the picture there."""
    lens = judge.lens
    wanted = zip(eyes, judge.pivots, route.places, strict=True)
    first = np.array([aimed(lens, eye, pivot, place) for eye, pivot, place in wanted])
    kept = [kept_in(lens, eye, a, c) if len(c) else (a, 1.0) for eye, a, c in zip(eyes, first, corners, strict=True)]
    angles = np.array([angle for angle, _ in kept])
    turns = first + gaussian_filter1d(angles - first, 2.0, axis=0, mode="nearest")
    turns[:, 0] = np.unwrap(turns[:, 0])
    return turns, np.array([excess for _, excess in kept])
