"""Finishes played music: tone, slow dynamics, fades, loudness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from scipy.signal import butter, sosfilt

from engine.media.audio.edit import faded
from engine.media.audio.levels import TARGET, limited
from engine.media.audio.loudness import integrated_loudness

FADE_IN = 0.03
FADE_OUT = 1.6
"""Seconds over which the ring of the last chord goes to nothing, at most a third of the film."""
_RUMBLE, _BASS, _AIR = 28, 95, 3800
"""Hz: cut under the first; the sampled orchestra has much under the second and little over the third."""
_LESS_BASS, _MORE_AIR = -3.0, 4.5
_RIDE, _WINDOW, _FURTHEST = 0.42, 2.5, 7.0
"""A hand at the fader takes up this part of the slow changes of level, over so many seconds and at most so many dB."""
_STEP = 0.1


def mastered(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Stereo at -16 LUFS (within 1), true peak under -1 dBTP, its soft and loud passages nearer to one another."""
    sound = _ridden(_toned(samples, rate), rate)
    gain = np.float32(10 ** ((TARGET - integrated_loudness(sound, rate)) / 20))
    return limited(faded(sound * gain, rate, FADE_IN, min(FADE_OUT, len(sound) / rate / 3)), rate)


def _toned(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Shelves of first order, made by adding a filtered part to the whole."""
    out = np.empty_like(samples)
    for channel in range(samples.shape[1]):
        clean = sosfilt(butter(2, _RUMBLE, "highpass", fs=rate, output="sos"), samples[:, channel])
        low = sosfilt(butter(1, _BASS, "lowpass", fs=rate, output="sos"), clean)
        high = sosfilt(butter(1, _AIR, "highpass", fs=rate, output="sos"), clean)
        out[:, channel] = clean + (10 ** (_LESS_BASS / 20) - 1) * low + (10 ** (_MORE_AIR / 20) - 1) * high
    return out


def _ridden(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    step = round(_STEP * rate)
    count = len(samples) // step
    power = np.mean(samples[: count * step].reshape(count, -1) ** 2, axis=1, dtype=np.float64)
    slow = 10 * np.log10(gaussian_filter1d(power, _WINDOW / 2 / _STEP, mode="nearest") + 1e-9)
    middle = 10 * np.log10(power.mean() + 1e-9)
    gain = np.clip(_RIDE * (middle - slow), -_FURTHEST, _FURTHEST)
    curve = np.interp(np.arange(len(samples)), (np.arange(count) + 0.5) * step, 10 ** (gain / 20)).astype(np.float32)
    return samples * curve[:, None]
