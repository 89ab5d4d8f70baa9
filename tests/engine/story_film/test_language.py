"""The language of a story, by its letters."""

from __future__ import annotations

import pytest

from data.speech_languages import SPEECH_LANGUAGES
from engine.story_film.language import SPOKEN, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A fox named Лиса ran home.", "en"),
        ("Жила-была лиса.", "ru"),
        ("从前有一只狐狸。", "zh"),
        ("むかしむかし狐がいた。", "ja"),
        ("كان يا ما كان", "ar"),
        ("123 …", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_language_can_be_spoken() -> None:
    assert set(SPOKEN.values()) <= set(SPEECH_LANGUAGES)
