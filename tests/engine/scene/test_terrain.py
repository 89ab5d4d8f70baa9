"""The ground of every place: sound, level where subjects stand, and as high as it says."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np
import pytest

from engine.scene.mesh import Mesh
from engine.scene.spec import Place
from engine.scene.terrain.build import build
from engine.scene.terrain.ground import Ground

PLACES: tuple[Place, ...] = get_args(Place)
WITH_WATER = {"coast", "island", "harbour", "lake", "river"}
INDOORS = {"room", "studio"}
SKETCH = 0.25
"""Detail that is enough to test with."""


@cache
def ground(place: Place, seed: int = 0, season: str = "summer") -> Ground:
    return build(place, np.random.default_rng(seed), season, detail=SKETCH)


def relief(mesh: Mesh, within: float) -> Mesh:
    """The vertices of the ground itself near the origin: what is built onto it comes after."""
    middle = np.flatnonzero(np.hypot(mesh.positions[:, 0], mesh.positions[:, 2]) < 1e-6)
    count = int(middle[0]) + 1
    near = np.hypot(mesh.positions[:count, 0], mesh.positions[:count, 2]) < within
    return Mesh(mesh.positions[:count][near], mesh.normals[:count][near], mesh.colours[:count][near],
                mesh.surface[:count][near], mesh.triangles[:0])  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_ground_is_a_sound_mesh(place: Place) -> None:
    mesh = ground(place).mesh

    for values in (mesh.positions, mesh.normals, mesh.colours, mesh.surface):
        assert values.dtype == np.float32 and np.isfinite(values).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert mesh.triangles.min() >= 0 and mesh.triangles.max() < len(mesh.positions)
    assert mesh.colours.min() >= 0 and mesh.colours.max() <= 1


@pytest.mark.parametrize("place", PLACES)
def test_subjects_have_level_room_above_the_water(place: Place) -> None:
    made = ground(place)
    out, angle = np.meshgrid(np.linspace(0, made.open_area, 20), np.linspace(0, 2 * np.pi, 24))
    x, z = out * np.cos(angle), out * np.sin(angle)

    heights = made.height_at(x, z)

    assert made.open_area >= 3
    assert np.ptp(heights) < 0.12 * made.open_area + 0.6
    assert abs(float(made.height_at(np.zeros(1), np.zeros(1))[0])) < 2.6
    if made.water is not None:
        assert heights.min() > made.water.level


@pytest.mark.parametrize("place", sorted(set(PLACES) - INDOORS))
def test_height_at_agrees_with_the_mesh(place: Place) -> None:
    made = ground(place)

    near = relief(made.mesh, 40)

    said = made.height_at(near.positions[:, 0].astype(np.float64), near.positions[:, 2].astype(np.float64))
    assert len(near.positions) > 500
    assert np.abs(said - near.positions[:, 1]).max() < 1e-3


@pytest.mark.parametrize("place", sorted(set(PLACES) - INDOORS))
def test_ground_faces_up_and_reaches_the_horizon(place: Place) -> None:
    made = ground(place)

    assert relief(made.mesh, 1e9).normals[:, 1].mean() > 0.8
    assert np.hypot(*made.mesh.positions[:, [0, 2]].T).max() > 400


@pytest.mark.parametrize("place", PLACES)
def test_water_is_where_it_belongs_and_boats_float(place: Place) -> None:
    made = ground(place)

    assert (made.water is not None) == (place in WITH_WATER) == (made.afloat is not None)
    if made.water is not None and made.afloat is not None:
        x, z, radius = made.afloat
        angle = np.linspace(0, 2 * np.pi, 12)
        depths = made.water.level - made.height_at(x + 0.9 * radius * np.cos(angle), z + 0.9 * radius * np.sin(angle))
        assert depths.min() > 0.1


@pytest.mark.parametrize("place", PLACES)
def test_a_seed_gives_one_ground_and_another_another(place: Place) -> None:
    again = build(place, np.random.default_rng(0), "summer", detail=SKETCH)
    other = ground(place, 1)

    first = ground(place).mesh
    assert np.array_equal(again.mesh.positions, first.positions) and np.array_equal(again.mesh.colours, first.colours)
    same = first.colours.shape == other.mesh.colours.shape and np.allclose(first.colours, other.mesh.colours, atol=0.01)
    assert not same


@pytest.mark.parametrize("place", ["mountains", "forest", "meadow", "farm", "village", "garden", "lake", "city"])
def test_winter_whitens(place: Place) -> None:
    def brightness(season: str) -> float:
        return float(relief(ground(place, 0, season).mesh, 40).colours.min(axis=1).mean())

    assert brightness("winter") > brightness("summer") + 0.12


@pytest.mark.parametrize("place", ["village", "city", "street", "harbour", "farm"])
def test_houses_have_plots_off_the_middle(place: Place) -> None:
    plots = np.array(ground(place).plots)

    assert len(plots) >= 4
    assert np.hypot(plots[:, 0], plots[:, 1]).min() > 6


def test_full_detail_stays_in_its_budget() -> None:
    made = build("harbour", np.random.default_rng(0), "summer")  # the place with the most built onto it

    assert 80_000 < len(made.mesh.triangles) < 120_000
