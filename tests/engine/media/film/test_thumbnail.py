"""The picture that stands for a film is not a dark or empty one."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.media.film.decode import frames_at
from engine.media.film.encoder import Encoder
from engine.media.film.format import VideoFormat
from engine.media.film.thumbnail import appeal, contact_sheet, steadiness, thumbnail
from tests.engine.media.film.films import texture


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second each of black, of a picture, of white."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    black = np.zeros((90, 160, 3), np.uint8)
    with Encoder(path, VideoFormat(160, 90, 12)) as encoder:
        for frame in [black] * 12 + [texture(160, 90)] * 12 + [black + 255] * 12:
            encoder.write(frame)
    return path


def test_the_thumbnail_is_the_picture(film: Path) -> None:
    with Image.open(io.BytesIO(thumbnail(film))) as image:
        assert image.size == (160, 90)
        shown = np.asarray(image).astype(int)
    assert np.abs(shown - texture(160, 90)).mean() < 12


def test_sharp_and_colourful_frames_appeal_more() -> None:
    picture = texture(160, 90)
    grey = np.repeat(picture.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    soft = np.full_like(picture, picture.mean(axis=(0, 1)).astype(np.uint8))
    assert appeal(picture) > appeal(grey) > appeal(soft) >= appeal(np.zeros_like(picture))


def test_transitions_are_told_from_moves_of_the_camera() -> None:
    first, second = texture(320, 180, 2), texture(320, 180, 3)
    fading = [(first * (1 - t) + second * t).astype(np.uint8) for t in (0.3, 0.7)]  # 0.2 s of half a second
    moving = first[:, :300], first[:, 6:306]
    assert steadiness(first, first) == 1
    assert steadiness(*moving) > 0.6
    assert steadiness(*fading) < 0.3


def test_a_sheet_shows_the_film_in_order(film: Path) -> None:
    sheet = contact_sheet(film, 1.0, columns=3, width=160)
    assert sheet.shape == (102, 504, 3)
    assert [round(float(sheet[50, x].mean()), -2) for x in (80, 420)] == [0.0, 300.0]


def test_frames_are_found_by_time(film: Path) -> None:
    levels = [float(frame.mean()) for frame in frames_at(film, [2.5, 0.5, 99.0])]
    assert levels == pytest.approx([255, 0, 255], abs=2)
