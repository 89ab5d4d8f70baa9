"""Forms are read off the declarations."""

from __future__ import annotations

from typing import Annotated, Literal

import gradio as gr
import pytest
from pydantic import Field

from domain.assets import AssetType
from domain.params import AssetId, Control, OptionalPrompt, Params, Prompt, Widget
from engine.generators.restyle import RestyleParams
from engine.generators.script import ScriptParams
from ui.field_spec import FieldSpec, field_specs
from ui.form import build_field


class EveryWidget(Params):
    """One field for each widget."""

    text: Annotated[OptionalPrompt, Control(Widget.TEXT, "Text", "A word.")] = "hello"
    long_text: Annotated[Prompt, Control(Widget.LONG_TEXT, "Long text")]
    slider: Annotated[float, Field(ge=0.1, le=1.5), Control(Widget.SLIDER, "Slider", step=0.05)] = 0.5
    number: Annotated[int, Field(ge=3, le=9), Control(Widget.NUMBER, "Number", more=True)] = 4
    few: Annotated[Literal[0, 90], Control(Widget.CHOICE, "Few", choices=(("0", "None"),))] = 90
    many: Annotated[Literal["one", "two-fold", "c", "d", "e"], Control(Widget.CHOICE, "Many")] = "two-fold"
    switch: Annotated[bool, Control(Widget.SWITCH, "Switch")] = True
    asset: Annotated[AssetId | None, Control(Widget.ASSET, "Asset", accepts=(AssetType.PHOTO,))] = None


@pytest.fixture
def specs() -> dict[str, FieldSpec]:
    return {spec.name: spec for spec in field_specs(EveryWidget)}


def test_limits_and_defaults_come_from_the_field(specs: dict[str, FieldSpec]) -> None:
    slider, number, text = specs["slider"], specs["number"], specs["text"]
    assert (slider.minimum, slider.maximum, slider.default, slider.step, slider.integer) == (0.1, 1.5, 0.5, 0.05, False)
    assert (number.minimum, number.maximum, number.default, number.step, number.integer) == (3, 9, 4, 1, True)
    assert (text.max_length, text.required, text.default) == (2000, False, "hello")
    assert specs["long_text"].required


def test_optional_number_keeps_its_limits(specs: dict[str, FieldSpec]) -> None:
    assert (specs["seed"].minimum, specs["seed"].maximum, specs["seed"].default) == (0, 2**32 - 1, None)


def test_choices_keep_their_type_and_have_a_label(specs: dict[str, FieldSpec]) -> None:
    assert specs["few"].choices == (("None", 0), ("90", 90))
    assert specs["many"].choices[:2] == (("One", "one"), ("Two fold", "two-fold"))


def test_what_belongs_under_more_comes_last_and_hidden_fields_not_at_all() -> None:
    names = [spec.name for spec in field_specs(RestyleParams)]
    assert names == ["photo", "style", "strength", "count", "prompt", "crop", "rotate", "brightness", "seed", "backend"]
    assert "project_id" not in names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("text", gr.Textbox),
        ("long_text", gr.Textbox),
        ("slider", gr.Slider),
        ("number", gr.Number),
        ("few", gr.Radio),
        ("many", gr.Dropdown),
        ("switch", gr.Checkbox),
        ("asset", gr.Image),
    ],
)
def test_every_widget_has_its_component(specs: dict[str, FieldSpec], name: str, kind: type) -> None:
    with gr.Blocks():
        component = build_field("sample", specs[name])
    assert type(component) is kind
    assert component.label == specs[name].control.label
    assert component.elem_id == f"sample-{name}"


def test_components_carry_limits_and_defaults(specs: dict[str, FieldSpec]) -> None:
    with gr.Blocks():
        built = {name: build_field("sample", spec) for name, spec in specs.items()}
    assert (built["slider"].minimum, built["slider"].maximum, built["slider"].value) == (0.1, 1.5, 0.5)
    assert (built["number"].minimum, built["number"].maximum, built["number"].value) == (3, 9, 4)
    assert built["text"].max_length == 2000
    assert built["many"].value == "two-fold"
    assert built["few"].value == 90
    assert built["switch"].value is True
    assert built["long_text"].lines > built["text"].lines


def test_a_number_that_may_be_left_empty_is_no_gradio_number(specs: dict[str, FieldSpec]) -> None:
    with gr.Blocks():
        seed = build_field("sample", specs["seed"])
    assert type(seed) is gr.Textbox
    assert seed.api_info() == {"type": "integer"}


def test_values_out_of_range_reach_the_model_which_says_what_is_wrong(specs: dict[str, FieldSpec]) -> None:
    with gr.Blocks():
        assert build_field("sample", specs["number"]).preprocess(10) == 10
        assert build_field("sample", specs["many"]).preprocess("nonsense") == "nonsense"


def test_shipped_forms_are_complete() -> None:
    for params in (RestyleParams, ScriptParams):
        for spec in field_specs(params):
            if spec.control.widget is Widget.SLIDER:
                assert spec.minimum is not None and spec.maximum is not None
            if spec.control.widget is Widget.CHOICE:
                assert spec.default in [value for _, value in spec.choices]
