from itertools import pairwise

import pytest

from data.music_moods import load_moods
from engine.builtin.music.harmony import parallel, voiced
from engine.builtin.music.playing import written
from engine.builtin.music.score import Score
from engine.music_request import MOODS, MusicRequest

CUTS = (6.0, 12.5, 19.0, 27.0, 33.0, 41.0, 48.5)


def piece(mood: str, seed: int, seconds: float = 60.0, **more: tuple[float, ...]) -> Score:
    return written(MusicRequest(mood, seconds, seed, **({"cuts": CUTS} | more)))


def tune(score: Score) -> list[tuple[int, float]]:
    return [(note.pitch, note.length) for note in score.sketch.tune]


@pytest.mark.parametrize("mood", MOODS)
def test_the_same_seed_gives_the_same_tune_and_others_give_others(mood: str) -> None:
    tunes = [tuple(tune(piece(mood, seed))) for seed in range(8)]
    assert tunes[3] == tuple(tune(piece(mood, 3)))
    assert len(set(tunes)) == 8


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(3))
def test_the_tune_keeps_to_its_harmony_and_can_be_sung(mood: str, seed: int) -> None:
    sketch = piece(mood, seed).sketch
    starts = {bar.first: chord for bar, chord in zip(sketch.timeline.bars, sketch.chords, strict=False)}
    foreign, leaps = 0, 0
    chord = sketch.chords[0]
    for note, after in pairwise(sketch.tune):
        chord = starts.get(int(note.beat), chord) if note.beat == int(note.beat) else chord
        assert note.pitch % 12 in chord.scale
        if note.beat in starts:
            assert note.pitch % 12 in chord.tones
        foreign += note.pitch % 12 not in chord.tones and abs(after.pitch - note.pitch) not in (1, 2)
        leaps += abs(after.pitch - note.pitch) > 9
    assert foreign <= 0.03 * len(sketch.tune)
    assert leaps <= 0.06 * len(sketch.tune)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(3))
def test_it_closes_on_the_tonic_and_the_instruments_stay_in_range(mood: str, seed: int) -> None:
    score = piece(mood, seed)
    sketch = score.sketch
    tonic = sketch.key.raised(sketch.form[-1].lift).tonic
    assert sketch.chords[-1].root == tonic
    last = [note for voice in score.voices for note in voice.notes if note.beat == sketch.timeline.end]
    assert min(note.pitch % 12 for note in last if note.pitch == min(n.pitch for n in last if n.length > 4)) == tonic
    for voice in score.voices:
        if not voice.part.kit and voice.part.role not in ("drum", "accent"):
            low, high = voice.part.range
            assert all(low <= note.pitch <= high for note in voice.notes), voice.part.name


@pytest.mark.parametrize("mood", MOODS)
def test_pads_move_little_and_hardly_ever_in_parallel(mood: str) -> None:
    moves, parallels, steps = 0, 0, 0
    for seed in range(3):
        for first, second in pairwise(voiced(piece(mood, seed).sketch.chords, 50, 74)):
            moves += sum(abs(after - before) for before, after in zip(first, second, strict=True))
            pairs = [(0, 1), (0, 2), (1, 2)]
            parallels += sum(parallel((first[a], first[b]), (second[a], second[b])) for a, b in pairs)
            steps += 1
    assert moves / steps < 7
    assert parallels / steps < 0.03


def test_the_scoring_changes_where_scenes_change() -> None:
    score = piece("epic", 4)
    opened = [score.sketch.timeline.times[score.sketch.beat_of(one.first)] for one in score.sketch.passages]
    met = [cut for cut in CUTS if min(abs(time - cut) for time in opened) < 0.15]
    assert len(met) >= len(CUTS) - 1


def test_stronger_scenes_are_played_by_more_instruments() -> None:
    strengths = (0.1, 0.1, 0.1, 0.1, 1.0, 1.0, 0.1, 0.1)
    score = piece("epic", 4, intensity=strengths)
    timeline = score.sketch.timeline

    def playing(first: float, last: float) -> int:
        return sum(any(first < timeline.at(note.beat) < last for note in voice.notes) for voice in score.voices)

    assert playing(28, 40) >= 2 * playing(1, 5)
    climax = next(section for section in score.sketch.form if section.role == "climax")
    assert timeline.times[timeline.bars[climax.first].first] == pytest.approx(27.0, abs=0.2)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [2.0, 3.7, 6.0, 15.0, 600.0])
def test_films_of_every_length_get_a_piece(mood: str, seconds: float) -> None:
    score = piece(mood, 1, seconds, cuts=())
    assert score.voices
    assert score.sketch.form[0].first == 0
    assert all(first.last == second.first for first, second in pairwise(score.sketch.form))
    assert score.sketch.form[-1].last == len(score.sketch.timeline.bars)
    assert max(note.beat for voice in score.voices for note in voice.notes) >= score.sketch.timeline.end


def test_every_instrument_is_heard_in_some_piece() -> None:
    for mood, entry in load_moods().items():
        silent = {part.name for part in entry.parts}
        for seed in range(12):
            if silent:
                silent -= {voice.part.name for voice in piece(mood, seed).voices}
        assert not silent


@pytest.mark.parametrize(
    "wrong",
    [
        {"mood": "sad"},
        {"seconds": 1.0},
        {"seconds": 601.0},
        {"cuts": (5.0, 4.0)},
        {"cuts": (0.0,)},
        {"cuts": (30.0,)},
        {"intensity": (0.5, 0.5)},
        {"cuts": (4.0,), "intensity": (0.5, 1.5)},
    ],
)
def test_requests_that_make_no_sense_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError):
        MusicRequest(**({"mood": "epic", "seconds": 30.0} | wrong))
