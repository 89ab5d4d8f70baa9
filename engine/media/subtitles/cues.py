"""Divides spoken words into subtitles that can be read in time.

The limits follow common broadcast practice: two lines of 42 columns, a second at least, no more than 20 characters a
second where the speech leaves room. A Chinese, Japanese or Korean character takes two columns.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.speech_request import WordTime, joined

COLUMNS = 42
LINES = 2
SHORTEST, LONGEST = 1.0, 6.5
"""Seconds."""
FASTEST = 20.0
"""Characters a second that can be read."""
GAP = 0.08
"""Seconds between two cues that follow each other at once."""
LINGER = 0.4
"""Seconds that a cue stays after its last word, where nothing follows."""
SENTENCE_REST = 0.12
"""Seconds of silence between two sentences, at least."""
REST = 0.7
"""A silence of so many seconds always ends a cue."""
_SENTENCE_END = re.compile(r"[.!?…。！？؟।॥][\"'”’»)\]」』]*$")
_CLAUSE_END = re.compile(r"[,;:،؛、，；：–—][\"'”’»)\]」』]*$")
_CLINGING = frozenset(
    "a an the of to in on at by for from with and or but nor is are was were be his her its their my your our this "
    "that these those not no very so as if than".split()
)
"""English words after which no line should end."""


@dataclass(frozen=True)
class Cue:
    """What is shown at once: one or two lines from `start` to `end` in seconds."""

    start: float
    end: float
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def cues(words: Sequence[WordTime]) -> tuple[Cue, ...]:
    """Subtitles for these words, in order, never overlapping; each starts with its first word."""
    pieces = [piece for word in words for piece in _short_enough(word)]
    drafts = [_cue(pieces[first:last]) for first, last in _divided(pieces)]
    return tuple(
        replace(cue, end=_end(cue, drafts[n + 1].start if n + 1 < len(drafts) else None))
        for n, cue in enumerate(drafts)
    )


def width(text: str) -> int:
    """Columns that a text takes; wide characters take two, combining marks and joiners none."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _short_enough(word: WordTime) -> list[WordTime]:
    """The word, or pieces of one that is wider than a line (an address, a sentence in Thai)."""
    if width(word.word) <= COLUMNS:
        return [word]
    parts, line = [], ""
    for character in word.word:
        mark = unicodedata.category(character).startswith("M")
        if not mark and width(line + character) > COLUMNS // 2:
            parts.append(line)
            line = ""
        line += character
    parts.append(line)
    step = (word.end - word.start) / len(parts)
    return [WordTime(part, word.start + n * step, word.start + (n + 1) * step) for n, part in enumerate(parts)]


def _divided(words: Sequence[WordTime]) -> list[tuple[int, int]]:
    """The cheapest division into cues, as (first word, one after the last)."""
    costs, origins = [0.0], [0]
    for last in range(1, len(words) + 1):
        best, origin = float("inf"), last - 1
        for first in range(last - 1, -1, -1):
            group = words[first:last]
            rested = len(group) > 1 and group[1].start - group[0].end >= REST
            if len(group) > 1 and (rested or not _fits(group)):
                break
            cost = costs[first] + _cost(group, words[last] if last < len(words) else None)
            if cost < best:
                best, origin = cost, first
        costs.append(best)
        origins.append(origin)
    found, last = [], len(words)
    while last > 0:
        found.append((origins[last], last))
        last = origins[last]
    return found[::-1]


def _fits(words: Sequence[WordTime]) -> bool:
    if words[-1].end - words[0].start > LONGEST:
        return False
    texts = [word.word for word in words]
    return width(joined(texts)) <= COLUMNS or _split(texts) is not None


def _cost(words: Sequence[WordTime], following: WordTime | None) -> float:
    """How bad a cue of these words is: where it ends, how short and how fast it is."""
    last = words[-1].word
    cost = 1.0
    if following is not None and not _ends_sentence(words[-1], following):
        cost += 0.6 if _CLAUSE_END.search(last) else 2.0
        cost += 1.0 if last.casefold() in _CLINGING else 0.0
    inside = sum(map(_ends_sentence, words[:-1], words[1:]))
    seconds = (following.start - GAP if following else words[-1].end + LINGER) - words[0].start
    text = joined([word.word for word in words])
    cost += 0.5 * inside + 2.0 * max(0.0, 1.3 - seconds) + 0.2 * max(0.0, len(text) / max(seconds, 0.1) - FASTEST)
    return cost + 0.3 * (width(text) / (COLUMNS * LINES)) ** 2


def _ends_sentence(word: WordTime, following: WordTime) -> bool:
    """By its mark and the rest after it: an abbreviation has the mark only."""
    return bool(_SENTENCE_END.search(word.word)) and following.start - word.end >= SENTENCE_REST


def _cue(words: Sequence[WordTime]) -> Cue:
    texts = [word.word for word in words]
    line = joined(texts)
    lines = (line,) if width(line) <= COLUMNS else _split(texts) or (line,)
    return Cue(words[0].start, words[-1].end, lines)


def _split(texts: Sequence[str]) -> tuple[str, str] | None:
    """The best two lines, or None where two are not enough."""
    best: tuple[float, tuple[str, str]] | None = None
    for cut in range(1, len(texts)):
        upper, lower = joined(texts[:cut]), joined(texts[cut:])
        if max(width(upper), width(lower)) > COLUMNS:
            continue
        cost = abs(width(upper) - width(lower)) / 4
        cost += 6.0 if texts[cut - 1].casefold() in _CLINGING else 0.0
        cost -= 5.0 if _SENTENCE_END.search(texts[cut - 1]) or _CLAUSE_END.search(texts[cut - 1]) else 0.0
        if best is None or cost < best[0]:
            best = cost, (upper, lower)
    return best[1] if best else None


def _end(cue: Cue, following: float | None) -> float:
    """When a cue goes: after its last word, later where it needs time to be read and nothing follows."""
    needed = cue.start + max(SHORTEST, len(cue.text) / FASTEST)
    wanted = max(cue.end + LINGER, needed)
    if following is None:
        return wanted
    return max(min(wanted, following - GAP), cue.start + 0.05)
