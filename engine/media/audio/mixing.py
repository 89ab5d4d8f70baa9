"""Puts a voice over music: the music steps back while someone speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from engine.media.audio.edit import faded
from engine.media.audio.levels import levelled
from engine.media.audio.loudness import SILENT, integrated_loudness
from engine.media.audio.resample import resample

RATE = 48000
DUCK = 12.0
"""Decibels by which the music falls under the voice."""
MUSIC_UNDER = 4.0
"""LU by which music beside a voice is softer than the voice even where it is not ducked."""
ATTACK, HOLD, RELEASE = 0.25, 0.5, 0.8
"""Seconds over which the music falls before a word, stays down after it, and comes back."""
FADE_IN, FADE_OUT = 0.02, 0.4
_BOTH_CHANNELS = 3.0
"""LU by which a mono sound grows when both channels have it."""
_STEP = RATE // 100
_SPEAKING = -32.0
"""dB under the voice's loudest 10 ms from which someone speaks."""


@dataclass(frozen=True, eq=False)
class Spoken:
    """A stretch of voice: its start in the film in seconds, and float32 mono samples at `rate` Hz."""

    start: float
    samples: NDArray[np.float32]
    rate: int = RATE


def mix(voice: Sequence[Spoken], music: NDArray[np.float32] | None, seconds: float) -> NDArray[np.float32]:
    """Float32 stereo, samples x 2, at 48 kHz: -16 LUFS, true peak under -1 dBTP, faded at both ends.

    Args:
        voice: may overlap; what lies outside the film is left out.
        music: stereo at 48 kHz, cut or followed by silence to fit, or None.
        seconds: length of the film.

    Without voice the music keeps its own dynamics; without both there is silence.
    """
    length = round(seconds * RATE)
    spoken = _placed(voice, length)
    sound = np.repeat(spoken[:, None], 2, axis=1)
    if music is not None:
        sound += _beside(_fitted(music, length), spoken)
    return levelled(faded(sound, RATE, FADE_IN, FADE_OUT), RATE)


def ducking(spoken: NDArray[np.float32]) -> NDArray[np.float32]:
    """The gain of music beside a mono voice at 48 kHz, 1 down to -DUCK dB; shape (samples,).

    It falls before a word starts and is down by then, stays down through pauses shorter than HOLD, and changes
    along a smooth curve in decibels.
    """
    count = -(-len(spoken) // _STEP)
    padded = np.zeros(count * _STEP, np.float32)
    padded[: len(spoken)] = spoken
    power = np.mean(padded.reshape(count, _STEP).astype(np.float64) ** 2, axis=1)
    if power.max(initial=0.0) <= 1e-10:
        return np.ones(len(spoken), np.float32)
    speaking = (power > power.max() * 10 ** (_SPEAKING / 10)).astype(np.float64)
    down = _eased(_held(speaking))
    times = np.arange(len(spoken)) / _STEP - 0.5
    gain: NDArray[np.float32] = (10 ** (-DUCK * np.interp(times, np.arange(count), down) / 20)).astype(np.float32)
    return gain


def _held(speaking: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 from ATTACK before to HOLD after each word, pauses that leave no time to come back included."""
    before, after = (round(value * RATE / _STEP) for value in (ATTACK, HOLD))
    padded = np.pad(speaking, before + after)
    width = before + after + 1
    held: NDArray[np.float64] = maximum_filter1d(padded, width, origin=(width // 2) - before)
    return held[before + after : len(held) - before - after]


def _eased(held: NDArray[np.float64]) -> NDArray[np.float64]:
    """Straight ramps down in ATTACK and up in RELEASE, their corners rounded."""
    fall, rise = (_STEP / RATE / value for value in (ATTACK, RELEASE))
    down, level = np.empty(len(held)), float(held[0]) if len(held) else 0.0
    for index, wanted in enumerate(held):
        level = min(wanted, level + fall) if wanted > level else max(wanted, level - rise)
        down[index] = level
    smooth: NDArray[np.float64] = 0.5 - 0.5 * np.cos(np.pi * uniform_filter1d(down, 5, mode="nearest"))
    return smooth


def _placed(voice: Sequence[Spoken], length: int) -> NDArray[np.float32]:
    """The stretches of voice on one track."""
    track = np.zeros(length, np.float32)
    for one in voice:
        samples = resample(one.samples, one.rate, RATE)
        start = round(one.start * RATE)
        samples = samples[max(0, -start) :]
        start = max(0, start)
        samples = samples[: max(0, length - start)]
        track[start : start + len(samples)] += samples
    return track


def _fitted(music: NDArray[np.float32], length: int) -> NDArray[np.float32]:
    out = np.zeros((length, 2), np.float32)
    out[: min(length, len(music))] = music[:length]
    return out


def _beside(music: NDArray[np.float32], spoken: NDArray[np.float32]) -> NDArray[np.float32]:
    """The music at its loudness beside the voice, and ducked under it."""
    if not np.any(spoken):
        return music
    loudness = integrated_loudness(music, RATE)
    wanted = integrated_loudness(spoken, RATE) + _BOTH_CHANNELS - MUSIC_UNDER
    gain = np.float32(10 ** ((wanted - loudness) / 20) if loudness > SILENT else 0.0)
    return music * gain * ducking(spoken)[:, None]
