"""How the slab of the style "3d" moves: within the frame, smoothly, and with the right page on its side."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.lesson.drawing.board import AREA
from engine.lesson.drawing.cards import ROOM
from engine.lesson.drawing.ground import HEIGHT, WIDTH
from engine.lesson.slab import BEVEL, BEVEL_DEPTH, FACE, PLACE, SIZE, THICK, TURN_SECONDS, Points, Pose, pose_at

STARTS = (0.0, 3.0, 11.0, 19.5, 33.0)
FPS = 30
TIMES = [n / FPS for n in range(45 * FPS)]


def corners(pose: Pose) -> Points:
    """All that is seen of the slab: its face, its bevel and its back."""
    return np.concatenate([pose.edge(), pose.edge(BEVEL_DEPTH, BEVEL), pose.edge(THICK, BEVEL)])


def test_nothing_of_it_ever_leaves_the_frame() -> None:
    seen = np.concatenate([corners(pose_at(seconds, STARTS)) for seconds in TIMES])
    assert seen.min() >= 4
    assert seen[:, 0].max() <= WIDTH - 4
    assert seen[:, 1].max() <= HEIGHT - 4


def test_it_fills_most_of_the_frame_while_a_page_is_read_and_little_at_the_title() -> None:
    def width(seconds: float) -> float:
        return float(np.ptp(pose_at(seconds, STARTS).edge()[:, 0]) / WIDTH)

    assert width(8.0) > 0.84
    assert width(2.0) < 0.7


def test_all_that_pages_draw_on_lies_within_its_face() -> None:
    left, top, right, bottom, _corner = FACE
    for room in (AREA, ROOM):
        assert left < room.x - 10 and right > room.right + 10
        assert top < room.y and bottom > room.bottom + 10


def test_a_page_gives_way_to_the_next_where_the_slab_is_edge_on() -> None:
    assert pose_at(11.0 - 1 / FPS, STARTS).page == 1
    turning = [pose_at(11.0 + n / 240, STARTS) for n in range(round(TURN_SECONDS * 240))]
    pages = [pose.page for pose in turning]
    change = pages.index(2)
    assert pages == [1] * change + [2] * (len(pages) - change)
    assert math.cos(turning[change - 1].turn) < 0.15
    assert math.cos(turning[change].turn) < 0.15
    assert all(abs(pose.turn) <= math.pi / 2 + 0.01 for pose in turning)


def test_it_moves_without_a_jerk() -> None:
    """Between two turns, no corner changes its speed by more than a twentieth of a pixel from frame to frame."""
    calm = [seconds for seconds in TIMES if 4.0 < seconds < 10.9]
    ways = np.array([pose_at(seconds, STARTS).edge() for seconds in calm])
    assert np.abs(np.diff(ways, n=2, axis=0)).max() < 0.05
    assert 0.02 < np.abs(np.diff(ways, axis=0)).max() < 1.5


def test_it_comes_to_rest_from_a_turn_without_a_leap() -> None:
    for start in STARTS[1:]:
        for moment in (start, start + TURN_SECONDS):
            before, after = (pose_at(moment + step, STARTS).edge() for step in (-1e-3, 1e-3))
            assert np.abs(before - after).max() < 1.0


def test_straight_it_is_the_page_made_smaller() -> None:
    middle = np.array([(FACE[0] + FACE[2]) / 2, (FACE[1] + FACE[3]) / 2, 1.0])
    assert Pose(0, 0.0, 0.0).matrix() @ middle == pytest.approx([*PLACE, 1.0])
    assert Pose(0, 0.0, 0.0).matrix()[:2, :2] == pytest.approx(np.eye(2) * SIZE)


def test_its_far_edge_is_the_shorter_one() -> None:
    turned = Pose(0, 0.3, 0.0).edge()
    right, left = turned[turned[:, 0] > turned[:, 0].max() - 1], turned[turned[:, 0] < turned[:, 0].min() + 1]
    assert np.ptp(right[:, 1]) < np.ptp(left[:, 1])
    assert Pose(0, 0.3, 0.0).lean[0] < Pose(0, -0.3, 0.0).lean[0]
