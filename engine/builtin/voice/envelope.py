"""The spectral envelope of a voice, free of its harmonics: what the mouth does, apart from the pitch.

Source: M. Morise, "CheapTrick, a spectral envelope estimator for high-quality speech synthesis", Speech
Communication 67 (2015).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.builtin.voice.pitch import PitchTrack, frames_at

FFT = 1024
UNVOICED_F0 = 250.0
"""Hz assumed where there is no pitch: sets window and smoothing."""
RECOVERY = -0.15
FLOOR = 1e-12
BLOCK = 512


def envelopes(samples: NDArray[np.float32], track: PitchTrack) -> NDArray[np.float64]:
    """Power spectral density (per sample, linear) of each frame of the track. Shape (frames, FFT // 2 + 1)."""
    centres = np.arange(len(track.f0)) * track.hop
    f0 = np.where(track.voiced, np.maximum(track.f0, 3.0 * track.rate / FFT), UNVOICED_F0)
    parts = [
        _cheaptrick(frames_at(samples, centres[n : n + BLOCK], FFT), f0[n : n + BLOCK], track.rate)
        for n in range(0, len(centres), BLOCK)
    ]
    return np.concatenate(parts)


def _cheaptrick(pieces: NDArray[np.float64], f0: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    time = (np.arange(FFT) - FFT // 2) / rate
    half = 1.5 / f0[:, None]
    window = np.where(np.abs(time) <= half, 0.5 + 0.5 * np.cos(np.pi * time / half), 0.0)
    window /= np.sqrt(np.sum(window**2, axis=1, keepdims=True))
    power = np.abs(np.fft.rfft(pieces * window)) ** 2 + FLOOR
    smooth = _averaged(power, f0 * (2 / 3) * FFT / rate)
    quefrency = np.arange(FFT // 2 + 1) / rate
    lifter = np.sinc(f0[:, None] * quefrency) * (
        1 - 2 * RECOVERY + 2 * RECOVERY * np.cos(2 * np.pi * f0[:, None] * quefrency)
    )
    cepstrum = np.fft.irfft(np.log(smooth))
    cepstrum[:, : FFT // 2 + 1] *= lifter
    cepstrum[:, FFT // 2 + 1 :] *= lifter[:, 1:-1][:, ::-1]
    result: NDArray[np.float64] = np.exp(np.fft.rfft(cepstrum).real)
    return result


def _averaged(power: NDArray[np.float64], width: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moving average along frequency, `width` bins wide for each row; mirrored at both ends."""
    margin = int(np.ceil(width.max())) + 2
    mirrored = np.pad(power, ((0, 0), (margin, margin)), mode="reflect")
    total = np.cumsum(mirrored, axis=1)
    bins = np.arange(power.shape[1]) + margin

    def at(position: NDArray[np.float64]) -> NDArray[np.float64]:
        low = np.floor(position).astype(np.int64)
        part = position - low
        rows = np.arange(len(power))[:, None]
        value: NDArray[np.float64] = total[rows, low] * (1 - part) + total[rows, low + 1] * part
        return value

    half = width[:, None] / 2
    return np.maximum((at(bins + half - 0.5) - at(bins - half - 0.5)) / width[:, None], FLOOR)


def warped(power: NDArray[np.float64], ratio: float) -> NDArray[np.float64]:
    """Envelopes with every formant at `ratio` times its frequency; interpolated in decibels. Same shape."""
    if abs(ratio - 1) < 1e-3:
        return power
    bins = np.arange(power.shape[1])
    source = np.minimum(bins / ratio, power.shape[1] - 1.001)
    low = source.astype(np.int64)
    part = source - low
    logs = np.log(power)
    result: NDArray[np.float64] = np.exp(logs[:, low] * (1 - part) + logs[:, low + 1] * part)
    return result
