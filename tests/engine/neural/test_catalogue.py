"""What the studio ships about models and styles."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from data.catalogue import load_catalogue
from data.image_prompts import ImageStyle, load_image_styles
from data.restyle_prompts import load_style_prompts
from engine.generators.restyle import Style
from engine.image_request import STYLES

ENTRY = """
[some-model]
title = "Some model"
repo_id = "someone/some-model"
revision = "main"
licence = "MIT"
licence_url = "https://example.org/licence"
commercial = true
verified = false
size_gb = 2
vram_gb = 3
resident_gb = 4
cpu = true
tasks = ["chat"]
family = "qwen"
"""


@pytest.fixture
def models_toml(tmp_path: Path) -> Path:
    return tmp_path / "models.toml"


def test_every_task_that_a_backend_does_has_a_commercial_model() -> None:
    for task in ("text-to-image", "image-to-image", "chat"):
        usable = [model for model in load_catalogue().values() if task in model.tasks and model.commercial]
        assert usable, task
        assert any(model.cpu for model in usable), f"nothing does {task} without a graphics card"


def test_known_non_commercial_weights_are_marked() -> None:
    catalogue = load_catalogue()

    assert not catalogue["sdxl-turbo"].commercial
    assert not catalogue["flux1-kontext-dev"].commercial


def test_reads_an_entry(models_toml: Path) -> None:
    models_toml.write_text(ENTRY)

    model = load_catalogue(models_toml)["some-model"]

    assert (model.key, model.tasks, model.presets.steps) == ("some-model", ("chat",), 24)


def test_a_lora_names_a_model_that_stands_by_itself(models_toml: Path) -> None:
    models_toml.write_text(ENTRY + 'base = "someone-else"\nlora_file = "lora.safetensors"\n')

    with pytest.raises(ValueError, match="some-model: its base 'someone-else'"):
        load_catalogue(models_toml)


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("commercial = true", "", "commercial"),
        ('tasks = ["chat"]', 'tasks = ["cooking"]', "tasks"),
        ("vram_gb = 3", "vram_gb = 9", "resident_gb"),
        ("https://", "http://", "licence_url"),
        ("[some-model]", '["../some-model"]', "key"),
        ("size_gb = 2", "size_gb = 2\ncolour = 1", "colour"),
        ("size_gb = 2", 'size_gb = 2\nbase = "sdxl"', "lora_file"),
        ("size_gb = 2", 'size_gb = 2\nlora_file = "../lora.safetensors"', "lora_file"),
    ],
)
def test_refuses_a_bad_entry(models_toml: Path, good: str, bad: str, complaint: str) -> None:
    models_toml.write_text(ENTRY.replace(good, bad))

    with pytest.raises(ValidationError, match=complaint):
        load_catalogue(models_toml)


def test_every_style_of_the_generator_has_a_prompt() -> None:
    assert set(load_style_prompts()) == set(get_args(Style))


def test_prompts_leave_room_for_wishes_in_the_encoder() -> None:
    """77 tokens; a token is seldom less than four letters, so 50 of them are some 200."""
    for key, style in load_style_prompts().items():
        assert len(style.prompt) <= 200, key
        assert style.with_wishes("a red scarf") == f"{style.prompt}, a red scarf"
        assert style.with_wishes("") == style.prompt


def test_every_image_style_has_its_words() -> None:
    assert set(load_image_styles()) == set(STYLES)


def test_a_styles_name_is_read_first_and_the_creators_wishes_before_its_details() -> None:
    anime = load_image_styles()["anime"]

    assert anime.around(" A red fox. ") == f"{anime.before}, A red fox, {anime.after}"
    assert anime.without("") == anime.negative
    assert anime.without("trees,") == f"trees, {anime.negative}"


def test_a_stronger_reference_gets_less_noise() -> None:
    for key, style in load_image_styles().items():
        assert style.denoising(0) == style.far > style.denoising(0.5) > style.denoising(1) == pytest.approx(style.near)
        assert style.denoising(1) >= 0.3, f"{key} would only copy"


@pytest.mark.parametrize("entry", [{"near": 0.9, "far": 0.5}, {"far": 1.2}, {"before": ""}, {"during": "x"}])
def test_refuses_a_bad_image_style(entry: dict[str, object]) -> None:
    good = load_image_styles()["anime"].model_dump()

    with pytest.raises(ValidationError, match=next(iter(entry))):
        ImageStyle(**{**good, **entry})
