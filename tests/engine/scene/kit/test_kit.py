"""The mesh kit: its solids are closed and face outwards, its shaping keeps them sound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.scene.kit import paint, shaping, sweeps
from engine.scene.kit import primitives as solids
from engine.scene.kit.noise import Noise
from engine.scene.mesh import Mesh


def volume(mesh: Mesh) -> float:
    """Of a closed mesh whose triangles face outwards (divergence theorem)."""
    corners = mesh.positions[mesh.triangles].astype(np.float64)
    return float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum() / 6)


def agreement(mesh: Mesh) -> float:
    """The part of the triangles whose side agrees with the normals of their corners."""
    corners = mesh.positions[mesh.triangles].astype(np.float64)
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(((faces * mesh.normals[mesh.triangles].mean(axis=1)).sum(axis=1) > 0).mean())


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


STAR = [
    (np.cos(k * np.pi / 5) * (1 if k % 2 else 0.4), np.sin(k * np.pi / 5) * (1 if k % 2 else 0.4)) for k in range(10)
]
STAR_AREA = 10 * 0.5 * 1.0 * 0.4 * np.sin(np.pi / 5)

SOLIDS: dict[str, tuple[Callable[[], Mesh], float]] = {
    "sphere": (lambda: solids.sphere(1.0, 2), 4 / 3 * np.pi),
    "ellipsoid": (lambda: solids.ellipsoid((1, 2, 3), 2), 8 * np.pi),
    "box": (lambda: solids.box((1, 2, 3)), 6.0),
    "rounded box": (lambda: solids.box((1, 2, 3), 0.1, 2), 5.93),
    "cylinder": (lambda: solids.cylinder(1, 2, detail=2), 2 * np.pi),
    "rounded cylinder": (lambda: solids.cylinder(1, 2, detail=2, round=0.05), 6.25),
    "cone": (lambda: solids.cone(1, 3, 2), np.pi),
    "torus": (lambda: solids.torus(1, 0.2, 2), 2 * np.pi**2 * 0.04),
    "lathe": (lambda: solids.lathe([(0, 0), (2, 0), (2, 1), (1, 1), (1, 0.5), (0, 0.5)], detail=3), 3.5 * np.pi),
    "capsule": (lambda: sweeps.capsule((0, 0, 0), (2, 0, 0), 0.5, detail=3), np.pi * 0.5 + np.pi / 6),
    "flat tube": (lambda: sweeps.tube([(0, 0, 0), (0, 1, 0), (0, 3, 0)], 0.5, 3, "flat"), 0.75 * np.pi),
    "oval tube": (lambda: sweeps.tube([(0, 0, 0), (3, 0, 0)], [(0.5, 1.0), (0.5, 1.0)], 3, "flat"), 1.5 * np.pi),
    "plate of a star": (lambda: sweeps.extrude(STAR, 0.5), STAR_AREA * 0.5),
    "bevelled plate": (lambda: sweeps.extrude([(0, 0), (0, 2), (2, 2), (2, 0)], 1.0, 0.01), 4.0),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_solids_are_closed_outward_and_of_the_right_volume(name: str) -> None:
    build, expected = SOLIDS[name]

    mesh = build()

    assert volume(mesh) == pytest.approx(expected, rel=0.04)
    assert agreement(mesh) == 1.0
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-4)
    assert mesh.triangles.min() >= 0 and mesh.triangles.max() == len(mesh.positions) - 1


def test_an_upright_oval_tube_is_taller_than_wide() -> None:
    mesh = sweeps.tube([(0, 0, 0), (3, 0, 0)], [(0.5, 1.0), (0.5, 1.0)], 3, "flat")

    assert mesh.size == pytest.approx([3, 2, 1], abs=0.02)


def test_a_sheet_has_a_front_and_a_back() -> None:
    mesh = sweeps.sheet(lambda u, v: np.stack([u, v, 0 * u], axis=-1), 2, 3, 0.01)

    assert sorted(set(np.round(mesh.normals[:, 2]))) == [-1, 1]
    assert volume(mesh) > 0


SHAPINGS: dict[str, Callable[[Mesh], Mesh]] = {
    "placed": lambda m: shaping.placed(m, (1, 2, 3), (20, 30, 40), (1, 2, 0.5)),
    "mirror image": lambda m: shaping.placed(m, scale=(-1, 1, 1)),
    "bent": lambda m: shaping.bent(m, 60),
    "twisted": lambda m: shaping.twisted(m, 90),
    "tapered": lambda m: shaping.tapered(m, 0.3),
    "noisy": lambda m: shaping.noisy(m, 0.1, 1.0, rng()),
    "smooth": shaping.smooth_normals,
    "flat": shaping.flat_normals,
    "mirrored": lambda m: shaping.mirrored(shaping.placed(m, (3, 0, 0))),
    "scattered": lambda m: shaping.scattered(m, rng().normal(size=(4, 3)), rng().normal(size=(4, 3)), rng=rng()),
    "repeated": lambda m: shaping.repeated(m, rng().normal(size=(4, 3)), (10, 20, 30), [(1, 2, 3)] * 4),
    "between": lambda m: shaping.between(m, (0, 0, 0), (1, 2, 3)),
}


@pytest.mark.parametrize("name", SHAPINGS)
def test_shaping_keeps_a_solid_sound(name: str) -> None:
    solid = sweeps.tube([(0, y, 0) for y in np.linspace(0, 2, 12)], 0.3, 1.5)

    mesh = SHAPINGS[name](solid)

    assert np.isfinite(mesh.positions).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-4)
    assert agreement(mesh) > 0.995
    assert volume(mesh) > 0


def test_placed_rolls_then_pitches_then_yaws() -> None:
    point = solids.sphere(0.01, 0.3)

    mesh = shaping.placed(shaping.placed(point, (0, 0, 1)), turn=(-90, 90, 0))

    assert (mesh.bounds[0] + mesh.bounds[1]) / 2 == pytest.approx([0, 1, 0], abs=1e-3)


def test_grounded_stands_in_the_middle() -> None:
    low, high = shaping.grounded(shaping.placed(solids.box((2, 4, 6)), (9, 9, 9))).bounds

    assert low == pytest.approx([-1, 0, -3], abs=1e-5) and high == pytest.approx([1, 4, 3], abs=1e-5)


def test_paint_changes_what_it_names_only() -> None:
    swaying = paint.swaying(solids.cone(1, 2), 1.0, 0.5)

    gold = paint.painted(swaying, (0.9, 0.7, 0.3), "gold")

    assert gold.surface[0, :3] == pytest.approx(paint.MATERIALS["gold"])
    assert np.array_equal(gold.surface[:, 3], swaying.surface[:, 3]) and gold.surface[:, 3].max() == pytest.approx(0.5)
    assert (gold.surface[gold.positions[:, 1] < 1, 3] == 0).all()
    assert gold.colours == pytest.approx(np.tile((0.9, 0.7, 0.3), (len(gold.colours), 1)), abs=1e-6)
    with pytest.raises(KeyError):
        paint.material(gold, "unobtainium")


def test_snow_lies_on_top_only() -> None:
    black = paint.coloured(solids.sphere(1, 2), (0, 0, 0))

    snowy = paint.snowy(black)

    assert (snowy.colours[snowy.normals[:, 1] > 0.7] > 0.9).all()
    assert (snowy.colours[snowy.normals[:, 1] < 0] == 0).all()


def test_noise_is_smooth_bounded_and_of_its_seed() -> None:
    points = rng().uniform(-20, 20, (4000, 3))
    noise = Noise(np.random.default_rng(1))

    values = noise.fractal(points)

    assert np.abs(values).max() < 1.2 and values.std() > 0.1
    assert np.abs(noise.at(points + 1e-4) - noise.at(points)).max() < 2e-3
    assert np.array_equal(values, Noise(np.random.default_rng(1)).fractal(points))
    assert not np.allclose(values, Noise(np.random.default_rng(2)).fractal(points))
    assert 0 <= noise.ridged(points).min() and noise.ridged(points).max() <= 1.3


@pytest.mark.parametrize("axes", [2, 3])
def test_noise_of_many_points_is_that_of_each_of_them(axes: int) -> None:
    noise, points = Noise(np.random.default_rng(3)), np.random.default_rng(4).normal(0, 40, (3, 1700, axes))

    values = noise.at(points)

    alone = [noise.at(points[place]) for place in ((0, 0), (2, 695), (2, 1699))]
    assert values.shape == (3, 1700) and [values[0, 0], values[2, 695], values[2, 1699]] == alone
    assert not noise.at(np.floor(points[0, :9])).any()  # it passes through 0 at the corners of its cells
