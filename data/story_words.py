"""The words by which a script becomes scenes: people, deeds, beats, times and places beside the scene lexicon's."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

Words = tuple[str, ...]
WordsByKey = Mapping[str, Words]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceHint(_Entry):
    """Words that mean a place after one of the prepositions; `phrase` is what a prompt says for it."""

    words: Words
    only_after: Words
    phrase: str = Field(alias="as")


class Speech(_Entry):
    """Verbs that tell who speaks."""

    says: Words


class Home(_Entry):
    """Words that bring the story back to where it began."""

    words: Words


class Beats(_Entry):
    """Words that begin a scene; a jump also leaves the hour and the weather open."""

    turns: Words
    jumps: Words


class Names(_Entry):
    """Given names by gender, and titles that stand before a name."""

    man: Words
    woman: Words
    titles: Words


class Looks(_Entry):
    """Colours to choose from where nothing is said; `old` are words for old people."""

    hair: Words
    old_hair: Words
    skin: Words
    clothes: Words
    old: Words


class Grammar(_Entry):
    """Small words.

    Attributes:
        not_names: capitalised words that name nobody.
        edges: "the edge of the forest" is the forest.
        not_there: a place after one of these is not where the scene is.
        not_things: nouns of the lexicon that mean something else in a story.
    """

    not_names: Words
    edges: Words
    not_there: Words
    not_things: Words


class StoryWords(_Entry):
    """All of data/story.toml, which explains each table."""

    people: WordsByKey
    groups: WordsByKey
    stand_ins: Mapping[str, str]
    verbs: WordsByKey
    speech: Speech
    moves: WordsByKey
    beats: Beats
    times: WordsByKey
    weathers: WordsByKey
    moods: WordsByKey
    places: Mapping[str, PlaceHint]
    home: Home
    place_phrases: Mapping[str, str]
    time_phrases: Mapping[str, str]
    weather_phrases: Mapping[str, str]
    names: Names
    looks: Looks
    grammar: Grammar


@cache
def load_story_words() -> StoryWords:
    """Raises ValidationError when the shipped file is not as it should be."""
    text = Path(__file__).parent.joinpath("story.toml").read_text(encoding="utf-8")
    return StoryWords.model_validate(tomllib.loads(text))
