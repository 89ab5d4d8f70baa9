from __future__ import annotations

import numpy as np
import pytest

from engine.scene.render import film
from engine.scene.render.renderer import Renderer
from engine.scene.render.tiles import tiling_of
from tests.engine.scene.render.sample_scene import bay_scene


@pytest.mark.parametrize(
    ("picture", "samples", "side"), [((3840, 2160), 2, 2600), ((101, 67), 1, 48), ((64, 64), 1, 2600)]
)
def test_tiles_cover_every_pixel_once(picture: tuple[int, int], samples: int, side: int) -> None:
    tiling = tiling_of(picture, samples, side)
    seen = np.zeros((picture[1], picture[0]), int)

    for tile in tiling:
        (x, y), (wide, high) = tile.origin, tile.size
        seen[y : y + high, x : x + wide] += 1

    assert (seen == 1).all()
    assert max(tiling.target) <= max(side + 2 * samples, 16)


@pytest.mark.parametrize("style", ["realistic", "anime", "abstract"])
def test_a_tiled_picture_equals_an_untiled_one(renderer: Renderer, monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    whole = renderer.render(bay_scene(), 320, 200, style=style, seed=2)
    monkeypatch.setattr(film, "tiling_of", lambda picture, samples: tiling_of(picture, samples, 300))

    tiled = renderer.render(bay_scene(), 320, 200, style=style, seed=2)

    assert np.abs(whole.rgb.astype(int) - tiled.rgb).mean() < 1.5
    finite = np.isfinite(whole.depth) & np.isfinite(tiled.depth)
    assert np.median(np.abs(whole.depth[finite] / tiled.depth[finite] - 1)) < 1e-3
    assert (whole.subjects == tiled.subjects).mean() > 0.998
