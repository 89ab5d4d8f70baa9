"""Any two styles of one prompt are told apart: by colour, light, lines and texture."""

from __future__ import annotations

import os
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.scene.layout.compose import compose
from engine.scene.render.renderer import Renderer
from engine.scene.words.parser import parse

STYLES = ("realistic", "cinematic", "3d", "anime", "cartoon", "artistic", "abstract")
PROMPTS = ("a farm with a red tractor, cloudy", "a red lighthouse on a rocky coast", "a boat on a mountain lake")
WIDTH, HEIGHT = 256, 144

SCALES = np.array([16.0, 14.0, 14.0, 12.0, 8.0, 0.05, 0.12])
"""A difference of one scale in one trait is plain to see."""


def traits(rgb: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Brightness, contrast, colourfulness, warmth, texture, shares of near black and of flat colour."""
    values = rgb.astype(float)
    light = values @ (0.299, 0.587, 0.114)
    texture = np.abs(4 * light[1:-1, 1:-1] - light[:-2, 1:-1] - light[2:, 1:-1] - light[1:-1, :-2] - light[1:-1, 2:])
    spread = values.max(axis=2) - values.min(axis=2)
    warmth = (values[..., 0] - values[..., 2]).mean()
    shares = (light < 28).mean(), (texture < 2.0).mean()
    return np.array([light.mean(), light.std(), spread.mean() / 2, warmth / 2, texture.mean(), *shares])


@pytest.mark.parametrize("prompt", PROMPTS if os.environ.get("KINORA_ALL_SCENES") else PROMPTS[:1])
def test_styles_of_a_prompt_differ_in_kind(renderer: Renderer, prompt: str) -> None:
    found = {}
    for style in STYLES:
        scene = compose(parse(prompt, style=style, seed=3), WIDTH / HEIGHT)
        found[style] = traits(renderer.render(scene, WIDTH, HEIGHT, style=style, seed=3, samples=1).rgb)

    apart = {(a, b): float(np.linalg.norm((found[a] - found[b]) / SCALES)) for a, b in combinations(STYLES, 2)}
    assert min(apart.values()) > 0.7, sorted(apart.items(), key=lambda pair: pair[1])[:3]
