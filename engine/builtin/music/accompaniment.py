"""What plays under the tune: pads, figures, basses and a second voice, one bar or one line at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from engine.builtin.music.line import Wish, sung
from engine.builtin.music.melody import Note
from engine.builtin.music.theory import Chord
from engine.builtin.music.timeline import Bar, Timeline

STEP = 0.25
"""Beats of a pattern's sixteenth."""


def sustained(bar: Bar, voicing: Sequence[int]) -> list[Note]:
    """The chord held through a bar."""
    return [Note(bar.first, bar.beats, pitch, 0.72) for pitch in voicing]


def tied(notes: Sequence[Note], longest: float) -> list[Note]:
    """Notes of one key that follow one another made one, up to `longest` beats."""
    out: dict[int, Note] = {}
    done: list[Note] = []
    for note in sorted(notes, key=lambda note: note.beat):
        last = out.get(note.pitch)
        if last and last.beat + last.length == note.beat and last.length + note.length <= longest:
            out[note.pitch] = Note(last.beat, last.length + note.length, note.pitch, last.force)
            continue
        if last:
            done.append(last)
        out[note.pitch] = note
    return sorted([*done, *out.values()], key=lambda note: (note.beat, note.pitch))


def figured(bar: Bar, pattern: str, chord: Chord, low: int, high: int) -> list[Note]:
    """A broken chord: digits count its tones upwards from the lowest that the instrument has."""
    tones = [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones]
    return [
        Note(bar.first + start, length, tones[min(int(symbol), len(tones) - 1)], _weight(start))
        for start, length, symbol in _strokes(pattern, bar)
    ]


def basses(bars: Sequence[Bar], pattern: str, chords: Sequence[Chord], low: int, high: int) -> list[Note]:
    """The bass of some bars. `chords` has one more, which the last bar leads to."""
    notes: list[Note] = []
    ground = low + 5
    for bar, chord, following in zip(bars, chords, chords[1:], strict=False):
        ground = _ground(chord, ground, low, high)
        for start, length, symbol in _strokes(pattern, bar):
            notes.append(Note(bar.first + start, length, _bass(symbol, ground, chord, following, low, high), 0.85))
    return notes


def _ground(chord: Chord, last: int, low: int, high: int) -> int:
    """The bass tone that moves least, low ones first."""
    tones = [pitch for pitch in range(low, high + 1) if pitch % 12 == chord.bass]
    return min(tones, key=lambda pitch: abs(pitch - last) + 0.35 * (pitch - low))


def lowest(tone: int, low: int) -> int:
    """The lowest key of a pitch class from `low` upwards."""
    return low + (tone - low) % 12


def _bass(symbol: str, ground: int, chord: Chord, following: Chord, low: int, high: int) -> int:
    if symbol == "5":
        fifth = ground + (chord.tones[2] - ground) % 12
        return fifth if fifth <= high else fifth - 12
    if symbol == "8":
        return ground + 12 if ground + 12 <= high else ground
    if symbol == "a":
        goal = _ground(following, ground, low, high)
        steps = [goal + move for move in (-1, -2, 1, 2) if (goal + move) % 12 in chord.scale and goal + move >= low]
        return min(steps, key=lambda pitch: abs(pitch - ground), default=ground)
    return ground


def _strokes(pattern: str, bar: Bar) -> list[tuple[float, float, str]]:
    """Start and length in beats and the symbol of each stroke that falls into the bar; "-" makes one longer.

    In a longer bar the last stroke is held, or the last rest.
    """
    length = round(bar.beats / STEP)
    steps = pattern[:length].ljust(length, "." if pattern.endswith(".") else "-")
    found = []
    for index, symbol in enumerate(steps):
        if symbol not in ".-":
            held = len(steps[index + 1 :]) - len(steps[index + 1 :].lstrip("-"))
            found.append((index * STEP, (1 + held) * STEP, symbol))
    return found


def _weight(start: float) -> float:
    """Force of a stroke by where in the bar it falls."""
    if start == 0:
        return 0.9
    return 0.78 if start % 1 == 0 else 0.66 if start % 0.5 == 0 else 0.58


def struck(bar: Bar, lines: Sequence[tuple[int, str]]) -> list[Note]:
    """A bar of drums: for each key its forces 1..9 on the sixteenths."""
    return [
        Note(bar.first + index * STEP, STEP, key, int(symbol) / 9)
        for key, pattern in lines
        for index, symbol in enumerate(pattern[: round(bar.beats / STEP)])
        if symbol != "."
    ]


def second_voice(timeline: Timeline, chords: Sequence[Chord], tune: Sequence[Note], low: int, high: int) -> list[Note]:
    """A slow line of chord tones against the tune, off its pitch classes and mostly by step."""
    middle = (low + high) / 2
    wishes = []
    for bar, chord in zip(timeline.bars, chords, strict=False):
        half = bar.beats / 2 if bar.beats == 4 else bar.beats
        for start in (0.0, half) if bar.beats == 4 else (0.0,):
            beat = bar.first + start
            sounding = frozenset(note.pitch % 12 for note in tune if beat <= note.beat < beat + half)
            height = middle + (2.5 if start else -1.0)
            wishes.append(Wish(beat, half, height, chord, strong=start == 0, avoid=sounding))
    line = sung(wishes, low, high)
    return [Note(wish.beat, wish.length, pitch, 0.75) for wish, pitch in zip(wishes, line, strict=True)]


def rolled(arrival: float, beats: float, pitch: int) -> list[Note]:
    """A roll that swells up to a beat, and the stroke on it."""
    count = round(beats * 8)
    rising = [0.12 + 0.5 * (index / count) ** 1.6 for index in range(count)]
    return [
        *(Note(arrival - beats + index / 8, 0.2, pitch, force) for index, force in enumerate(rising)),
        Note(arrival, 1.0, pitch, 0.8),
    ]


def swept(arrival: float, beats: float, chord: Chord, low: int, high: int) -> list[Note]:
    """A broken chord that runs up to a beat and ends on it."""
    tones = [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones][-8:]
    step = beats / max(1, len(tones) - 1)
    first = arrival - step * (len(tones) - 1)
    return [
        Note(first + index * step, 1.5, pitch, 0.4 + 0.35 * index / len(tones)) for index, pitch in enumerate(tones)
    ]


def fitted(notes: Sequence[Note], low: int, high: int) -> list[Note]:
    """A tune in the octave that an instrument plays most of it in; the notes outside move by octaves."""
    if not notes:
        return []
    outside = {
        shift: sum(not low <= note.pitch + shift <= high for note in notes) + abs(shift) / 1000
        for shift in (0, -12, 12, -24, 24)
    }
    shift = min(outside, key=outside.__getitem__)
    return [Note(note.beat, note.length, _within(note.pitch + shift, low, high), note.force) for note in notes]


def _within(pitch: int, low: int, high: int) -> int:
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return pitch


def legato(notes: Sequence[Note]) -> list[Note]:
    """A line whose notes reach just into the next one where it follows at once."""
    out = [
        Note(note.beat, note.length + (0.06 if note.beat + note.length == after.beat else 0.0), note.pitch, note.force)
        for note, after in pairwise(notes)
    ]
    return [*out, *notes[-1:]]
