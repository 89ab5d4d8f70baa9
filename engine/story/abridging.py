"""What is kept of a script that takes longer to say than the longest film."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from data.story_words import load_story_words
from engine.story.beats import Line
from engine.story.cast import NARRATOR
from engine.story.lengths import SPEECH_MAX, clock, refuse_long, said, words_max
from engine.story.outline import Outline, Sentence
from engine.story.sentences import words
from engine.story.storyboard import FILM_SECONDS_MAX, Voice


def fitting(told_by: Sequence[Sentence], read: Outline, voice: Voice, *, shorten: bool) -> tuple[Outline, list[str]]:
    """The lines that fit into the longest film, and what there is to say about it.

    Raises:
        InvalidParams: it is too long and may not be shortened.
    """
    spoken = sum(said(sentence.text, voice) for sentence in told_by)
    if spoken <= SPEECH_MAX:
        return read, []
    count = sum(words(sentence.text) for sentence in told_by)
    if not shorten:
        raise refuse_long(count, voice)
    texts = [sentence.text for sentence in told_by]
    kept = _shortened([said(text, voice) for text in texts], lambda index: _worth(told_by[index]))
    chosen = set(kept)
    lines = tuple(
        _closed(_on_its_own(read.lines[n], n - 1 in chosen), told_by[n], {n - 1, n + 1} & chosen, n) for n in kept
    )
    left = sum(words(line.seen.text) for line in lines)
    note = (
        f"The script has {count} words; a film of {clock(FILM_SECONDS_MAX)} has room for {words_max(voice)}. "
        f"It was abridged to {left} words: see which sentences were kept, or make several films of it."
    )
    return replace(read, lines=lines), [note]


def _on_its_own(line: Line, follows: bool) -> Line:
    """A line whose first "he" or "she" is named where the sentence that told who it is was left out."""
    first, _, rest = line.seen.text.partition(" ")
    who = line.seen.items[0].actor if line.seen.items else None
    if follows or first not in ("He", "She") or who is None or who.gender is None or who.name == NARRATOR:
        return line
    name = who.name[0].upper() + who.name[1:]
    return replace(line, seen=replace(line.seen, text=f"{name} {rest}"))


def _closed(line: Line, sentence: Sentence, beside: set[int], index: int) -> Line:
    """A line with the quotation marks that stood in sentences next to it which were left out."""
    opened = '"' if sentence.quoted and index - 1 not in beside else ""
    closed = '"' if sentence.goes_on and index + 1 not in beside else ""
    if not opened and not closed:
        return line
    return replace(line, seen=replace(line.seen, text=f"{opened}{line.seen.text}{closed}"))


def _worth(sentence: Sentence) -> float:
    """How much a sentence carries: the first of a paragraph, with names and deeds, not too long, no bare reply."""
    story = load_story_words()
    lower = sentence.text.lower()
    tokens = re.findall(r"[a-z']+", lower)
    names = len(re.findall(r"(?<!^)(?<![.!?“\"] )\b[A-Z][a-z]+", sentence.text))
    deeds = sum(word in told for told in story.verbs.values() for word in tokens)
    turns = any(lower.startswith(turn) for turn in (*story.beats.turns, *story.beats.jumps))
    value = 2.0 * sentence.opens + min(3, names) + min(2, deeds) + 1.5 * turns
    value -= 1.5 * bool(re.match(r"[“\"]", sentence.text)) + abs(len(tokens) - 14) / 10
    return value


def _shortened(lengths: Sequence[float], worth: Callable[[int], float]) -> list[int]:
    """The indices of the sentences to keep where a script is longer than a film, from the seconds that each takes: the
    first and the last, and the worthiest of each stretch of equal length between them."""
    budget = SPEECH_MAX - 4
    if sum(lengths) <= budget:
        return list(range(len(lengths)))
    kept = {0, len(lengths) - 1}
    left = budget - sum(lengths[index] for index in kept)
    windows = max(1, int(left / (sum(lengths) / len(lengths))))
    chosen: dict[int, int] = {}
    passed = 0.0
    for index, length in enumerate(lengths):
        window = int((passed + length / 2) / sum(lengths) * windows)
        passed += length
        if index not in kept and (window not in chosen or worth(index) > worth(chosen[window])):
            chosen[window] = index
    for index in sorted(chosen.values(), key=lambda i: (-worth(i), i)):
        if lengths[index] <= left:
            kept.add(index)
            left -= lengths[index]
    return sorted(kept)
