"""Changes the sample rate of a sound."""

from __future__ import annotations

from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly


def resample(samples: NDArray[np.float32], rate: int, wanted: int) -> NDArray[np.float32]:
    """Float32 mono at `wanted` Hz, band-limited, by a polyphase filter."""
    if rate == wanted:
        return samples
    common = gcd(rate, wanted)
    result: NDArray[np.float32] = resample_poly(
        np.asarray(samples, np.float32), wanted // common, rate // common, window=("kaiser", 9.0)
    )
    return result
