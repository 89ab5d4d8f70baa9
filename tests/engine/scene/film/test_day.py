"""The light of a film: slow, continuous, and only where there is a day."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.scene.film.day import Day, moment
from engine.scene.film.living import enliven
from engine.scene.layout.compose import compose
from engine.scene.scene import Scene
from engine.scene.spec import SceneSpec
from engine.scene.words.parser import parse
from tests.engine.scene.layout.grounds import Hills

DURATION = 30.0


@cache
def _film(prompt: str) -> tuple[Scene, SceneSpec]:
    spec = parse(prompt, style="realistic", seed=2)
    scene = compose(spec, 16 / 9, build_ground=Hills)
    return enliven(scene, spec, DURATION, 2), spec


def test_at_sunset_the_sun_sinks_and_the_sky_darkens() -> None:
    scene, spec = _film("a lake at sunset")
    first, last = (moment(scene, spec, time, DURATION) for time in (0.0, DURATION))

    assert first.sky == scene.sky
    assert last.sky.sun[1] < first.sky.sun[1] and last.sky.sun[1] > 0
    assert sum(last.sky.zenith) < sum(first.sky.zenith) and last.sky.sun_strength < first.sky.sun_strength
    assert last.instances == scene.instances and last.camera == scene.camera


def test_at_dawn_the_sun_rises() -> None:
    scene, spec = _film("a meadow at dawn")

    assert moment(scene, spec, DURATION, DURATION).sky.sun[1] > scene.sky.sun[1]


def test_light_changes_without_a_jump() -> None:
    scene, spec = _film("a lake at sunset")
    day = Day(scene, spec, DURATION)
    skies = [day.at(frame / 30).sky for frame in range(0, 901, 5)]
    values = np.array([(*sky.sun, sky.sun_strength, *sky.zenith, *sky.horizon) for sky in skies])

    assert np.abs(np.diff(values, axis=0)).max() < 0.02
    assert np.linalg.norm(values[:, :3], axis=1) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("prompt", ["a cat in a room", "a fish underwater", "an owl in a forest at night"])
def test_where_no_day_passes_the_sky_stays(prompt: str) -> None:
    scene, spec = _film(prompt)

    assert moment(scene, spec, 20.0, DURATION).sky == scene.sky


def test_lamps_follow_the_things_that_shine() -> None:
    scene, spec = _film("a campfire in a forest at night")
    strengths = [sum(lamp.strength for lamp in moment(scene, spec, time, DURATION).lamps) for time in (0.0, 0.2, 0.4)]

    assert len(set(strengths)) == 3
