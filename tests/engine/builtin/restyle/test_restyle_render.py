"""The restyler as its callers see it: size, determinism, difference, strength, progress, cancellation."""

from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from engine.builtin.restyle.render import STYLES, VERSION, RestyleRequest, render, understood

Photo = NDArray[np.uint8]


def silent(_fraction: float) -> None:
    """A caller that does not watch."""


@cache
def astronaut() -> Photo:
    return np.asarray(cv2.resize(data.astronaut(), (192, 192), interpolation=cv2.INTER_AREA))


@cache
def full(style: str, seed: int = 1) -> Photo:
    return render(astronaut(), RestyleRequest(style, 1.0, seed), silent)


def difference(one: Photo, other: Photo) -> float:
    """Mean distance of two pictures, 0..255."""
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())


def test_version_and_styles_are_the_published_ones() -> None:
    assert VERSION == "builtin-restyle-1"
    assert len(STYLES) == 10 and STYLES[0] == "plushie-classic" and STYLES[-1] == "pixel"


@pytest.mark.parametrize("style", STYLES)
def test_same_request_gives_the_same_pixels_and_another_seed_does_not(style: str) -> None:
    again = render(astronaut(), RestyleRequest(style, 1.0, 1), silent)

    assert again.shape == astronaut().shape and again.dtype == np.uint8
    assert np.array_equal(again, full(style))
    assert difference(full(style), full(style, 2)) > 1.0


@pytest.mark.parametrize("style", STYLES)
def test_a_style_is_far_from_the_photo_and_from_every_other_style(style: str) -> None:
    assert difference(full(style), astronaut()) > 8
    for other in STYLES:
        if other != style:
            assert difference(full(style), full(other)) > 6, other


@pytest.mark.parametrize("style", ["plushie-classic", "anime", "oil"])
def test_more_strength_goes_farther_from_the_photo(style: str) -> None:
    steps = [render(astronaut(), RestyleRequest(style, strength, 1), silent) for strength in (0.0, 0.2, 0.5, 0.8)]
    distances = [difference(step, astronaut()) for step in steps]

    assert distances == sorted(distances)
    assert distances[0] < 0.6
    assert distances[1] > 0.2 * distances[-1]
    # the full style lies close to 0.8; not closer, since a little more warp lets every fibre fall elsewhere
    assert difference(full(style), steps[-1]) < 0.25 * distances[-1]


ODD = [(style, shape) for style in STYLES for shape in ((64, 64), (65, 131))]
EXTREME = [(style, shape) for style in ("plushie-chibi", "oil") for shape in ((64, 1024), (1024, 64))]


@pytest.mark.parametrize(("style", "shape"), ODD + EXTREME)
def test_odd_and_extreme_sizes_keep_their_size(style: str, shape: tuple[int, int]) -> None:
    photo = np.asarray(cv2.resize(data.astronaut(), shape[::-1], interpolation=cv2.INTER_AREA))

    result = render(photo, RestyleRequest(style, 1.0, 3), silent)

    assert result.shape == photo.shape
    assert result.std() > 5


@pytest.mark.parametrize("level", [0, 128, 255])
@pytest.mark.parametrize("style", STYLES)
def test_pictures_of_one_grey_are_restyled_without_numbers_going_wrong(style: str, level: int) -> None:
    photo = np.full((96, 80, 3), level, np.uint8)

    result = render(photo, RestyleRequest(style, 1.0, 1), silent)

    assert result.shape == photo.shape
    assert abs(float(result.mean()) - level) < 145


def test_a_grey_photo_and_noise_are_restyled_too() -> None:
    grey = np.repeat(cv2.cvtColor(astronaut(), cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    dirt = np.random.default_rng(1).integers(0, 256, (100, 90, 3), dtype=np.uint8)

    for style in ("plushie-chibi", "comic", "pixel"):
        for photo in (grey, dirt):
            assert render(photo, RestyleRequest(style, 1.0, 1), silent).shape == photo.shape


@pytest.mark.parametrize("style", STYLES)
def test_progress_rises_to_one_in_many_small_steps(style: str) -> None:
    fractions: list[float] = []

    render(astronaut(), RestyleRequest(style, 0.8, 1), fractions.append)

    assert fractions == sorted(fractions) and fractions[0] == 0.0 and fractions[-1] == 1.0
    assert len(set(fractions)) >= 4


@pytest.mark.parametrize("style", ["plushie-kawaii", "oil", "pencil"])
def test_what_report_raises_ends_the_work(style: str) -> None:
    class Cancelled(Exception):
        pass

    calls: list[float] = []

    def report(fraction: float) -> None:
        calls.append(fraction)
        if fraction > 0.2:
            raise Cancelled

    with pytest.raises(Cancelled):
        render(astronaut(), RestyleRequest(style, 0.8, 1), report)
    assert calls[-1] < 0.7  # it stopped there, and did not finish first


def test_a_prompt_colours_the_backdrop_of_a_toy() -> None:
    pink = render(astronaut(), RestyleRequest("plushie-classic", 1.0, 1, "on a pink wall"), silent)
    navy = render(astronaut(), RestyleRequest("plushie-classic", 1.0, 1, "on a navy wall"), silent)

    corner = np.s_[4:40, 150:188]
    red, _, blue = pink[corner].mean(axis=(0, 1))
    assert red > blue > 130
    assert navy[corner].mean() < 145 and navy[corner][..., 2].mean() > navy[corner][..., 0].mean()


@pytest.mark.parametrize("word", ["sunset", "winter", "vivid", "night", "hearts"])
def test_every_understood_word_changes_a_painting_too(word: str) -> None:
    with_word = render(astronaut(), RestyleRequest("watercolour", 1.0, 1, word), silent)

    assert difference(with_word, full("watercolour")) > 1.0


def test_understood_names_each_word_once_in_order() -> None:
    assert understood("A Pink teddy, at SUNSET in the snow; pink!") == ["pink", "sunset", "snow"]
    assert understood("as you like it") == []
    assert understood("") == []


def test_bad_requests_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown style"):
        RestyleRequest("cubist")
    with pytest.raises(ValueError, match="strength"):
        RestyleRequest("oil", 1.2)
    with pytest.raises(ValueError, match="HxWx3"):
        render(np.zeros((64, 64), np.uint8), RestyleRequest("oil"), silent)
