"""What shines by day and what by night."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scene.layout.compose import compose
from engine.scene.layout.framing import project
from engine.scene.scene import Camera
from engine.scene.words.parser import parse


@pytest.mark.parametrize("hour", ["at dusk", "at noon", "in the morning"])
def test_northern_lights_are_shown_in_the_dark_and_that_is_told(hour: str) -> None:
    spec = parse(f"an igloo {hour} with northern lights", style="realistic", seed=1)
    assert spec.time_of_day == "night"
    assert any("Northern lights" in note for note in spec.notes)


def test_at_night_there_is_nothing_to_tell_of_them() -> None:
    spec = parse("an igloo at night with northern lights", style="realistic", seed=1)
    assert (spec.time_of_day, spec.notes) == ("night", ())


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_camera_leaves_them_half_of_the_picture(seed: int) -> None:
    scene = compose(parse("a snowman at night with northern lights", style="realistic", seed=seed), 1.5)
    assert -0.75 < _horizon(scene.camera) < -0.25


def _horizon(camera: Camera) -> float:
    """How far above the middle of the picture the horizon lies, in halves of its height."""
    ahead = np.asarray(camera.target) - np.asarray(camera.eye)
    point = np.asarray(camera.eye) + 1e5 * np.array([ahead[0], 0.0, ahead[2]])
    return float(project(camera, 1.5, point[None])[0, 1])
