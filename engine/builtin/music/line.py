"""Finds the notes of a melodic line: each is wished near a height, and the line must be singable.

The cheapest line is found by dynamic programming (Viterbi) over the notes of each chord's scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.builtin.music.harmony import parallel
from engine.builtin.music.theory import Chord

_LEAPS = {0: 1.3, 1: 0.0, 2: 0.0, 3: 0.5, 4: 0.6, 5: 1.2, 7: 2.0, 8: 4.5, 9: 4.5, 12: 3.5}
"""Cost of each interval in semitones; the others are not sung."""
_UNSUNG, _UNRESOLVED, _UNPREPARED, _PARALLEL = 14.0, 9.0, 4.0, 7.0
_FOREIGN, _PASSING, _AVOIDED, _FAR = 40.0, 0.8, 3.0, 0.3
_AUGMENTED, _LEADING = 6.0, 4.0


@dataclass(frozen=True)
class Wish:
    """One note to come.

    Attributes:
        beat, length: in beats.
        height: key that it should lie near; need not be whole.
        chord: what sounds under it.
        strong: whether it must belong to the chord.
        close: "open" or "shut" at the end of a phrase, else "".
        avoid: pitch classes that another voice has.
    """

    beat: float
    length: float
    height: float
    chord: Chord
    strong: bool
    close: str = ""
    avoid: frozenset[int] = frozenset()


def sung(wishes: Sequence[Wish], low: int, high: int) -> tuple[int, ...]:
    """A key for each wish, between low and high."""
    if not wishes:
        return ()
    options = [[pitch for pitch in range(low, high + 1) if pitch % 12 in wish.chord.scale] for wish in wishes]
    costs = [_alone(wishes[0], pitch) for pitch in options[0]]
    trail: list[list[int]] = []
    for index in range(1, len(wishes)):
        last, wish, before = wishes[index - 1], wishes[index], options[index - 1]
        row, back = [], []
        for pitch in options[index]:
            ways = [cost + _step(last, first, wish, pitch) for first, cost in zip(before, costs, strict=True)]
            best = min(range(len(ways)), key=ways.__getitem__)
            back.append(best)
            row.append(ways[best] + _alone(wish, pitch))
        costs = row
        trail.append(back)
    index = min(range(len(costs)), key=costs.__getitem__)
    line = [options[-1][index]]
    for position in range(len(trail) - 1, -1, -1):
        index = trail[position][index]
        line.append(options[position][index])
    return tuple(reversed(line))


def _alone(wish: Wish, pitch: int) -> float:
    cost = _FAR / 2 * float(abs(pitch - wish.height) ** 1.5)
    tone = pitch % 12
    if tone not in wish.chord.tones:
        cost += _FOREIGN if wish.strong else _PASSING
    if tone in wish.avoid:
        cost += _AVOIDED
    if wish.close:
        home = tone == wish.chord.root
        cost += 3.0 if home == (wish.close == "open") else 0.0
    return cost


def _step(last: Wish, first: int, wish: Wish, second: int) -> float:
    size = abs(second - first)
    cost = _LEAPS.get(size, _UNSUNG)
    if first % 12 not in last.chord.tones and (size > 2 or size == 0):
        cost += _UNRESOLVED
    if second % 12 not in wish.chord.tones and (size > 2 or size == 0):
        cost += _UNPREPARED
    if size == 3 and _neighbours(first, second, wish.chord):
        cost += _AUGMENTED
    if last.chord is not wish.chord:
        cost += _PARALLEL * parallel((last.chord.bass, first), (_near(last.chord.bass, wish.chord.bass), second))
        leading = last.chord.tones[1] if last.chord.numeral.startswith("V") else -1
        resolves = (leading + 1) % 12 in wish.chord.tones
        cost += _LEADING * (first % 12 == leading and resolves and second != first + 1)
    return cost


def _near(bass: int, following: int) -> int:
    """The next bass tone within a tritone of the last."""
    return bass + (following - bass + 6) % 12 - 6


def _neighbours(first: int, second: int, chord: Chord) -> bool:
    """Whether two notes follow one another in the scale."""
    if first % 12 not in chord.scale:
        return False
    distance = chord.scale.index(first % 12) - chord.scale.index(second % 12)
    return distance % 7 in (1, 6)
