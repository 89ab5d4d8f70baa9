"""Subjects stay in sight while the camera moves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.media.film.shots.moves import Move
from engine.scene.render.view import view_of
from engine.scene.scene import Camera, Picture
from engine.story_film.framing import BOTTOM, CLOSEST, SIDE, TOP, Box, aimed, only, reach, upper_parts

ASPECT, OVERSCAN = 16 / 9, 1.08


def sketch(left: float, top: float, right: float, bottom: float, near: float = 4.0) -> Picture:
    """A subject before a far ground; the box is in shares of the picture."""
    height, width = 180, 320
    subjects = np.zeros((height, width), np.uint8)
    subjects[round(top * height) : round(bottom * height), round(left * width) : round(right * width)] = 1
    depth = np.where(subjects > 0, near, 60.0).astype(np.float32)
    return Picture(np.zeros((height, width, 3), np.uint8), depth, subjects)


def seen(camera: Camera, point: tuple[float, float, float]) -> tuple[float, float]:
    """Where a point is in the frame, 0..1 from its left top corner."""
    clip = view_of(camera, ASPECT, 0.1, 100).matrix @ (*point, 1.0)
    return 0.5 + clip[0] / clip[3] / 2 * OVERSCAN, 0.5 - clip[1] / clip[3] / 2 * OVERSCAN


@pytest.mark.parametrize("move", ["push", "pull", "orbit"])
def test_a_moving_camera_brings_near_things_nearer_to_the_edges(move: Move) -> None:
    held = reach(sketch(0.3, 0.1, 0.7, 0.7), OVERSCAN, "static", 1.0)
    moved = reach(sketch(0.3, 0.1, 0.7, 0.7), OVERSCAN, move, 1.0)
    assert held is not None and moved is not None
    assert held.left == pytest.approx(0.5 - 0.2 * OVERSCAN, abs=0.01)
    assert moved.left < held.left - 0.02 and moved.right > held.right + 0.01


def test_nothing_to_see_is_nothing_to_aim_at() -> None:
    assert reach(sketch(0, 0, 0, 0), OVERSCAN, "push", 1.0) is None


def test_a_subject_under_the_subtitles_is_raised_above_them() -> None:
    camera = Camera((0, 1.6, 10), (0, 1.6, 0), 40)
    feet = (0.0, -1.2, 0.0)
    low = seen(camera, feet)[1]
    raised = aimed(camera, Box(0.4, 0.5, 0.6, low), ASPECT, OVERSCAN)
    assert low > BOTTOM
    assert seen(raised, feet)[1] == pytest.approx(BOTTOM, abs=0.02)


def test_a_subject_too_large_for_the_frame_is_seen_from_wider() -> None:
    camera = Camera((0, 1, 10), (0, 1, 0), 40)
    half = 10 * math.tan(math.radians(20)) * ASPECT * 1.1
    ends = (-half, 1.0, 0.0), (half, 1.0, 0.0)
    left, right = seen(camera, ends[0])[0], seen(camera, ends[1])[0]
    wider = aimed(camera, Box(left, 0.4, right, 0.6), ASPECT, OVERSCAN)
    assert left < 0 and right > 1
    assert seen(wider, ends[0])[0] == pytest.approx(SIDE, abs=0.01)
    assert seen(wider, ends[1])[0] == pytest.approx(1 - SIDE, abs=0.01)


def test_a_close_up_cut_below_keeps_its_head() -> None:
    camera = Camera((0, 1, 10), (0, 1, 0), 40)
    head = (0.0, 1 + 10 * math.tan(math.radians(20)), 0.0)
    aimed_camera = aimed(camera, Box(0.4, seen(camera, head)[1], 0.6, 1.2, cut=True), ASPECT, OVERSCAN)
    assert aimed_camera.fov == camera.fov
    assert seen(aimed_camera, head)[1] == pytest.approx(TOP, abs=0.02)


def test_a_well_framed_camera_stays_as_it_is() -> None:
    camera = Camera((0, 1, 10), (0, 1, 0), 40)
    assert aimed(camera, Box(0.2, 0.2, 0.8, 0.7), ASPECT, OVERSCAN) is camera


def test_a_close_up_shows_the_upper_part_of_people_and_all_of_things() -> None:
    whole = sketch(0.4, 0.2, 0.6, 0.8)
    whole.subjects[100:120, 200:220] = 2
    near = upper_parts(whole, [1])
    assert near is not None
    rows = np.flatnonzero((near.subjects == 1).any(axis=1))
    assert rows[0] == 36 and 85 < rows[-1] < 100
    assert (near.subjects == 2).sum() == 400
    assert upper_parts(whole, [3]) is None, "nobody is seen"


def test_a_close_up_of_somebody_lying_shows_them_whole_and_alone() -> None:
    whole = sketch(0.2, 0.6, 0.8, 0.7)
    whole.subjects[20:100, 200:220] = 2
    alone = only(whole, [1])
    assert alone is not None and set(np.unique(alone.subjects)) == {0, 1}
    assert np.array_equal(alone.subjects == 1, whole.subjects == 1)
    assert only(whole, [3]) is None and only(whole, []) is None


def test_a_close_up_comes_nearer_until_faces_fill_the_frame_but_not_without_end() -> None:
    camera = Camera((0, 1, 10), (0, 1, 0), 40)
    half = math.tan(math.radians(20))
    near = aimed(camera, Box(0.3, 0.3, 0.7, 0.7), ASPECT, OVERSCAN, close=True)
    top = seen(near, (0.0, 1 + 10 * half * 0.4 / OVERSCAN, 0.0))[1]
    assert near.fov < 25 and top == pytest.approx(0.06, abs=0.04)
    speck = aimed(camera, Box(0.49, 0.49, 0.51, 0.51), ASPECT, OVERSCAN, close=True)
    assert math.tan(math.radians(speck.fov) / 2) == pytest.approx(half * CLOSEST)
