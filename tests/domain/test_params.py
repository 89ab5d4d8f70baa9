"""What every generator takes."""

from typing import Annotated

import pytest
from pydantic import ValidationError

from domain.assets import AssetType
from domain.errors import InvalidParams
from domain.params import PROMPT_MAX, SEED_MAX, AssetId, Control, Params, Prompt, Widget, asset_fields, asset_ids


class Sample(Params):
    prompt: Annotated[Prompt, Control(Widget.TEXT, "Prompt")] = "a"
    photo: Annotated[AssetId | None, Control(Widget.ASSET, "Photo", accepts=(AssetType.PHOTO,))] = None


@pytest.mark.parametrize("seed", [0, SEED_MAX, None])
def test_seeds_at_the_limits_are_taken(seed: int | None) -> None:
    assert Sample(seed=seed).seed == seed


@pytest.mark.parametrize("seed", [-1, SEED_MAX + 1, 1.5, "x"])
def test_other_seeds_are_refused(seed: object) -> None:
    with pytest.raises(ValidationError):
        Sample(seed=seed)  # type: ignore[arg-type]  # that it is wrong is the point


@pytest.mark.parametrize("prompt", ["x", "x" * PROMPT_MAX, "  " + "x" * PROMPT_MAX + "\n"])
def test_prompts_at_the_limits_are_taken_trimmed(prompt: str) -> None:
    assert Sample(prompt=prompt).prompt == prompt.strip()


@pytest.mark.parametrize("prompt", ["", "   ", "x" * (PROMPT_MAX + 1), "a\x00b"])
def test_other_prompts_are_refused(prompt: str) -> None:
    with pytest.raises(ValidationError):
        Sample(prompt=prompt)


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(ValidationError, match="steps"):
        Sample.model_validate({"steps": 3})


def test_a_refusal_tells_our_words_only() -> None:
    refused = InvalidParams.of_fields([("consent", "Value error, tick it."), ("text", "too long")])
    assert refused.message == "consent: tick it."
    assert [fault["message"] for fault in refused.details["fields"]] == ["tick it.", "too long"]


def test_assets_are_found_by_declaration() -> None:
    asset = "0" * 32
    assert list(asset_fields(Sample)) == ["photo"]
    assert asset_ids(Sample(photo=asset)) == {"photo": asset}
    assert asset_ids(Sample()) == {}
    with pytest.raises(ValidationError):
        Sample(photo="../../etc/passwd")
