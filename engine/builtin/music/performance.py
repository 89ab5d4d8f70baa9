"""Turns a score into events: tempo, dynamics, accents, and the small unevenness of players."""

from __future__ import annotations

import numpy as np

from data.music_moods import Part
from engine.builtin.music.melody import Note
from engine.builtin.music.score import Score, Sketch, Voice
from engine.builtin.music.synth import RATE, Event, Performance

_SWELLING = ("melody", "counter", "pad")
_UNEVEN = {"drum": 0.004, "figure": 0.006, "bass": 0.007, "roll": 0.004}
"""Standard deviation of a note's start in seconds; 0.011 for the others."""
_UNEVEN_FORCE = 0.045
_SOFTEST = 0.62
"""Force of a passage without energy, as a part of that of full energy."""
_TAIL = 0.12
"""Seconds before the end at which held notes are let go."""
_ORDER = {"off": 0, "control": 1, "on": 2}
_VOLUME, _PAN, _EXPRESSION, _REVERB = 7, 10, 11, 91


def perform(score: Score, seed: int) -> Performance:
    """Every event of the piece in order of time. The same score and seed give the same events."""
    random = np.random.default_rng([seed % 2**63, 11])
    samples = round(score.sketch.timeline.seconds * RATE)
    events: list[Event] = []
    for channel, voice in enumerate(score.voices):
        events += _placed(voice.part, channel)
        if voice.part.role in _SWELLING:
            events += _swells(score.sketch, channel)
        events += _played(score.sketch, voice, channel, random)
    events = [event for event in events if event[0] < samples]
    events.sort(key=lambda event: (event[0], _ORDER[event[1]]))
    channels = tuple((128 if voice.part.kit else 0, voice.part.program) for voice in score.voices)
    return Performance(channels, events, samples, score.sketch.mood.room)


def _placed(part: Part, channel: int) -> list[Event]:
    """Volume, place and room of an instrument."""
    values = (
        (_VOLUME, part.level * 127),
        (_PAN, 64 + part.pan * 63),
        (_EXPRESSION, 127),
        (_REVERB, part.reverb * 127),
    )
    return [(0, "control", channel, number, round(value)) for number, value in values]


def _swells(sketch: Sketch, channel: int) -> list[Event]:
    """Bowed and blown notes breathe: louder towards the middle of every two bars, and with the passage's energy."""
    events: list[Event] = []
    period = 2 * sketch.timeline.meter
    for half in range(2 * sketch.timeline.end + 1):
        beat = half / 2
        swell = 0.5 - 0.5 * np.cos(2 * np.pi * (beat % period) / period)
        level = 0.7 + 0.16 * _smooth_energy(sketch, beat) + 0.14 * swell
        events.append((_sample(sketch, beat), "control", channel, _EXPRESSION, round(127 * min(1.0, level))))
    return events


def _smooth_energy(sketch: Sketch, beat: float) -> float:
    """The energy, eased over the beats around a change."""
    return float(np.mean([sketch.energy_at(max(0.0, beat + offset)) for offset in (-1.0, -0.5, 0.0, 0.5, 1.0)]))


def _played(sketch: Sketch, voice: Voice, channel: int, random: np.random.Generator) -> list[Event]:
    part, last = voice.part, sketch.timeline.seconds - _TAIL
    spread = _UNEVEN.get(part.role, 0.011)
    ends: dict[int, int] = {}
    events: list[Event] = []
    for note in voice.notes:
        late = float(np.clip(random.normal(0, spread), -2 * spread, 2 * spread)) - part.early
        start = max(0, round((sketch.timeline.at(note.beat) + late) * RATE))
        end = round(min(sketch.timeline.at(note.beat + note.length) + late, last) * RATE)
        if ends.get(note.pitch, -1) > start:  # the same key again: it is let go first
            events.append((start, "off", channel, note.pitch, 0))
        if end > start:
            force = _force(sketch, note) * (1 + _UNEVEN_FORCE * float(random.normal()))
            events.append((start, "on", channel, note.pitch, int(np.clip(127 * force, 12, 127))))
            events.append((end, "off", channel, note.pitch, 0))
            ends[note.pitch] = end
    return events


def _force(sketch: Sketch, note: Note) -> float:
    energy = sketch.energy_at(note.beat)
    stressed = 0.05 if note.beat in sketch.timeline.downbeats else 0.0
    return (note.force + stressed) * (_SOFTEST + (1 - _SOFTEST) * energy)


def _sample(sketch: Sketch, beat: float) -> int:
    return round(sketch.timeline.at(beat) * RATE)
