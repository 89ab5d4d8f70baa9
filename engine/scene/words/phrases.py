"""A prompt cut into the longest phrases that the lexicon knows, each with everything that it may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from data.scene_lexicon import Noun, SceneLexicon, Variant, load_scene_lexicon

Senses = Mapping[str, str]
"""What a phrase may mean: a kind ("noun", "colour", ...) and the lexicon's key for it."""

LONGEST = 6
"""Words of the longest phrase."""

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|[^\W_]+(?:['’][^\W_]+)*|[,.;:!?()\n]")
_IRREGULAR = {"man": "men", "woman": "women", "child": "children", "mouse": "mice", "person": "people"}


@dataclass(frozen=True)
class Phrase:
    """Some words of the prompt. `text` is as written, `key` as looked up; separators mean "end" or "comma"."""

    text: str
    key: str
    senses: Senses

    def may_be(self, *kinds: str) -> bool:
        return any(kind in self.senses for kind in kinds)


def plural(word: str) -> str:
    """The plural of a noun by the rules of English."""
    head, _, last = word.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        last += "es"
    elif last.endswith("f") and not last.endswith(("ff", "oof")):
        last = last[:-1] + "ves"
    elif last.endswith("wife") or last.endswith("knife"):
        last = last[:-2] + "ves"
    else:
        last += "s"
    return f"{head} {last}".strip()


def split(text: str) -> list[str]:
    """Words and separators; hyphens part words."""
    return _TOKEN.findall(text)


def phrases(text: str) -> list[Phrase]:
    """All of the text: known phrases, the longest first, unknown words ("unknown"), digits ("digits"), separators."""
    return list(_phrases(split(text)))


def _phrases(tokens: list[str]) -> Iterator[Phrase]:
    known, at = known_phrases(), 0
    keys = [_key(token) for token in tokens]
    while at < len(tokens):
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            senses = known.get(" ".join(keys[at : at + length]))
            if senses is not None:
                break
        else:
            length, senses = 1, _unlisted(tokens[at])
        yield Phrase(" ".join(tokens[at : at + length]), " ".join(keys[at : at + length]), senses)
        at += length


def _key(token: str) -> str:
    word = token.lower().replace("’", "'")
    return word.removesuffix("'s") if len(word) > 2 else word


def _unlisted(word: str) -> Senses:
    if word == ",":
        return {"comma": word}
    if not word[0].isalnum():
        return {"end": word}
    digits = word.replace(",", "")
    if digits.isdecimal():
        return {"digits": digits[:9]}
    return {"unknown": word}


@cache
def known_phrases() -> Mapping[str, Senses]:
    """What each phrase of the lexicon may mean, by the words as `split` gives them, in lower case."""
    known: dict[str, dict[str, str]] = {}
    for kind, words, key in _entries(load_scene_lexicon()):
        for word in words:
            phrase = " ".join(split(word.lower().replace("-", " ")))
            known.setdefault(phrase, {}).setdefault(kind, key)
    return known


def _entries(lexicon: SceneLexicon) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """(kind, words, key) of every entry; what comes first wins where a word has two keys of one kind."""
    yield from _named_things(lexicon)
    for place, names in lexicon.places.items():
        yield "place", names.words, place
        yield "weak place", names.weak, place
    for mood, entry in lexicon.moods.items():
        yield "mood", entry.words, mood
    for kind, table in _tables(lexicon).items():
        for key, words in table.items():
            yield kind, words, key
    for colour in lexicon.colours:
        yield "colour", (colour,), colour
    for word, number in (*lexicon.numbers.items(), *lexicon.multipliers.items()):
        yield ("multiplier" if word in lexicon.multipliers else "number"), (word,), str(number)
    for kind, words in lexicon.stop.items():
        yield kind, words, kind


def _tables(lexicon: SceneLexicon) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {
        "time": lexicon.times,
        "weather": lexicon.weathers,
        "season": lexicon.seasons,
        "palette": lexicon.palettes,
        "material": lexicon.materials,
        "size": lexicon.sizes,
        "pose": lexicon.poses,
        "relation": lexicon.relations,
        "deed": lexicon.deeds,
        "holding": lexicon.holdings,
        "style": lexicon.styles,
        "shot": lexicon.shots,
        "look": lexicon.looks,
    }


def _named_things(lexicon: SceneLexicon) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Variants before nouns: a kitten is a cat too, but a small one. The canonical names come before any synonym."""
    for word in lexicon.companies:
        yield "company", (word,), word
    for word, variant in lexicon.variants.items():
        yield "variant", (word,), word
        yield "variants", _plurals((word,), variant), word
    for noun, entry in lexicon.nouns.items():
        yield "noun", (noun,), noun
        yield "nouns", _plurals((noun,), entry), noun
    for noun, entry in lexicon.nouns.items():
        yield "noun", entry.also, noun
        yield "nouns", _plurals(entry.also, entry), noun


def _plurals(words: tuple[str, ...], entry: Noun | Variant) -> tuple[str, ...]:
    return (*(plural(word.replace("-", " ")) for word in words), *entry.plural)
