"""A voice over a film: the language of its words, and refusals that name the film's field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.errors import InvalidParams
from engine.builtin.voice.voice import BuiltinVoice
from engine.voiceover import record_voiceover
from tests.support.recorded_run import RecordedRun


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    return RecordedRun(tmp_path, {"voice": BuiltinVoice()})


@pytest.mark.parametrize("text", ["مرحبا بالعالم", "你好，世界。", "Добрый вечер"])
def test_words_in_other_letters_are_spoken(text: str, run: RecordedRun) -> None:
    made = record_voiceover(run, text, "female-soft", 15, 1.0)
    first = re.search(r"^00:00:0(\d)", made.subtitles, re.MULTILINE)
    assert first is not None and int(first[1]) >= 1
    assert made.wav.stat().st_size > 48_000


@pytest.mark.parametrize("text", ["\U0001f984", "internationalization " * 30])
def test_what_cannot_be_said_is_refused_by_the_films_field(text: str, run: RecordedRun) -> None:
    with pytest.raises(InvalidParams) as caught:
        record_voiceover(run, text, "female-soft", 15, 1.0)
    (fault,) = caught.value.details["fields"]
    assert fault["field"] == "voiceover"
