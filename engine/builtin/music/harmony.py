"""Which chord sounds in each bar, and how its notes are spread."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from data.music_moods import Harmony, Progressions
from engine.builtin.music.form import Section
from engine.builtin.music.theory import Chord, Key, chord

_PROGRESSION_OF = {
    "intro": "intro",
    "theme": "theme",
    "variation": "theme",
    "bridge": "bridge",
    "build": "build",
    "climax": "climax",
    "resolution": "theme",
}
_DOMINANT = ("V", "v")
_VOICES = 3
_PARALLEL, _GAP, _DRIFT = 14.0, 4.0, 0.25


def harmonise(harmony: Harmony, form: Sequence[Section], key: Key, random: np.random.Generator) -> tuple[Chord, ...]:
    """The chord of each bar, and the last chord after them: a cadence that ends on the tonic."""
    drawn: dict[str, tuple[str, ...]] = {
        name: _draw(getattr(harmony, name), random) for name in sorted(set(_PROGRESSION_OF.values()))
    }
    chords: list[Chord] = []
    for index, section in enumerate(form):
        numerals = _cycled(drawn[_PROGRESSION_OF[section.role]], section.last - section.first)
        turn = harmony.turns[random.integers(len(harmony.turns))]
        following = form[index + 1] if index + 1 < len(form) else None
        here = [chord(numeral, key.raised(section.lift)) for numeral in numerals]
        if following and len(here) >= 3 and (following.lift != section.lift or not numerals[-1].startswith(_DOMINANT)):
            here[-1] = chord("V" if following.lift != section.lift else turn, key.raised(following.lift))
        chords += here
    last = key.raised(form[-1].lift)
    closing = [chord(numeral, last) for numeral in _cadence(harmony.cadences, len(chords), random)]
    final = chord(harmony.finals[random.integers(len(harmony.finals))], last)
    return (*chords[: len(chords) - len(closing)], *closing, final)


def _draw(progressions: Progressions, random: np.random.Generator) -> tuple[str, ...]:
    return progressions[random.integers(len(progressions))]


def _cycled(progression: Sequence[str], count: int) -> list[str]:
    return [progression[index % len(progression)] for index in range(count)]


def _cadence(cadences: Progressions, bars: int, random: np.random.Generator) -> tuple[str, ...]:
    """One that leaves room before it; in a piece of one or two bars only its end."""
    chosen = _draw(cadences, random)
    return chosen[-min(len(chosen), max(1, bars // 2)) :] if bars > 1 else ()


def voiced(chords: Sequence[Chord], low: int, high: int) -> tuple[tuple[int, ...], ...]:
    """Three upper voices for each chord, rising, that move little and in no parallel fifths or octaves.

    Args:
        low, high: keys between which they lie, an octave and a half apart or more.

    The cheapest way is found by dynamic programming over all spacings of a chord within two octaves.
    """
    options = [_spacings(one, low, high) for one in chords]
    middle = (low + high) / 2
    costs = [_DRIFT * abs(sum(voicing) / _VOICES - middle) for voicing in options[0]]
    trail: list[list[int]] = []
    for before, after in zip(options, options[1:], strict=False):
        steps = [[cost + _motion(first, second) for first, cost in zip(before, costs, strict=True)] for second in after]
        trail.append([min(range(len(row)), key=row.__getitem__) for row in steps])
        costs = [
            min(row) + _DRIFT * abs(sum(voicing) / _VOICES - middle) for row, voicing in zip(steps, after, strict=True)
        ]
    index = min(range(len(costs)), key=costs.__getitem__)
    chosen = [options[-1][index]]
    for position in range(len(trail) - 1, -1, -1):
        index = trail[position][index]
        chosen.append(options[position][index])
    return tuple(reversed(chosen))


def _spacings(one: Chord, low: int, high: int) -> list[tuple[int, ...]]:
    """Every spread of the chord within two octaves; a triad has all its tones, a seventh chord may lack the fifth."""
    keys = [pitch for pitch in range(low, high + 1) if pitch % 12 in one.tones]
    needed = set(one.tones) - ({one.tones[2]} if len(one.tones) > _VOICES else set())
    found = [voicing for voicing in combinations(keys, _VOICES) if {pitch % 12 for pitch in voicing} >= needed]
    return [voicing for voicing in found if voicing[-1] - voicing[0] <= 19 and voicing[1] - voicing[0] >= 2]


def _motion(first: Sequence[int], second: Sequence[int]) -> float:
    cost = float(sum(abs(after - before) for before, after in zip(first, second, strict=True)))
    cost += _GAP * sum(max(0, upper - lower - 9) for lower, upper in zip(second, second[1:], strict=False)) / 3
    for lower, upper in combinations(range(_VOICES), 2):
        if parallel((first[lower], first[upper]), (second[lower], second[upper])):
            cost += _PARALLEL
    return cost


def parallel(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether two voices (lower, upper) move the same way from one fifth or octave into another."""
    before, after = (first[1] - first[0]) % 12, (second[1] - second[0]) % 12
    moved, also = second[0] - first[0], second[1] - first[1]
    return before == after and after in (0, 7) and moved * also > 0
