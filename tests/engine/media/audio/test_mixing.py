import numpy as np
import pytest
from numpy.typing import NDArray

from engine.media.audio.loudness import integrated_loudness, true_peak
from engine.media.audio.mixing import DUCK, RATE, Spoken, ducking, mix


def babble(seconds: float, rate: int = RATE) -> NDArray[np.float32]:
    return (np.random.default_rng(1).normal(0, 0.1, round(seconds * rate))).astype(np.float32)


def tone(seconds: float, level: float = 0.2) -> NDArray[np.float32]:
    times = np.arange(round(seconds * RATE)) / RATE
    return (level * np.stack([np.sin(2 * np.pi * f * times) for f in (220, 330)], axis=1)).astype(np.float32)


def level_of_tone(sound: NDArray[np.float32], at: float) -> float:
    """dB of the 220 Hz in 0.2 s of the left channel."""
    part = sound[round(at * RATE) :][: RATE // 5, 0]
    return float(20 * np.log10(abs(np.exp(-2j * np.pi * 220 * np.arange(len(part)) / RATE) @ part) / len(part)))


def test_music_steps_back_under_the_voice_and_comes_back() -> None:
    sound = mix([Spoken(4, babble(2)), Spoken(6.4, babble(1))], tone(14), 14)
    before, under, pause, after = (level_of_tone(sound, at) for at in (2.0, 5.0, 6.1, 10.0))
    assert before - under == pytest.approx(DUCK, abs=1)
    assert before - pause == pytest.approx(DUCK, abs=1), "it stays down between two sentences"
    assert after == pytest.approx(before, abs=0.3)


def test_the_gain_is_down_before_the_first_word_and_never_jumps() -> None:
    spoken = np.zeros(8 * RATE, np.float32)
    spoken[3 * RATE : 5 * RATE] = babble(2)
    gain = 20 * np.log10(ducking(spoken))
    assert gain[3 * RATE] < -DUCK + 0.5
    assert gain[round(2.6 * RATE)] == pytest.approx(0, abs=0.01)
    assert gain[round(5.4 * RATE)] == pytest.approx(-DUCK, abs=0.1)
    assert gain[round(6.5 * RATE)] == pytest.approx(0, abs=0.1)
    assert np.abs(np.diff(gain)).max() * RATE < 120  # decibels a second


def test_films_are_as_loud_as_others_do_not_clip_and_fade_at_both_ends() -> None:
    for voice, music in (
        ([Spoken(1, babble(4, 22050), 22050)], tone(9, 0.9)),
        ([], tone(9, 0.01)),
        ([Spoken(0, babble(9))], None),
    ):
        sound = mix(voice, music, 8)
        assert sound.shape == (8 * RATE, 2)
        assert integrated_loudness(sound, RATE) == pytest.approx(-16, abs=0.5)
        assert true_peak(sound) < -1
        assert np.abs(sound[[0, -1]]).max() < 1e-3


def test_the_voice_stands_out_and_in_the_middle() -> None:
    voice = mix([Spoken(2, babble(4))], tone(8), 8)
    words = voice[3 * RATE : 5 * RATE]
    music = voice[7 * RATE : round(7.4 * RATE)]
    assert integrated_loudness(words, RATE) - integrated_loudness(music, RATE) > 3
    noise = words - words.mean(axis=1, keepdims=True)
    assert noise.std() < 0.35 * words.std()


def test_voice_outside_the_film_and_silence_do_no_harm() -> None:
    assert not mix([], None, 2).any()
    assert not mix([Spoken(9, babble(1))], None, 2).any()
    assert not mix([], np.zeros((RATE, 2), np.float32), 2).any()
    cut = mix([Spoken(-0.5, babble(1)), Spoken(1.5, babble(9))], np.zeros((RATE, 2), np.float32), 2)
    assert cut[round(0.2 * RATE)].any() and not cut[RATE].any()


def test_levels_are_measured_over_both_channels() -> None:
    """A 997 Hz sine of full scale in one channel measures -3.01 LUFS, in both 0 (ITU-R BS.1770-4)."""
    times = np.arange(4 * RATE) / RATE
    sine = np.sin(2 * np.pi * 997 * times).astype(np.float32)
    assert integrated_loudness(np.stack([sine, 0 * sine], axis=1), RATE) == pytest.approx(-3.01, abs=0.05)
    assert integrated_loudness(np.stack([sine, sine], axis=1), RATE) == pytest.approx(0.0, abs=0.05)
