"""What shines by day and what by night."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scene.layout.compose import compose
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
def test_the_camera_looks_up_far_enough_to_see_them(seed: int) -> None:
    camera = compose(parse("a snowman at night with northern lights", style="realistic", seed=seed), 1.5).camera
    east, up, north = np.asarray(camera.target) - np.asarray(camera.eye)
    top = np.degrees(np.arctan2(up, np.hypot(east, north))) + camera.fov / 2
    assert top > 20  # they are brightest from 8 degrees above the horizon on
