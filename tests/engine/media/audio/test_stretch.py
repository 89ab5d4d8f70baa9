"""Faster and slower speech."""

from __future__ import annotations

import numpy as np
import pytest

from engine.media.audio.stretch import stretched

RATE = 24000


@pytest.mark.parametrize("speed", [0.5, 0.85, 1.3, 2.0])
def test_the_length_changes_and_the_pitch_does_not(speed: float) -> None:
    time = np.arange(2 * RATE) / RATE
    voice = sum(np.sin(2 * np.pi * 110 * n * time) / n for n in range(1, 20)).astype(np.float32)

    sound = stretched(voice, RATE, speed)

    assert len(sound) == pytest.approx(len(voice) / speed, abs=1)
    middle = sound[RATE // 4 : RATE // 4 + RATE // 2]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * RATE / len(middle) == pytest.approx(110, abs=2)
    assert np.std(middle) == pytest.approx(np.std(voice), rel=0.05)  # no beating where pieces overlap


def test_events_keep_their_places() -> None:
    sound = np.zeros(3 * RATE, np.float32)
    rng = np.random.default_rng(2)
    for second in (0.5, 1.5, 2.5):
        at = round(second * RATE)
        sound[at : at + 2400] = rng.standard_normal(2400)

    slow = stretched(sound, RATE, 0.5)

    loud = np.flatnonzero(np.abs(slow) > 0.3)
    starts = loud[np.flatnonzero(np.diff(np.concatenate([[-RATE], loud])) > RATE // 4)]
    assert starts / RATE == pytest.approx([1.0, 3.0, 5.0], abs=0.03)


def test_speed_one_changes_nothing_and_others_are_refused() -> None:
    sound = np.ones(100, np.float32)

    assert stretched(sound, RATE, 1.0) is sound
    with pytest.raises(ValueError, match="speed"):
        stretched(sound, RATE, 5.0)
