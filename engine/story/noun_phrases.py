"""Which nouns of a sentence are there to be seen, and how a prompt says them."""

from __future__ import annotations

from collections.abc import Sequence

from data.scene_lexicon import load_scene_lexicon
from data.story_words import load_story_words
from engine.story.vocabulary import Token

NOUNS = ("noun", "nouns", "variant", "variants", "company", "group", "person", "stand in", "stand ins")
_PLURALS = ("nouns", "variants", "company", "group", "stand ins")
_DESCRIBING = ("size", "colour", "material")
_BEFORE_NOUN = ("colour", "size", "material", "praise", "mood", "palette", "weather", "season", "number", "digits")
_OWNERS = ("a", "an", "another", "every", "each", "his", "her", "their", "its", "my", "our", "your", "one")
_MASS = (
    "coffee", "bread", "wheat", "barley", "rye", "tall grass", "kelp", "algae", "treasure", "lavender", "bracken",
    "firewood",
)  # fmt: skip
_DENIED, _TOLD = 4, 6
"""Words after a "no" or a "like", and after an "about", within which a noun is not there."""


class NounPhrases:
    """The nouns of one sentence, asked about by their index. `looks`: adjectives of each noun so far."""

    def __init__(self, line: Sequence[Token], looks: dict[str, str]) -> None:
        self._line, self._looks = line, looks

    def plural(self, at: int) -> bool:
        token = self._line[at]
        return token.may_be(*_PLURALS) and not token.may_be("noun", "variant", "person")

    def shown(self, at: int) -> bool:
        """A noun needs what goes before a noun, unless it is a plural; and must be there: not denied, not compared."""
        token = self._line[at]
        if token.key in load_story_words().grammar.not_things and not token.may_be("person"):
            return False
        if token.may_be("place", "time", "weather", "season") and not self.plural(at) or token.may_be("verb"):
            return False
        if self._denied(at) or self._compared(at) or self._modifies(at):
            return False
        return self.plural(at) or self._licensed(at)

    def _denied(self, at: int) -> bool:
        before = {token.key for token in self._line[max(0, at - _DENIED) : at]}
        return bool({"no", "without", "never", "nor"} & before) or "about" in [
            token.key for token in self._line[max(0, at - _TOLD) : at]
        ]

    def _modifies(self, at: int) -> bool:
        """ "The merchant" of "a merchant ship"."""
        after = self._line[at + 1] if at + 1 < len(self._line) else None
        owns = self._line[at].text.endswith(("'s", "’s"))
        return after is not None and after.may_be("noun", "nouns", "person", "group") and not owns

    def _licensed(self, at: int) -> bool:
        start = self.start(at)
        first = self._line[start] if start < at else self._line[at - 1] if at else None
        if first is None:
            return self._line[at].may_be("person") and self._line[at].text[0].isupper()
        said = first.may_be("articles", "number", "digits", "size", "colour", "material", "with")
        return said or first.text.endswith(("'s", "’s")) or first.key in (*_OWNERS, "of", "by", "and")

    def _compared(self, at: int) -> bool:
        """ "Like a lion", "as brave as a lion", "more than a lion", but not "they like the lion"."""
        keys = [token.key for token in self._line[max(0, at - _DENIED) : at]]
        if "than" in keys:
            return True
        if "as" in keys:
            return keys[-1] != "as" or "as" in keys[:-1]
        if "like" not in keys:
            return False
        where = len(keys) - keys[::-1].index("like") - 1
        return where == 0 or keys[where - 1] not in ("i", "you", "we", "they", "would", "did", "to")

    def start(self, at: int) -> int:
        """Where the words that describe a noun begin."""
        strange, index = 0, at - 1
        while index >= 0 and at - index <= 5:
            token = self._line[index]
            if token.may_be("articles") or token.key in (*_OWNERS, "full of"):
                return index
            strange += token.may_be("unknown")
            joined = index == at - 1 and token.may_be("person")
            describes = token.may_be("unknown", "pose", *_BEFORE_NOUN) and not token.may_be("verb", "says")
            if not (describes or joined) or strange > 2:
                break
            index -= 1
        first = index + 1
        while first < at and self._line[first].may_be("unknown"):
            first += 1
        return first

    def looks_behind(self, at: int) -> list[str]:
        """ "With red hair and a yellow coat", behind the noun."""
        line = self._line
        if at + 1 >= len(line) or line[at + 1].key not in ("with", "in", "wearing"):
            return []
        for last in range(min(at + 9, len(line) - 1), at + 1, -1):
            if line[last].may_be("look") and not any(token.may_be("comma", "end", "verb") for token in line[at:last]):
                return [token.text for token in line[at + 1 : last + 1]]
        return []

    def said(self, at: int) -> tuple[str, str]:
        """The lexicon's noun, and the words of a prompt: number, adjectives, and the noun as it is written."""
        token, before = self._line[at], self._line[self.start(at) : at]
        noun, name = _noun_of(token)
        adjectives = " ".join(one.key for one in before if one.may_be(*_DESCRIBING))
        if adjectives:
            self._looks.setdefault(noun, adjectives)
        else:
            adjectives = self._looks.get(noun, "")
        phrase = f"{adjectives} {name}".strip()
        if self.plural(at):
            numbers = (
                one.key for one in before if one.may_be("number", "digits") and one.key not in ("a", "an", "one")
            )
            number = next(numbers, "some" if token.may_be("group") else "")
            return noun, f"{number} {phrase}".strip()
        if name in _MASS or token.may_be("nouns"):
            return noun, phrase
        if noun in ("sun", "moon") and not adjectives:
            return noun, f"the {phrase}"
        return noun, f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def _noun_of(token: Token) -> tuple[str, str]:
    """The lexicon's noun of a token, and what the prompt calls it."""
    lexicon, story = load_scene_lexicon(), load_story_words()
    if "group" in token.senses:
        return token.senses["group"], token.senses["group"]
    for kind in ("stand in", "stand ins"):
        if kind in token.senses:
            return story.stand_ins[token.senses[kind]].split()[-1], token.key
    for kind in ("company", "variant", "variants", "noun", "nouns"):
        if kind in token.senses:
            key = token.senses[kind]
            return (lexicon.variants[key].noun if kind.startswith("variant") else key), token.key
    return token.senses["person"], token.key
