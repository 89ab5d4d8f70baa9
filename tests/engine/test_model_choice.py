"""The parameter `model`, as orders, forms and backends see it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from engine.generators.image import ImageParams
from engine.model_choice import model_choices, wanted_model
from ui.field_spec import field_specs


def params(**changes: Any) -> ImageParams:
    return ImageParams(**{"prompt": "a fox", **changes})


@pytest.mark.parametrize(("given", "taken", "wanted"), [(None, "auto", None), ("auto", "auto", None), ("sdxl",) * 3])
def test_takes_a_key_or_leaves_the_choice(given: str | None, taken: str, wanted: str | None) -> None:
    assert params(model=given).model == taken
    assert wanted_model(params(model=given).model) == wanted


@pytest.mark.parametrize("wrong", ["sdxl-2", "qwen3-8b", "sdxl-turbo", "SDXL", ""])
def test_refuses_what_is_no_model_for_this_and_lists_those_that_are(wrong: str) -> None:
    with pytest.raises(ValidationError) as caught:
        params(model=wrong)

    (problem,) = caught.value.errors()
    assert problem["loc"] == ("model",)
    assert "z-image-turbo, sdxl-lightning, sdxl" in problem["msg"] and "qwen" not in problem["msg"]


def test_a_model_and_the_built_in_renderer_contradict_each_other() -> None:
    with pytest.raises(ValidationError, match="built-in renderer uses no model"):
        params(model="sdxl", backend="builtin")

    assert params(model="auto", backend="builtin").backend == "builtin"
    assert params(model="sdxl", backend="neural").model == "sdxl"


def test_the_form_offers_titles_and_the_best_first() -> None:
    (spec,) = [spec for spec in field_specs(ImageParams) if spec.name == "model"]

    assert spec.choices[0] == ("Best available", "auto") and spec.default == "auto"
    assert ("Stable Diffusion XL 1.0", "sdxl") in spec.choices
    assert [key for _, key in spec.choices[1:]] == list(model_choices(("text-to-image",)))
    assert spec.control.more
