"""The fields that generators who speak have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from data.speech_languages import SPEECH_LANGUAGES
from domain.params import Control, Widget
from domain.pronunciations import pronunciations

AUTO = "auto"
"""Leaves the language to the letters of the text."""
VOICE_TITLES = (
    ("male-deep", "Deep man"),
    ("male-warm", "Warm man"),
    ("female-soft", "Soft woman"),
    ("female-energetic", "Energetic woman"),
    ("child", "Child"),
)


def known_language(code: str) -> str:
    """The code itself. Raises ValueError where no voice speaks that language."""
    if code not in SPEECH_LANGUAGES:
        raise ValueError(f"{code[:20]!r} is not a language that can be spoken here")
    return code


def _auto_or_known(code: str) -> str:
    return code if code == AUTO else known_language(code)


def _one_a_line(text: str) -> str:
    pronunciations(text)
    return text


VoiceName = Annotated[
    Literal["male-deep", "male-warm", "female-soft", "female-energetic", "child"],
    Control(Widget.CHOICE, "Voice", choices=VOICE_TITLES),
]
AutoLanguage = Annotated[
    str,
    AfterValidator(_auto_or_known),
    Field(json_schema_extra={"enum": [AUTO, *SPEECH_LANGUAGES]}),
    Control(Widget.CHOICE, "Language", choices=((AUTO, "Automatic"), *SPEECH_LANGUAGES.items()), more=True),
]
"""A language, or AUTO."""
Pronunciations = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=5000),
    AfterValidator(_one_a_line),
    Field(description='One a line: "Siobhan = shi-vawn", or for English in IPA: "Siobhan = /ʃɪˈvɔːn/".'),
    Control(Widget.LONG_TEXT, "Pronunciations", 'One a line, as in "Siobhan = shi-vawn".', more=True),
]
