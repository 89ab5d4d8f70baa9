from __future__ import annotations

import numpy as np
import pytest

from engine.scene.render import film
from engine.scene.render.renderer import Renderer
from engine.scene.render.tiles import tiling_of
from engine.scene.scene import Style
from tests.engine.scene.render.sample_scene import bay_scene


@pytest.mark.parametrize(
    ("picture", "samples", "side"),
    [((3840, 2160), 2, 2600), ((2074, 1166), 1.5, 2600), ((101, 67), 1, 48), ((64, 64), 1, 2600)],
)
def test_tiles_cover_every_pixel_once(picture: tuple[int, int], samples: float, side: int) -> None:
    tiling = tiling_of(picture, samples, side)
    seen = np.zeros((picture[1], picture[0]), int)

    for tile in tiling:
        (x, y), (wide, high) = tile.origin, tile.size
        seen[y : y + high, x : x + wide] += 1

    assert (seen == 1).all()
    assert all(tile.origin[0] * samples % 1 == 0 == tile.origin[1] * samples % 1 for tile in tiling)
    assert max(tiling.target) <= max(side + 2 * samples, 16)


@pytest.mark.parametrize(("style", "samples"), [("realistic", 2), ("realistic", 1.5), ("anime", 2), ("abstract", 2)])
def test_a_tiled_picture_equals_an_untiled_one(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch, style: Style, samples: float
) -> None:
    whole = renderer.render(bay_scene(), 320, 200, style=style, seed=2, samples=samples)
    monkeypatch.setattr(film, "tiling_of", lambda picture, samples: tiling_of(picture, samples, 300))

    tiled = renderer.render(bay_scene(), 320, 200, style=style, seed=2, samples=samples)

    assert np.abs(whole.rgb.astype(int) - tiled.rgb).mean() < 1.5
    finite = np.isfinite(whole.depth) & np.isfinite(tiled.depth)
    assert np.median(np.abs(whole.depth[finite] / tiled.depth[finite] - 1)) < 1e-3
    assert (whole.subjects == tiled.subjects).mean() > 0.998


def test_more_samples_come_nearer_to_the_truth(renderer: Renderer) -> None:
    fine = renderer.render(bay_scene(), 320, 200, style="3d", seed=2, samples=4).rgb.astype(int)

    one, half, two = (
        np.abs(renderer.render(bay_scene(), 320, 200, style="3d", seed=2, samples=samples).rgb - fine).mean()
        for samples in (1, 1.5, 2)
    )

    assert two < half < one


def test_films_of_the_same_things_may_share_them(renderer: Renderer) -> None:
    scene = bay_scene()
    alone = renderer.render(scene, 96, 64, style="realistic", seed=2, samples=1.5)
    first = renderer.prepare(scene, 32, 20, style="realistic", seed=2)
    first.frame(1.0)

    second = renderer.prepare(scene, 96, 64, style="realistic", seed=2, samples=1.5, like=first)
    picture = second.frame()
    second.release()

    assert np.array_equal(picture.rgb, alone.rgb) and np.array_equal(picture.subjects, alone.subjects)
    first.frame()
    first.release()
