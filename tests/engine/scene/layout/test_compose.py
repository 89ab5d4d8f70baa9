"""Specs become scenes in which everything stands, floats or flies where it should, and is seen."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from data.scene_places import load_places
from engine.scene.layout.compose import compose, unseen
from engine.scene.layout.framing import project
from engine.scene.models.registry import find_models
from engine.scene.scene import Instance, Scene
from engine.scene.spec import SceneSpec, Subject
from engine.scene.words.parser import parse
from tests.engine.scene.layout.grounds import Hills

ASPECT = 1.5


def _spec(prompt: str, seed: int = 1) -> SceneSpec:
    return parse(prompt, style="realistic", seed=seed)


@cache
def _scene(prompt: str, seed: int = 1) -> Scene:
    return compose(_spec(prompt, seed), ASPECT, build_ground=Hills)


def _ground(spec: SceneSpec) -> Hills:
    return Hills(spec.place, np.random.default_rng([spec.seed, 7]), spec.season, load_places()[spec.place].size)


def _of(scene: Scene, number: int) -> list[np.ndarray]:
    """The boxes (8 x 3 corners) of each placed mesh of a subject."""
    return [box for instance in scene.instances if instance.subject == number for box in _boxes(instance)]


def _boxes(instance: Instance) -> list[np.ndarray]:
    low, high = instance.mesh.bounds
    corners = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    return [corners @ matrix[:3, :3].T + matrix[:3, 3] for matrix in instance.transforms]


def _in_picture(scene: Scene, box: np.ndarray) -> bool:
    return bool((np.abs(project(scene.camera, ASPECT, box.mean(axis=0)[None])[0, :2]) < 0.97).all())


PROMPTS = (
    "a small red boat beside two tall lighthouses", "a girl riding a horse through the forest", "a cat on a car",
    "five sheep and a windmill", "a dragon flying over a castle at night", "a knight in front of a castle",
    "twelve penguins on an iceberg", "three birds above a church", "a bowl of apples", "a man on a bench",
    "a dog beside a house behind an oak", "an apple in a garden",
    "a herd of deer around a campfire", "a ship and a sailboat at sunset", "a fox among sunflowers",
)  # fmt: skip


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_subject_is_there_as_often_as_asked_and_in_the_picture(prompt: str) -> None:
    spec, scene = _spec(prompt), _scene(prompt)

    for number, subject in enumerate(spec.subjects, 1):
        if subject.noun not in find_models():
            assert unseen(spec)
            continue
        boxes = _of(scene, number)
        assert len(boxes) == subject.count
        seen = sum(_in_picture(scene, box) for box in boxes)
        assert seen == len(boxes) or (subject.noun == "sunflower" and seen >= 3), subject.noun


@pytest.mark.parametrize("prompt", PROMPTS)
def test_nothing_floats_above_the_ground_or_sinks_into_it(prompt: str) -> None:
    spec, scene = _spec(prompt), _scene(prompt)
    ground = _ground(spec)
    level = ground.water.level if ground.water is not None else -np.inf

    for number, subject in enumerate(spec.subjects, 1):
        above = subject.relation is not None and subject.relation.kind in ("on", "above", "in")
        on_a_table = spec.place == "room"
        if above or on_a_table or subject.pose == "flying":
            continue
        for box in _of(scene, number):
            foot, (x, z) = box[:, 1].min(), box[:, [0, 2]].mean(axis=0)
            below = max(float(ground.height_at(x, z)), level)
            high = box[:, 1].max() - foot
            assert below - 0.45 * high - 0.1 <= foot <= below + 0.12 + 0.05 * high, subject.noun


@pytest.mark.parametrize("prompt", [prompt for prompt in PROMPTS if "riding" not in prompt])
def test_subjects_do_not_cut_through_each_other(prompt: str) -> None:
    spec, scene = _spec(prompt), _scene(prompt)
    loose = [
        n
        for n, s in enumerate(spec.subjects, 1)
        if s.relation is None or s.relation.kind in ("beside", "behind", "in-front")
    ]

    boxes = [box for number in loose for box in _of(scene, number)]
    for index, box in enumerate(boxes):
        for other in boxes[:index]:
            apart = np.linalg.norm(box[:, [0, 2]].mean(axis=0) - other[:, [0, 2]].mean(axis=0))
            narrow = sum(float((b.max(axis=0) - b.min(axis=0))[[0, 2]].min()) for b in (box, other)) / 2
            assert apart > 0.5 * narrow


def test_on_means_on_top() -> None:
    scene = _scene("a cat on a car")

    (cat,), (car,) = _of(scene, 1), _of(scene, 2)
    middle = cat[:, [0, 2]].mean(axis=0)
    assert cat[:, 1].min() > car[:, 1].min() + 0.4 * np.ptp(car[:, 1])
    assert cat[:, 1].min() <= car[:, 1].max() + 0.02
    assert (car[:, [0, 2]].min(axis=0) < middle).all() and (middle < car[:, [0, 2]].max(axis=0)).all()


def test_above_means_in_the_air_over_it() -> None:
    scene = _scene("three birds above a church")

    (church,) = _of(scene, 2)
    top = project(scene.camera, ASPECT, church)[:, 1].max()
    for bird in _of(scene, 1):
        assert project(scene.camera, ASPECT, bird)[:, 1].min() > top - 0.35


def test_what_is_in_front_is_nearer_and_what_is_behind_farther() -> None:
    near = _scene("a knight in front of a castle" if "knight" in find_models() else "a man in front of a castle")
    far = _scene("a house behind an oak")

    def depth(scene: Scene, number: int) -> float:
        return float(project(scene.camera, ASPECT, _of(scene, number)[0].mean(axis=0)[None])[0, 2])

    assert depth(near, 1) < depth(near, 2)
    assert depth(far, 1) > depth(far, 2)


def test_ships_are_on_water() -> None:
    spec, scene = _spec("a ship and a sailboat at sunset"), _scene("a ship and a sailboat at sunset")
    ground = _ground(spec)

    assert spec.place == "coast"
    for number in (1, 2):
        for box in _of(scene, number):
            assert box[:, 1].min() < 0 < box[:, 1].max()
            assert float(ground.height_at(*box[:, [0, 2]].mean(axis=0))) < -0.3


@pytest.mark.parametrize("place", ["meadow", "forest", "street", "coast", "room", "underwater", "village"])
def test_the_surroundings_leave_the_subjects_free(place: str) -> None:
    spec = SceneSpec(place=place, subjects=(Subject(noun="horse"), Subject(noun="man")), seed=5)
    scene = compose(spec, ASPECT, build_ground=Hills)

    subjects = [box for number in (1, 2) for box in _of(scene, number)]
    for instance in scene.instances:
        if instance.subject or instance.noun == place:
            continue
        for box in _boxes(instance):
            for subject in subjects:
                apart = np.linalg.norm(box[:, [0, 2]].mean(axis=0) - subject[:, [0, 2]].mean(axis=0))
                assert apart > 0.35 * np.ptp(box[:, [0, 2]], axis=0).min() + 0.2


def test_nothing_excluded_is_strewn_about() -> None:
    bare = _scene("a horse in a meadow without trees, grass, flowers, bushes or rocks")

    assert {instance.subject for instance in bare.instances} == {1}


def test_the_shipped_terrain_is_used() -> None:
    scene = compose(_spec("a dog in a garden"), ASPECT)

    (dog,) = _of(scene, 1)
    assert _in_picture(scene, dog)
    assert scene.ground is not None and len(scene.ground.positions) > 1000


def test_the_same_spec_gives_the_same_scene_and_another_seed_another_one() -> None:
    first, other = (_scene("a cat on a car", seed) for seed in (3, 4))
    again = compose(_spec("a cat on a car", 3), ASPECT, build_ground=Hills)

    assert first.camera == again.camera
    assert first.sky == again.sky
    for one, two in zip(first.instances, again.instances, strict=True):
        assert np.array_equal(one.transforms, two.transforms)
        assert np.array_equal(one.mesh.positions, two.mesh.positions)
    assert first.camera != other.camera
    assert first.sky.sun != other.sky.sun


def test_a_noun_without_a_model_is_left_out_and_told() -> None:
    spec = _spec("a cat and a dog")
    models = {noun: model for noun, model in find_models().items() if noun != "dog"}

    scene = compose(spec, ASPECT, build_ground=Hills, models=models)

    assert not _of(scene, 2) and _of(scene, 1)
    assert unseen(spec, models) == ("There is no model of dog yet: it is left out.",)


def test_the_hour_and_the_weather_are_seen() -> None:
    day, night, rain = (_scene(f"an oak {when}") for when in ("at noon", "at night", "in the rain"))
    clear = day

    assert day.sky.sun_strength > 3 * night.sky.sun_strength
    assert night.sky.moon and night.sky.stars > day.sky.stars
    assert [p.kind for p in rain.particles] == ["rain"]
    assert rain.sky.clouds > clear.sky.clouds
    assert rain.air is not None and clear.air is not None and rain.air.density > clear.air.density


@pytest.mark.parametrize("seed", range(4))
def test_a_moon_that_was_asked_for_is_in_the_picture(seed: int) -> None:
    scene = _scene("the moon over a castle", seed)

    far = np.asarray(scene.camera.eye) + 1e4 * np.asarray(scene.sky.sun)
    assert (np.abs(project(scene.camera, ASPECT, far[None])[0, :2]) < 1).all()


@pytest.mark.parametrize("shot", ["wide", "medium", "close", "above", "low"])
@pytest.mark.parametrize("aspect", [0.5625, 1.7778])
def test_every_shot_and_format_holds_the_subject(shot: str, aspect: float) -> None:
    spec = SceneSpec(subjects=(Subject(noun="horse"), Subject(noun="oak")), camera={"shot": shot}, seed=2)
    scene = compose(spec, aspect, build_ground=Hills)

    for instance in scene.instances:
        for matrix in instance.transforms[: 1 if instance.subject else 0]:
            points = instance.mesh.positions @ matrix[:3, :3].T + matrix[:3, 3]
            assert (np.abs(project(scene.camera, aspect, points)[:, :2]) < 1.0).all()


def test_an_empty_prompt_still_is_a_place() -> None:
    scene = compose(SceneSpec(place="mountains"), ASPECT, build_ground=Hills)

    assert len(scene.instances) > 3
