"""What a voice says over a scene: only what is in it, in good English, and no more words than there is time for."""

from __future__ import annotations

from typing import get_args

import pytest

from data.scene_narration import load_scene_narration
from engine.builtin.narration import narrate
from engine.scene import spec
from engine.scene.words.parser import parse


def said(prompt: str, words: int = 160, seed: int = 5) -> str:
    return narrate(parse(prompt, style="realistic", seed=seed).model_dump(mode="json"), words, seed)


def test_every_word_a_scene_can_have_has_sentences() -> None:
    narration = load_scene_narration()
    for field, kind in (
        ("place", spec.Place), ("time_of_day", spec.TimeOfDay), ("weather", spec.Weather),
        ("season", spec.Season), ("mood", spec.Mood),
    ):  # fmt: skip
        assert set(getattr(narration, field)) == set(get_args(kind))


@pytest.mark.parametrize(
    ("prompt", "phrase"),
    [
        ("three red cars in a street", "three red cars"),
        ("an old oak on a meadow", "an oak"),
        ("gulls over the coast", "gulls"),
        ("two wolves in a forest", "two wolves"),
        ("five sheep", "five sheep"),
    ],
)
def test_it_names_the_subjects(prompt: str, phrase: str) -> None:
    assert phrase in said(prompt).lower()


@pytest.mark.parametrize("word", [" ", "-", None])
def test_a_subject_without_a_word_goes_by_its_noun(word: str | None) -> None:
    scene = parse("a hot-air balloon", style="realistic", seed=5).model_dump(mode="json")
    scene["subjects"][0]["word"] = word
    noun = scene["subjects"][0]["noun"].replace("-", " ")
    assert noun in narrate(scene, 160, 5).lower()


@pytest.mark.parametrize("words", [20, 36, 78, 162])
def test_it_keeps_to_its_words(words: int) -> None:
    text = said("A lighthouse on a coast at sunset, a sailboat and gulls", words)
    assert words * 0.3 < len(text.split()) <= words


def test_no_sky_where_there_is_none() -> None:
    sky = {sentence for group in load_scene_narration().weather.values() for sentence in group}
    assert not any(sentence in said("a whale underwater") for sentence in sky)


def test_another_seed_says_it_otherwise() -> None:
    assert len({said("a castle on a hill, foggy dawn", seed=seed) for seed in range(6)}) > 3
