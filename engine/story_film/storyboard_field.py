"""The parameter that takes a storyboard.json back, edited or not."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue

from domain.errors import InvalidParams
from domain.params import SEED_MAX, Control, Widget

if TYPE_CHECKING:
    from engine.story.storyboard import Storyboard

STORYBOARD_MAX = 400_000
"""Characters."""
KEPT = 16
"""Storyboards that are kept after they were read: a form asks for the price of the same one again and again."""


@lru_cache(maxsize=KEPT)
def read_storyboard(text: str) -> Storyboard:
    """A storyboard.json. Raises InvalidParams with the path of each bad field."""
    from engine.story.storyboard import from_json

    return from_json(text)


class _StoryboardSchema:
    """The schema of storyboard.json itself, made when it is asked for."""

    def __get_pydantic_json_schema__(self, _core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        from data.scene_lexicon import load_scene_lexicon
        from data.story_words import load_story_words
        from engine.story.storyboard import PEOPLE, Storyboard

        board = handler(Storyboard.__pydantic_core_schema__)
        lexicon = load_scene_lexicon()
        board["x-kinds"] = [*PEOPLE, *sorted({*lexicon.families["animals"], *load_story_words().stand_ins})]
        board["x-colours"] = sorted(lexicon.colours)
        return {"anyOf": [{"type": "string", "maxLength": STORYBOARD_MAX}, board, {"type": "null"}]}


def _checked(value: Any) -> Any:
    """The storyboard as JSON text as storyboard.json is written. Raises InvalidParams with each bad path."""
    if value is None or value == "":
        return None
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
    if not isinstance(text, str):
        raise _refused([("storyboard", "Give storyboard.json as an object or as text.")])
    if len(text) > STORYBOARD_MAX:
        raise _refused([("storyboard", f"A storyboard has at most {STORYBOARD_MAX} characters; this has {len(text)}.")])
    try:
        return read_storyboard(text).to_json()
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
    _StoryboardSchema(),
    Field(description="A storyboard.json, as an object or as text: it decides everything but language and subtitles."),
    Control(
        Widget.LONG_TEXT,
        "Storyboard",
        "Optional: a storyboard.json of an earlier film, edited. It then decides in place of the script and the style.",
        more=True,
    ),
]
