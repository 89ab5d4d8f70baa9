"""Cameras glide, keep their subjects in the picture, and run into nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from scipy.spatial import cKDTree

from engine.scene.film.camera_path import CameraMove, camera_path
from engine.scene.film.easing import glide
from engine.scene.film.living import enliven
from engine.scene.film.subjects import subjects_of
from engine.scene.layout.compose import compose
from engine.scene.layout.framing import project
from engine.scene.scene import Camera, Scene
from engine.scene.words.parser import parse
from tests.engine.scene.layout.grounds import Hills

ASPECT, DURATION, SEED = 16 / 9, 15.0, 5
TIMES = np.linspace(0.0, DURATION, 46)
MOVES: tuple[CameraMove, ...] = ("orbit", "dolly", "pan", "static")
PROMPTS = (
    "a lighthouse on the coast at sunset",
    "five sheep and a windmill",
    "a fox in a forest",
    "a cat on a sofa in a room",
)


@cache
def _scene(prompt: str) -> Scene:
    spec = parse(prompt, style="realistic", seed=SEED)
    indoors = spec.place == "room"
    scene = compose(spec, ASPECT) if indoors else compose(spec, ASPECT, build_ground=Hills)
    return enliven(scene, spec, DURATION, SEED)


@cache
def _path(prompt: str, move: CameraMove) -> Callable[[float], Camera]:
    return camera_path(_scene(prompt), move, DURATION, ASPECT, SEED)


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("prompt", PROMPTS)
def test_subjects_stay_in_the_picture_and_the_eye_keeps_clear(prompt: str, move: CameraMove) -> None:
    scene = _scene(prompt)
    path = _path(prompt, move)
    subjects = subjects_of(scene, ASPECT, DURATION / 2)
    eyes = np.array([path(float(time)).eye for time in TIMES])

    assert subjects
    for time in TIMES:
        seen = project(path(float(time)), ASPECT, subjects.corners(float(time)))
        assert np.abs(seen[:, :2]).max() < 1.0
    _assert_clear(scene, eyes)


def _assert_clear(scene: Scene, eyes: np.ndarray) -> None:
    points = [
        instance.mesh.positions[::3] @ matrix[:3, :3].T + matrix[:3, 3]
        for instance in scene.instances
        if instance.course is None
        for matrix in instance.transforms
    ]
    still = np.asarray(scene.camera.eye)[None]
    tree = cKDTree(np.concatenate(points))
    assert tree.query(eyes)[0].min() > min(0.1, 0.5 * tree.query(still)[0].min())
    if scene.ground is None:
        return
    ground = cKDTree(scene.ground.positions)
    assert ground.query(eyes)[0].min() > min(0.1, 0.5 * ground.query(still)[0].min())
    if scene.water is not None:
        assert eyes[:, 1].min() > scene.water.level


@pytest.mark.parametrize("move", MOVES)
def test_a_path_is_smooth_and_rests_at_both_ends(move: CameraMove) -> None:
    path = _path(PROMPTS[0], move)
    step = DURATION / 450
    times = np.arange(0.0, DURATION + step / 2, step)
    eyes = np.array([path(float(time)).eye for time in times])
    aims = np.array([np.subtract(path(float(time)).target, path(float(time)).eye) for time in times])
    aims /= np.linalg.norm(aims, axis=1, keepdims=True)

    for values, least in ((eyes, 0.02), (aims, 0.002)):
        way = max(float(np.linalg.norm(np.diff(values, axis=0), axis=1).sum()), least)
        speed = np.linalg.norm(np.diff(values, axis=0), axis=1) / step
        change = np.linalg.norm(np.diff(values, 2, axis=0), axis=1) / step**2
        assert speed[[0, -1]].max() < 0.25 * way / DURATION
        assert change.max() < 45 * way / DURATION**2


def test_an_orbit_goes_around_and_a_static_camera_stays() -> None:
    scene = _scene(PROMPTS[1])
    pivot = subjects_of(scene, ASPECT, DURATION / 2).centre(DURATION / 2, np.asarray(scene.camera.eye))

    def around(move: CameraMove) -> float:
        path = _path(PROMPTS[1], move)
        away = np.array([np.subtract(path(float(time)).eye, pivot) for time in TIMES])
        return float(np.degrees(np.ptp(np.unwrap(np.arctan2(away[:, 0], away[:, 2])))))

    assert 25 < around("orbit") <= 75
    assert around("static") < 1.5


def test_a_dolly_comes_nearer() -> None:
    scene = _scene(PROMPTS[0])
    path = _path(PROMPTS[0], "dolly")
    middle = subjects_of(scene, ASPECT, 7.5).centre(7.5, np.asarray(scene.camera.eye))

    start, end = (np.linalg.norm(np.subtract(path(time).eye, middle)) for time in (0.0, DURATION))
    assert end < 0.8 * start


def test_the_middle_of_the_film_is_like_the_still() -> None:
    for prompt in PROMPTS:
        scene = _scene(prompt)
        away = np.linalg.norm(np.subtract(scene.camera.target, scene.camera.eye))
        for move in ("dolly", "pan", "static"):
            eye = _path(prompt, move)(DURATION / 2).eye
            assert np.linalg.norm(np.subtract(eye, scene.camera.eye)) < 0.35 * away, (prompt, move)


def test_the_same_film_has_the_same_path() -> None:
    first, second = _path(PROMPTS[2], "orbit"), camera_path(_scene(PROMPTS[2]), "orbit", DURATION, ASPECT, SEED)

    assert all(first(float(time)) == second(float(time)) for time in TIMES)


def test_no_duration_no_path() -> None:
    with pytest.raises(ValueError, match="duration"):
        camera_path(_scene(PROMPTS[2]), "orbit", 0.0, ASPECT, SEED)


def test_gliding_starts_and_stops_gently() -> None:
    shares = np.array([glide(float(x)) for x in np.linspace(0, 1, 1001)])

    assert shares[0] == 0 and shares[-1] == 1 and shares[500] == pytest.approx(0.5)
    assert (np.diff(shares) >= 0).all()
    assert np.abs(np.diff(shares, 2)).max() * 1000**2 < 7.2
