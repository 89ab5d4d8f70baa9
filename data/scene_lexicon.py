"""The words of the scene parser: nouns that can be built, places, times, colours and what else a prompt may say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Words = tuple[str, ...]
WordsByKey = Mapping[str, Words]
Channel = Annotated[float, Field(ge=0, le=1)]
Habitat = Literal["ground", "water", "air", "sky", "underwater", "table", "indoor", "any"]
PersonWord = Literal["man", "woman", "boy", "girl", "child", "person"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Noun(_Entry):
    """A thing that can be shown.

    Attributes:
        also: synonyms, singular.
        plural: plurals that the rules of English do not give, of the noun or of a synonym.
        place: where it is usually seen; taken when the prompt names no place. Of several the greatest `pull` wins.
        group: how many a plural without a number shows.
        sky: the sky draws it; there need be no model.
        land: the ground rises to it under who is on it; there need be no model.
        holds: "a bowl of apples" has the apples in it.
        person: what kind of person it is.
        season, time: taken when the prompt does not say.
    """

    also: Words = ()
    plural: Words = ()
    place: str
    pull: int = Field(default=1, ge=1, le=3)
    habitat: Habitat = "ground"
    group: int = Field(default=3, ge=2, le=40)
    sky: bool = False
    land: bool = False
    holds: bool = False
    person: PersonWord | None = None
    season: str | None = None
    time: str | None = None


class Variant(_Entry):
    """A word for a noun with something more: a kitten is a small cat."""

    noun: str
    plural: Words = ()
    size: str | None = None
    colour: str | None = None
    pose: str | None = None


class PlaceWords(_Entry):
    """Names of a place. `weak` ones give way to any other place; `noun` is shown where the place is named second."""

    words: Words
    weak: Words = ()
    noun: str | None = None


class MoodWords(_Entry):
    """Names of a mood, and what it takes for the things that are not said."""

    words: Words
    time: str | None = None
    weather: str | None = None
    palette: str | None = None


class SceneLexicon(_Entry):
    """All words, by what they ask for; keys are the values of a SceneSpec."""

    nouns: Mapping[str, Noun]
    variants: Mapping[str, Variant]
    companies: WordsByKey
    families: WordsByKey
    places: Mapping[str, PlaceWords]
    times: WordsByKey
    weathers: WordsByKey
    seasons: WordsByKey
    moods: Mapping[str, MoodWords]
    palettes: WordsByKey
    colours: Mapping[str, tuple[Channel, Channel, Channel]]
    materials: WordsByKey
    sizes: WordsByKey
    poses: WordsByKey
    relations: WordsByKey
    deeds: WordsByKey
    holdings: WordsByKey
    numbers: Mapping[str, Annotated[int, Field(ge=0)]]
    multipliers: Mapping[str, Annotated[int, Field(ge=2)]]
    styles: WordsByKey
    shots: WordsByKey
    looks: WordsByKey
    stop: WordsByKey

    @model_validator(mode="after")
    def _names_exist(self) -> SceneLexicon:
        for word, variant in self.variants.items():
            if variant.noun not in self.nouns:
                raise ValueError(f"variants.{word} is of an unknown noun: {variant.noun}")
            if variant.colour is not None and variant.colour not in self.colours:
                raise ValueError(f"variants.{word} has an unknown colour: {variant.colour}")
        for noun, entry in self.nouns.items():
            if entry.place not in self.places:
                raise ValueError(f"nouns.{noun} is at an unknown place: {entry.place}")
        return self


@cache
def load_scene_lexicon() -> SceneLexicon:
    """The shipped words. Raises ValueError (pydantic's ValidationError) for a bad entry."""
    text = Path(__file__).parent.joinpath("scene", "lexicon.toml").read_text(encoding="utf-8")
    return SceneLexicon.model_validate(tomllib.loads(text))
