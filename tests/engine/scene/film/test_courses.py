"""Things go where they face, without jumps, and not through one another."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scene.film.courses import Ahead, Circling, Course, Flock, Flutter, Lane, Turning
from tests.engine.scene.render.sample_scene import shifted

PLACES = shifted((3.0, 2.0, -2.0), (-4.0, 2.5, 7.0)).astype(float)
RNG = np.random.default_rng(1)
COURSES: dict[str, Course] = {
    "ahead": Ahead(PLACES, 8.0, 15.0),
    "circling": Circling(PLACES, -6.0, 12.0, 7.5, lean=0.0),
    "flock": Flock(
        np.array([0.0, 20.0, 0.0]), np.array([0.6, 0.0, 0.8]), RNG.normal(size=(5, 3)), np.ones(5), 7.0, 7.5
    ),
    "flutter": Flutter(RNG.normal(size=(4, 3)), np.ones(4), 0.5, RNG.random((4, 3))),
    "lane": Lane(np.array([0.0, 0.0, 100.0]), np.array([0.0, 0.0, -200.0]), np.array([0.0, 40.0, 90.0]), 6.5),
}


@pytest.mark.parametrize("name", COURSES)
def test_a_course_is_continuous_and_leads_where_its_things_face(name: str) -> None:
    course = COURSES[name]
    step = 1e-3
    for time in np.linspace(0.5, 14.5, 29):
        first, second = course(float(time)), course(float(time) + step)
        velocity = (second[:, :3, 3] - first[:, :3, 3]) / step
        speed = np.linalg.norm(velocity, axis=1)
        assert speed.max() < 12.0
        level = velocity[:, [0, 2]] / np.maximum(np.linalg.norm(velocity[:, [0, 2]], axis=1, keepdims=True), 1e-6)
        facing = first[:, [0, 2], 2] / np.linalg.norm(first[:, [0, 2], 2], axis=1, keepdims=True)
        going = np.linalg.norm(velocity[:, [0, 2]], axis=1) > 0.05
        assert ((level * facing).sum(axis=1)[going] > 0.97).all()


def test_vehicles_of_a_lane_keep_their_distance_and_fade_at_its_ends() -> None:
    lane = COURSES["lane"]
    for time in np.linspace(0, 60, 121):
        now = lane(float(time))
        along = np.sort(now[:, 2, 3])
        assert np.diff(along).min() > 39.0
        size = np.linalg.norm(now[:, :3, 1], axis=1)
        assert (size[(now[:, 2, 3] > 99.0) | (now[:, 2, 3] < -199.0)] < 0.05).all()
        assert size[(now[:, 2, 3] < 85.0) & (now[:, 2, 3] > -185.0)] == pytest.approx(1.0)


def test_a_turning_part_turns_about_its_hub() -> None:
    whole = Ahead(PLACES, 0.0, 15.0)
    part = Turning(whole, np.array([0.0, 5.0, 1.0]), 2, lambda time: time)
    hub, tip = np.array([0.0, 5.0, 1.0, 1.0]), np.array([0.0, 8.0, 1.0, 1.0])

    assert np.allclose(part(1.3) @ hub, PLACES @ hub)
    assert np.allclose(part(np.pi / 2) @ tip, PLACES @ np.array([-3.0, 5.0, 1.0, 1.0]))
