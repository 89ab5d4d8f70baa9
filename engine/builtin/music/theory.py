"""Keys and chords: numerals such as "bVI7/3" become pitch classes."""

from __future__ import annotations

import re
from dataclasses import dataclass

MODES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}
"""Semitones over the tonic."""
NAMES = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII")
_CHORD = re.compile(r"([b#]?)([IViv]+)(o?)(maj7|7|add9|sus2|sus4)?(?:/([35]))?")
_ALTERED = {"b": -1, "#": 1, "": 0}
_ADDED = {"7": ((6, 10),), "maj7": ((6, 11),), "add9": ((1, 2),)}
_INSTEAD_OF_THIRD = {"sus2": (1, 2), "sus4": (3, 5)}


@dataclass(frozen=True)
class Key:
    """A tonic, 0..11 from C, and the name of a mode in MODES."""

    tonic: int
    mode: str

    def raised(self, semitones: int) -> Key:
        """The same mode on another tonic."""
        return Key((self.tonic + semitones) % 12, self.mode)

    @property
    def name(self) -> str:
        """For people: "D minor", "E flat lydian"."""
        kind = {"ionian": "major", "aeolian": "minor", "harmonic": "minor"}.get(self.mode, self.mode)
        return f"{NAMES[self.tonic]} {kind}"


@dataclass(frozen=True)
class Chord:
    """A chord in its key, as pitch classes.

    Attributes:
        numeral: as it was written.
        tones: root first, then upwards.
        bass: the tone that lies lowest.
        scale: the key's seven notes, altered where the chord alters them, from the key's tonic upwards.
    """

    numeral: str
    tones: tuple[int, ...]
    bass: int
    scale: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.tones[0]


def chord(numeral: str, key: Key) -> Chord:
    """Reads a numeral. Raises ValueError for one that it does not know."""
    match = _CHORD.fullmatch(numeral)
    if match is None or match[2].upper() not in _NUMERALS:
        raise ValueError(f"unknown chord {numeral!r}")
    accidental, roman, diminished, suffix, inversion = match.groups()
    degree = _NUMERALS.index(roman.upper())
    scale = [(key.tonic + step) % 12 for step in MODES[key.mode]]
    # "bVI" in a minor mode means the flat sixth that a major key would call so, not one lower still
    root = scale[degree] + (_ALTERED[accidental] if _can_alter(key, degree, accidental) else 0)
    offsets = [(0, 0), (2, 4 if roman.isupper() else 3), (4, 6 if diminished else 7), *_ADDED.get(suffix or "", ())]
    if suffix in _INSTEAD_OF_THIRD:
        offsets[1] = _INSTEAD_OF_THIRD[suffix]
    tones = tuple((root + semitones) % 12 for _, semitones in offsets)
    for (step, _), tone in zip(offsets, tones, strict=True):
        scale[(degree + step) % 7] = tone
    return Chord(numeral, tones, tones[{"3": 1, "5": 2}.get(inversion or "", 0)], tuple(scale))


def _can_alter(key: Key, degree: int, accidental: str) -> bool:
    """Whether the degree is not already as flat (or sharp) as the accidental asks."""
    plain = MODES["ionian"][degree]
    return MODES[key.mode][degree] != plain + _ALTERED[accidental]
