"""Words and how they are said: lines of "word = how it is said"."""

from __future__ import annotations

from collections.abc import Mapping

WORDS_MAX = 100
TEXT_MAX = 5000
FIELD = "pronunciations"
"""The field of a generator's parameters that takes them."""


def pronunciations(text: str) -> Mapping[str, str]:
    """Lines of "word = how it is said" as a mapping. Raises ValueError for a line that is not."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        word, equals, sound = (part.strip() for part in line.partition("="))
        if not (word and equals and sound) or len(word.split()) > 1:
            raise ValueError(f'write one word a line as "word = how it is said", not {line[:60]!r}')
        found[word] = sound
    if len(found) > WORDS_MAX:
        raise ValueError(f"at most {WORDS_MAX} words")
    return found


def merged(account: str, order: str) -> str:
    """An account's words and those of an order, whose own ones decide. Raises ValueError as `pronunciations`."""
    own = pronunciations(order)
    said = {word.casefold() for word in own}
    usual = {word: sound for word, sound in pronunciations(account).items() if word.casefold() not in said}
    return "\n".join(f"{word} = {sound}" for word, sound in {**usual, **own}.items())
