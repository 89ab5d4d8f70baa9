"""Plants, stones, buildings and the sky's things: sound meshes, honest about themselves, of their seed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.scene.mesh import PART, Mesh
from engine.scene.models import (
    apartments,
    celestial,
    evergreens,
    flowers,
    houses,
    landforms,
    monuments,
    outdoors,
    plants,
    reef,
    rocks,
    shrines,
    skyscraper,
    towers,
    trees,
    yard,
)
from engine.scene.models.model import Look, Model
from engine.scene.models.registry import find_models

MODULES = (
    apartments, celestial, evergreens, flowers, houses, landforms, monuments, outdoors, plants, reef, rocks, shrines,
    skyscraper, towers, trees, yard,
)  # fmt: skip
MODELS: dict[str, Model] = {model.noun: model for module in MODULES for model in module.MODELS}
TRIANGLES_MAX = 48_000
ASKED = (0.10, 0.30, 0.95)
"""A blue that nothing has by itself."""


@cache
def built(noun: str, seed: int = 0, season: str = "summer", detail: float = 1.0, lit: bool = False) -> Mesh:
    return MODELS[noun].build(Look(np.random.default_rng(seed), season=season, detail=detail, lit=lit))


@pytest.mark.parametrize("noun", sorted(MODELS))
def test_a_model_is_a_sound_mesh(noun: str) -> None:
    mesh = built(noun)

    count = len(mesh.positions)
    assert mesh.normals.shape == mesh.colours.shape == (count, 3) and mesh.surface.shape == (count, 4)
    for values in (mesh.positions, mesh.normals, mesh.colours, mesh.surface):
        assert values.dtype == np.float32 and np.isfinite(values).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert mesh.triangles.min() >= 0 and mesh.triangles.max() < count
    assert mesh.colours.min() >= 0 and mesh.colours.max() <= 1
    assert mesh.surface[:, [0, 1, 3]].min() >= 0 and mesh.surface[:, :2].max() <= 1
    sways = mesh.surface[:, 3]
    turning = sways >= PART
    assert sways[~turning].max(initial=0) <= 1 and np.array_equal(sways[turning], np.round(sways[turning]))
    corners = mesh.positions[mesh.triangles].astype(np.float64)
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    assert (areas < 1e-12).mean() < 0.02
    assert 300 < len(mesh.triangles) < TRIANGLES_MAX


@pytest.mark.parametrize("noun", sorted(MODELS))
def test_a_model_stands_on_the_ground_and_is_as_high_as_it_says(noun: str) -> None:
    model = MODELS[noun]

    low, high = built(noun).bounds

    if model.habitat != "water":
        assert abs(low[1]) < 0.02 * model.height + 0.01
    assert high[1] == pytest.approx(model.height, rel=0.3)
    assert np.abs((low + high)[[0, 2]] / 2).max() < 0.25 * max(high[0] - low[0], high[2] - low[2], model.height)


@pytest.mark.parametrize("noun", sorted(MODELS))
def test_a_seed_gives_one_mesh(noun: str) -> None:
    again = MODELS[noun].build(Look(np.random.default_rng(0)))

    assert np.array_equal(again.positions, built(noun).positions)
    assert np.array_equal(again.colours, built(noun).colours)


@pytest.mark.parametrize("noun", sorted(MODELS))
def test_another_seed_gives_another_mesh(noun: str) -> None:
    first, other = built(noun), built(noun, 1)

    same = first.positions.shape == other.positions.shape and np.allclose(first.positions, other.positions)
    assert not (same and np.allclose(first.colours, other.colours))


@pytest.mark.parametrize("noun", sorted(set(MODELS) - {"rainbow"}))  # a rainbow has its own colours
def test_the_colour_asked_for_is_on_the_main_part(noun: str) -> None:
    mesh = MODELS[noun].build(Look(np.random.default_rng(0), colour=ASKED))

    def blue(of: Mesh) -> float:
        corners = of.positions[of.triangles].astype(np.float64)
        areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        red, green, blue_ = of.colours[of.triangles].mean(axis=1).T
        return float(areas[(blue_ > 1.35 * red) & (blue_ > 1.15 * green)].sum() / areas.sum())

    assert blue(mesh) > blue(built(noun)) + 0.035


@pytest.mark.parametrize("noun", ["oak", "birch", "willow", "cherry-tree", "house", "pine", "rock", "church"])
def test_seasons_change_what_stands_outdoors(noun: str) -> None:
    def white(mesh: Mesh) -> float:
        return float((mesh.colours.min(axis=1) > 0.8).mean())

    assert white(built(noun, season="winter")) > white(built(noun)) + 0.01


@pytest.mark.parametrize("noun", ["oak", "cherry-tree"])
def test_autumn_leaves_are_redder(noun: str) -> None:
    red, green = built(noun, season="autumn").colours[:, :2].mean(axis=0)

    assert red > 1.2 * green


@pytest.mark.parametrize(
    "noun", ["house", "cottage", "castle", "skyscraper", "lighthouse", "church", "lamp-post", "tent", "apartment"]
)
def test_windows_shine_only_when_lit(noun: str) -> None:
    dark, bright = built(noun), built(noun, lit=True)

    assert (dark.surface[:, 2] > 0.5).mean() == 0
    assert (bright.surface[:, 2] >= 0.9).sum() > 8


@pytest.mark.parametrize("noun", ["oak", "pine", "willow", "castle", "mountain", "cloud", "planet"])
def test_less_detail_is_fewer_triangles(noun: str) -> None:
    assert len(built(noun, detail=0.3).triangles) < 0.75 * len(built(noun).triangles)


def test_the_registry_finds_them_all_once() -> None:
    found = find_models()

    assert {noun: found[noun] for noun in MODELS} == MODELS
    assert len(MODELS) >= 58


def test_a_viaduct_is_level_and_a_bridge_is_not() -> None:
    def rise(word: str | None) -> float:
        mesh = MODELS["bridge"].build(Look(np.random.default_rng(0), word=word))
        high = mesh.bounds[1]
        end = mesh.positions[mesh.positions[:, 0] > 0.9 * high[0]]
        return float(end[:, 1].max() / high[1])

    assert rise("viaduct") > 0.95 > 0.6 > rise(None)
