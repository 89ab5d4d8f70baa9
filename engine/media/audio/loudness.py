"""Loudness and true peak as ITU-R BS.1770-4 defines them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter, resample_poly

from engine.media.audio.resample import resample

RATE = 48000
"""Hz, of the filters in the recommendation."""
SILENT = -70.0
"""LUFS: the absolute gate, and what silence is given as."""
_PRE = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
_RLB = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])
_BLOCK, _STEP = RATE * 4 // 10, RATE // 10
_STEPS_AT_ONCE = 100
_PEAK_CHUNK = 1 << 18
_MARGIN = 64
_State = tuple[NDArray[np.float64], NDArray[np.float64]]


def integrated_loudness(samples: NDArray[np.float32], rate: int) -> float:
    """Gated loudness in LUFS of a mono sound or of n x channels, whose powers add up; -70 for silence.

    Sounds of less than 0.4 s are measured as one block.
    """
    sound = resample(samples, rate, RATE)
    if len(sound) == 0:
        return SILENT
    channels = np.atleast_2d(sound.T)
    blocks = np.sum([_block_powers(channel) for channel in channels], axis=0)
    loud = blocks[blocks > _power(SILENT)]
    if len(loud) == 0:
        return SILENT
    gated = loud[loud > loud.mean() / 10]  # the relative gate: 10 LU under the mean of what passed the first
    return _level(float(gated.mean()))


def _block_powers(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean power of each block of 0.4 s after the weighting filters; they overlap by three quarters."""
    steps = len(sound) // _STEP
    if steps < _BLOCK // _STEP:
        return np.array([float(np.mean(_weighted(sound, None)[0] ** 2))])
    sums, state = np.empty(steps), None
    for first in range(0, steps, _STEPS_AT_ONCE):
        last = min(first + _STEPS_AT_ONCE, steps)
        weighted, state = _weighted(sound[first * _STEP : last * _STEP], state)
        sums[first:last] = np.sum((weighted**2).reshape(-1, _STEP), axis=1)
    total = np.concatenate([[0.0], np.cumsum(sums)])
    width = _BLOCK // _STEP
    result: NDArray[np.float64] = (total[width:] - total[:-width]) / _BLOCK
    return result


def _weighted(sound: NDArray[np.float32], state: _State | None) -> tuple[NDArray[np.float64], _State]:
    pre, rlb = state or (np.zeros(2), np.zeros(2))
    shelved, pre = lfilter(*_PRE, sound.astype(np.float64), zi=pre)
    weighted, rlb = lfilter(*_RLB, shelved, zi=rlb)
    return weighted, (pre, rlb)


def true_peak(samples: NDArray[np.float32]) -> float:
    """The highest peak of any channel, also between samples, by four-fold oversampling, in dBTP; -120 for silence."""
    peak = 0.0
    for start in range(0, len(samples), _PEAK_CHUNK):
        chunk = samples[max(0, start - _MARGIN) : start + _PEAK_CHUNK + _MARGIN].astype(np.float64)
        peak = max(peak, float(np.abs(resample_poly(chunk, 4, 1)).max(initial=0.0)))
    return 20 * math.log10(max(peak, 1e-6))


def _level(power: float) -> float:
    return -0.691 + 10 * math.log10(power)


def _power(level: float) -> float:
    return float(10 ** ((level + 0.691) / 10))
