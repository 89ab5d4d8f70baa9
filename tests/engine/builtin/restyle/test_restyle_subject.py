"""What the analysis finds in photographs."""

import cv2
import numpy as np
import pytest
from skimage import data

from engine.builtin.restyle.face import CHIN
from engine.builtin.restyle.progress import Progress
from engine.builtin.restyle.subject import find_subject


def test_the_astronaut_is_found_with_her_face() -> None:
    subject = find_subject(data.astronaut())

    assert len(subject.faces) == 1 and subject.found
    left, right = subject.faces[0].eyes
    assert 180 < left[0] < right[0] < 270 and 90 < left[1] < 140
    assert subject.mask[300, 200] > 0.9 and subject.mask[40, 330] < 0.1
    assert subject.faces[0].points[CHIN][1] > left[1] + 40


def test_two_faces_in_one_photo_are_both_found() -> None:
    pair = np.hstack([data.astronaut(), data.astronaut()[:, ::-1]])

    assert len(find_subject(np.ascontiguousarray(pair)).faces) == 2


def test_the_cats_eyes_are_found_where_they_are() -> None:
    subject = find_subject(data.chelsea())

    assert not subject.faces and len(subject.eyes) == 2
    (left_x, left_y), (right_x, right_y) = (eye.centre for eye in subject.eyes)
    assert left_x == pytest.approx(173, abs=15) and left_y == pytest.approx(118, abs=15)
    assert right_x == pytest.approx(312, abs=15) and right_y == pytest.approx(137, abs=15)


def test_a_thing_without_a_face_is_told_from_its_background() -> None:
    photo = np.full((200, 260, 3), (90, 110, 150), np.uint8)
    cv2.ellipse(photo, (130, 110), (60, 45), 0, 0, 360, (220, 170, 40), -1)

    mask = find_subject(photo).mask

    assert mask[110, 130] > 0.9 and mask[20, 20] < 0.1
    truth = (photo[..., 0] > 200).astype(np.float32)
    assert np.abs(mask - truth).mean() < 0.03


def test_a_pattern_without_a_subject_has_none() -> None:
    stripes = np.repeat((np.arange(200) // 10 % 2 * 200).astype(np.uint8)[:, None], 240, axis=1)

    assert not find_subject(np.repeat(stripes[..., None], 3, axis=2)).found


def test_nothing_is_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    find_subject(data.astronaut())

    assert capfd.readouterr().err == ""


def test_a_watched_call_ticks_and_hands_on_its_result_and_its_error() -> None:
    heard: list[float] = []
    progress = Progress(heard.append)

    assert progress.watch(lambda: 7) == 7
    assert heard
    with pytest.raises(ZeroDivisionError):
        progress.watch(lambda: 1 // 0)
