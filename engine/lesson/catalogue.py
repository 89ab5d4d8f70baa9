"""Finds a shipped lesson by what somebody types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache

from data.curriculum import SUBJECTS, Subject, load_topic, topics
from domain.errors import InvalidParams

NEAREST = 5
FOUND = 0.86
"""How alike a typed topic and a name of a lesson must be to be taken for the same, 0..1."""
_SMALL = frozenset("a an and the of in on to for with how what is are do does s law laws introduction basics".split())


@dataclass(frozen=True)
class Entry:
    """A shipped lesson. `names`: its title and aliases, normalised."""

    subject: Subject
    key: str
    title: str
    names: tuple[str, ...]


@cache
def entries(subject: Subject) -> tuple[Entry, ...]:
    """A subject's lessons, by title."""
    found = []
    for key in topics(subject):
        topic = load_topic(subject, key)
        names = dict.fromkeys(normal(name) for name in (key.replace("-", " "), topic.title, *topic.aliases))
        found.append(Entry(subject, key, topic.title, tuple(names)))
    return tuple(sorted(found, key=lambda entry: entry.title))


def normal(text: str) -> str:
    """Words in lower case, without punctuation and a plural's or genitive's s."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("\u2019", "'").replace("'s", ""))
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words
    )


@lru_cache(maxsize=512)
def find_topic(subject: Subject, typed: str) -> str | None:
    """The key of the lesson that is meant, or None."""
    best = _ranked(entries(subject), typed)[:1]
    return best[0][1].key if best and best[0][0] >= FOUND else None


def nearest(subject: Subject, typed: str) -> Sequence[Entry]:
    """Lessons to offer instead: of the subject first, and such of others as are as near."""
    here = _ranked(entries(subject), typed)[:NEAREST]
    others = [entry for other in SUBJECTS if other != subject for entry in entries(other)]
    elsewhere = [(score, entry) for score, entry in _ranked(others, typed)[:2] if score >= FOUND]
    return [entry for _, entry in (*elsewhere, *here)]


def refuse_topic(subject: Subject, typed: str) -> InvalidParams:
    """What to raise for a topic that is not shipped: it offers the nearest lessons."""
    offered = "; ".join(
        entry.title if entry.subject == subject else f"{entry.title} ({entry.subject})"
        for entry in nearest(subject, typed)
    )
    message = (
        f"There is no lesson called {typed[:60]!r} in {subject}. The nearest are: {offered}. "
        "You can also write your own text."
    )
    return InvalidParams(message, fields=[{"field": "topic", "message": message}])


def _ranked(all_entries: Sequence[Entry], typed: str) -> list[tuple[float, Entry]]:
    asked = normal(typed)
    scored = [(max(_alike(asked, name) for name in entry.names), entry) for entry in all_entries]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].title))


def _alike(asked: str, name: str) -> float:
    if asked == name:
        return 1.0
    a, b = set(asked.split()) - _SMALL, set(name.split()) - _SMALL
    if a and a == b:
        return 0.98
    common = len(a & b) / max(1, len(a | b))
    return max(0.85 * common, SequenceMatcher(None, asked, name).ratio() * 0.97)
