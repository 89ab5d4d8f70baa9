"""What the studio ships about video models, and how it is applied. Nothing here loads a model."""

from __future__ import annotations

import math
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from data.catalogue import Model, load_catalogue
from data.video_presets import VideoPresets
from data.video_prompts import load_video_prompts
from engine.neural.device import Device
from engine.neural.video_denoising import without_noise
from engine.neural.video_framing import drawn_size
from engine.scene.spec import SpecStyle
from engine.video_request import CAMERAS, STYLES, VideoRequest


def video_models() -> list[Model]:
    return [model for model in load_catalogue().values() if model.video is not None]


def presets(**changes: Any) -> VideoPresets:
    return VideoPresets(**{"fps": 16, "frames": 81, "frame_step": 4, "pixels": 832 * 480, "multiple": 16, **changes})


@pytest.mark.parametrize(
    ("wanted", "whole"), [(1, 5), (2, 5), (5, 5), (6, 9), (64, 65), (65, 65), (80, 81), (81, 81), (200, 81)]
)
def test_frames_are_rounded_up_to_whole_latent_frames(wanted: int, whole: int) -> None:
    assert presets().whole(wanted) == whole
    assert (whole - 1) / 4 + 1 == presets().latent_frames(whole)


@pytest.mark.parametrize(
    "change", [{"frames": 80}, {"frames": 33}, {"fps": 0}, {"multiple": 4}, {"flow_shift": 0}, {"colour": 1}]
)
def test_refuses_bad_presets(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        presets(**change)


def test_presets_and_tasks_must_agree() -> None:
    wan = load_catalogue()["wan2-1-t2v-1-3b"].model_dump()

    with pytest.raises(ValidationError, match="table `video`"):
        Model(**{**wan, "video": None})
    with pytest.raises(ValidationError, match="table `video`"):
        Model(**{**wan, "tasks": ("text-to-image",)})


@pytest.mark.parametrize("model", video_models(), ids=lambda model: model.key)
@pytest.mark.parametrize("asked", [(854, 480), (1280, 720), (3840, 2160), (720, 1280), (1080, 1080), (1080, 1350)])
def test_films_are_drawn_near_what_the_model_draws_well_in_nearly_their_aspect(
    model: Model, asked: tuple[int, int]
) -> None:
    assert model.video
    for scale in (1.0, 0.75):
        width, height = drawn_size(asked, model.video, scale)

        assert width % model.video.multiple == 0 == height % model.video.multiple
        assert 0.75 <= width * height / (model.video.pixels * scale**2) <= 1.0
        assert abs(math.log(width / height * asked[1] / asked[0])) < 0.05, "a distortion nobody sees"


def test_some_sizes() -> None:
    catalogue = load_catalogue()
    wan_small, wan_large = catalogue["wan2-1-t2v-1-3b"].video, catalogue["wan2-2-ti2v-5b"].video
    assert wan_small and wan_large

    assert drawn_size((1280, 720), wan_small) == (832, 464)
    assert drawn_size((1920, 1080), wan_large) == (1248, 704)


@pytest.mark.parametrize(
    ("key", "offloads"),
    [
        ("wan2-2-ti2v-5b", {8: None, 16: "group", 24: "model", 48: "none", 80: "none"}),
        ("wan2-1-t2v-1-3b", {6: None, 8: "group", 12: "group", 16: "model", 24: "none", 80: "none"}),
        ("ltx-video-2b", {6: None, 8: "group", 16: "model", 24: "none", 80: "none"}),
        ("ltx-video-13b-distilled", {16: None, 24: "group", 48: "model", 80: "none"}),
    ],
)
def test_cards_of_all_sizes_run_what_they_can(key: str, offloads: dict[int, str | None]) -> None:
    model = load_catalogue()[key]

    for gb, offload in offloads.items():
        card = Device("cuda", "card", gb * 0.96, "bfloat16")
        assert (card.tier(model).offload if card.fits(model) else None) == offload, gb


def test_a_card_of_eight_gb_films_words_and_pictures() -> None:
    card = Device("cuda", "card", 8 * 0.96, "float16")
    fitting = [model for model in video_models() if model.commercial and card.fits(model)]

    assert {task for model in fitting for task in model.tasks} == {"text-to-video", "image-to-video"}


def test_every_style_and_camera_move_has_its_words() -> None:
    prompts = load_video_prompts()

    assert set(prompts.styles) == set(STYLES) and set(prompts.cameras) == set(CAMERAS)
    assert set(STYLES) == set(get_args(SpecStyle)), "as in the built-in renderer"


def test_the_creators_words_come_first() -> None:
    prompts = load_video_prompts()
    look, move = prompts.styles["cartoon"].look, prompts.cameras["pan"]

    assert prompts.around(" A fox runs, ", "cartoon", "pan") == f"A fox runs. {look} {move}"
    assert prompts.around("Run!", "cartoon", None) == f"Run! {look}"
    assert prompts.without("snow, ", "cartoon") == f"snow, {prompts.styles['cartoon'].avoid}, {prompts.always.avoid}"


def test_the_line_from_noise_to_a_picture_is_followed_to_its_end() -> None:
    picture, noise = 3.0, -1.0
    line = {sigma: (1 - sigma) * picture + sigma * noise for sigma in (0.9, 0.6)}

    assert without_noise(line[0.9], line[0.6], 0.9, 0.6) == pytest.approx(picture)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"prompt": "  "}, "prompt"),
        ({"seed": 2**32}, "seed"),
        ({"style": "cubist"}, "style"),
        ({"camera": "drone"}, "camera"),
        ({"width": 641}, "width"),
        ({"seconds": 0.0}, "seconds"),
        ({"fps": 0}, "fps"),
        ({"steps": 101}, "steps"),
        ({"guidance_scale": -1.0}, "guidance_scale"),
    ],
)
def test_refuses_a_bad_request(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        VideoRequest(**{"prompt": "a boat", "seed": 1, **change})
