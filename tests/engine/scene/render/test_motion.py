from __future__ import annotations

import numpy as np
import pytest

from engine.scene.render.motion import DRIVE_RANGE, moved
from engine.scene.scene import Motion
from tests.engine.scene.render.sample_scene import shifted

PLACES = shifted((3.0, 0.5, -2.0), (-4.0, 0.0, 7.0)).astype(float)
MOVING: tuple[Motion, ...] = ("bob", "spin", "drift", "circle", "drive")


@pytest.mark.parametrize("motion", [*MOVING, "still", "sway"])
def test_everything_starts_where_it_was_placed(motion: Motion) -> None:
    assert np.allclose(moved(PLACES, motion, speed=1.0, size=1.0, time=1e-9), PLACES, atol=1e-6)


@pytest.mark.parametrize("motion", MOVING)
def test_moving_things_move_and_stay_rigid(motion: Motion) -> None:
    later = moved(PLACES, motion, speed=0.7, size=1.0, time=2.3)

    assert not np.allclose(later, PLACES, atol=1e-3)
    turns = later[:, :3, :3]
    assert np.allclose(turns @ turns.transpose(0, 2, 1), np.eye(3), atol=1e-9)


def test_a_thing_that_drives_goes_where_it_faces() -> None:
    later = moved(PLACES, "drive", speed=5.0, size=4.0, time=2.0)

    assert np.allclose(later[:, :3, 3] - PLACES[:, :3, 3], (0, 0, 10.0))


def test_a_thing_that_drives_comes_back() -> None:
    later = moved(PLACES, "drive", speed=5.0, size=4.0, time=DRIVE_RANGE / 5.0)

    assert np.allclose(later, PLACES)


def test_a_circle_is_flown_at_its_speed_nose_ahead() -> None:
    step = 1e-4
    first, second = (moved(PLACES, "circle", speed=3.0, size=1.0, time=t) for t in (4.0, 4.0 + step))

    velocity = (second[:, :3, 3] - first[:, :3, 3]) / step
    assert np.allclose(np.linalg.norm(velocity, axis=1), 3.0, atol=1e-3)
    assert np.allclose(velocity / 3.0, first[:, :3, 2], atol=1e-3)
