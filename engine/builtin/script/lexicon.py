"""The shipped word lists, read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True)
class Lexicon:
    """Word lists in lower case. `past` and `plurals` map a base form to its irregular form."""

    determiners: frozenset[str]
    possessives: frozenset[str]
    prepositions: frozenset[str]
    auxiliaries: frozenset[str]
    pronouns: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]
    count_nouns: frozenset[str]
    definite_nouns: frozenset[str]
    mass_nouns: frozenset[str]
    singular_in_s: frozenset[str]
    proper: frozenset[str]
    acronyms: frozenset[str]
    list_units: frozenset[str]
    animate: frozenset[str]
    past: Mapping[str, str]
    plurals: Mapping[str, str]


def read_data(name: str) -> dict[str, Any]:
    """The parsed `data/script/<name>.toml`."""
    return tomllib.loads(resources.files("data").joinpath("script", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon; the file is read at the first call."""
    raw = read_data("lexicon")
    pasts, plurals = raw["irregular_past"].split(), raw["irregular_plurals"].split()
    past = dict(zip(pasts[::2], pasts[1::2], strict=True))
    return Lexicon(
        verbs=_words(raw["verbs"]) | frozenset(past) - {"can", "may", "will", "must"},
        past=past,
        plurals=dict(zip(plurals[::2], plurals[1::2], strict=True)),
        **{
            key: _words(raw[key])
            for key in ("determiners", "possessives", "prepositions", "auxiliaries", "pronouns", "adjectives")
        },
        **{
            key: _words(raw[key])
            for key in ("count_nouns", "definite_nouns", "mass_nouns", "singular_in_s", "proper", "list_units")
        },
        animate=_words(raw["animate"]),
        acronyms=_words(raw["acronyms"]),
    )


def _words(value: str | list[str]) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)
