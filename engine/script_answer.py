"""Reads a script out of what a language model answered, forgiving its form but not its substance."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from engine.builtin.script.brief import ScriptBrief
from engine.builtin.script.plain_text import clean
from engine.builtin.script.script import Script, Section, spoken_seconds

_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MARKS = re.compile(r"\*\*|__|`|^\s*(?:#{1,6}|[-*•]|\d{1,2}\.)\s+", re.MULTILINE)
_MAX_ANSWER = 60_000  # characters; 600 seconds of speech have some 10,000


class BadAnswer(ValueError):
    """What the model wrote is no script; says why, in words that can be told to the model."""


def _plain(value: Any) -> Any:
    """Spoken text: no markup, no emoji, one paragraph."""
    if not isinstance(value, str):
        return value
    spoken = "".join(" " if _is_pictograph(c) else c for c in _MARKS.sub("", clean(value)))
    return " ".join(spoken.split())


def _is_pictograph(character: str) -> bool:
    """Emoji and dingbats with their modifiers; not the degree sign and others of Latin-1, which are spoken."""
    return ord(character) > 0x2000 and unicodedata.category(character) in ("So", "Sk", "Mn", "Me")


Spoken = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=12_000)]
Label = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=160)]


class _SectionAnswer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    heading: Label
    text: Spoken


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")

    title: Label
    hook: Spoken
    sections: tuple[_SectionAnswer, ...] = Field(min_length=1, max_length=24)
    close: Spoken


def read_script(answer: str, brief: ScriptBrief) -> Script:
    """The script in an answer, whatever stands around it. Raises BadAnswer."""
    if len(answer) > _MAX_ANSWER:
        raise BadAnswer("it is far too long")
    why = "no JSON object was found"
    for value in _objects(answer):
        try:
            return _script(_Answer.model_validate(value), brief)
        except ValidationError as error:
            why = _first_problem(error)
    raise BadAnswer(why)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The outermost JSON objects in a text, also where commas stand before a closing bracket or lines break strings."""
    decoder = json.JSONDecoder(strict=False)
    for source in (text, _TRAILING_COMMA.sub(r"\1", text)):
        start = source.find("{")
        while start >= 0:
            try:
                value, end = decoder.raw_decode(source, start)
            except (ValueError, RecursionError):
                end = start + 1
            else:
                yield value
            start = source.find("{", end)


def _script(answer: _Answer, brief: ScriptBrief) -> Script:
    return Script(
        title=answer.title,
        topic=clean(brief.topic),
        audience=brief.audience,
        style=brief.style,
        hook=_section("Opening", answer.hook),
        sections=tuple(_section(section.heading, section.text) for section in answer.sections),
        close=_section("Closing", answer.close),
    )


def _section(heading: str, text: str) -> Section:
    return Section(heading, text, spoken_seconds(text))


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'the object'}: {first['msg'].lower()}"
