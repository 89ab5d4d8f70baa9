"""Cuts and fades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

QUIET = -50.0
"""dB under the loudest 10 ms: what counts as silence."""


def sounding(samples: NDArray[np.float32], rate: int, quiet: float = QUIET) -> tuple[int, int]:
    """First sample and the one after the last that is not silence; (0, 0) for silence throughout."""
    hop = max(1, rate // 200)
    count = len(samples) // hop
    if count == 0:
        return (0, len(samples)) if np.any(samples) else (0, 0)
    power = np.mean(samples[: count * hop].astype(np.float64).reshape(count, hop) ** 2, axis=1)
    if power.max() <= 1e-10:
        return 0, 0
    loud = np.flatnonzero(power > power.max() * 10 ** (quiet / 10))
    last = len(samples) if loud[-1] == count - 1 else (int(loud[-1]) + 1) * hop
    return int(loud[0]) * hop, last


def faded(samples: NDArray[np.float32], rate: int, fade_in: float, fade_out: float) -> NDArray[np.float32]:
    """The sound, mono or n x channels, with raised-cosine fades of so many seconds at its start and end."""
    out = samples.copy()
    rise, fall = (min(len(out), round(seconds * rate)) for seconds in (fade_in, fade_out))
    if rise:
        out[:rise].T[...] *= (0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / rise)).astype(np.float32)
    if fall:
        out[-fall:].T[...] *= (0.5 + 0.5 * np.cos(np.pi * (np.arange(fall) + 1) / fall)).astype(np.float32)
    return out
