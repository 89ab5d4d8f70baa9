import pytest

from data.music_moods import load_moods
from engine.builtin.music.theory import Key, chord


@pytest.mark.parametrize(
    ("numeral", "key", "tones", "bass"),
    [
        ("I", Key(0, "ionian"), (0, 4, 7), 0),
        ("V7/3", Key(7, "ionian"), (2, 6, 9, 0), 6),
        ("V", Key(9, "aeolian"), (4, 8, 11), 4),  # the leading tone of A minor
        ("bII/3", Key(4, "aeolian"), (5, 9, 0), 9),
        ("bII", Key(4, "phrygian"), (5, 9, 0), 5),  # already flat in the mode
        ("bVI", Key(9, "aeolian"), (5, 9, 0), 5),
        ("IVadd9", Key(0, "ionian"), (5, 9, 0, 7), 5),
        ("Vsus4", Key(2, "ionian"), (9, 2, 4), 9),
    ],
)
def test_numerals_are_read_in_their_key(numeral: str, key: Key, tones: tuple[int, ...], bass: int) -> None:
    read = chord(numeral, key)
    assert (read.tones, read.bass) == (tones, bass)
    assert set(tones) <= set(read.scale)
    assert len(set(read.scale)) == 7


@pytest.mark.parametrize("numeral", ["", "IIX", "i9", "VIII", "H"])
def test_unknown_numerals_are_refused(numeral: str) -> None:
    with pytest.raises(ValueError, match="unknown chord"):
        chord(numeral, Key(0, "ionian"))


@pytest.mark.parametrize("mood", load_moods().values(), ids=lambda mood: mood.title)
def test_every_shipped_progression_and_pattern_can_be_played(mood) -> None:
    for mode in mood.modes:
        harmony = mood.harmony(mode)
        written = [*harmony.turns, *harmony.finals]
        for name in ("intro", "theme", "bridge", "build", "climax", "cadences"):
            written += [numeral for progression in getattr(harmony, name) for numeral in progression]
        for numeral in written:
            chord(numeral, Key(0, mode))
    for meter in mood.meters:
        assert all(sum(bar) == meter for bar in mood.rhythms[meter])
    for part in mood.parts:
        assert part.enter < part.until
        for pattern in part.patterns:
            lines = [pattern] if isinstance(pattern, str) else [line for _, line in pattern]
            assert all(len(line) == (1 if part.role == "accent" else 16) for line in lines), part.name
