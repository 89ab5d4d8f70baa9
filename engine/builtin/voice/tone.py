"""The sound of a voice after the mouth: equaliser, even loudness, a little room."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, oaconvolve, sosfilt

from data.voices import Equaliser
from engine.media.audio.levels import compressed

RUMBLE = 60.0
"""Hz under which nothing of a voice is heard."""
ROOM_SECONDS = 0.16
ROOM_FALL = 0.11
"""Seconds in which the room's sound falls by 60 dB."""
_REFLECTIONS = ((0.0071, 0.8), (0.0113, -0.6), (0.0173, 0.55), (0.0229, -0.4), (0.0311, 0.3))
"""Seconds and amplitude of the first reflections, of a small furnished room."""


def toned(samples: NDArray[np.float32], rate: int, eq: tuple[Equaliser, ...], room: float) -> NDArray[np.float32]:
    """The voice equalised, gently compressed and set in a small room `room` dB under it. Same length."""
    sound = samples
    for section in (_highpass(RUMBLE, rate), *(_biquad(band, rate) for band in eq)):
        sound = sosfilt(section, sound)
    sound = compressed(sound.astype(np.float32), rate)
    wet = oaconvolve(sound, _room(rate))[: len(sound)]
    level = np.std(wet)
    if level > 0:
        sound = sound + wet * np.float32(10 ** (room / 20) * np.std(sound) / level)
    return sound


def _room(rate: int) -> NDArray[np.float32]:
    count = round(ROOM_SECONDS * rate)
    time = np.arange(count) / rate
    noise = np.random.default_rng(7).standard_normal(count)
    fading = 10 ** (-3 * time / ROOM_FALL) * np.minimum(time / 0.02, 1.0) * 0.25
    tail: NDArray[np.float64] = lfilter([0.35], [1.0, -0.65], noise) * fading
    for delay, amplitude in _REFLECTIONS:
        tail[round(delay * rate)] += amplitude
    return tail.astype(np.float32)


def _biquad(band: Equaliser, rate: int) -> NDArray[np.float64]:
    """Second-order section. Source: R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filters"."""
    kind, frequency, gain, q = band
    a = 10 ** (gain / 40)
    w = 2 * math.pi * min(frequency, 0.45 * rate) / rate
    cos, alpha = math.cos(w), math.sin(w) / (2 * q)
    if kind == "peak":
        return _section(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a)
    side = 1 if kind == "low_shelf" else -1
    root = 2 * math.sqrt(a) * alpha
    return _section(
        a * ((a + 1) - side * (a - 1) * cos + root),
        side * 2 * a * ((a - 1) - side * (a + 1) * cos),
        a * ((a + 1) - side * (a - 1) * cos - root),
        (a + 1) + side * (a - 1) * cos + root,
        -side * 2 * ((a - 1) + side * (a + 1) * cos),
        (a + 1) + side * (a - 1) * cos - root,
    )


def _highpass(frequency: float, rate: int) -> NDArray[np.float64]:
    w = 2 * math.pi * frequency / rate
    cos, alpha = math.cos(w), math.sin(w) / math.sqrt(2)
    return _section((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)


def _section(b0: float, b1: float, b2: float, a0: float, a1: float, a2: float) -> NDArray[np.float64]:
    return np.array([[b0 / a0, b1 / a0, b2 / a0, 1.0, a1 / a0, a2 / a0]])
