"""When each part of a figure appears: at the word that names it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from engine.lesson.drawing.pen import Appearance
from engine.speech_request import WordTime

MARK = re.compile(r"\{([a-z0-9][a-z0-9-]{0,23})\}\s*")
EARLY = 0.12
"""Seconds by which a part begins to appear before its word."""
SHORTEST, LONGEST = 0.45, 1.7
"""Seconds that a part takes to appear."""
SETTLED = 0.85
"""Share of a beat's speech by which the parts that nobody names are there."""
OPENING, FIRST_BY = 0.2, 0.8
"""Seconds of the beat at which its first part appears: if nobody names it, and at the latest."""
GAP = 0.3
"""Seconds by which the first part comes before any other."""


@dataclass(frozen=True)
class Narrated:
    """The narration of a beat. `marks`: part names, each with the offset in `text` of the word that follows."""

    text: str
    marks: tuple[tuple[str, int], ...]


def narrated(say: str) -> Narrated:
    """Takes the marks out of `Beat.say`."""
    text, marks, last = "", [], 0
    for found in MARK.finditer(say):
        text += say[last : found.start()]
        marks.append((found.group(1), len(text)))
        last = found.end()
    return Narrated(text + say[last:], tuple(marks))


def moments(told: Narrated, words: Sequence[WordTime]) -> Mapping[str, tuple[float, ...]]:
    """For each part that is named: the seconds of the speech at which its words begin."""
    found: dict[str, tuple[float, ...]] = {}
    starts = _offsets(told.text, words)
    for name, offset in told.marks:
        time = next((word.start for word, start in zip(words, starts, strict=True) if start >= offset), None)
        if time is None:
            time = words[-1].end if words else 0.0
        found[name] = (*found.get(name, ()), time)
    return found


def _offsets(text: str, words: Sequence[WordTime]) -> list[int]:
    """Where each word stands in the text; one that is not found stands where the one before ended."""
    at, starts = 0, []
    for word in words:
        here = text.find(word.word, at)
        starts.append(at if here < 0 else here)
        at = starts[-1] + (len(word.word) if here >= 0 else 0)
    return starts


def appearances(
    parts: Sequence[str], named: Mapping[str, tuple[float, ...]], lead: float, speech: float
) -> Mapping[str, Appearance]:
    """When each part appears, in seconds of the beat.

    The first part is what the others stand on: it comes before them, by `FIRST_BY` at the latest, and blinks when
    it is named later.

    Args:
        named: as `moments` gives it; a part that is not named appears between its neighbours, evenly.
        lead: seconds of the beat before the first word; `speech`: seconds from the first word to the last.
    """
    starts = _starts(parts, named, lead, speech)
    ordered = sorted(starts.values())
    found = {}
    for name, start in starts.items():
        following = next((later for later in ordered if later > start + 1e-6), lead + speech)
        seconds = min(LONGEST, max(SHORTEST, 0.9 * (following - start)))
        again = tuple(lead + time for time in named.get(name, ()) if lead + time > start + seconds + 1.0)
        found[name] = Appearance(start, seconds, again)
    return found


def _starts(
    parts: Sequence[str], named: Mapping[str, tuple[float, ...]], lead: float, speech: float
) -> dict[str, float]:
    known = {name: max(0.0, lead + named[name][0] - EARLY) for name in parts if name in named}
    if not parts:
        return {}
    first, *others = parts
    soonest = min((known[name] - GAP for name in others if name in known), default=FIRST_BY)
    known[first] = max(0.0, min(known.get(first, OPENING), FIRST_BY, soonest))
    starts: dict[str, float] = {}
    for index, name in enumerate(parts):
        if name in known:
            starts[name] = known[name]
        elif name not in starts:
            run = list(takewhile(lambda part: part not in known, parts[index:]))
            after = min((known[later] for later in parts[index:] if later in known), default=None)
            starts.update(_between(run, [starts[part] for part in parts[:index]], after, lead + speech * SETTLED))
    return starts


def _between(names: Sequence[str], before: Sequence[float], after: float | None, settled: float) -> dict[str, float]:
    """Unnamed parts in a row, evenly between what stands before them and the earliest of what follows.

    Args:
        before: when the parts before them appear; `after`: None if no part that follows is named.
        settled: by when they are there if nothing follows.
    """
    end = settled if after is None else after
    begin = max((start for start in before if start < end), default=0.0)
    step = (end - begin) / (len(names) + 1)
    return {name: begin + (i + 1) * step for i, name in enumerate(names)}
