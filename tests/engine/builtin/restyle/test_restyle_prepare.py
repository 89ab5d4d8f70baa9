"""Turning, cropping, brightening and reducing a photo."""

import cv2
import numpy as np
import pytest
from skimage import data

from engine.builtin.restyle.prepare import CROPS, Preparation, prepare
from engine.builtin.restyle.subject import find_faces

ASTRONAUT = data.astronaut()


@pytest.mark.parametrize("crop", [name for name, ratio in CROPS.items() if ratio])
@pytest.mark.parametrize("beside", [-300, 300])
def test_crops_have_their_ratio_and_keep_the_face(crop: str, beside: int) -> None:
    # given the astronaut at one side of a wide picture
    before, after = max(0, beside), max(0, -beside)
    photo = cv2.copyMakeBorder(ASTRONAUT, 0, 0, before, after, cv2.BORDER_REPLICATE)

    result = prepare(photo, Preparation(crop=crop))

    ratio = CROPS[crop]
    assert ratio is not None
    assert result.shape[1] / result.shape[0] == pytest.approx(ratio, rel=0.01)
    faces = find_faces(result)
    assert len(faces) == 1
    left, top, right, bottom = faces[0].box
    assert left > 0 and top > 0 and right < result.shape[1] and bottom < result.shape[0]


def test_a_crop_follows_what_stands_out_where_there_is_no_face() -> None:
    photo = np.full((240, 480, 3), (70, 120, 80), np.uint8)
    cv2.circle(photo, (390, 120), 60, (230, 60, 40), -1)

    result = prepare(photo, Preparation(crop="square"))

    red = (result[..., 0] > 200).sum()
    assert result.shape == (240, 240, 3)
    assert red > 0.97 * (photo[..., 0] > 200).sum()


def test_a_plain_picture_is_cropped_in_the_middle() -> None:
    photo = np.zeros((100, 300, 3), np.uint8)
    photo[:, :, 0] = np.linspace(99, 101, 300).astype(np.uint8)

    result = prepare(photo, Preparation(crop="square"))

    assert result.shape == (100, 100, 3)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_rotation_is_clockwise_and_loses_nothing(turns: int) -> None:
    photo = ASTRONAUT[:200, :300]

    result = prepare(photo, Preparation(rotate=turns * 90))

    assert np.array_equal(result, np.rot90(photo, -turns))


def test_brightness_moves_the_middle_and_keeps_black_and_white() -> None:
    ramp = np.repeat(np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 8, axis=0), 3, axis=2)

    lighter = prepare(ramp, Preparation(brightness=1.5))
    darker = prepare(ramp, Preparation(brightness=0.5))

    assert lighter[0, 128].mean() > 150 and darker[0, 128].mean() < 90
    for result in (lighter, darker):
        assert result[0, 0].max() <= 1 and result[0, 255].min() >= 254
        assert (np.diff(result[0, :, 0].astype(int)) >= 0).all()
        assert (result >= 250).mean() < 0.06  # nothing runs into white


def test_max_side_reduces_and_never_enlarges() -> None:
    assert prepare(ASTRONAUT, Preparation(max_side=200)).shape == (200, 200, 3)
    assert np.array_equal(prepare(ASTRONAUT, Preparation(max_side=4000)), ASTRONAUT)


@pytest.mark.parametrize(
    "wrong", [{"crop": "round"}, {"rotate": 45}, {"brightness": 0.1}, {"brightness": 1.6}, {"max_side": 0}]
)
def test_values_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="crop|rotate|brightness|max_side"):
        Preparation(**wrong)  # type: ignore[arg-type]  # wrong on purpose
