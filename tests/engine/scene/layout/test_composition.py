"""How subjects are arranged: on their road, over their river, in the air, on their table, and well in the picture."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.scene.layout.compose import compose
from engine.scene.layout.framing import project
from engine.scene.scene import Scene
from engine.scene.words.parser import parse

ASPECT = 1.5


@cache
def _scene(prompt: str, seed: int = 1) -> Scene:
    return compose(parse(prompt, style="realistic", seed=seed), ASPECT)


def _points(scene: Scene, number: int) -> np.ndarray:
    """Vertices of all pieces of a subject in the world."""
    return np.concatenate(
        [
            instance.mesh.positions @ matrix[:3, :3].T + matrix[:3, 3]
            for instance in scene.instances if instance.subject == number
            for matrix in instance.transforms
        ]
    )  # fmt: skip


def _rectangle(scene: Scene, number: int) -> np.ndarray:
    """Lower left and upper right corner in the picture, -1..1."""
    flat = project(scene.camera, ASPECT, _points(scene, number))[:, :2]
    return np.stack([flat.min(axis=0), flat.max(axis=0)])


@pytest.mark.parametrize("seed", range(3))
def test_a_car_is_on_the_road_and_drives_along_it(seed: int) -> None:
    scene = _scene("a red car in the street", seed)

    (instance,) = (i for i in scene.instances if i.subject == 1)
    road, matrix = scene.roads[0], instance.transforms[0]
    assert abs(_points(scene, 1)[:, 0]).max() < road.width / 2
    assert abs(matrix[2, 2]) > 0.99  # its front, z of the model, points along the road


def test_a_dragon_above_a_castle_flies_over_it() -> None:
    scene = _scene("a dragon above a castle")

    (dragon,) = (i for i in scene.instances if i.subject == 1)
    assert dragon.pose in (None, "flying")
    below, above = _rectangle(scene, 2), _rectangle(scene, 1)
    assert above[0, 1] > below.mean(axis=0)[1]
    assert below[0, 0] < above.mean(axis=0)[0] < below[1, 0]


def test_what_cannot_fly_does_not_hang_in_the_air() -> None:
    scene = _scene("a cat above a table in a room")

    cat, table = _points(scene, 1), _points(scene, 2)
    assert abs(cat[:, 1].min() - table[:, 1].max()) < 0.1


def test_a_bridge_stands_on_both_banks_of_the_river() -> None:
    scene = _scene("a stone bridge over a river")

    points = _points(scene, 1)
    assert scene.water is not None and scene.ground is not None
    land = scene.ground.positions
    middle = points.mean(axis=0)
    near = np.linalg.norm(land[:, [0, 2]] - middle[[0, 2]], axis=1) < 2.0
    assert land[near, 1].min() < scene.water.level
    assert points[:, 1].min() > scene.water.level


def test_planets_float_in_empty_space_but_an_astronaut_stands() -> None:
    assert _scene("a planet and a comet in outer space").ground is None
    assert _scene("an astronaut on the moon").ground is not None


def test_things_on_a_table_do_not_hide_each_other() -> None:
    scene = _scene("a teapot, a cup, a cake and a candle on a table")

    places = [_points(scene, number)[:, [0, 2]] for number in range(1, 5)]
    for index, one in enumerate(places):
        for other in places[:index]:
            apart = np.linalg.norm(one.mean(axis=0) - other.mean(axis=0))
            assert apart > 0.5 * (np.ptp(one, axis=0).min() + np.ptp(other, axis=0).min()) * 0.8


@pytest.mark.parametrize(
    "prompt", ["a whale underwater", "a cat on a sofa in a room", "a sheep in a meadow", "a house"]
)
def test_the_main_subject_fills_a_good_part_of_the_picture(prompt: str) -> None:
    scene = _scene(prompt)

    number = 2 if "sofa" in prompt else 1
    width, height = np.ptp(_rectangle(scene, number), axis=0) / 2
    assert height > 0.35 or width > 0.6
    assert (np.abs(_rectangle(scene, number)) < 1).all()


def test_four_seeds_give_four_compositions() -> None:
    prompt = "a horse beside a windmill"
    views = [np.concatenate([_rectangle(_scene(prompt, seed), n).ravel() for n in (1, 2)]) for seed in range(4)]
    suns = [np.asarray(_scene(prompt, seed).sky.sun) for seed in range(4)]

    for index in range(4):
        for other in range(index):
            moved = np.abs(views[index] - views[other]).max()
            turned = np.linalg.norm(suns[index] - suns[other])
            assert moved > 0.06
            assert moved > 0.25 or turned > 0.4  # other places in the picture, or light from another side


def test_mist_never_hides_a_subject() -> None:
    scene = _scene("a castle in thick fog")

    away = np.linalg.norm(_points(scene, 1).mean(axis=0) - np.asarray(scene.camera.eye))
    assert scene.air is not None
    assert scene.air.density * away < 1.2
