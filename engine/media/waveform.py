"""A sound's loudness at a glance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BARS = 96


def waveform(samples: NDArray[np.int16], bars: int = BARS) -> str:
    """The loudest sample in each of `bars` equal parts, relative to the loudest of all, as two hexadecimal digits.

    Args:
        samples: one channel; may be a memory map, it is read part by part.
    """
    parts = np.linspace(0, len(samples), bars + 1).astype(int)
    peaks = [_peak(samples[start:end]) for start, end in zip(parts[:-1], parts[1:], strict=True)]
    most = max(*peaks, 1)
    return "".join(f"{round(255 * peak / most):02x}" for peak in peaks)


def _peak(samples: NDArray[np.int16]) -> int:
    return max(int(samples.max()), -int(samples.min())) if len(samples) else 0
