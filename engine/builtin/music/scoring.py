"""Gives the sketch to the instruments: who plays in which passage, and with what pattern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from data.music_moods import Part, Strokes
from engine.builtin.music import accompaniment
from engine.builtin.music.form import Passage
from engine.builtin.music.harmony import voiced
from engine.builtin.music.melody import Note
from engine.builtin.music.score import Score, Sketch, Voice

TUTTI = 0.8
"""Energy from which every melody instrument doubles the tune; below it, one has it."""
_TIE_BARS = 2
_RING = 8
"""Beats that the last chord is held; the film's end cuts it."""


def score(sketch: Sketch, seed: int) -> Score:
    """The piece with every note of every instrument."""
    random = np.random.default_rng([seed % 2**63, 7])
    offset = int(random.integers(1000))
    voices = [Voice(part, _notes(sketch, part, offset + index)) for index, part in enumerate(sketch.mood.parts)]
    return Score(sketch, tuple(voice for voice in voices if voice.notes))


def _notes(sketch: Sketch, part: Part, offset: int) -> list[Note]:
    match part.role:
        case "melody":
            notes = _melody(sketch, part, offset)
        case "counter":
            notes = _counter(sketch, part)
        case "pad":
            notes = _pad(sketch, part)
        case "accent" | "run" | "roll":
            notes = _signal(sketch, part, offset)
        case _:
            notes = _rhythm(sketch, part, offset)
    return sorted(notes, key=lambda note: (note.beat, note.pitch))


def _playing(sketch: Sketch, part: Part) -> list[tuple[int, Passage]]:
    return [(index, one) for index, one in enumerate(sketch.passages) if part.plays_at(one.energy)]


def _closes(sketch: Sketch, part: Part) -> bool:
    """Whether it joins the last chord: those of the last passage, and all that suit a strong ending."""
    strong = sketch.mood.final_stress
    return part.plays_at(sketch.passages[-1].energy) or (strong >= 0.8 and part.plays_at(strong))


def _within(sketch: Sketch, passage: Passage, notes: Sequence[Note]) -> list[Note]:
    first, last = sketch.beat_of(passage.first), sketch.beat_of(passage.last)
    return [note for note in notes if first <= note.beat < last]


def _melody(sketch: Sketch, part: Part, offset: int) -> list[Note]:
    """The tune where this instrument has it, in its octave, and its last note."""
    found: list[Note] = []
    for _, passage in _playing(sketch, part):
        able = [one for one in sketch.mood.parts if one.role == "melody" and one.plays_at(passage.energy)]
        turn = able[(offset - sketch.mood.parts.index(part) + passage.section) % len(able)]
        if passage.energy >= TUTTI or turn is part:
            found += _within(sketch, passage, sketch.tune)
    if found and _closes(sketch, part):
        found += [Note(note.beat, _RING, note.pitch, 0.8) for note in sketch.tune[-1:]]
    return accompaniment.legato(accompaniment.fitted(found, *part.range))


def _counter(sketch: Sketch, part: Part) -> list[Note]:
    playing = _playing(sketch, part)
    if not playing:
        return []
    line = accompaniment.second_voice(sketch.timeline, sketch.chords, sketch.tune, *part.range)
    return accompaniment.legato([note for _, passage in playing for note in _within(sketch, passage, line)])


def _pad(sketch: Sketch, part: Part) -> list[Note]:
    chords = voiced(sketch.chords, *part.range)
    notes = [
        note
        for _, passage in _playing(sketch, part)
        for bar in range(passage.first, passage.last)
        for note in accompaniment.sustained(sketch.timeline.bars[bar], chords[bar])
    ]
    if _closes(sketch, part):
        notes += [Note(sketch.timeline.end, _RING, pitch, 0.75) for pitch in chords[-1]]
    return accompaniment.tied(notes, _TIE_BARS * sketch.timeline.meter)


def _rhythm(sketch: Sketch, part: Part, offset: int) -> list[Note]:
    """Figures, basses and drums: a pattern for each passage."""
    notes: list[Note] = []
    for index, passage in _playing(sketch, part):
        pattern = part.patterns[(offset + (passage.section if part.role == "bass" else index)) % len(part.patterns)]
        bars = sketch.timeline.bars[passage.first : passage.last]
        chords = sketch.chords[passage.first : passage.last + 1]
        if part.role == "bass":
            notes += accompaniment.basses(bars, cast(str, pattern), chords, *part.range)
        elif part.role == "drum":
            notes += [note for bar in bars for note in accompaniment.struck(bar, cast(Strokes, pattern))]
        else:
            for bar, chord in zip(bars, chords, strict=False):
                notes += accompaniment.figured(bar, cast(str, pattern), chord, *part.range)
    return notes + (_last(sketch, part) if _closes(sketch, part) else [])


def _last(sketch: Sketch, part: Part) -> list[Note]:
    """What a rhythm instrument has on the last chord."""
    end, chord, (low, high) = sketch.timeline.end, sketch.chords[-1], part.range
    if part.role == "bass":
        return [Note(end, _RING, accompaniment.lowest(chord.root, low), 0.9)]
    if part.role == "drum":
        key = cast(Strokes, part.patterns[0])[0][0]
        return [Note(end, 1.0, key, 0.9)]
    tones = [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones][:5]
    return [Note(end + 0.12 * index, _RING, pitch, 0.7 - 0.05 * index) for index, pitch in enumerate(tones)]


def _signal(sketch: Sketch, part: Part, offset: int) -> list[Note]:
    """Strokes at, and runs and rolls up to, the start of scenes and sections, and to the last chord."""
    starts = [
        (sketch.beat_of(one.first), one.energy, sketch.chords[one.first], before.section != one.section)
        for before, one in zip(sketch.passages, sketch.passages[1:], strict=False)
        if one.opens_scene or before.section != one.section
    ]
    starts.append((sketch.timeline.end, sketch.mood.final_stress, sketch.chords[-1], True))
    notes: list[Note] = []
    for index, (beat, energy, chord, section) in enumerate(starts):
        if not part.plays_at(energy):
            continue
        low, high = part.range
        if part.role == "accent":
            strokes = cast(Strokes, part.patterns[(offset + index) % len(part.patterns)])
            notes += [
                Note(beat, 3.0, key or accompaniment.lowest(chord.root, (low + high) // 2), int(force) / 9)
                for key, force in strokes
            ]
        elif part.role == "run":
            notes += accompaniment.swept(beat, 1.0, chord, low, high) if section and index < len(starts) - 1 else []
        elif section:
            pitch = low if part.kit else accompaniment.lowest(chord.bass, low)
            notes += accompaniment.rolled(beat, min(beat, 4.0 if energy >= 0.7 else 2.0), pitch)
    return notes
