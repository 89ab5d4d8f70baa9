"""Makes speech faster or slower without moving its pitch.

Source: W. Verhelst and M. Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality
time-scale modification of speech", ICASSP 1993.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WINDOW, SEARCH = 0.03, 0.008
"""Seconds of one piece of sound, and how far from its place a piece may be taken: more than a period of low voices."""


def stretched(samples: NDArray[np.float32], rate: int, speed: float) -> NDArray[np.float32]:
    """Float32 mono at `speed` times its pace (0.25..4); the length is divided by it. Raises ValueError."""
    if not 0.25 <= speed <= 4:
        raise ValueError("speed must lie between 0.25 and 4")
    hop, reach = round(WINDOW * rate / 2), round(SEARCH * rate)
    count = round(len(samples) / speed)
    if abs(speed - 1) < 1e-3 or len(samples) < 4 * hop:
        return samples
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    padded = np.pad(samples, (reach + hop, 3 * hop + 2 * reach))
    steps = count // hop + 2
    out = np.zeros((steps + 1) * hop, np.float32)
    place = reach
    for step in range(steps):
        out[step * hop : (step + 2) * hop] += padded[place : place + 2 * hop] * window
        wanted = min(round((step + 1) * hop * speed), len(samples) - 1) + reach
        follows = padded[place + hop : place + 3 * hop]
        place = wanted - reach + _likest(padded[wanted - reach : wanted + reach + 2 * hop], follows)
    return out[hop : hop + count]


def _likest(around: NDArray[np.float32], wanted: NDArray[np.float32]) -> int:
    """Where in a longer sound a shorter one fits best, by normalised correlation."""
    match = np.correlate(around, wanted, "valid")
    energy = np.cumsum(np.concatenate([[0.0], around.astype(np.float64) ** 2]))
    power = energy[len(wanted) :] - energy[: -len(wanted)]
    return int(np.argmax(match / np.sqrt(power + 1e-9)))
