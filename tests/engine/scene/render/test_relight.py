"""The light of films falls on the faces of people and animals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.scene.render.look import LOOKS
from engine.scene.render.relight import relit
from engine.scene.scene import Scene, Sky
from tests.engine.scene.render.sample_scene import bay_scene


def _lit(azimuth: float, pose: str | None) -> float:
    """Degrees from straight ahead at which the sun stands after the cinematic look."""
    scene = bay_scene()
    way = np.subtract(scene.camera.target, scene.camera.eye)
    ahead = np.arctan2(way[0], -way[2])
    turn = ahead + np.radians(azimuth)
    level, up = np.cos(np.radians(30)), np.sin(np.radians(30))
    sky: Sky = replace(scene.sky, sun=(level * np.sin(turn), up, -level * np.cos(turn)), moon=False)
    parts = (replace(scene.instances[0], subject=1, pose=pose), *scene.instances[1:])
    shown: Scene = relit(replace(scene, sky=sky, instances=parts), LOOKS["cinematic"].light, scene.camera)
    found = np.arctan2(shown.sky.sun[0], -shown.sky.sun[2]) - ahead
    return float(np.degrees(np.abs((found + np.pi) % (2 * np.pi) - np.pi)))


@pytest.mark.parametrize("azimuth", [70.0, 100.0, 139.0])
def test_the_sun_lights_those_who_live_from_the_viewers_side(azimuth: float) -> None:
    assert 99.0 < _lit(azimuth, "standing") < 133.0


def test_a_landscape_keeps_its_light_from_ahead() -> None:
    assert _lit(100.0, None) < 90.0


def test_a_sun_that_is_seen_stays_where_it_is() -> None:
    assert _lit(15.0, "standing") == pytest.approx(15.0, abs=0.1)
