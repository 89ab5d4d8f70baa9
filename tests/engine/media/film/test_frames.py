"""Frames keep their colours on the way to NV12 and back."""

import numpy as np
import pytest

from engine.media.film.frames import chroma, empty_nv12, frame_size, luma, small_rgb, to_nv12, to_rgb
from tests.engine.media.film.films import texture

# ITU-R BT.709, limited range: Y'CbCr of the primaries and of greys.
KNOWN = {
    (255, 0, 0): (63, 102, 240),
    (0, 255, 0): (173, 42, 26),
    (0, 0, 255): (32, 240, 118),
    (255, 255, 255): (235, 128, 128),
    (0, 0, 0): (16, 128, 128),
    (128, 128, 128): (126, 128, 128),
}


@pytest.mark.parametrize(("rgb", "ycbcr"), KNOWN.items())
def test_known_colours(rgb: tuple[int, int, int], ycbcr: tuple[int, int, int]) -> None:
    flat = np.full((4, 4, 3), rgb, np.uint8)
    frame = to_nv12(flat)
    assert (luma(frame) == ycbcr[0]).all()
    assert (chroma(frame) == ycbcr[1:]).all()
    assert np.abs(to_rgb(frame).astype(int) - flat).max() <= 1


def test_a_picture_comes_back() -> None:
    picture = texture(320, 180)
    frame = to_nv12(picture)
    assert frame_size(frame) == frame_size(picture) == (320, 180)
    assert np.abs(to_rgb(frame).astype(int) - picture).mean() < 1.5


def test_nv12_is_copied_not_kept() -> None:
    frame = to_nv12(texture(64, 32))
    out = to_nv12(frame, empty_nv12(64, 32))
    assert np.array_equal(out, frame) and not np.shares_memory(out, frame)


def test_a_small_picture_is_the_same_from_either_kind() -> None:
    picture = texture(640, 360)
    small = small_rgb(to_nv12(picture), 160)
    assert small.shape == (90, 160, 3)
    assert np.abs(small.astype(int) - small_rgb(picture, 160)).mean() < 2
