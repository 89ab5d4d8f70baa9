"""Fits beats to a number of words: chooses whole units, then repairs the sum by adding, dropping and swapping.

No sentence is cut and none is said twice. A unit is never longer than a few sentences, so the greedy
choice lands near the target and a short local search over single changes does the rest.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.builtin.script.pattern import Unit

_REPAIRS = 80
_TOLERANCE = 0.012
_ANCHOR_SLACK = 10


@dataclass(frozen=True)
class Candidate:
    """A unit that may be said. Of one `group` only one is said; `order` fixes its place; low `priority` first.

    A `fixed` one is always said; an `anchor` may only be exchanged within its group; of a group whose
    candidates `must` be said one is said, however little room there is.
    """

    unit: Unit
    group: str
    order: float = 0.0
    priority: int = 0
    fixed: bool = False
    anchor: bool = False
    must: bool = False

    @property
    def anchored_fact(self) -> bool:
        """A fact that may only make room for another one."""
        return self.anchor and self.group == self.unit.source


@dataclass
class Pool:
    """What one beat may say, its share of the words, and the `least` number of units it needs."""

    candidates: list[Candidate]
    weight: float
    limit: float = float("inf")
    heading: str = ""
    least: int = 1
    chosen: list[Candidate] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Words chosen so far."""
        return sum(c.unit.words for c in self.chosen)


@dataclass
class _Said:
    groups: set[str] = field(default_factory=set)
    sentences: set[str] = field(default_factory=set)

    def free(self, candidate: Candidate) -> bool:
        return candidate.group not in self.groups and not self.sentences & set(_keys(candidate.unit))

    def add(self, candidate: Candidate) -> None:
        self.groups.add(candidate.group)
        self.sentences.update(_keys(candidate.unit))

    def remove(self, candidate: Candidate) -> None:
        self.groups.discard(candidate.group)
        self.sentences.difference_update(_keys(candidate.unit))


def fit(pools: list[Pool], target: float, rng: random.Random, report: Callable[[float], None]) -> float:
    """Choose from the pools so that their words come near `target`; returns words minus target."""
    said = _Said()
    left = target
    for index, pool in enumerate(pools):
        share = pool.weight / sum(p.weight for p in pools[index:])
        _fill(pool, min(left * share, pool.limit), said)
        left -= pool.words
        report((index + 1) / len(pools))
    _repair(pools, target, said, rng)
    return sum(pool.words for pool in pools) - target


def _fill(pool: Pool, budget: float, said: _Said) -> None:
    waiting = sorted(pool.candidates, key=lambda c: c.priority)
    for candidate in waiting:
        over = pool.words + candidate.unit.words - budget
        slack = _ANCHOR_SLACK if candidate.anchor and not pool.chosen else min(candidate.unit.words * 0.4, 8)
        if said.free(candidate) and (candidate.fixed or candidate.must or over <= slack):
            pool.chosen.append(candidate)
            said.add(candidate)
    while len(pool.chosen) < pool.least:
        free = [c for c in waiting if said.free(c)]
        if not free:
            return
        nearest = min(free, key=lambda c: (abs(c.unit.words - budget), c.priority))
        pool.chosen.append(nearest)
        said.add(nearest)


def _repair(pools: list[Pool], target: float, said: _Said, rng: random.Random) -> None:
    for _ in range(_REPAIRS):
        error = sum(pool.words for pool in pools) - target
        if abs(error) <= max(_TOLERANCE * target, 0.5):
            return
        best = min(_changes(pools, said), key=lambda c: (abs(error + c[0]), rng.random()), default=None)
        if best is None or abs(error + best[0]) >= abs(error):
            return
        _, pool, gone, new = best
        if gone:
            pool.chosen.remove(gone)
            said.remove(gone)
        if new:
            pool.chosen.append(new)
            said.add(new)


_Change = tuple[int, Pool, Candidate | None, Candidate | None]


def _changes(pools: list[Pool], said: _Said) -> Iterator[_Change]:
    for pool in pools:
        spare = [c for c in pool.candidates if said.free(c)]
        for new in spare:
            if pool.words + new.unit.words <= pool.limit + 10:
                yield new.unit.words, pool, None, new
        for gone in pool.chosen:
            if gone.fixed:
                continue
            if len(pool.chosen) > pool.least and _may_go(gone, pool):
                yield -gone.unit.words, pool, gone, None
            for new in _rivals(pool, gone, said):
                yield new.unit.words - gone.unit.words, pool, gone, new


def _may_go(gone: Candidate, pool: Pool) -> bool:
    if gone.anchored_fact:
        return sum(c.anchored_fact for c in pool.chosen) > 1
    return not gone.anchor


def _rivals(pool: Pool, gone: Candidate, said: _Said) -> list[Candidate]:
    said.remove(gone)
    found = [c for c in pool.candidates if c is not gone and said.free(c)]
    if gone.anchor:
        found = [c for c in found if c.group == gone.group or (c.anchored_fact and gone.anchored_fact)]
    said.add(gone)
    return found


def _keys(unit: Unit) -> list[str]:
    return [sentence.lower() for sentence in unit.sentences]


def spoken_order(pool: Pool) -> list[Unit]:
    """The chosen units in the order they are said."""
    return [c.unit for c in sorted(pool.chosen, key=lambda c: c.order)]
