"""Scenes come to life: what fits the place moves, nothing jumps or runs through anything."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engine.scene.film.courses import Lane, lanes_of
from engine.scene.film.glow import Flicker, LightingUp
from engine.scene.film.living import enliven
from engine.scene.film.subjects import boxes_at
from engine.scene.layout.compose import compose
from engine.scene.render.motion import placements
from engine.scene.scene import Scene
from engine.scene.spec import SceneSpec
from engine.scene.words.parser import parse
from tests.engine.scene.layout.grounds import Hills

DURATION, SEED = 15.0, 5
PROMPTS = (
    "a red car on a street", "an eagle above the mountains", "a sailboat on a lake", "a shark and fish underwater",
    "a windmill and a cottage in a village at dusk", "two butterflies in a garden",
)  # fmt: skip


def _spec(prompt: str) -> SceneSpec:
    return parse(prompt, style="realistic", seed=SEED)


@cache
def _still(prompt: str, *, real: bool = False) -> Scene:
    return compose(_spec(prompt), 16 / 9) if real else compose(_spec(prompt), 16 / 9, build_ground=Hills)


@cache
def _live(prompt: str, *, real: bool = False) -> Scene:
    return enliven(_still(prompt, real=real), _spec(prompt), DURATION, SEED)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_nothing_jumps_from_one_frame_to_the_next(prompt: str) -> None:
    moving = [part for part in _live(prompt).instances if part.course or part.motion not in ("still", "sway")]
    assert moving
    for instance in moving:
        for time in np.linspace(0.0, DURATION - 0.05, 40):
            step = boxes_at(instance, float(time) + 1 / 30) - boxes_at(instance, float(time))
            assert np.linalg.norm(step, axis=2).max() < 0.9, (instance.noun, time)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_subjects_are_where_the_still_has_them_in_the_middle_of_the_film(prompt: str) -> None:
    still, live = _still(prompt), _live(prompt)
    away = np.linalg.norm(np.subtract(still.camera.target, still.camera.eye))
    for part in still.instances:
        alike = [other for other in live.instances if other.subject == part.subject and other.noun == part.noun]
        now = np.concatenate([placements(other, DURATION / 2)[:, :3, 3] for other in alike])
        if part.subject:
            moved = np.linalg.norm(now[:, None] - part.transforms[:, :3, 3], axis=2).min(axis=0)
            assert moved.max() < 0.2 * away, part.noun


def test_traffic_keeps_out_of_everything_and_of_the_camera() -> None:
    spec = _spec("a quiet street")
    still = next(
        scene for scene in (compose(spec.model_copy(update={"seed": seed}), 16 / 9) for seed in range(4, 9))
        if lanes_of(enliven(scene, spec, DURATION, SEED).instances)
    )  # fmt: skip
    live = enliven(still, spec, DURATION, SEED)
    standing = [part for part in still.instances if part.noun in ("house", "oak", "bench", "car", "lamp-post")]
    for lane in lanes_of(live.instances):
        for time in np.linspace(0, DURATION, 31):
            cars = lane(float(time))[:, :3, 3]
            assert np.linalg.norm(cars - np.asarray(still.camera.eye), axis=1).min() > 2.0
            for part in standing:
                trunks = np.asarray(part.transforms)[:, :3, 3]
                assert np.linalg.norm(cars[:, None, [0, 2]] - trunks[:, [0, 2]], axis=2).min() > 1.3
    others = [(a, b) for a in lanes_of(live.instances) for b in lanes_of(live.instances) if a is not b]
    for a, b in others:
        gap = np.linalg.norm(a(3.0)[:, None, :3, 3] - b(3.0)[:, :3, 3], axis=2).min()
        assert gap > 3.0


def test_a_car_in_front_of_a_wall_stays() -> None:
    still = _still("a red car on a street")
    car = next(part for part in still.instances if part.noun == "car")
    wall = replace(car, noun="house", subject=0, transforms=car.transforms.copy())
    wall.transforms[:, :3, 3] += wall.transforms[:, :3, 2] * 4.6
    live = enliven(replace(still, instances=(*still.instances, wall)), _spec("a red car on a street"), DURATION, SEED)

    for part in live.instances:
        if part.subject:
            assert np.allclose(placements(part, 0.0)[:, :3, 3], placements(part, DURATION)[:, :3, 3], atol=1e-6)


def test_sails_turn_and_the_mill_stands() -> None:
    parts = [part for part in _live(PROMPTS[4]).instances if part.noun == "windmill"]
    turning = [part for part in parts if part.course is not None]

    assert len(turning) >= 1 and len(parts) > len(turning)
    early, late = (placements(turning[0], time) for time in (0.0, 2.0))
    assert not np.allclose(early[0, :3, :3], late[0, :3, :3], atol=0.1)
    hub = np.append(np.mean(turning[0].mesh.bounds, axis=0), 1.0)
    assert np.allclose(early @ hub, late @ hub, atol=1e-5)


def test_lights_go_on_at_dusk_and_fires_flicker() -> None:
    glows = [part.glow for part in _live(PROMPTS[4]).instances if isinstance(part.glow, LightingUp)]

    assert glows
    assert all(glow(0.0) == 0.0 and glow(DURATION) == 1.0 for glow in glows)
    fire = Flicker(0.3)
    assert 0.5 < min(fire(t / 30) for t in range(90)) < 0.95 < 1.05 < max(fire(t / 30) for t in range(90)) < 1.5


def test_only_what_fits_comes() -> None:
    def nouns(prompt: str, **changes: object) -> set[str]:
        spec = _spec(prompt).model_copy(update=changes)
        return {part.noun for part in enliven(_still(prompt), spec, DURATION, SEED).instances if part.course}

    assert "bird" in nouns("a cow in a meadow")
    assert "bird" not in nouns("a cow in a meadow", without=("bird",))
    assert "bird" not in nouns("a cow in a meadow", weather="storm")
    assert "bird" not in nouns("a shark and fish underwater")
    assert any(part.kind == "smoke" and part.source for part in _live(PROMPTS[4]).particles)


def test_the_same_film_lives_the_same_life() -> None:
    spec, still = _spec(PROMPTS[0]), _still(PROMPTS[0])
    first, second = (enliven(still, spec, DURATION, SEED) for _ in range(2))

    assert len(first.instances) == len(second.instances)
    for a, b in zip(first.instances, second.instances, strict=True):
        assert np.array_equal(placements(a, 4.2), placements(b, 4.2))
    with pytest.raises(ValueError, match="duration"):
        enliven(still, spec, 0.0, SEED)


def test_lane_is_a_course_of_traffic_only() -> None:
    assert not any(isinstance(part.course, Lane) for part in _live(PROMPTS[1]).instances)
