"""Looking frames up in a finer picture is true to the picture, between its pixels too."""

import cv2
import numpy as np
import pytest

from engine.media.film.frames import chroma, empty_nv12, luma, to_nv12
from engine.media.film.shots import lookup
from engine.media.film.shots.geometry import GRID
from engine.media.film.shots.lookup import Lookup

SIZE = (118, 90)  # not whole cells


def picture() -> np.ndarray:
    coarse = np.random.default_rng(3).integers(40, 215, (60, 80, 3), dtype=np.uint8)
    return cv2.GaussianBlur(cv2.resize(coarse, (160, 120), interpolation=cv2.INTER_CUBIC), (0, 0), 0.7)


def shifted(x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    """Cells of a frame whose corner lies at x, y of the source."""
    columns, rows = -(-SIZE[0] // GRID) + 2, -(-SIZE[1] // GRID) + 2
    centre = (GRID - 1) / 2 - GRID
    across, down = np.meshgrid(np.arange(columns) * GRID + centre + x, np.arange(rows) * GRID + centre + y)
    return across.astype(np.float32), down.astype(np.float32)


@pytest.mark.parametrize("fine", [4, 3])
def test_whole_steps_copy_the_picture(fine: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "FINE", fine)
    source, frame = to_nv12(picture()), empty_nv12(*SIZE)
    Lookup(source, SIZE).draw(*shifted(12, 8), frame)
    assert np.array_equal(luma(frame), luma(source)[8 : 8 + SIZE[1], 12 : 12 + SIZE[0]])
    assert np.array_equal(chroma(frame), chroma(source)[4 : 4 + SIZE[1] // 2, 6 : 6 + SIZE[0] // 2])


@pytest.mark.parametrize(("x", "y"), [(10.5, 7.5), (10.3, 6.0), (11.75, 8.4)])
def test_fractions_of_a_pixel_are_sharper_than_a_bilinear_warp(x: float, y: float) -> None:
    source, frame = to_nv12(picture()), empty_nv12(*SIZE)
    Lookup(source, SIZE).draw(*shifted(x, y), frame)
    where = np.array([[1, 0, x], [0, 1, y]])

    def warped(method: int) -> np.ndarray:
        return cv2.warpAffine(luma(source), where, SIZE, flags=method | cv2.WARP_INVERSE_MAP).astype(float)

    true = warped(cv2.INTER_LANCZOS4)
    error, bilinear = (np.mean((each - true) ** 2) for each in (luma(frame).astype(float), warped(cv2.INTER_LINEAR)))
    assert error < bilinear
