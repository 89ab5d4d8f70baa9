"""The pitch of a built-in voice: espeak-ng's melody moved to the speaker's range, livelier and less exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from engine.builtin.voice.pitch import PitchTrack

LOWEST, HIGHEST = 55.0, 620.0
STRESS_PITCH = 2.2
"""Semitones that an emphasised word lies higher."""
STRESS_GAIN = 10 ** (2.5 / 20)
STRESS_RAMP = 0.06
"""Seconds."""
SENTENCE_SPREAD = 0.35
"""Semitones, standard deviation: no two sentences start on the same note."""
TREMBLE = 0.04
"""Semitones of fast irregularity, from period to period."""


@dataclass(frozen=True)
class Melody:
    """Where a speaker's pitch lies: median in Hz, how far it moves (1 as the source does), wander in semitones."""

    pitch: float
    movement: float
    unsteady: float


def sung(
    track: PitchTrack, reference: float, melody: Melody, strong: NDArray[np.float64], seed: int
) -> NDArray[np.float64]:
    """The pitch of each frame in Hz.

    Args:
        reference: the source speaker's median in Hz; becomes `melody.pitch`.
        strong: 0..1 for each frame, how far it is emphasised.
    """
    random = np.random.default_rng(seed)
    time = np.arange(len(track.f0)) * track.hop / track.rate
    semitones = 12 * np.log2(np.where(track.voiced, track.f0, reference) / reference) * melody.movement
    semitones += SENTENCE_SPREAD * float(np.clip(random.standard_normal(), -1.5, 1.5)) * melody.movement
    for frequency in (0.31, 0.83, 2.1, 4.3):
        semitones += melody.unsteady * np.sin(2 * np.pi * (frequency * time + random.random())) / 2
    semitones += TREMBLE * uniform_filter1d(random.standard_normal(len(time)), 3)
    semitones += STRESS_PITCH * strong
    f0: NDArray[np.float64] = np.clip(melody.pitch * 2 ** (semitones / 12), LOWEST, HIGHEST)
    return f0


def emphasis(count: int, per_second: float, spans: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """0..1 for each of `count` values, 1 within the spans (seconds), with soft ramps around them."""
    time = np.arange(count) / per_second
    level = np.zeros(count)
    for start, end in spans:
        inside = np.minimum(time - start + STRESS_RAMP, end + STRESS_RAMP - time) / STRESS_RAMP
        level = np.maximum(level, np.clip(inside, 0.0, 1.0))
    return level * level * (3 - 2 * level)
