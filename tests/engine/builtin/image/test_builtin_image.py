"""Pictures from words, by the scene engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from domain.errors import JobCancelled
from engine.builtin.image import BuiltinImage, StillWish
from engine.builtin.kept_renderer import KeptRenderer
from engine.builtin.scene_writer import BuiltinScene
from engine.image_request import ImageRequest
from engine.scene.scene import Camera, Picture
from engine.scene.spec import SceneSpec

LIGHTHOUSE = ImageRequest(
    prompt="A red lighthouse on a rocky coast at sunset", seeds=(1, 2), width=512, height=512, style="3d"
)


def ignore(_value: object) -> None:
    """Takes reports and previews that a test does not look at."""


@pytest.fixture(scope="module")
def backend() -> Iterator[BuiltinImage]:
    with KeptRenderer() as renderer:
        yield BuiltinImage(renderer)


def plan_of(request: ImageRequest) -> Any:
    return BuiltinScene().write(request.prompt, request.negative_prompt, request.style, request.seeds[0], ignore)


def draw(backend: BuiltinImage, request: ImageRequest, index: int = 0) -> NDArray[np.uint8]:
    return backend.draw(plan_of(request), request, index, ignore, ignore)


@pytest.fixture(scope="module")
def lighthouse(backend: BuiltinImage) -> NDArray[np.uint8]:
    return draw(backend, LIGHTHOUSE)


def test_the_plan_names_what_was_asked_for() -> None:
    spec = SceneSpec.model_validate(plan_of(LIGHTHOUSE))
    assert (spec.place, spec.time_of_day, spec.style) == ("coast", "sunset", "3d")
    assert [(s.noun, s.colour) for s in spec.subjects] == [("lighthouse", "red")]


def test_a_picture_has_its_size_and_is_the_same_each_time(backend: BuiltinImage, lighthouse: NDArray[np.uint8]) -> None:
    assert lighthouse.shape == (512, 512, 3)
    assert lighthouse.dtype == np.uint8
    assert np.array_equal(lighthouse, draw(backend, LIGHTHOUSE))
    assert lighthouse.std() > 20


def test_another_seed_is_another_composition(backend: BuiltinImage, lighthouse: NDArray[np.uint8]) -> None:
    difference = lighthouse.astype(int) - draw(backend, LIGHTHOUSE, 1)
    assert np.abs(difference).mean() > 8


def test_a_reference_gives_its_colours(backend: BuiltinImage, lighthouse: NDArray[np.uint8]) -> None:
    green = np.full((64, 64, 3), (30, 160, 60), np.uint8)
    request = replace(LIGHTHOUSE, reference=green, reference_strength=1.0)
    red, greenish = lighthouse.mean(axis=(0, 1)), draw(backend, request).mean(axis=(0, 1))
    assert greenish[1] - greenish[0] > red[1] - red[0] + 20


def test_a_small_version_is_shown_first_and_progress_rises(backend: BuiltinImage) -> None:
    shown: list[tuple[int, ...]] = []
    fractions: list[float] = []
    backend.draw(plan_of(LIGHTHOUSE), LIGHTHOUSE, 0, fractions.append, lambda picture: shown.append(picture.shape))
    assert shown == [(170, 170, 3)]
    assert fractions == sorted(fractions)
    assert len(fractions) >= 4


def test_it_can_be_cancelled_between_its_parts(backend: BuiltinImage, lighthouse: NDArray[np.uint8]) -> None:
    def cancel(fraction: float) -> None:
        if fraction >= 0.3:
            raise JobCancelled("Stop.")

    with pytest.raises(JobCancelled):
        backend.draw(plan_of(LIGHTHOUSE), LIGHTHOUSE, 0, cancel, ignore)
    assert np.array_equal(draw(backend, LIGHTHOUSE), lighthouse)


def test_a_large_picture_can_be_cancelled_while_it_is_drawn(
    backend: BuiltinImage, lighthouse: NDArray[np.uint8]
) -> None:
    def cancel(fraction: float) -> None:
        if 0.5 < fraction < 0.9:
            raise JobCancelled("Stop.")

    large = replace(LIGHTHOUSE, width=1536)
    with pytest.raises(JobCancelled):
        backend.draw(plan_of(large), large, 0, cancel, ignore)
    assert np.array_equal(draw(backend, LIGHTHOUSE), lighthouse)


def test_a_still_is_drawn_through_the_camera_that_was_aimed_without_what_is_to_move(backend: BuiltinImage) -> None:
    seen: list[Picture] = []

    def wider(camera: Camera, sketch: Picture) -> Camera:
        seen.append(sketch)
        return replace(camera, fov=camera.fov * 1.5)

    spec = SceneSpec.model_validate({"place": "winter", "weather": "snow", "subjects": [{"noun": "barn"}], "seed": 3})
    still = backend.still(spec, (384, 216), ignore, StillWish(("snow",), wider))
    assert still.airborne == ("snow",)
    assert still.picture.rgb.shape == (216, 384, 3) and still.picture.depth.shape == (216, 384)
    assert (still.picture.subjects > 0).mean() < 0.8 * (seen[0].subjects > 0).mean()
