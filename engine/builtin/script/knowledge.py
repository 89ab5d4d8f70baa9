"""The shipped knowledge base: checked facts on common topics, found by the words of a topic."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from engine.builtin.script.grammar import capitalised, singular
from engine.builtin.script.lexicon import lexicon, read_data

_QUESTION_WORDS = frozenset("how why what when where whether and or you we i people".split())
ROLES = ("definition", "mechanism", "example", "misconception", "matters")


@dataclass(frozen=True)
class Knowledge:
    """Facts on one subject: role -> whole sentences. `name` stands in a sentence as it is, `plural` its number."""

    name: str
    plural: bool
    names: tuple[str, ...]
    facts: dict[str, tuple[str, ...]]
    tips: tuple[str, ...] = ()
    exact: bool = False

    def standing_alone(self, fact: str) -> str:
        """A fact that begins with a pronoun, begun with the subject's name instead."""
        first, _, rest = fact.partition(" ")
        if first in ("It", "They"):
            return f"{capitalised(self.name)} {rest}"
        if first in ("Its", "Their"):
            return f"{capitalised(self.name)}{'’' if self.plural else '’s'} {rest}"
        return fact


@cache
def shipped() -> tuple[Knowledge, ...]:
    """Every entry of data/script/knowledge.toml."""
    return tuple(_entry(raw) for raw in read_data("knowledge")["topic"])


def _entry(raw: dict[str, list[str]]) -> Knowledge:
    name = str(raw["name"])
    names = tuple(dict.fromkeys(_key(n) for n in (name, *raw.get("also", []))))
    facts = {role: tuple(raw.get(role, [])) for role in ROLES}
    return Knowledge(name, bool(raw.get("plural", False)), names, facts, tuple(raw.get("tips", [])))


def find(phrase: str) -> Knowledge | None:
    """The entry a phrase names, or None. An entry naming the whole phrase is marked `exact`.

    The longest name wins; of equal ones the last, which is the head of an English noun phrase.
    """
    said = _key(phrase)
    best: tuple[int, int, Knowledge] | None = None
    for entry in shipped():
        for name in entry.names:
            at = f" {said} ".rfind(f" {name} ")
            if at >= 0 and (best is None or (len(name.split()), at) > best[:2]):
                best = (len(name.split()), at, entry)
    if best is None or best[0] * 4 < len(_content(said)):
        return None
    entry = best[2]
    return Knowledge(entry.name, entry.plural, entry.names, entry.facts, entry.tips, said in entry.names)


def both(one: Knowledge, other: Knowledge) -> Knowledge:
    """Two entries as one, their facts taking turns, each fit to stand alone."""
    facts = {}
    for role in ROLES:
        sides = [[side.standing_alone(fact) for fact in side.facts[role]] for side in (one, other)]
        facts[role] = tuple(fact for pair in zip_longest(*sides) for fact in pair if fact)
    return Knowledge(f"{one.name} and {other.name}", True, one.names + other.names, facts, exact=True)


def _key(phrase: str) -> str:
    words = re.findall(r"[\w'’-]+", phrase.lower().replace("’", "'"))
    kept = [singular(w.removesuffix("'s")) for w in words]
    while kept and kept[0] in ("a", "an", "the"):
        kept.pop(0)
    return " ".join(kept)


def _content(said: str) -> list[str]:
    small = lexicon().determiners | lexicon().prepositions | lexicon().auxiliaries | _QUESTION_WORDS
    return [w for w in said.split() if w not in small]
