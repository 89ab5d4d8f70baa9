"""The shipped knowledge base: checked facts on common topics, found by the words of a topic."""

import re
from dataclasses import dataclass
from functools import cache

from engine.builtin.script.grammar import singular
from engine.builtin.script.lexicon import lexicon, read_data

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


def _key(phrase: str) -> str:
    words = re.findall(r"[\w'’-]+", phrase.lower().replace("’", "'"))
    kept = [singular(w.removesuffix("'s")) for w in words]
    while kept and kept[0] in ("a", "an", "the"):
        kept.pop(0)
    return " ".join(kept)


def _content(said: str) -> list[str]:
    small = lexicon().determiners | lexicon().prepositions | lexicon().auxiliaries | {"how", "why", "what", "and", "or"}
    return [w for w in said.split() if w not in small]
