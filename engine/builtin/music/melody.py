"""The tune: two themes made of motifs, repeated, answered, broken up, raised and drawn out over the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.builtin.music.form import Section
from engine.builtin.music.line import Wish, sung
from engine.builtin.music.theory import Chord
from engine.builtin.music.timeline import Bar, Timeline

LOW, HIGH = 57, 88
"""Keys of the abstract tune; instruments play it in their own octave."""
MIDDLE = 69
_STEP = 12 / 7
_MOVES = (-2, -1, -1, 1, 1, 2)
_LEAPS = (-4, -3, 3, 4)
_LIFTED = {"theme": 0.0, "variation": 1.0, "bridge": -1.0, "build": 0.0, "climax": 3.5, "resolution": -0.5}
"""Steps over the middle at which each section lies; the intro has no tune."""
_PHRASES: Mapping[int, tuple[tuple[str, ...], ...]] = {
    1: (("cadence",),),
    2: (("idea", "cadence"),),
    3: (("idea", "answer", "cadence"),),
    4: (
        ("idea", "answer", "idea", "cadence"),
        ("idea", "idea", "answer", "cadence"),
        ("idea", "answer", "broken", "cadence"),
    ),
    5: (("idea", "answer", "idea", "broken", "cadence"),),
}
_ARCH = (0.0, 0.7, 1.8, 0.0, -0.5)


@dataclass(frozen=True)
class Note:
    """One note of a voice: beat and length in beats, key, and force 0..1 within its phrase."""

    beat: float
    length: float
    pitch: int
    force: float


@dataclass(frozen=True)
class Motif:
    """A bar of tune: lengths in beats, and heights in steps of the scale."""

    lengths: tuple[float, ...]
    heights: tuple[int, ...]

    def inverted(self) -> Motif:
        return replace(self, heights=tuple(-height for height in self.heights))

    def head(self) -> Motif:
        """Its first half, twice, the second time a step higher."""
        keep = max(1, len(self.lengths) // 2)
        half = sum(self.lengths) / 2
        scale = half / sum(self.lengths[:keep])
        lengths = tuple(length * scale for length in self.lengths[:keep])
        heights = self.heights[:keep]
        return Motif(lengths * 2, heights + tuple(height + 1 for height in heights))

    def ornamented(self) -> Motif:
        """Each note of a beat and a half or more is split, a neighbour put in."""
        lengths, heights = [], []
        for length, height in zip(self.lengths, self.heights, strict=True):
            if length >= 1.5:
                lengths += [length - 1, 0.5, 0.5]
                heights += [height, height + 1, height]
            else:
                lengths.append(length)
                heights.append(height)
        return Motif(tuple(lengths), tuple(heights))


@dataclass(frozen=True)
class Theme:
    """An idea, its answer, and the order of a phrase of four bars."""

    idea: Motif
    answer: Motif
    order: int


def compose(
    timeline: Timeline,
    form: Sequence[Section],
    chords: Sequence[Chord],
    rhythms: Sequence[tuple[float, ...]],
    random: np.random.Generator,
) -> tuple[Note, ...]:
    """The tune over all sections but the intro; it ends on the last chord's root or third."""
    first = _theme(rhythms, random)
    second = Theme(_motif(rhythms, random), first.answer.inverted(), int(random.integers(3)))
    wishes: list[Wish] = []
    for section in form:
        if section.role in _LIFTED:
            wishes += _section(timeline, section, chords, second if section.role == "bridge" else first)
    last = chords[-1]
    tonic = MIDDLE + (last.root - MIDDLE + 6) % 12 - 6
    wishes.append(Wish(timeline.end, timeline.meter, tonic, last, strong=True, close="shut"))
    return tuple(
        Note(wish.beat, wish.length, pitch, _force(wish))
        for wish, pitch in zip(wishes, sung(wishes, LOW, HIGH), strict=True)
    )


def _force(wish: Wish) -> float:
    return 0.75 + 0.15 * wish.strong + (0.1 if wish.length >= 1.5 else 0.0) - (0.12 if wish.close else 0.0)


def _theme(rhythms: Sequence[tuple[float, ...]], random: np.random.Generator) -> Theme:
    idea = _motif(rhythms, random)
    return Theme(idea, _motif([one for one in rhythms if one != idea.lengths], random), int(random.integers(3)))


def _motif(rhythms: Sequence[tuple[float, ...]], random: np.random.Generator) -> Motif:
    """A walk over the scale with one leap, after which it turns back."""
    lengths = rhythms[random.integers(len(rhythms))]
    leap_at = int(random.integers(1, len(lengths))) if len(lengths) > 1 else 0
    heights = [0]
    for index in range(1, len(lengths)):
        if index == leap_at:
            move = int(random.choice(_LEAPS))
        else:
            move = int(random.choice(_MOVES))
            turned_back = index == leap_at + 1 and move * (heights[-1] - heights[-2]) > 0
            move = -move if turned_back else move
        heights.append(heights[-1] + move)
    return Motif(lengths, tuple(heights))


def _section(timeline: Timeline, section: Section, chords: Sequence[Chord], theme: Theme) -> list[Wish]:
    wishes: list[Wish] = []
    bar, phrase = section.first, 0
    while bar < section.last:
        left = section.last - bar
        size = left if left <= 5 else 4
        for offset, (task, motif) in enumerate(_phrase(theme, section, size, phrase)):
            where = timeline.bars[bar + offset]
            base = MIDDLE + section.lift + _STEP * (_LIFTED[section.role] + _rise(section, offset, bar - section.first))
            close = ("shut" if phrase % 2 else "open") if task == "cadence" else ""
            wishes += _bar(where, motif, base, chords[bar + offset], close)
        bar, phrase = bar + size, phrase + 1
    return wishes


def _rise(section: Section, offset: int, bars_before: int) -> float:
    """Steps over the section's height: an arch in each phrase, a climb in a build."""
    if section.role == "build":
        return 0.8 * (bars_before + offset) * 4 / (section.last - section.first)
    return _ARCH[offset]


def _phrase(theme: Theme, section: Section, size: int, phrase: int) -> list[tuple[str, Motif]]:
    order = _PHRASES[size][theme.order if size == 4 else 0]
    if section.role == "build":
        order = ("idea", *("broken",) * (size - 1))
    motifs = {"idea": theme.idea, "answer": theme.answer, "broken": theme.idea.head()}
    if section.role == "variation" or (section.role in ("climax", "theme") and phrase % 2):
        motifs["answer"] = motifs["answer"].ornamented()
    if section.role == "variation" and phrase % 2:
        motifs["idea"] = motifs["idea"].inverted()
    meter = sum(theme.idea.lengths)
    motifs["cadence"] = Motif((meter,), (0,)) if phrase % 2 else Motif((1.0, meter - 1.0), (1, 0))
    return [(task, motifs[task]) for task in order]


def _bar(bar: Bar, motif: Motif, base: float, chord: Chord, close: str) -> list[Wish]:
    """One bar; a half bar takes what fits into it. The end of a phrase leaves a breath."""
    wishes, beat = [], 0.0
    for length, height in zip(motif.lengths, motif.heights, strict=True):
        length = min(length, bar.beats - beat)
        if length <= 0:
            break
        strong = beat % 2 == 0 or length >= 1.5
        wishes.append(Wish(bar.first + beat, length, base + _STEP * height, chord, strong))
        beat += length
    if close:
        last = wishes[-1]
        wishes[-1] = replace(last, close=close, length=max(0.5, last.length - 0.5))
    return wishes
