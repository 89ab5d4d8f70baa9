"""A sentence cut into phrases, each with what it may mean to the scene lexicon and to the story words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from data.scene_lexicon import load_scene_lexicon
from data.story_words import load_story_words
from engine.scene.words.phrases import LONGEST, known_phrases, plural, split
from engine.story.storyboard import PEOPLE

_QUOTE = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|„[^“”]*(?:[“”]|$)")
BEASTS_TOO = ("dragon", "unicorn", "robot", "snowman", "scarecrow")
_IRREGULAR = {"men": "man", "women": "woman"}


@dataclass(frozen=True)
class Token:
    """Some words: `text` as written, `key` in lower case, `senses` by kind; `quoted`: said by somebody."""

    text: str
    key: str
    senses: Mapping[str, str]
    quoted: bool = False

    def may_be(self, *kinds: str) -> bool:
        return any(kind in self.senses for kind in kinds)


@dataclass(frozen=True)
class Being:
    """A word for somebody.

    Attributes:
        kind: one of PEOPLE, a noun of the lexicon, or a word that has a stand-in.
        words: what a prompt says for it.
    """

    kind: str
    words: str

    @property
    def gender(self) -> str | None:
        return {"man": "man", "boy": "man", "woman": "woman", "girl": "woman"}.get(self.kind)


def tokens(sentence: str) -> list[Token]:
    """All of a sentence, what stands in quotation marks marked as such."""
    found: list[Token] = []
    at = 0
    for quote in _QUOTE.finditer(sentence):
        found += _tokens(sentence[at : quote.start()], quoted=False)
        found += _tokens(quote[0], quoted=True)
        at = quote.end()
    return [*found, *_tokens(sentence[at:], quoted=False)]


def unquoted(sentence: str) -> str:
    """What the narrator says, in lower case."""
    return _QUOTE.sub(" , ", sentence).lower().replace("’", "'")


def _tokens(text: str, *, quoted: bool) -> Iterator[Token]:
    known = _known()
    written = split(text.replace("—", ",").replace("–", ","))
    keys = [_key(word) for word in written]
    at = 0
    while at < len(written):
        length = next(
            (n for n in range(min(LONGEST, len(keys) - at), 0, -1) if " ".join(keys[at : at + n]) in known), 1
        )
        key = " ".join(keys[at : at + length])
        yield Token(" ".join(written[at : at + length]), key, known.get(key) or _unlisted(written[at]), quoted)
        at += length


def _key(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower.removesuffix("'s") if len(lower) > 2 else lower


def _unlisted(word: str) -> Mapping[str, str]:
    if word == ",":
        return {"comma": word}
    if not word[0].isalnum():
        return {"end": word}
    return {"digits": word[:9]} if word.replace(",", "").isdecimal() else {"unknown": word}


@cache
def _known() -> Mapping[str, Mapping[str, str]]:
    merged = {key: dict(senses) for key, senses in known_phrases().items()}
    story = load_story_words()
    tables = {"person": story.people, "group": story.groups, "verb": story.verbs}
    for sense, table in tables.items():
        for key, words in table.items():
            for word in words:
                merged.setdefault(" ".join(split(word)), {}).setdefault(sense, key)
    for word in story.stand_ins:
        merged.setdefault(word, {})["stand in"] = word
        merged.setdefault(plural_of(word), {}).setdefault("stand ins", word)
    for word in story.speech.says:
        merged.setdefault(word, {})["says"] = word
    return merged


@cache
def beasts() -> frozenset[str]:
    """Nouns of the lexicon that act on their own."""
    return frozenset((*load_scene_lexicon().families["animals"], *BEASTS_TOO))


def being(token: Token) -> Being | None:
    """Whom a token may name, in the singular; None for a thing or a plural."""
    lexicon = load_scene_lexicon()
    if "person" in token.senses:
        return Being(token.senses["person"], token.key)
    if "stand in" in token.senses:
        return Being(token.key, token.key)
    if "variant" in token.senses:
        noun = lexicon.variants[token.senses["variant"]].noun
    elif "noun" in token.senses:
        noun = token.senses["noun"]
    else:
        return None
    person = lexicon.nouns[noun].person
    if person is not None:
        return Being(person if noun in PEOPLE else noun, token.key)
    return Being(noun, token.key) if noun in beasts() else None


def plural_of(word: str) -> str:
    """The plural by the rules of English."""
    return {one: many for many, one in _IRREGULAR.items()}.get(word) or plural(word)
