"""A whole piece on paper: which instrument plays what, when, and how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from data.music_moods import Mood, Part
from engine.builtin.music.form import Passage, Section, passages, sections
from engine.builtin.music.harmony import harmonise
from engine.builtin.music.melody import Note, compose
from engine.builtin.music.theory import Chord, Key
from engine.builtin.music.timeline import Timeline, lay_out
from engine.music_request import MusicRequest

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Sketch:
    """A piece before it is scored.

    Attributes:
        chords: of each bar, and the last chord.
        tune: the melody from start to end, in its own octave.
    """

    mood: Mood
    key: Key
    timeline: Timeline
    form: tuple[Section, ...]
    passages: tuple[Passage, ...]
    chords: tuple[Chord, ...]
    tune: tuple[Note, ...]

    def energy_at(self, beat: float) -> float:
        """Of the passage at a beat, 0..1."""
        for passage in self.passages:
            if beat < self.beat_of(passage.last):
                return passage.energy
        return self.mood.final_stress

    def beat_of(self, bar: int) -> int:
        """First beat of a bar, or of the last chord."""
        return self.timeline.bars[bar].first if bar < len(self.timeline.bars) else self.timeline.end


@dataclass(frozen=True)
class Voice:
    """An instrument and its notes in order of beat; times may pass the last beat while the last chord rings."""

    part: Part
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Score:
    """A sketch and the instruments that play it; those that do not play are left out."""

    sketch: Sketch
    voices: tuple[Voice, ...]

    @property
    def description(self) -> str:
        """For people: "D minor, 104 beats a minute"."""
        return f"{self.sketch.key.name}, {self.sketch.timeline.tempo:.0f} beats a minute"


def sketch(request: MusicRequest, mood: Mood) -> Sketch:
    """Key, tempo, form, harmony and tune for a film. The same request gives the same piece."""
    random = np.random.default_rng([request.seed % 2**63, *request.mood.encode()])
    meter = _one_of(mood.meters, random)
    key = Key(_one_of(mood.tonics, random), _one_of(mood.modes, random))
    slowest, fastest = mood.tempo
    middle = random.uniform(slowest, fastest)
    reach = (fastest - slowest) / 3
    tempo = max(slowest, middle - reach), min(fastest, middle + reach)
    timeline = lay_out(request.seconds, request.cuts, tempo, meter)
    form = sections(timeline, request.cuts, request.intensity, _one_of(mood.lifts, random))
    chords = harmonise(mood.harmony(key.mode), form, key, random)
    tune = compose(timeline, form, chords, mood.rhythms[meter], random)
    found = passages(timeline, form, request.cuts, request.intensity)
    return Sketch(mood, key, timeline, form, found, chords, tune)


def _one_of(values: Sequence[_Value], random: np.random.Generator) -> _Value:
    return values[random.integers(len(values))]
