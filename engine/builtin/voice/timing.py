"""Turns espeak-ng's events into word and phoneme times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from engine.builtin.voice.espeak import Utterance
from engine.speech_request import PhonemeTime, WordTime


def word_times(shown: Sequence[str], starts: Sequence[int], utterance: Utterance) -> list[WordTime]:
    """Times within the utterance, one for each word; a word ends where its sounds do, before any rest.

    Args:
        shown: the words as written.
        starts: the first character of each in the text that was said.
    """
    total = len(utterance.samples)
    begins = _word_starts(starts, utterance)
    found = []
    for n, word in enumerate(shown):
        begin, following = begins[n], begins[n + 1] if n + 1 < len(begins) else total
        end = _sound_end(utterance.phonemes, begin, following)
        found.append(WordTime(word, begin / utterance.rate, end / utterance.rate))
    return found


def _word_starts(starts: Sequence[int], utterance: Utterance) -> list[int]:
    """The sample at which each word begins. Words without an event share the time up to the next that has one."""
    first: dict[int, int] = {}
    latest = 0
    for character, sample in utterance.words:
        word = max(latest, bisect_right(starts, character) - 1)
        latest = max(word, 0)
        first.setdefault(latest, sample)
    first.setdefault(0, 0)
    known = sorted(first)
    begins = []
    for n in range(len(starts)):
        place = bisect_right(known, n) - 1
        here = known[place]
        following = known[place + 1] if place + 1 < len(known) else len(starts)
        until = first[following] if following in first else len(utterance.samples)
        begins.append(first[here] + (until - first[here]) * (n - here) // max(1, following - here))
    return begins


def _sound_end(phonemes: Sequence[tuple[str, int]], begin: int, following: int) -> int:
    """Where the last sound between two samples ends."""
    end = following
    for name, sample in reversed(phonemes):
        if sample >= following:
            continue
        if sample <= begin or name:
            break
        end = sample
    return end


def phoneme_times(utterance: Utterance) -> list[PhonemeTime]:
    """Times within the utterance; silences of no length are left out."""
    ends = [*(sample for _, sample in utterance.phonemes[1:]), len(utterance.samples)]
    return [
        PhonemeTime(name, start / utterance.rate, end / utterance.rate)
        for (name, start), end in zip(utterance.phonemes, ends, strict=True)
        if end > start
    ]
