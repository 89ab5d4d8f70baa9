"""Vehicles, animals, people and objects keep the contract of a model."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.scene.mesh import Mesh
from engine.scene.models import (
    aircraft,
    balloons,
    birds,
    cars,
    costumes,
    cycles,
    fantasy,
    food,
    furniture,
    instruments,
    lights,
    objects,
    people,
    quadrupeds,
    sea_animals,
    ships,
    shore_animals,
    small_animals,
    tableware,
    weapons,
)
from engine.scene.models.breeds import BREEDS
from engine.scene.models.model import Look, Model, PersonLook
from engine.scene.models.registry import find_models
from engine.scene.models.water_birds import WADERS

MODULES = (
    aircraft, balloons, birds, cars, costumes, cycles, fantasy, food, furniture, instruments, lights, objects, people,
    quadrupeds, sea_animals, ships, shore_animals, small_animals, tableware, weapons,
)  # fmt: skip
MODELS: dict[str, Model] = {model.noun: model for module in MODULES for model in module.MODELS}
NOUNS = sorted(MODELS)
WANTED = """
car truck bus bicycle motorcycle train boat sailboat ship airplane helicopter hot-air-balloon rocket ufo tractor cart
submarine cat dog horse cow sheep pig chicken duck rabbit fox wolf bear deer lion elephant giraffe camel penguin owl
eagle bird butterfly bee fish shark whale dolphin turtle octopus crab snake dragon unicorn robot man woman boy girl
child knight wizard astronaut apple orange banana pumpkin cake bread pizza cup teapot bottle bowl table chair sofa bed
lamp bookshelf book candle lantern clock piano guitar umbrella chest barrel crate sword shield anchor key ball kite
balloon gift globe telescope
""".split()
TRIANGLES_MAX = 25_000
VIOLET = (0.55, 0.12, 0.7)
"""A colour that nothing has of itself."""


@cache
def built(noun: str, pose: str | None = None, seed: int = 1, colour: tuple[float, float, float] | None = None) -> Mesh:
    return MODELS[noun].build(Look(np.random.default_rng(seed), colour=colour, pose=pose))


def areas(mesh: Mesh) -> np.ndarray:
    corners = mesh.positions[mesh.triangles].astype(np.float64)
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def share_of_hue(mesh: Mesh, colour: tuple[float, float, float]) -> float:
    """The part of the surface whose colour points the same way as this one, bright or dark."""
    rgb = mesh.colours[mesh.triangles].mean(axis=1)
    chroma, wanted = rgb - rgb.mean(axis=1, keepdims=True), np.array(colour) - np.mean(colour)
    strength = np.linalg.norm(chroma, axis=1)
    alike = chroma @ wanted / np.maximum(strength * np.linalg.norm(wanted), 1e-6)
    area = np.linalg.norm(areas(mesh), axis=1)
    return float(area[(alike > 0.93) & (strength > 0.08)].sum() / area.sum())


def test_every_noun_that_was_asked_for_is_registered() -> None:
    assert set(WANTED) <= set(find_models())
    assert set(MODELS) <= set(find_models())


@pytest.mark.parametrize("noun", NOUNS)
def test_a_model_is_a_sound_mesh(noun: str) -> None:
    mesh = built(noun)

    count = len(mesh.positions)
    assert mesh.positions.dtype == np.float32 and mesh.triangles.dtype == np.int32
    for values in (mesh.positions, mesh.normals, mesh.colours, mesh.surface):
        assert len(values) == count and np.isfinite(values).all()
    assert np.abs(np.linalg.norm(mesh.normals, axis=1) - 1).max() < 1e-3
    assert mesh.triangles.min() >= 0 and mesh.triangles.max() < count
    assert 300 < len(mesh.triangles) <= TRIANGLES_MAX
    assert mesh.colours.min() >= 0 and mesh.colours.max() <= 1


@pytest.mark.parametrize("noun", NOUNS)
def test_a_model_shows_its_outside(noun: str) -> None:
    mesh = built(noun)

    facing = (areas(mesh) * mesh.normals[mesh.triangles].sum(axis=1)).sum(axis=1)

    area = np.linalg.norm(areas(mesh), axis=1)
    assert area[facing < 0].sum() / area.sum() < 0.02


@pytest.mark.parametrize("noun", NOUNS)
def test_a_model_stands_on_the_ground_at_its_height(noun: str) -> None:
    low, high = built(noun).bounds

    assert abs(low[1]) < 1e-3
    assert np.abs((low + high)[[0, 2]] / 2).max() < 1e-3
    assert high[1] == pytest.approx(MODELS[noun].height, rel=0.3)


@pytest.mark.parametrize("noun", NOUNS)
def test_the_colour_asked_for_is_the_main_one(noun: str) -> None:
    usual, violet = share_of_hue(built(noun), VIOLET), share_of_hue(built(noun, colour=VIOLET), VIOLET)

    assert violet > 0.1
    assert violet > usual + 0.08


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if len(MODELS[noun].poses) > 1])
def test_poses_differ_and_keep_to_the_ground(noun: str) -> None:
    meshes = [built(noun, pose) for pose in MODELS[noun].poses]

    shapes = {(mesh.positions.tobytes(), mesh.surface.tobytes()) for mesh in meshes}
    assert len(shapes) == len(meshes)
    for mesh in meshes:
        assert abs(mesh.bounds[0][1]) < 1e-3
        assert np.isfinite(mesh.positions).all()
        assert len(mesh.triangles) <= TRIANGLES_MAX


@pytest.mark.parametrize("noun", NOUNS)
def test_a_model_far_away_has_fewer_triangles_and_one_seed_gives_one_mesh(noun: str) -> None:
    far, again = (MODELS[noun].build(Look(np.random.default_rng(1), detail=0.3)) for _ in range(2))

    assert len(far.triangles) <= len(built(noun).triangles)
    assert np.allclose(far.size, built(noun).size, rtol=0.2, atol=0.02 * float(far.size.max()))
    assert np.array_equal(far.positions, again.positions)
    assert np.array_equal(far.colours, again.colours)


WORDS = sorted((noun, word) for noun, words in BREEDS.items() for word in words) + [
    ("duck", "swan"), ("duck", "goose"), *(("bird", word) for word in WADERS), ("car", "jeep"), ("car", "sports car"),
    ("car", "taxi"), ("car", "police car"), ("truck", "pickup"), ("truck", "van"), ("octopus", "jellyfish"),
    ("bee", "ladybird"), ("hot-air-balloon", "airship"),
]  # fmt: skip
"""Nouns with the words that have a shape of their own."""


@pytest.mark.parametrize(("noun", "word"), WORDS)
def test_a_word_has_its_own_shape_on_the_ground(noun: str, word: str) -> None:
    model = MODELS[noun]

    mesh, plural = (model.build(Look(np.random.default_rng(1), word=w)) for w in (word, word.title() + "s"))

    assert mesh.positions.shape != built(noun).positions.shape or not np.allclose(mesh.colours, built(noun).colours)
    assert np.array_equal(mesh.positions, plural.positions)
    assert abs(mesh.bounds[0][1]) < 1e-3 and np.isfinite(mesh.normals).all()
    assert mesh.colours.min() >= 0 and mesh.colours.max() <= 1
    assert 300 < len(mesh.triangles) <= TRIANGLES_MAX


def test_a_person_wears_what_was_asked_for() -> None:
    person = PersonLook("woman", hair=(0.2, 0.75, 0.7), skin=(0.36, 0.22, 0.15), clothes=VIOLET)
    usual = built("woman")

    mesh = MODELS["woman"].build(Look(np.random.default_rng(1), person=person))

    assert share_of_hue(mesh, VIOLET) > 0.2 > share_of_hue(usual, VIOLET)
    assert share_of_hue(mesh, (0.2, 0.75, 0.7)) > 0.02
    assert (np.abs(mesh.colours - np.array(person.skin)).max(axis=1) < 0.02).sum() > 200


def test_seeds_dress_people_differently() -> None:
    looks = {built("man", seed=seed).colours.tobytes() for seed in range(4)}

    assert len(looks) == 4


def test_a_golden_thing_is_of_gold_but_its_lamps_still_shine() -> None:
    plain, golden = built("car"), MODELS["car"].build(Look(np.random.default_rng(1), material="gold"))

    assert (golden.surface[:, 1] > 0.9).mean() > 0.4
    assert np.array_equal(golden.surface[:, 2] > 1, plain.surface[:, 2] > 1)


def test_a_sleeping_animal_and_person_lie_low() -> None:
    for noun in ("dog", "lion", "man", "girl"):
        assert built(noun, "sleeping").size[1] < 0.75 * built(noun).size[1]


def test_an_unknown_pose_is_the_usual_one() -> None:
    assert np.array_equal(built("dog", "juggling").positions, built("dog").positions)
