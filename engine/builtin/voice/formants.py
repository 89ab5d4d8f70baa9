"""How much smaller or larger one speaker's mouth is than another's, from their resonances.

Resonances are the roots of linear prediction (J. Makhoul, "Linear prediction: a tutorial review", Proc. IEEE 63, 1975).
A vocal tract of another length moves all of them by one factor: their distribution shifts along a logarithmic scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from engine.builtin.voice.pitch import PitchTrack, frames_at
from engine.media.audio.resample import resample

RATE = 11025
ORDER = 12
LOWEST, HIGHEST = 350.0, 5000.0
"""Hz between which resonances are compared."""
BANDWIDTH = 450.0
"""Hz; a broader resonance says nothing."""
STEPS_PER_OCTAVE = 96
SMALLEST, LARGEST = 0.82, 1.42
FRAMES = 3000
"""Frames analysed at most, spread evenly."""

Recording = tuple[NDArray[np.float32], PitchTrack]


def formant_ratio(speaker: Recording, reference: Recording) -> float:
    """The factor between the speaker's resonances and the reference's, 0.82..1.42."""
    heard, own = _distribution(speaker), _distribution(reference)
    shifts = range(round(np.log2(SMALLEST) * STEPS_PER_OCTAVE), round(np.log2(LARGEST) * STEPS_PER_OCTAVE) + 1)
    return float(2 ** (max(shifts, key=lambda shift: _likeness(heard, own, shift)) / STEPS_PER_OCTAVE))


def resonances(samples: NDArray[np.float32], track: PitchTrack) -> NDArray[np.float64]:
    """Frequencies in Hz of the clear resonances in all voiced frames together. Shape (any,)."""
    low = resample(samples, track.rate, RATE)
    emphasised = np.append(low[:1], low[1:] - 0.95 * low[:-1]).astype(np.float32)
    voiced = np.flatnonzero(track.voiced)
    chosen = voiced[:: max(1, len(voiced) // FRAMES)]
    pieces = frames_at(emphasised, (chosen * track.hop * RATE / track.rate).astype(np.int64), RATE * 30 // 1000)
    pieces = pieces * np.hamming(pieces.shape[1])
    power = np.abs(np.fft.rfft(pieces, 1024)) ** 2
    correlation = np.fft.irfft(power)[:, : ORDER + 1]
    correlation[:, 0] = correlation[:, 0] * 1.0001 + 1e-9
    lags = np.abs(np.arange(ORDER)[:, None] - np.arange(ORDER)[None, :])
    predictor = np.linalg.solve(correlation[:, lags], correlation[:, 1:, None])[:, :, 0]
    companion = np.zeros((len(chosen), ORDER, ORDER))
    companion[:, 0, :] = predictor
    companion[:, np.arange(1, ORDER), np.arange(ORDER - 1)] = 1.0
    roots = np.linalg.eigvals(companion)
    frequency = np.angle(roots) * RATE / (2 * np.pi)
    bandwidth = -np.log(np.maximum(np.abs(roots), 1e-6)) * RATE / np.pi
    result: NDArray[np.float64] = frequency[(frequency > LOWEST) & (frequency < HIGHEST) & (bandwidth < BANDWIDTH)]
    return result


def _distribution(recording: Recording) -> NDArray[np.float64]:
    """How often each frequency resonates, on a logarithmic scale with an octave of margin."""
    octaves = np.log2(resonances(*recording) / LOWEST)
    bins = int(np.log2(HIGHEST / LOWEST) * STEPS_PER_OCTAVE)
    counts, _ = np.histogram(octaves, bins, (0.0, bins / STEPS_PER_OCTAVE))
    smooth = gaussian_filter1d(counts.astype(np.float64), STEPS_PER_OCTAVE / 14)
    result: NDArray[np.float64] = smooth / max(1e-9, float(smooth.sum()))
    return result


def _likeness(heard: NDArray[np.float64], own: NDArray[np.float64], shift: int) -> float:
    """Correlation where both overlap after moving `own` up by `shift` steps."""
    first, second = (heard[shift:], own[: len(own) - shift]) if shift >= 0 else (heard[:shift], own[-shift:])
    return float(np.corrcoef(first, second)[0, 1])
