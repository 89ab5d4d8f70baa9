"""Speaks a recorded sound again with another pitch, another size of mouth and a softer, airier source.

Voiced parts are made anew, one minimum-phase pulse for each period with noise mixed in above a few kilohertz, as in
M. Morise, F. Yokomori, K. Ozawa, "WORLD: a vocoder-based high-quality speech synthesis system", IEICE Trans. E99-D
(2016). Unvoiced parts keep their own waveform, so that plosives stay crisp, and are only filtered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from engine.builtin.voice.envelope import FFT, envelopes, warped
from engine.builtin.voice.pitch import PitchTrack, frames_at

PULSES_AT_ONCE = 512
CROSSFADE = 0.006
"""Seconds over which voiced and unvoiced parts blend."""
FILTER_LIMIT = 4.0
"""Largest amplification of unvoiced sounds, as an amplitude."""
CLEAR = 0.65
"""Autocorrelation from which a frame is taken for purely periodic."""
HISS = (-5.0, -9.0)
"""Decibels put on unvoiced sounds below and above 4 kHz: espeak-ng's sibilants are as loud as its vowels."""
FILL = (3400.0, -19.0, -9.0)
"""espeak-ng's vowels have nothing between their formants in the treble. A person's do: from this frequency on, at
least so many decibels under the vowel's mean around it, falling by so many an octave."""


@dataclass(frozen=True)
class Shape:
    """What is changed.

    Attributes:
        formants: ratio of the formant frequencies; above 1 is a smaller speaker.
        air: 0..1, how much of the voice above `air_from` is breath rather than tone.
        air_from: Hz at which breath reaches half of its share.
        tilt: decibels an octave above 500 Hz put on voiced sounds; negative is softer.
        filter: power gain of each frequency bin, shape (FFT // 2 + 1,), or None.
    """

    formants: float = 1.0
    air: float = 0.6
    air_from: float = 4000.0
    tilt: float = 0.0
    filter: NDArray[np.float64] | None = None


def revoice(
    samples: NDArray[np.float32], track: PitchTrack, f0: NDArray[np.float64], shape: Shape, seed: int
) -> NDArray[np.float32]:
    """The sound with the pitch `f0` (Hz for each frame of the track, used where it is voiced). Same length."""
    power = opened(envelopes(samples, track), track)
    target = warped(power, shape.formants)
    if shape.filter is not None:
        target = target * shape.filter
    voiced = _pulses(len(samples), track, f0, target * _tilt(shape.tilt, track.rate), shape, seed)
    unvoiced = _filtered(samples, track, target / power * _hush(track.rate))
    blend = _voicing(track, len(samples))
    mixed = voiced * blend + unvoiced * np.sqrt(1 - blend**2) * (blend < 1)
    result: NDArray[np.float32] = mixed.astype(np.float32)
    return result


def opened(power: NDArray[np.float64], track: PitchTrack) -> NDArray[np.float64]:
    """Envelopes with the empty treble of voiced frames filled."""
    start, level, fall = FILL
    frequency = np.arange(FFT // 2 + 1) * track.rate / FFT
    near = (frequency > start / 2) & (frequency < start * 1.3)
    octaves = np.log2(np.maximum(frequency, start) / start)
    floor = 10 ** ((level + fall * octaves) / 10) * (frequency >= start)
    filled = np.maximum(power, power[:, near].mean(axis=1, keepdims=True) * floor)
    result: NDArray[np.float64] = np.where(track.voiced[:, None], filled, power)
    return result


def _hush(rate: int) -> NDArray[np.float64]:
    frequency = np.arange(FFT // 2 + 1) * rate / FFT
    rise = 1 / (1 + (4000.0 / np.maximum(frequency, 1.0)) ** 4)
    gain: NDArray[np.float64] = 10 ** ((HISS[0] + (HISS[1] - HISS[0]) * rise) / 10)
    return gain


def _tilt(decibels: float, rate: int) -> NDArray[np.float64]:
    frequency = np.arange(FFT // 2 + 1) * rate / FFT
    octaves = np.log2(np.maximum(frequency, 500.0) / 500.0)
    gain: NDArray[np.float64] = 10 ** (decibels * octaves / 10)
    return gain


def _voicing(track: PitchTrack, count: int) -> NDArray[np.float64]:
    """1 where voiced, 0 where not, with short ramps. Shape (samples,)."""
    per_sample = np.interp(np.arange(count) / track.hop, np.arange(len(track.f0)), track.voiced.astype(float))
    level: NDArray[np.float64] = uniform_filter1d(
        (per_sample > 0.5).astype(float), max(1, round(CROSSFADE * track.rate))
    )
    return level


def _pulses(
    count: int,
    track: PitchTrack,
    f0: NDArray[np.float64],
    power: NDArray[np.float64],
    shape: Shape,
    seed: int,
) -> NDArray[np.float64]:
    times = _pulse_times(count, track, f0)
    out = np.zeros(count + 4 * FFT)
    random = np.random.default_rng(seed)
    frames = times / track.hop
    periods = track.rate / np.interp(frames, np.arange(len(f0)), f0)
    tone = 1 - _breath(shape, track.rate)
    for start in range(0, len(times), PULSES_AT_ONCE):
        at = times[start : start + PULSES_AT_ONCE]
        period = periods[start : start + len(at)]
        envelope = _between(power, frames[start : start + len(at)])
        strength = np.interp(frames[start : start + len(at)], np.arange(len(track.f0)), track.strength)
        share = tone[None, :] * np.clip(strength / CLEAR, 0.3, 1.0)[:, None]
        whole = np.floor(at).astype(np.int64)
        clear = _minimum_phase(envelope * period[:, None] * share**2)
        clear *= _shifts(at - whole)
        airy = _minimum_phase(envelope * (1 - share**2))
        airy *= np.fft.rfft(_noise(random, period), FFT)
        _add(out, whole, np.fft.irfft(clear + airy, FFT))
    return out[:count]


def _breath(shape: Shape, rate: int) -> NDArray[np.float64]:
    """Share of breath 0..1 by frequency: nearly none in the bass, `shape.air` in the treble."""
    frequency = np.arange(FFT // 2 + 1) * rate / FFT
    result: NDArray[np.float64] = shape.air / (1 + (shape.air_from / np.maximum(frequency, 1.0)) ** 3)
    return result


def _pulse_times(count: int, track: PitchTrack, f0: NDArray[np.float64]) -> NDArray[np.float64]:
    """Samples (fractional) at which the vocal folds close; none in unvoiced parts."""
    frames = np.arange(len(f0))
    known = track.voiced & (f0 > 0)
    if not known.any():
        return np.zeros(0)
    smooth = np.interp(np.arange(count) / track.hop, frames[known], f0[known])
    phase = np.cumsum(smooth) / track.rate
    closing = np.flatnonzero(np.diff(np.floor(phase)) > 0)
    late = (phase[closing + 1] - np.floor(phase[closing + 1])) / (phase[closing + 1] - phase[closing])
    times = closing + 1 - late
    near = np.interp(times / track.hop, frames, uniform_filter1d(known.astype(float), 5)) > 0
    result: NDArray[np.float64] = times[near]
    return result


def _between(rows: NDArray[np.float64], position: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows at fractional positions, interpolated."""
    low = np.clip(np.floor(position).astype(np.int64), 0, len(rows) - 2)
    part = np.clip(position - low, 0.0, 1.0)[:, None]
    result: NDArray[np.float64] = rows[low] * (1 - part) + rows[low + 1] * part
    return result


def _minimum_phase(power: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Minimum-phase spectra with these power spectra, by folding the cepstrum. Same shape."""
    cepstrum = np.fft.irfft(0.5 * np.log(power + 1e-14))
    cepstrum[:, 1 : FFT // 2] *= 2
    cepstrum[:, FFT // 2 + 1 :] = 0
    result: NDArray[np.complex128] = np.exp(np.fft.rfft(cepstrum))
    return result


def _shifts(late: NDArray[np.float64]) -> NDArray[np.complex128]:
    """Spectra of delays by a fraction of a sample."""
    bins = np.arange(FFT // 2 + 1)
    result: NDArray[np.complex128] = np.exp(-2j * np.pi * late[:, None] * bins / FFT)
    return result


def _noise(random: np.random.Generator, period: NDArray[np.float64]) -> NDArray[np.float64]:
    """White noise of unit variance, one period long in each row. Shape (pulses, longest period)."""
    longest = int(period.max()) + 1
    noise = random.standard_normal((len(period), longest))
    result: NDArray[np.float64] = noise * (np.arange(longest) < period[:, None])
    return result


def _add(out: NDArray[np.float64], starts: NDArray[np.int64], pieces: NDArray[np.float64]) -> None:
    for start, piece in zip(starts, pieces, strict=True):
        out[start : start + FFT] += piece


def _filtered(samples: NDArray[np.float32], track: PitchTrack, gain: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sound with each frame's power spectrum multiplied by `gain`, by overlapping short transforms."""
    hop = track.hop
    length = 4 * hop
    window = np.hanning(length + 1)[:-1]
    centres = np.arange(len(gain)) * hop
    amplitude = np.minimum(np.sqrt(gain), FILTER_LIMIT)
    out = np.zeros(len(samples) + 2 * FFT + len(gain))
    for start in range(0, len(gain), PULSES_AT_ONCE):
        rows = slice(start, start + PULSES_AT_ONCE)
        pieces = frames_at(samples, centres[rows], length) * window
        padded = np.zeros((len(pieces), FFT))
        padded[:, FFT // 2 - length // 2 : FFT // 2 + length // 2] = pieces
        shaped = np.fft.irfft(np.fft.rfft(padded) * amplitude[rows], FFT)
        _add(out, centres[rows], shaped)
    result: NDArray[np.float64] = out[FFT // 2 : FFT // 2 + len(samples)] / 2  # four windows overlap: their sum is 2
    return result
