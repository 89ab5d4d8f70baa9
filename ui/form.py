"""Gradio components for a generator's fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from domain.assets import AUDIO_TYPES
from domain.params import Widget
from ui.field_spec import FieldSpec

SEGMENTS_MAX = 4
"""As many choices as stand side by side; more of them go into a list."""
SEARCHED_FROM = 15
"""A list of more choices can be searched by typing."""


def build_field(key: str, spec: FieldSpec) -> Any:
    """The component that shows a field, in the current Blocks context. Its element id is "{key}-{field}"."""
    place: dict[str, Any] = {"elem_id": f"{key}-{spec.name}", "elem_classes": ["k-field"]}
    if spec.control.hidden:
        place["visible"] = False
    component = _BUILDERS[spec.control.widget](spec, place)
    # `Params` checks every value and says what is wrong beside the field; Gradio's own checks would raise before it,
    # each in another way. Set on the instance: a subclass would make Gradio write a .pyi file beside this one.
    component.preprocess = _as_sent
    return component


def _as_sent(payload: Any) -> Any:
    return payload


def _text(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Textbox(value=spec.default or "", max_lines=1, **_words(spec), **place)


def _long_text(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Textbox(value=spec.default or "", lines=4, max_lines=14, **_words(spec), **place)


def _words(spec: FieldSpec) -> dict[str, Any]:
    return {
        "label": spec.control.label,
        "info": spec.control.help or None,
        "max_length": spec.max_length,
    }


def _slider(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Slider(
        minimum=spec.minimum,
        maximum=spec.maximum,
        value=spec.default if spec.default is not None else spec.minimum,
        step=spec.step,
        precision=0 if spec.integer else None,
        label=spec.control.label,
        info=spec.control.help or None,
        buttons=[],
        **place,
    )


def _number(spec: FieldSpec, place: dict[str, Any]) -> Any:
    if spec.default is None:
        return _optional_number(spec, place)
    return gr.Number(
        value=spec.default,
        minimum=spec.minimum,
        maximum=spec.maximum,
        precision=0 if spec.integer else None,
        step=spec.step or 1,
        label=spec.control.label,
        info=spec.control.help or None,
        **place,
    )


def _optional_number(spec: FieldSpec, place: dict[str, Any]) -> Any:
    # Not gr.Number: Gradio 6.31 turns an empty one into 0 as soon as it is shown, which would fix every seed to 0.
    box = gr.Textbox(
        value=None, max_lines=1, placeholder="Automatic", label=spec.control.label, info=spec.control.help, **place
    )
    box.api_info = lambda: {"type": "integer" if spec.integer else "number"}
    return box


def _choice(spec: FieldSpec, place: dict[str, Any]) -> Any:
    default = spec.default if spec.default is not None else spec.choices[0][1]
    words = {"label": spec.control.label, "info": spec.control.help or None}
    if len(spec.choices) <= SEGMENTS_MAX:
        return gr.Radio(list(spec.choices), value=default, **words, **place)
    many = len(spec.choices) > SEARCHED_FROM
    return gr.Dropdown(list(spec.choices), value=default, filterable=many, **words, **place)


def _suggestion(spec: FieldSpec, place: dict[str, Any]) -> Any:
    box = gr.Dropdown(
        [],
        value=spec.default or None,
        allow_custom_value=True,
        filterable=True,
        label=spec.control.label,
        info=spec.control.help or None,
        **place,
    )
    box.api_info = lambda: {"type": "string"}
    return box


def _switch(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Checkbox(value=bool(spec.default), label=spec.control.label, info=spec.control.help or None, **place)


def _asset(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return _sound(spec, place) if AUDIO_TYPES.issuperset(spec.control.accepts) else _picture(spec, place)


def _sound(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Audio(
        type="filepath",
        sources=["upload", "microphone"],
        label=spec.control.label,
        editable=False,
        buttons=[],
        **{**place, "elem_classes": [*place["elem_classes"], "k-sound"]},
    )


def _picture(spec: FieldSpec, place: dict[str, Any]) -> Any:
    return gr.Image(
        type="filepath",
        sources=["upload"],
        label=spec.control.label,
        placeholder=spec.control.help or None,
        buttons=[],
        height=240,
        **place,
    )


_BUILDERS: dict[Widget, Callable[[FieldSpec, dict[str, Any]], Any]] = {
    Widget.TEXT: _text,
    Widget.LONG_TEXT: _long_text,
    Widget.SLIDER: _slider,
    Widget.NUMBER: _number,
    Widget.CHOICE: _choice,
    Widget.SUGGESTION: _suggestion,
    Widget.SWITCH: _switch,
    Widget.ASSET: _asset,
}
