"""The parameter that takes a scene.json back, edited or not."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from domain.errors import InvalidParams
from domain.params import Control, Widget

SCENE_MAX = 60_000
"""Characters."""


def _checked(value: Any) -> Any:
    """The scene as JSON text in the form in which scene.json is written. Raises InvalidParams with each bad path."""
    from engine.scene.words.scene_json import from_json

    if value is None or value == "":
        return None
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
    if not isinstance(text, str):
        raise _refused([("", "Give scene.json as an object or as text.")])
    if len(text) > SCENE_MAX:
        raise _refused([("", f"A scene has at most {SCENE_MAX} characters; this has {len(text)}.")])
    try:
        return from_json(text).model_dump_json(indent=2)
    except InvalidParams as error:
        raise _refused([(_path(fault["field"]), fault["message"]) for fault in error.details["fields"]]) from None


def _path(field: str) -> str:
    return "" if field == "(body)" else field


def _refused(faults: list[tuple[str, str]]) -> InvalidParams:
    """The path stands in the message too: a form has one field for the whole scene. "" is the scene itself."""
    return InvalidParams.of_fields(
        (f"scene.{path}", f"{path}: {message}") if path else ("scene", message) for path, message in faults
    )


SceneJson = Annotated[
    str | None,
    BeforeValidator(_checked),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": SCENE_MAX}, {"type": "object"}, {"type": "null"}]}),
    Field(description="A scene.json, as an object or as text: it is shown as it stands, whatever the prompt says."),
    Control(
        Widget.LONG_TEXT,
        "Scene",
        "Optional: a scene.json of an earlier result, edited. It then decides what is seen.",
        more=True,
    ),
]
