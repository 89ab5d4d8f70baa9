"""When each part of a figure appears: at the word that names it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.lesson.drawing.pen import Appearance
from engine.speech_request import WordTime

MARK = re.compile(r"\{([a-z0-9][a-z0-9-]{0,23})\}\s*")
EARLY = 0.12
"""Seconds by which a part begins to appear before its word."""
SHORTEST, LONGEST = 0.45, 1.7
"""Seconds that a part takes to appear."""
SETTLED = 0.85
"""Share of a beat's speech by which the parts that nobody names are there."""


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
        again = tuple(lead + time for time in named.get(name, ())[1:] if lead + time > start + seconds + 1.0)
        found[name] = Appearance(start, seconds, again)
    return found


def _starts(
    parts: Sequence[str], named: Mapping[str, tuple[float, ...]], lead: float, speech: float
) -> dict[str, float]:
    known = {name: max(0.0, lead + named[name][0] - EARLY) for name in parts if name in named}
    starts: dict[str, float] = {}
    index = 0
    while index < len(parts):
        if parts[index] in known:
            starts[parts[index]] = known[parts[index]]
            index += 1
            continue
        end = index
        while end < len(parts) and parts[end] not in known:
            end += 1
        before = max((starts[name] for name in parts[:index]), default=None)
        after = min((known[name] for name in parts[end:] if name in known), default=None)
        starts.update(_between(parts[index:end], before, after, lead, speech))
        index = end
    return starts


def _between(
    names: Sequence[str], before: float | None, after: float | None, lead: float, speech: float
) -> Mapping[str, float]:
    """Unnamed parts in a row: the first ones of a figure come at once, others share the time to the next named one."""
    if before is None:
        last = lead + speech * SETTLED if after is None else after
        step = (max(last, 0.3) - 0.2) / len(names)
        return {name: 0.2 + i * step for i, name in enumerate(names)}
    last = lead + speech * SETTLED if after is None else after
    step = max(0.0, last - before) / (len(names) + 1)
    return {name: before + (i + 1) * max(step, 0.3) for i, name in enumerate(names)}
