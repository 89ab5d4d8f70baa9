"""What a brief gives a writer to work with: the topic, the voice, known facts and the user's own sentences."""

import random
from dataclasses import dataclass

from engine.builtin.script import bank, cast, extracts, knowledge, plain_text
from engine.builtin.script.bank import Beat
from engine.builtin.script.brief import ScriptBrief
from engine.builtin.script.grammar import number_word
from engine.builtin.script.pattern import Voice
from engine.builtin.script.topic import Topic

_BEATS_BY_WORDS = ((55, 1), (110, 2), (210, 3), (330, 4), (500, 5), (800, 6), (1100, 7))
_WORDS_A_LIST_ITEM = 9
_WORDS_A_FACT = 18
_MOST_ITEMS = 10
_WHOLE = "whole"
_WHOLE_WORDS = 125
_LONG_STORY = 330
ADVICE_UNITS = frozenset(
    "way tip step trick idea habit rule lesson thing secret hack strategy method technique principle skill practice "
    "suggestion solution".split()
)
TOLD_UNITS = frozenset(("reason", "benefit", "mistake"))


@dataclass(frozen=True)
class Material:
    """All a draft is made from.

    `own` are the user's sentences, the most telling first; `items` how many entries a list topic has room for.
    """

    brief: ScriptBrief
    topic: Topic
    voice: Voice
    known: knowledge.Knowledge | None
    own: tuple[str, ...]
    items: int = 0


def gather(brief: ScriptBrief, topic: Topic, rng: random.Random) -> Material:
    """The material of a brief; `rng` casts the story."""
    extra = plain_text.without_symbols_by_line(plain_text.clean(brief.extra))
    context = "\n".join(part for part in (extra, topic.rest) if part)
    own = tuple(extracts.ranked(context)) if context else ()
    known = _known(topic)
    items = _item_count(brief, topic, known)
    slots = _slots(brief, topic, known, items)
    if brief.style == "storytelling":
        slots |= cast.slots(topic, context, rng, long=brief.target_words > _LONG_STORY)
    tags = frozenset({brief.audience, _kind(brief, topic), *_traits(topic, slots)})
    return Material(brief, topic, Voice(slots, topic.plural, tags), known, own, items)


def _traits(topic: Topic, slots: dict[str, str]) -> list[str]:
    """Finer tags: a list that gives advice, a character whose deed is not told."""
    if topic.kind == "list" and topic.forms["one"] in ADVICE_UNITS | {"reason", "benefit"}:
        return ["advice"]
    return ["nodeed"] if topic.kind == "character" and "turned" not in slots else []


def _known(topic: Topic) -> knowledge.Knowledge | None:
    if topic.kind in ("character", "quoted"):
        return None
    if topic.kind == "versus":
        one, other = knowledge.find(topic.forms["a"]), knowledge.find(topic.forms["b"])
        return knowledge.both(one, other) if one and other and one.name != other.name else one or other
    return knowledge.find(topic.forms.get("act", "")) or knowledge.find(topic.about)


def _kind(brief: ScriptBrief, topic: Topic) -> str:
    mine = ("my ", "our ") if brief.style == "storytelling" else ("my ",)
    return "personal" if topic.kind == "noun" and topic.about.startswith(mine) else topic.kind


def _item_count(brief: ScriptBrief, topic: Topic, known: knowledge.Knowledge | None) -> int:
    """Entries of a list topic that fit; facts are longer than advice, and there are only so many."""
    if topic.kind != "list" or brief.style == "storytelling":
        return 0
    wanted, room = int(topic.forms["number"]), brief.target_words * 0.6
    if topic.forms["one"] == "fact" and known:
        return max(1, min(wanted, sum(map(len, known.facts.values())), int(room / _WORDS_A_FACT)))
    return max(2, min(wanted, _MOST_ITEMS, int(room / _WORDS_A_LIST_ITEM)))


def _slots(brief: ScriptBrief, topic: Topic, known: knowledge.Knowledge | None, items: int) -> dict[str, str]:
    many = topic.kind == "versus" or (topic.plural and topic.kind != "clause")
    slots = {
        "about": topic.about, "subject": topic.subject, "question": topic.question,
        "it": "they" if many else "it", "them": "them" if many else "it", "its": "their" if many else "its",
    }  # fmt: skip
    if known:
        slots["known"] = known.name
    slots |= topic.forms | bank.shared()["audience"][brief.audience]
    if items:
        slots["count"] = number_word(items)
        if topic.forms["one"] not in ADVICE_UNITS | TOLD_UNITS and not (topic.forms["one"] == "fact" and known):
            # Nothing is known of these places or books, so the script asks about them instead of naming any.
            slots["unit"] = "questions"
    return slots


def beats_for(style: str, words: float) -> list[Beat]:
    """The beats a script of so many words has room for, in their told order.

    A very short story is told in one beat of its own, the one called whole.
    """
    beats = bank.bank(style).beats
    whole = [b for b in beats if b.key == _WHOLE]
    if whole and words <= _WHOLE_WORDS:
        return whole
    beats = tuple(b for b in beats if b.key != _WHOLE)
    room = next((count for limit, count in _BEATS_BY_WORDS if words <= limit), len(beats))
    kept = sorted(beats, key=lambda b: b.rank)[:room]
    return [b for b in beats if b in kept]
