"""Which of its meanings a phrase has where it stands: "an orange" is a fruit, "an orange cat" is not."""

from __future__ import annotations

from collections.abc import Container, Sequence

from engine.scene.words.phrases import Phrase

NOUN_KINDS = ("noun", "nouns", "variant", "variants", "company")
ADJECTIVE_KINDS = ("colour", "material", "size", "palette", "mood", "weather", "season", "praise", "style")
_DESCRIBING = ("colour", "material", "size")
_ORDER = ("holding", "deed", "pose", "material", "colour", "look", "paint", "negations", "of", "with", "background")
_NOUN_ORDER = ("company", "variants", "variant", "nouns", "noun")
STRANGE_MAX = 2
"""Unknown words that may stand between an adjective and its noun."""


class Text:
    """The phrases of a prompt, to be asked about by their index."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases

    def may_be(self, at: int, *kinds: str) -> bool:
        """Whether there is a phrase at this index and one of its meanings is one of these."""
        return 0 <= at < len(self.phrases) and self.phrases[at].may_be(*kinds)

    def noun_follows(self, at: int) -> bool:
        """Whether only adjectives are between this phrase and a noun."""
        strange = 0
        for index in range(at + 1, min(at + 9, len(self.phrases))):
            phrase = self.phrases[index]
            if phrase.may_be(*NOUN_KINDS):
                return True
            strange += phrase.may_be("unknown")
            joint = phrase.may_be("comma", "conjunctions") and self.may_be(index + 1, *_DESCRIBING)
            if strange > STRANGE_MAX or not (joint or phrase.may_be("unknown", "pose", *ADJECTIVE_KINDS)):
                return False
        return False

    def only_nouns(self, at: int) -> bool:
        """Whether the rest of the sentence is a bare list of nouns."""
        rest = []
        for phrase in self.phrases[at:]:
            if phrase.may_be("end"):
                break
            rest.append(phrase)
        return bool(rest) and all(phrase.may_be("comma", "conjunctions", "articles", *NOUN_KINDS) for phrase in rest)

    def kind(self, at: int, *, expects_noun: bool, names: Container[str]) -> str:
        """The meaning of the phrase. `expects_noun`: an article, a number or an adjective waits for its noun."""
        phrase = self.phrases[at]
        senses = phrase.senses
        if "unknown" in senses and phrase.key in names:
            return "pronouns"
        if len(senses) == 1:
            return next(iter(senses))
        if "place" in senses:
            return "place"
        if phrase.may_be(*NOUN_KINDS):
            return self._noun_or_not(at, expects_noun)
        if "material" in senses and "weather" in senses:
            return "material" if self.may_be(at - 1, "of") else "weather"
        if "material" in senses and "colour" in senses:
            return "colour" if self.may_be(at + 1, "look") else "material"
        if "colour" in senses and "palette" in senses:
            return "colour" if self.noun_follows(at) or self.may_be(at + 1, "look") else "palette"
        return next((kind for kind in _ORDER if kind in senses), sorted(senses)[0])

    def _noun_or_not(self, at: int, expects_noun: bool) -> str:
        senses = self.phrases[at].senses
        noun = next(kind for kind in _NOUN_ORDER if kind in senses)
        if "doubtful" in senses and not expects_noun:
            return "doubtful"
        adjective = next((kind for kind in ("material", "colour", "size") if kind in senses), None)
        described = self.noun_follows(at) or self.may_be(at + 1, "look") or self.may_be(at - 1, "paint", "of")
        return adjective if adjective and described else noun
