"""Sentence patterns: text with slots, choices and conditions, turned into sentences.

`{slot}` takes a phrase; `{v:comes|come}` agrees with the subject's number; `[one|two]` is a free choice;
a leading `@children,howto:` limits a pattern to topics or audiences, `@!versus:` keeps it from some.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.builtin.script import plain_text
from engine.builtin.script.grammar import capitalised

_CONDITION = re.compile(r"^@(!?)([\w,-]+):\s*")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(?:v:([^|{}]*)\|([^{}]*)|(\w+))\}")


@dataclass(frozen=True)
class Voice:
    """What patterns are filled with: phrases by slot, the subject's number, and tags conditions look at."""

    slots: Mapping[str, str]
    plural: bool
    tags: frozenset[str]


@dataclass(frozen=True)
class Unit:
    """A few finished sentences that belong together. `source` names the pattern; `words` counts them."""

    text: str
    source: str
    words: int
    topical: bool = False

    @property
    def sentences(self) -> list[str]:
        """The unit's single sentences."""
        return plain_text.sentences(self.text)


def applies(pattern: str, voice: Voice) -> bool:
    """Whether a pattern's condition holds and all its slots are known."""
    match = _CONDITION.match(pattern)
    if match:
        named = set(match.group(2).split(",")) & voice.tags
        if bool(named) == bool(match.group(1)):
            return False
    return all(slot in voice.slots for _, _, slot in _SLOT.findall(pattern) if slot)


def realise(pattern: str, voice: Voice, rng: random.Random) -> Unit:
    """One realisation of a pattern that applies."""
    body = _CONDITION.sub("", pattern)
    chosen = _CHOICE.sub(lambda m: rng.choice(m.group(1).split("|")), body)
    text = _SLOT.sub(lambda m: _fill(m, voice), chosen)
    text = tidy(text)
    topical = "{about}" in body or "{subject}" in body
    return Unit(text, pattern, plain_text.word_count(text), topical)


def _fill(match: re.Match[str], voice: Voice) -> str:
    one, many, slot = match.groups()
    if slot:
        return voice.slots[slot]
    return many if voice.plural else one


def tidy(text: str) -> str:
    """Spaces collapsed, punctuation single, and every sentence begun with a capital."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    text = re.sub(r"([?!…])(”?)[.]", r"\1\2", text)
    text = re.sub(r"\b([Ss])\.\.", r"\1.", text)
    # After a quoted question the sentence may go on ("...?” asked Ruth), so no capital is forced there.
    parts = re.split(r"(?<=[.!?])(\s+)|(?<=[.]”)(\s+)", text)
    return "".join(capitalised(p) if p and not p.isspace() else p or "" for p in parts)
