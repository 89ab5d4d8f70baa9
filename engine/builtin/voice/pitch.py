"""Follows the pitch of a voice: normalised autocorrelation with a best path through its peaks.

Source: P. Boersma, "Accurate short-term analysis of the fundamental frequency and the harmonics-to-noise ratio of a
sampled sound", IFA Proceedings 17 (1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter1d

from engine.media.audio.resample import resample

HOP_SECONDS = 0.005
CANDIDATES = 5
SILENCE = 0.02
"""Of the loudest frame's amplitude; what is quieter is never voiced."""
VOICING = 0.45
"""Autocorrelation from which a frame counts as voiced."""
OCTAVE_COST = 0.02
JUMP_COST = 0.5
CHANGE_COST = 0.14
ENOUGH = 11025
"""Hz: pitch is looked for at this rate, which is quicker and keeps hiss out."""
BLOCK = 512
"""Frames analysed at once, to bound memory."""


@dataclass(frozen=True)
class PitchTrack:
    """Pitch over time, one value every `hop` samples, frame n centred on sample n * hop.

    Attributes:
        f0: Hz; 0 where unvoiced. Shape (frames,).
        strength: 0..1, how periodic the frame is. Shape (frames,).
        hop: in samples.
        rate: of the sound, in Hz.
    """

    f0: NDArray[np.float64]
    strength: NDArray[np.float64]
    hop: int
    rate: int

    @property
    def voiced(self) -> NDArray[np.bool_]:
        return self.f0 > 0

    @property
    def median(self) -> float:
        """Hz over the voiced frames; 0 where there is none."""
        voiced = self.f0[self.voiced]
        return float(np.median(voiced)) if len(voiced) else 0.0


def frames_at(samples: NDArray[np.float32], centres: NDArray[np.int64], length: int) -> NDArray[np.float64]:
    """Pieces of `length` samples around each centre, silence beyond the ends. Shape (centres, length)."""
    padded = np.concatenate([np.zeros(length), samples.astype(np.float64), np.zeros(length)])
    starts = centres - length // 2 + length
    pieces: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, length)[starts]
    return pieces


def track_pitch(samples: NDArray[np.float32], rate: int, low: float = 60.0, high: float = 500.0) -> PitchTrack:
    """The pitch of one speaker between `low` and `high` Hz."""
    hop = round(rate * HOP_SECONDS)
    centres = np.arange(0, len(samples) + 1, hop)
    if rate > ENOUGH:
        centres, samples, fine = centres * ENOUGH // rate, resample(samples, rate, ENOUGH), ENOUGH
    else:
        fine = rate
    length = int(3 * fine / low)
    loudest = max(1e-9, float(np.sqrt(uniform_filter1d(samples.astype(np.float64) ** 2, hop).max(initial=0.0))))
    frequencies, scores = [], []
    for start in range(0, len(centres), BLOCK):
        pieces = frames_at(samples, centres[start : start + BLOCK], length)
        found, score = _candidates(pieces, fine, (low, high), loudest)
        frequencies.append(found)
        scores.append(score)
    f0, strength = _best_path(np.concatenate(frequencies), np.concatenate(scores))
    return PitchTrack(f0, strength, hop, rate)


def _candidates(
    pieces: NDArray[np.float64], rate: int, limits: tuple[float, float], loudest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Frequencies and scores of the best peaks of each frame; column 0 is "unvoiced". Shapes (frames, CANDIDATES)."""
    length = pieces.shape[1]
    size = 1 << (2 * length - 1).bit_length()
    window = np.hanning(length)
    centred = (pieces - pieces.mean(axis=1, keepdims=True)) * window
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    shortest, longest = int(rate / limits[1]), int(rate / limits[0]) + 2
    correlation = np.fft.irfft(power)[:, : longest + 2]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, size)) ** 2)[: longest + 2]
    quiet = np.sqrt(correlation[:, 0] / np.sum(window**2)) < SILENCE * loudest
    level = np.maximum(correlation[:, :1], 1e-12)
    normal = correlation / level / (own / own[0])
    here = normal[:, shortest:longest]
    before, after = normal[:, shortest - 1 : longest - 1], normal[:, shortest + 1 : longest + 1]
    lags = np.arange(shortest, longest)
    score = np.where((here > before) & (here >= after), here, -1.0)
    ranked = score - OCTAVE_COST * np.log2(lags / shortest)
    best = np.argsort(-ranked, axis=1)[:, : CANDIDATES - 1]
    rows = np.arange(len(pieces))[:, None]
    curve = before[rows, best] - 2 * here[rows, best] + after[rows, best]
    shift = 0.5 * (before[rows, best] - after[rows, best]) / np.where(np.abs(curve) < 1e-9, -1.0, curve)
    frequencies = rate / (lags[best] + np.clip(shift, -0.5, 0.5))
    scores = ranked[rows, best]
    scores[quiet] = -1.0
    unvoiced = np.full((len(pieces), 1), VOICING)
    return np.hstack([np.zeros((len(pieces), 1)), frequencies]), np.hstack([unvoiced, scores])


def _best_path(
    frequencies: NDArray[np.float64], scores: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    count = len(frequencies)
    voiced = frequencies > 0
    octaves = np.log2(np.where(voiced, frequencies, 1.0))
    back = np.zeros(frequencies.shape, np.int64)
    total = scores[0].copy()
    for n in range(1, count):
        jump = JUMP_COST * np.abs(octaves[n - 1][:, None] - octaves[n][None, :])
        both = voiced[n - 1][:, None] & voiced[n][None, :]
        change = voiced[n - 1][:, None] != voiced[n][None, :]
        reach = total[:, None] - np.where(both, jump, 0.0) - CHANGE_COST * change
        back[n] = reach.argmax(axis=0)
        total = reach.max(axis=0) + scores[n]
    path = np.zeros(count, np.int64)
    path[-1] = int(total.argmax())
    for n in range(count - 1, 0, -1):
        path[n - 1] = back[n, path[n]]
    rows = np.arange(count)
    f0 = frequencies[rows, path]
    return f0, np.where(f0 > 0, np.clip(scores[rows, path], 0.0, 1.0), 0.0)
