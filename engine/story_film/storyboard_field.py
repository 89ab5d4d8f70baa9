"""The parameter that takes a storyboard.json back, edited or not."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from domain.errors import InvalidParams
from domain.params import SEED_MAX, Control, Widget

STORYBOARD_MAX = 400_000
"""Characters."""


def _checked(value: Any) -> Any:
    """The storyboard as JSON text as storyboard.json is written. Raises InvalidParams with each bad path."""
    from engine.story.storyboard import from_json

    if value is None or value == "":
        return None
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
    if not isinstance(text, str):
        raise _refused([("storyboard", "Give storyboard.json as an object or as text.")])
    if len(text) > STORYBOARD_MAX:
        raise _refused([("storyboard", f"A storyboard has at most {STORYBOARD_MAX} characters; this has {len(text)}.")])
    try:
        return from_json(text).to_json()
    except InvalidParams as error:
        raise _refused([(fault["field"], fault["message"]) for fault in error.details["fields"]]) from None


def seed_in(value: Any) -> int | None:
    """The seed of a storyboard as it was sent, before it is checked; None where there is none that can be used."""
    if isinstance(value, str) and len(value) <= STORYBOARD_MAX:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    seed = value.get("seed") if isinstance(value, dict) else None
    return seed if type(seed) is int and 0 <= seed <= SEED_MAX else None


def _refused(faults: list[tuple[str, str]]) -> InvalidParams:
    """The path stands in the message too: a form has one field for the whole storyboard."""
    return InvalidParams.of_fields(
        (path if path == "storyboard" else f"storyboard.{path}", f"{path}: {message}") for path, message in faults
    )


StoryboardJson = Annotated[
    str | None,
    BeforeValidator(_checked),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": STORYBOARD_MAX}, {"type": "object"}, {"type": "null"}]}),
    Field(description="A storyboard.json, as an object or as text: it decides everything but language and subtitles."),
    Control(
        Widget.LONG_TEXT,
        "Storyboard",
        "Optional: a storyboard.json of an earlier film, edited. It then decides in place of the script and the style.",
        more=True,
    ),
]
