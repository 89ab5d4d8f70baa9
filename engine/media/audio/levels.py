"""Brings a sound to a loudness, its peaks under a ceiling."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from engine.media.audio.loudness import SILENT, integrated_loudness, true_peak

TARGET = -16.0
"""LUFS of speech and of films."""
CEILING = -1.3
"""dBTP: a little under -1, since encoders for MP3 and AAC overshoot."""
LOOK_AHEAD = 0.004
"""Seconds over which the gain falls before a peak and rises after it."""
ROUNDS = 4
_CHUNK = 1 << 14


def levelled(samples: NDArray[np.float32], rate: int, loudness: float = TARGET) -> NDArray[np.float32]:
    """The sound, mono or n x channels, at `loudness` LUFS (within 0.3), true peak under CEILING.

    Silence comes back as it is; sound of very high peaks and little else stays softer, since it is never clipped.
    """
    sound = samples
    for _ in range(ROUNDS):
        now = integrated_loudness(sound, rate)
        if now <= SILENT or (abs(now - loudness) < 0.1 and true_peak(sound) < CEILING + 0.05):
            return sound
        sound = limited(sound * np.float32(10 ** ((loudness - now) / 20)), rate)
    return sound


def limited(samples: NDArray[np.float32], rate: int, ceiling: float = CEILING) -> NDArray[np.float32]:
    """The sound with its true peaks under `ceiling` dBTP, by a smooth gain that looks ahead; no clipping.

    One gain for all channels, so that nothing moves sideways.
    """
    highest = 10 ** (ceiling / 20)
    needed = np.max([_peaks(channel, highest / 2) for channel in np.atleast_2d(samples.T)], axis=0)
    if needed.max(initial=0.0) <= highest:
        return samples
    np.minimum(1.0, highest / np.maximum(needed, 1e-9), out=needed)
    reach = max(1, round(LOOK_AHEAD * rate)) | 1
    gain = minimum_filter1d(needed, 2 * reach + 1, mode="nearest")
    gain = uniform_filter1d(uniform_filter1d(gain, reach, mode="nearest"), reach, mode="nearest")
    result: NDArray[np.float32] = (samples.T * gain).T.astype(np.float32)
    return result


def compressed(
    samples: NDArray[np.float32], rate: int, threshold: float = -24.0, ratio: float = 2.0
) -> NDArray[np.float32]:
    """Loud parts brought nearer to soft ones.

    Args:
        threshold: dB under the loudest 50 ms from which the gain falls.
        ratio: decibels in for one decibel out above it.
    """
    width = max(1, round(0.05 * rate))
    power = uniform_filter1d(samples**2, width, mode="nearest")
    top = power.max(initial=0.0)
    if top <= 0:
        return samples
    over = np.maximum(0.0, 10 * np.log10(np.maximum(power / top, 1e-12)) - threshold)
    gain = uniform_filter1d(10 ** (-over * (1 - 1 / ratio) / 20), width, mode="nearest")
    result: NDArray[np.float32] = (samples * gain).astype(np.float32)
    return result


def _peaks(samples: NDArray[np.float32], least: float) -> NDArray[np.float32]:
    """The highest value in and around each sample, four-fold oversampled. Shape (samples,).

    Passages that stay under `least` are not oversampled: between samples nothing rises to twice their height.
    """
    out = np.abs(samples)
    margin = 64
    for start in range(0, len(samples), _CHUNK):
        first = max(0, start - margin)
        chunk = samples[first : start + _CHUNK + margin]
        if np.abs(chunk).max() < least:
            continue
        fine = np.abs(resample_poly(chunk, 4, 1)).reshape(-1, 4).max(axis=1)
        here = out[start : start + _CHUNK]
        np.maximum(here, fine[start - first :][: len(here)], out=here)
    return out
