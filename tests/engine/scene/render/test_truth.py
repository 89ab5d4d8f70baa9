"""What the picture must be, by geometry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.scene.render.renderer import Renderer
from engine.scene.scene import Camera, Instance, Lamp, Water
from tests.engine.scene.render.sample_scene import SKIES, ball_on_floor, shifted, sphere

SIZE = 160


def luma(rgb: np.ndarray) -> np.ndarray:
    return rgb @ np.array([0.299, 0.587, 0.114])


def test_depth_and_mask_of_a_ball(renderer: Renderer) -> None:
    picture = renderer.render(ball_on_floor(), SIZE, SIZE, style="realistic", seed=1, samples=1)

    # Rays of a level camera at height 1, 8 metres before the middle of a ball of radius 1.
    half = np.tan(np.radians(20))
    axis = ((np.arange(SIZE) + 0.5) / SIZE * 2 - 1) * half
    x, y = np.meshgrid(axis, -axis)
    square = x**2 + y**2 + 1
    root = 64 - square * 63
    truth = np.where(root > 0, (8 - np.sqrt(np.maximum(root, 0))) / square, np.inf)
    inside, outside = root > 0.6, root < -0.6
    assert np.abs(picture.depth[inside] - truth[inside]).max() < 0.01
    assert (picture.subjects[inside] == 1).all() and (picture.subjects[outside] == 0).all()
    floor = outside & (y < -0.13)
    expected = -1.0 / y[floor]
    near = expected < 30
    assert np.abs(picture.depth[floor][near] / expected[near] - 1).max() < 0.01


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_shadow_falls_away_from_the_sun(renderer: Renderer, side: float) -> None:
    scene = ball_on_floor(sun=(0.7 * side, 0.7, 0.0), camera=Camera((0, 6, 8), (0, 0, 0), 45.0, aperture=0.0))

    picture = renderer.render(scene, SIZE, SIZE, style="realistic", seed=1, samples=1)

    light = luma(picture.rgb)
    right, left = light[74:86, 112:122].mean(), light[74:86, 38:48].mean()
    dark, bright = (left, right) if side > 0 else (right, left)
    assert dark < 0.6 * bright


def test_open_ground_has_no_shadow_acne(renderer: Renderer) -> None:
    scene = ball_on_floor(sun=(0.9, 0.25, 0.1), instances=())

    picture = renderer.render(scene, SIZE, SIZE, style="3d", seed=1, samples=1)

    rows = luma(picture.rgb)[120:150]
    assert (rows.max(axis=1) - rows.min(axis=1)).max() < 40
    assert np.abs(np.diff(rows, axis=1)).mean() < 4


def test_a_ball_touches_its_shadow(renderer: Renderer) -> None:
    scene = ball_on_floor(sun=(0.0, 0.9, -0.45), camera=Camera((0, 1.5, 8), (0, 0.5, 0), 30.0, aperture=0.0))

    picture = renderer.render(scene, SIZE, SIZE, style="realistic", seed=1, samples=1)

    column = SIZE // 2
    foot = np.flatnonzero(picture.subjects[:, column] == 1).max()
    light = luma(picture.rgb)
    assert light[foot + 2, column] < 0.6 * light[foot + 2, 5]


def test_what_shines_blooms(renderer: Renderer) -> None:
    def scene(emission: float):
        ball = sphere(0.5, (1.0, 0.8, 0.4), (0.5, 0.0, emission, 0.0))
        return ball_on_floor(sky=SKIES["night"], instances=(Instance(ball, shifted((0, 1, 0)), subject=1),))

    dull, bright = (renderer.render(scene(e), SIZE, SIZE, style="cinematic", seed=1, samples=1) for e in (0.0, 12.0))

    around = (dull.subjects == 0)[60:100, 60:100]
    # The exposure follows the whole picture: compare with a far corner of the same one.
    near = [
        luma(picture.rgb)[60:100, 60:100][around].mean() / luma(picture.rgb)[60:100, :20].mean()
        for picture in (dull, bright)
    ]
    assert near[1] > 1.25 * near[0]


def test_water_hides_the_deep_and_mirrors(renderer: Renderer) -> None:
    base = ball_on_floor(sun=(0.3, 0.8, 0.5), camera=Camera((0, 2.2, 9), (0, 1, 0), 40.0, aperture=0.0))
    pond = replace(base, water=Water(0.6, (0.2, 0.6, 0.6), (0.02, 0.1, 0.2), waves=0.0, clear=0.1))

    dry, wet = (renderer.render(scene, SIZE, SIZE, style="realistic", seed=1, samples=1) for scene in (base, pond))

    assert wet.depth[SIZE - 5, SIZE // 2] < dry.depth[SIZE - 5, SIZE // 2] - 0.5
    assert (wet.subjects == 1).sum() < (dry.subjects == 1).sum()
    lowest = np.flatnonzero(wet.subjects[:, SIZE // 2] == 1).max()
    mirrored = wet.rgb[lowest + 6, SIZE // 2].astype(int) - wet.rgb[lowest + 6, 8]
    assert mirrored[0] - mirrored[2] > 5, "the red ball reddens the water before it"


def test_what_is_out_of_focus_is_soft(renderer: Renderer) -> None:
    base = ball_on_floor(camera=Camera((0, 1, 8), (0, 1, 0), 40.0, aperture=0.0))
    blurred = replace(base, camera=replace(base.camera, aperture=1.0, focus=1.5))

    sharp, soft = (
        renderer.render(scene, SIZE, SIZE, style="cinematic", seed=1, samples=1) for scene in (base, blurred)
    )

    edges = [np.abs(np.diff(luma(picture.rgb)[60:100], axis=1)).max() for picture in (sharp, soft)]
    assert edges[1] < 0.6 * edges[0]


def test_lamps_light_what_is_near(renderer: Renderer) -> None:
    dark = ball_on_floor(sky=SKIES["night"])
    lit = replace(dark, lamps=(Lamp((-2.0, 1.5, 1.0), (1.0, 0.6, 0.3), 4.0, 8.0),))

    before, after = (renderer.render(scene, SIZE, SIZE, style="realistic", seed=1, samples=1) for scene in (dark, lit))

    shares = []
    for picture in (before, after):
        light = luma(picture.rgb)
        shares.append(light[105:122, 5:40].mean() / light[105:122, 120:155].mean())
    assert shares[1] > 1.15 * shares[0]
