"""A picture takes over the colours of another one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.scene.palette import follow_colours


def picture(colour: tuple[int, int, int], seed: int = 0) -> NDArray[np.uint8]:
    noise = np.random.default_rng(seed).normal(0, 25, (48, 64, 3))
    return np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)


def test_no_strength_changes_next_to_nothing() -> None:
    blue = picture((60, 90, 160))
    same = follow_colours(blue, picture((200, 120, 60)), 0.0)
    assert np.abs(same.astype(int) - blue).mean() < 2  # the way to Lab and back rounds


@pytest.mark.parametrize("strength", [0.25, 0.5, 1.0])
def test_more_strength_comes_nearer_to_the_reference(strength: float) -> None:
    blue, orange = picture((60, 90, 160)), picture((200, 120, 60), 1)
    red_less_blue = follow_colours(blue, orange, strength).astype(int).mean(axis=(0, 1)) @ np.array([1, 0, -1])
    weaker = follow_colours(blue, orange, strength / 2).astype(int).mean(axis=(0, 1)) @ np.array([1, 0, -1])
    assert red_less_blue > weaker > -110


def test_a_plain_reference_gives_no_nonsense() -> None:
    plain = np.full((8, 8, 3), 128, np.uint8)
    result = follow_colours(picture((60, 90, 160)), plain, 1.0)
    assert result.dtype == np.uint8
    assert result.std() > 3
