from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from engine.scene.render.abstract import scene_palette
from engine.scene.render.renderer import Renderer
from engine.scene.scene import Picture
from tests.engine.scene.render.sample_scene import bay_scene

STYLES = ("realistic", "artistic", "cinematic", "anime", "3d", "cartoon", "abstract")


@pytest.fixture(scope="module")
def pictures(renderer: Renderer) -> dict[str, Picture]:
    return {style: renderer.render(bay_scene(), 256, 144, style=style, seed=4, samples=1) for style in STYLES}


def distance(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of colours, 0..255."""
    return float(np.abs(a.astype(float) - b).mean())


@pytest.mark.parametrize(("first", "second"), list(combinations(STYLES, 2)))
def test_styles_differ(pictures: dict[str, Picture], first: str, second: str) -> None:
    assert distance(pictures[first].rgb, pictures[second].rgb) > 9


def test_styles_share_depth_and_masks(pictures: dict[str, Picture]) -> None:
    for style in STYLES[:-1]:
        assert np.array_equal(pictures[style].subjects, pictures["realistic"].subjects)


def test_ink_darkens_outlines(pictures: dict[str, Picture]) -> None:
    mask = pictures["cartoon"].subjects == 1
    inner = mask & ~np.roll(mask, 1, 1) | np.roll(mask, 1, 1) & ~mask
    light = pictures["cartoon"].rgb.mean(axis=2)
    assert light[inner].min() < 60 < light[mask].mean()


def test_seeds_give_other_abstract_worlds(renderer: Renderer) -> None:
    worlds = [renderer.render(bay_scene(), 96, 64, style="abstract", seed=seed, samples=1).rgb for seed in range(6)]

    assert min(distance(a, b) for a, b in combinations(worlds, 2)) > 12


def test_the_palette_begins_with_the_subjects() -> None:
    palette = scene_palette(bay_scene())

    assert len(palette) == 5
    assert palette[1][0] > 0.6 > palette[1][1], "the second subject is red"
    assert all(0.0 <= value <= 1.0 for colour in palette for value in colour)
