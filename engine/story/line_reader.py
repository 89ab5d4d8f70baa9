"""Reads one sentence from left to right: who does what, and which things stand where."""

from __future__ import annotations

from collections.abc import Sequence

from engine.story.cast import Actor, Cast, describe
from engine.story.noun_phrases import NOUNS, NounPhrases
from engine.story.seen import Item, Seen, item_of
from engine.story.storyboard import PEOPLE
from engine.story.vocabulary import Being, Token, being

NOT = (
    "not", "never", "cannot", "could", "would", "didn't", "don't", "couldn't", "doesn't", "wouldn't", "won't", "can't",
)  # fmt: skip
_UNSAID = ("before", "past", "outside", "between", "watching", "looking at")
"""Relations of the lexicon that a story uses in another sense."""
_DOING = ("he", "she", "they", "i")
_PRONOUNS = (
    *_DOING, "him", "his", "himself", "her", "hers", "herself", "them", "themselves", "both", "me", "my", "myself",
)  # fmt: skip
_CLAUSES = ("until", "when", "while", "because", "where", "that", "which", "whose", "after", "before", "if")
_WEAK = ("walking", "standing")
"""Poses that give way to any other one of the same sentence."""


class LineReader:
    """Fills in the items of `seen`; tells the cast who is spoken of."""

    def __init__(self, line: Sequence[Token], seen: Seen, cast: Cast, looks: dict[str, str]) -> None:
        self._line, self._seen, self._cast = line, seen, cast
        self._nouns = NounPhrases(line, looks)
        self._doers: list[Item] = []
        self._relation: str | None = None
        self._holding = self._acted = self._done = self._aside = False
        self._themselves: list[str] = []

    def read(self) -> None:
        for at, token in enumerate(self._line):
            self._take(at, token)
            if token.may_be("place", "weak place", "time", "weather"):
                self._relation = None
        self._appearance()
        for word in self._themselves:
            if self._doers and self._doers[0].actor is not None:
                self._doers[0].actor.aliases.add(word)

    def _take(self, at: int, token: Token) -> None:
        if token.may_be("end", "comma"):
            self._relation, self._holding, self._acted, self._aside = None, False, False, False
        elif token.key in _CLAUSES and not token.quoted:
            self._doers, self._acted, self._done, self._relation = [], False, False, None
        elif token.key in ("and", "but") and self._clause_follows(at):
            self._acted = False
        elif self._pronoun(at) or self._name(at):
            return
        elif token.may_be("verb", "pose", "says") and self._is_verb(at):
            self._verb(token)
        elif token.may_be("relation") and token.key not in _UNSAID:
            self._relation = token.key
        elif token.may_be("unknown") and token.text[:1].isupper():
            self._relation = None
        elif token.may_be(*NOUNS):
            self._noun(at)
        elif token.key == "full of":
            self._relation = None
        elif token.may_be("with"):
            self._aside = True

    def _clause_follows(self, at: int) -> bool:
        """ "... and she slept": somebody else's deed begins."""
        rest = self._line[at + 1 : at + 6]
        if not rest or not (rest[0].key in _DOING or rest[0].may_be("articles") or rest[0].text[:1].isupper()):
            return False
        return any(token.may_be("verb", "pose", "says") or token.key in ("was", "were", "had") for token in rest[1:])

    def _appearance(self) -> None:
        """ "She had red hair and a yellow coat": looks of the one who is spoken of."""
        line = [token for token in self._line if not token.quoted]
        has = next((n for n, t in enumerate(line) if t.key in ("had", "has", "wore", "wears", "wearing")), None)
        actors = [item.actor for item in self._seen.items if item.actor is not None and not item.quoted]
        if has is not None and actors and any(token.may_be("look") for token in line[has:]):
            describe(actors[0], f"a {actors[0].words} with {' '.join(token.text for token in line[has + 1 :])}")

    # Who is spoken of.

    def _pronoun(self, at: int) -> bool:
        token = self._line[at]
        after = self._line[at + 1] if at + 1 < len(self._line) else None
        if token.key == "it" and not token.quoted and after is not None and after.may_be("verb", "says", "pose"):
            self._meet_all(self._cast.beast())
            return True
        if token.key not in _PRONOUNS:
            return False
        if token.quoted:
            return True
        if token.key in _DOING:
            self._aside = False
        if token.key == "they" and self._cast.plural is not None:
            self._several(*self._cast.plural)
        for actor in self._cast.pronoun(token.key, subject=not self._acted):
            self._meet(actor, quoted=False, owner=token.key in ("his", "her", "my") and self._noun_next(at))
        return True

    def _meet_all(self, actors: list[Actor]) -> None:
        for actor in actors:
            self._meet(actor, quoted=False)

    def _name(self, at: int) -> bool:
        token = self._line[at]
        if not token.text[:1].isupper():
            return False
        says = at > 0 and self._line[at - 1].may_be("says") and not token.quoted
        actor = self._cast.by_name(token.key, subject=says or self._may_do(token))
        if actor is None:
            return False
        owner = token.text.endswith(("'s", "’s")) and self._noun_next(at)
        self._meet(actor, quoted=token.quoted, owner=owner)
        return True

    def _may_do(self, token: Token) -> bool:
        """Whether who is named here does the deed to come."""
        return not (self._acted or self._aside or token.quoted)

    def _noun_next(self, at: int) -> bool:
        return at + 1 < len(self._line) and not self._line[at + 1].may_be("verb", "says", "end", "comma")

    def _meet(self, actor: Actor, *, quoted: bool, owner: bool = False) -> None:
        item = next((item for item in self._seen.items if item.actor is actor), None)
        if item is None:
            relation = self._relation if self._acted else None
            if relation in ("at", "by", "in", "into") or (relation == "on" and actor.kind in PEOPLE):
                relation = None
            item = item_of(actor, relation=relation, quoted=quoted)
            item.owner = owner
            self._seen.items.append(item)
        elif not quoted:
            item.quoted = False
        item.owner = item.owner and owner
        if not (self._acted or self._aside or quoted or owner):
            self._does(item)
        self._relation = None

    def _several(self, words: str, noun: str) -> None:
        item = next((item for item in self._seen.items if item.noun == noun and item.actor is None), None)
        if item is None:
            item = Item(words, noun)
            self._seen.items.append(item)
        if not self._acted:
            self._does(item)

    # What is done.

    def _does(self, item: Item) -> None:
        """The doer of the verb to come, with those before if they have done nothing yet."""
        self._doers = [item] if self._done else [*self._doers, item]
        self._done = False

    def _is_verb(self, at: int) -> bool:
        """Not "a wave", "the run"; nor "a sleeping fox", where it describes a noun."""
        token, before = self._line[at], self._line[at - 1] if at else None
        if token.quoted or any(one.key in NOT for one in self._line[max(0, at - 2) : at]):
            return False
        counted = before is not None and before.may_be("articles", "number", "multiplier", "size", "colour")
        if counted and not token.may_be("says"):
            return False
        return not (token.may_be("noun", "nouns") and token.key.endswith("s") and not self._doers)

    def _verb(self, token: Token) -> None:
        pose = token.senses.get("verb") or token.senses.get("pose")
        self._relation = "on" if pose == "riding" else None
        self._acted = self._done = True
        self._aside = False
        if token.may_be("says") and self._doers:
            self._seen.quote = True
        if pose is not None:
            self._holding = pose == "holding" and any(item.has_hands for item in self._doers)
        if pose is None or pose == "holding":
            return
        for item in self._doers:
            if item.can(pose) and (item.pose is None or (item.pose in _WEAK and pose not in _WEAK)):
                item.pose = pose

    # What is there.

    def _noun(self, at: int) -> None:
        if not self._nouns.shown(at):
            return
        who = being(self._line[at])
        if who is not None and not self._nouns.plural(at):
            self._being(at, who)
        else:
            self._thing(at)

    def _being(self, at: int, who: Being) -> None:
        token, start = self._line[at], self._nouns.start(at)
        before = self._line[start:at]
        if token.quoted and [one.key for one in self._line[max(0, start - 2) : start]] == ["i", "am"]:
            self._themselves.append(who.words)
            return
        words = [*(one.text for one in before), token.text, *self._nouns.looks_behind(at)]
        if not self._cast.has_people and before and before[0].key in ("its", "their") and who.kind in PEOPLE:
            return
        says = start > 0 and self._line[start - 1].may_be("says") and not token.quoted
        self._cast.new = bool(before) and before[0].key in ("a", "an")
        another = any(one.key in ("another", "second") for one in before)
        actor = self._cast.mention(
            who, " ".join(words), another=another, subject=says or self._may_do(token), heard=token.quoted
        )
        self._holding = False
        self._meet(actor, quoted=token.quoted, owner=token.text.endswith(("'s", "’s")))
        pose = next((one.senses["pose"] for one in before if one.may_be("pose")), None)
        for item in self._seen.items:
            if item.actor is actor:
                item.pose = item.pose or pose

    def _put(self, thing: Item) -> None:
        """What stands in relation to the doer goes right behind the doer, unless another thing is in between."""
        items = self._seen.items
        if thing.relation and self._doers and items and items[-1].actor is not None and self._doers[-1] in items:
            items.insert(items.index(self._doers[-1]) + 1, thing)
        else:
            items.append(thing)

    def _thing(self, at: int) -> None:
        token = self._line[at]
        noun, words = self._nouns.said(at)
        if noun == "sun" and self._relation in ("in", "under"):
            return
        known = next((item for item in self._seen.items if item.noun == noun and item.actor is None), None)
        if known is None:
            relation = "holding" if self._holding and self._doers else self._relation
            known = Item(words, noun, relation=relation, quoted=token.quoted)
            known.relation = None if known.in_the_sky else relation
            self._put(known)
        if self._may_do(token) and self._relation is None:
            self._does(known)
        if self._nouns.plural(at) and not token.quoted and known.living:
            self._cast.plural = (words, noun)
        self._holding, self._relation = False, None
