"""Placing, scheduling, framing and previewing: the parts around a diffusion run."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.neural.device import Device
from engine.neural.framing import affordable_size, covering, drawing_size, resized, result_size
from engine.neural.latent_preview import MAX_BYTES, preview_jpeg, remaining_noise
from engine.neural.pipelines import Pipelines, accepted, scheduled_steps
from tests.support.tiny_catalogue import tiny_entry


class Pipeline:
    """Notes what is done to it."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def set_progress_bar_config(self, *, disable: bool) -> None:
        assert disable

    def enable_model_cpu_offload(self, device: str) -> None:
        self.done.append(f"offload from {device}")

    def __call__(self, prompt: str, strength: float) -> None:
        """What a call takes."""


class Consistency(Pipeline):
    def __call__(self, prompt: str, original_inference_steps: int) -> None:  # type: ignore[override]  # as in LCM
        """What a latent consistency model's call takes."""


@pytest.mark.parametrize(("gigabytes", "expected"), [(4.2, []), (8.4, ["offload from cuda"]), (24, [])])
def test_the_second_pipeline_shares_the_parts_and_their_turns(
    gigabytes: float, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers

    first, second = Pipeline(), Pipeline()
    shared: list[Pipeline] = []

    class Auto:
        @staticmethod
        def from_pipe(pipeline: Pipeline) -> Pipeline:
            shared.append(pipeline)
            return second

    monkeypatch.setattr(diffusers, "AutoPipelineForImage2Image", Auto)
    pipelines = Pipelines(first, tiny_entry("sdxl"), Device("cuda", "card", gigabytes, "float16"))

    assert pipelines.from_picture() is pipelines.from_picture() is second
    assert shared == [first] and second.done == expected and pipelines.from_text() is first


@pytest.mark.parametrize("denoising", [0.2, 0.33, 0.5, 0.71, 1.0])
def test_as_many_steps_are_done_at_any_strength(denoising: float) -> None:
    scheduled = scheduled_steps(Pipeline(), 24, denoising)

    assert int(scheduled * denoising) in (24, 25)
    assert scheduled_steps(Consistency(), 6, denoising) == 6


def test_only_what_a_call_knows_is_passed() -> None:
    arguments = {"prompt": "a", "strength": 0.5, "negative_prompt": "b"}

    assert accepted(Pipeline(), arguments) == {"prompt": "a", "strength": 0.5}
    assert accepted(Consistency(), arguments) == {"prompt": "a"}


@given(width=st.integers(64, 4096), height=st.integers(64, 4096), max_side=st.sampled_from([512, 768, 1024]))
def test_drawing_sizes_suit_the_model_and_keep_the_aspect(width: int, height: int, max_side: int) -> None:
    drawn = drawing_size(width, height, max_side)

    assert max(drawn) == max_side and min(drawn) >= 32
    assert drawn[0] % 16 == drawn[1] % 16 == 0
    exact = min(width, height) / max(width, height) * max_side
    assert abs(min(drawn) - exact) <= 8 or exact < 32


SIDES = st.integers(8, 24).map(lambda n: 64 * n)


@given(size=st.tuples(SIDES, SIDES), side=st.sampled_from([512, 640, 768, 1024, 1536]))
def test_what_is_drawn_is_as_asked_or_less_in_its_aspect(size: tuple[int, int], side: int) -> None:
    drawn = affordable_size(size, side**2, side * 3 // 2)

    if size[0] * size[1] <= side**2 and max(size) <= side * 3 // 2:
        assert drawn == size
    else:
        assert drawn[0] % 16 == drawn[1] % 16 == 0 and max(drawn) <= side * 3 // 2
        assert drawn[0] * drawn[1] <= side**2 * 1.06
        assert abs(drawn[0] / drawn[1] - size[0] / size[1]) <= 0.1 * size[0] / size[1]


def test_a_reference_is_cut_in_the_middle_not_squeezed() -> None:
    wide = np.zeros((64, 192, 3), np.uint8)
    wide[:, 64:128] = 200

    assert covering(wide, (32, 32)).min() > 180


@given(width=st.integers(64, 4096), height=st.integers(64, 4096))
def test_results_have_the_photos_size_or_are_larger_in_its_aspect(width: int, height: int) -> None:
    result = result_size((width, height), drawing_size(width, height, 1024))

    if max(width, height) >= 1024:
        assert result == (width, height)
    else:
        assert max(result) == 1024
        assert abs(result[0] / width - result[1] / height) * min(width, height) <= 1


def test_resizing_goes_by_width_and_height() -> None:
    assert resized(np.zeros((30, 40, 3), np.uint8), (80, 60)).shape == (60, 80, 3)


def latents(values: tuple[float, float, float, float]) -> Any:
    import torch

    return torch.tensor(values).view(1, 4, 1, 1).expand(1, 4, 16, 16)


def colour_of(jpeg: bytes | None) -> tuple[int, ...]:
    assert jpeg is not None
    return tuple(int(value) for value in np.asarray(Image.open(io.BytesIO(jpeg))).mean(axis=(0, 1)).round())


def test_previews_follow_the_published_factors() -> None:
    assert colour_of(preview_jpeg("sd15", latents((0, 0, 0, 0)), 0, (64, 64))) == pytest.approx((127, 127, 127), abs=2)
    assert colour_of(preview_jpeg("sdxl", latents((0, 0, 0, 0)), 0, (64, 64))) == pytest.approx((150, 140, 130), abs=2)
    assert colour_of(preview_jpeg("sdxl", latents((0, 1, 0, 0)), 0, (64, 64))) == pytest.approx((90, 135, 140), abs=2)
    # With sigma 1 in them, latents are larger by the root of 2.
    assert colour_of(preview_jpeg("sdxl", latents((1, 0, 0, 0)), 1, (64, 64))) == pytest.approx((192, 182, 172), abs=2)


def test_several_pictures_are_shown_two_in_a_row() -> None:
    import torch

    batch = torch.cat([latents((0, value, 0, 0)) for value in (0.0, 1.0, 0.0)])
    jpeg = preview_jpeg("sdxl", batch, 0, (512, 768))
    assert jpeg is not None
    sheet = np.asarray(Image.open(io.BytesIO(jpeg)))

    assert sheet.shape[0] == 320 and sheet.shape[1] in (212, 214)
    assert sheet[80, 50].tolist() == pytest.approx([150, 140, 130], abs=3)
    assert sheet[80, 160].tolist() == pytest.approx([90, 135, 140], abs=3)
    assert sheet[240, 160].mean() < 40, "there is no fourth"


def test_other_latents_have_no_preview() -> None:
    import torch

    assert preview_jpeg("z-image", torch.zeros(1, 16, 8, 8), 0, (64, 64)) is None
    assert preview_jpeg("sdxl", torch.zeros(1, 16, 8, 8), 0, (64, 64)) is None


def test_even_pure_noise_stays_under_the_limit() -> None:
    import torch

    noise = 14 * torch.randn(1, 4, 128, 128, generator=torch.Generator().manual_seed(0))
    jpeg = preview_jpeg("sdxl", noise, 0, (1024, 1024))

    assert jpeg is not None and len(jpeg) <= MAX_BYTES


def test_broken_latents_give_a_grey_preview_not_a_crash() -> None:
    import torch

    assert preview_jpeg("sdxl", torch.full((1, 4, 8, 8), float("nan")), 0, (64, 64)) is not None


def test_only_schedulers_that_keep_noise_unscaled_have_some_left() -> None:
    from diffusers import DDIMScheduler, EulerDiscreteScheduler

    euler = EulerDiscreteScheduler()
    euler.set_timesteps(10)
    euler.set_begin_index(5)
    euler._init_step_index(euler.timesteps[5])

    assert remaining_noise(euler) == pytest.approx(float(euler.sigmas[5]))
    assert remaining_noise(DDIMScheduler()) == 0.0
