"""Finds the words in a sound by comparing it with espeak-ng's sound of the same words, whose times are known.

Both are described by mel-frequency cepstra and their loudness, and one is stretched onto the other by dynamic time
warping: the way of "synthesise and warp" alignment (F. Malfrère and T. Dutoit, "High-quality speech synthesis for
phonetic speech segmentation", Eurospeech 1997; features: S. Davis and P. Mermelstein, "Comparison of parametric
representations for monosyllabic word recognition", IEEE ASSP 28, 1980; warping: H. Sakoe and S. Chiba, "Dynamic
programming algorithm optimization for spoken word recognition", IEEE ASSP 26, 1978).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct
from scipy.ndimage import binary_dilation

from engine.builtin.voice.espeak import Utterance
from engine.builtin.voice.text.chunks import Chunk
from engine.builtin.voice.timing import phoneme_times, word_times
from engine.media.audio.edit import sounding
from engine.media.audio.resample import resample
from engine.speech_request import PhonemeTime, WordTime

Sound = NDArray[np.float32]

RATE = 16000
HOP, WINDOW, FFT = 160, 400, 512
"""Samples at RATE: a frame every 10 ms, of 25 ms."""
BANDS, CEPSTRA = 32, 9
LOW, HIGH = 100.0, 7000.0
FLOOR, DEEPEST, CLEAR = 50.0, 80.0, -30.0
"""Decibels: where loudness ends, where a band's level ends, and from which loudness on a voice's colour shows."""
LOUDNESS_WEIGHT = 2.0
STALL = 0.35
"""What a step costs that moves in one sound only, beside the difference of the frames."""
QUIET = -40.0
"""dB under the loudest moment: what is softer is a rest."""
REST = 3
"""Frames of a rest that are compared at each of its ends: longer rests are skipped."""
NEAR = 5
"""Frames by which a word's edge may be misplaced into what is beyond a rest."""


@dataclass(frozen=True, eq=False)
class Times:
    """Where words and sounds lie, in seconds of the sound that was aligned."""

    words: tuple[WordTime, ...]
    phonemes: tuple[PhonemeTime, ...]


def aligned(part: Chunk, utterance: Utterance, sound: Sound, rate: int) -> Times:
    """Times of a part's words and phonemes in another voice's sound of it.

    Args:
        utterance: what espeak-ng said for the part.
        sound: float32 mono at `rate` Hz. In a sound without these words, times still rise and lie within it.
    """
    known, heard = _Heard(utterance.samples, utterance.rate), _Heard(sound, rate)
    moved = _mapping(known, heard)

    def begins(time: float) -> float:
        return heard.start_near(moved(time))

    def ends(time: float, after: float) -> float:
        return max(after, heard.stop_near(moved(time)))

    words = word_times([token.shown for token in part.tokens], part.starts, utterance)
    starts = [begins(word.start) for word in words]
    stops = [ends(word.end, start) for word, start in zip(words, starts, strict=True)]
    return Times(
        tuple(WordTime(w.word, start, stop) for w, start, stop in zip(words, starts, stops, strict=True)),
        tuple(PhonemeTime(p.phoneme, moved(p.start), moved(p.end)) for p in phoneme_times(utterance)),
    )


class _Heard:
    """A sound as it is compared: its features where it sounds, since voices rest at different places.

    Attributes:
        start, stop: seconds between which it sounds.
        features: frames x columns, of the frames that are compared.
        times: seconds of those frames, rising.
    """

    def __init__(self, samples: Sound, rate: int) -> None:
        first, last = sounding(samples, rate, QUIET)
        self.start, self.stop = first / rate, last / rate
        frames, loudness = _described(np.pad(resample(samples[first:last], rate, RATE), WINDOW // 2))
        self._rests = _long_rests(loudness > QUIET)
        compared = _without_rests(self._rests)
        self.features = frames[compared]
        self.times = self.start + compared * HOP / RATE

    def start_near(self, time: float) -> float:
        """Where a word starts that was found to start here: after a rest that is here or follows at once."""
        frame = self._frame(time)
        rest = self._rest(frame, frame + NEAR)
        return time if rest is None else self._time(rest[1])

    def stop_near(self, time: float) -> float:
        """Where a word stops that was found to stop here: before a rest that is here or was just now."""
        frame = self._frame(time)
        rest = self._rest(frame - NEAR, frame)
        return time if rest is None else self._time(rest[0])

    def _rest(self, first: int, last: int) -> tuple[int, int] | None:
        """First frame of a rest that is going on between two frames, and the one after its last."""
        silent = [n for n in range(max(0, first), min(last + 1, len(self._rests))) if self._rests[n]]
        if not silent:
            return None
        before = np.flatnonzero(~self._rests[: silent[0]])
        after = np.flatnonzero(~self._rests[silent[0] :])
        return int(before[-1]) + 1 if len(before) else 0, silent[0] + int(after[0]) if len(after) else len(self._rests)

    def _frame(self, time: float) -> int:
        return min(max(round((time - self.start) * RATE / HOP), 0), len(self._rests) - 1)

    def _time(self, frame: int) -> float:
        return min(max(self.start + frame * HOP / RATE, self.start), self.stop)


def _long_rests(sounds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which frames belong to silences longer than those within words."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], sounds, [True]]).astype(np.int8)))
    rests = np.zeros(len(sounds), np.bool_)
    for first, last in edges.reshape(-1, 2):
        rests[first:last] = last - first > 2 * REST
    return rests


def _without_rests(rests: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The frames to compare: all but the middle of long rests."""
    return np.flatnonzero(binary_dilation(~rests, iterations=REST))


def _mapping(known: _Heard, heard: _Heard) -> Callable[[float], float]:
    """From seconds of the known sound to seconds of the other; it never falls."""
    path = _warped(known.features, heard.features)
    here, first = np.unique(path[:, 0], return_index=True)
    there = np.add.reduceat(heard.times[path[:, 1]], first) / np.diff([*first, len(path)])
    times = np.concatenate([[known.start - HOP / RATE], known.times[here], [known.stop + HOP / RATE]])
    places = np.clip(np.concatenate([[heard.start], there, [heard.stop]]), heard.start, heard.stop)
    return lambda time: float(np.interp(time, times, places))


def _described(samples: Sound) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """What is compared, (frames, CEPSTRA + 1), and the loudness of the frames in dB under the loudest.

    The voice's own colour is taken off: each cepstral column has mean 0 and spread 1 where it sounds.
    """
    samples = np.pad(samples.astype(np.float64), (0, max(0, WINDOW - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(WINDOW), FFT)) ** 2
    bands = 10 * np.log10(power @ _mel() + 1e-10)
    loudness = 10 * np.log10(power.sum(axis=1) + 1e-10)
    loudness -= loudness.max()
    cepstra = dct(np.maximum(bands, bands.max() - DEEPEST), axis=1, norm="ortho")[:, 1 : CEPSTRA + 1]
    loud = cepstra[loudness > CLEAR]
    cepstra = (cepstra - loud.mean(axis=0)) / (loud.std(axis=0) + 1e-6)
    cepstra *= np.clip(1 + loudness / FLOOR, 0.2, 1.0)[:, None]  # what is hardly heard says little
    volume = LOUDNESS_WEIGHT * np.clip(loudness / FLOOR, -1.0, 0.0)
    return np.column_stack([cepstra / np.sqrt(CEPSTRA), volume]).astype(np.float32), loudness


def _mel() -> NDArray[np.float64]:
    """Triangular filters, evenly spaced in mel. Shape (FFT // 2 + 1, BANDS)."""
    edges = 700 * (np.exp(np.linspace(np.log1p(LOW / 700), np.log1p(HIGH / 700), BANDS + 2)) - 1)
    frequencies = np.arange(FFT // 2 + 1)[:, None] * RATE / FFT
    rise = (frequencies - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - frequencies) / (edges[2:] - edges[1:-1])
    weights = np.maximum(0.0, np.minimum(rise, fall))
    even: NDArray[np.float64] = weights / (weights.sum(axis=0) + 1e-9)
    return even


def _warped(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.int64]:
    """The cheapest way through both, from the first frames to the last. Shape (steps, 2)."""
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2 * one @ other.T
    steps = _cheapest(np.sqrt(np.maximum(squares, 0.0)))
    n, m = len(one) - 1, len(other) - 1
    path = [(n, m)]
    while n or m:
        move = steps[n, m]
        n, m = n - (move != 2), m - (move != 1)
        path.append((n, m))
    return np.array(path[::-1])


def _cheapest(costs: NDArray[np.float32]) -> NDArray[np.int8]:
    """How each pair of frames is reached: 0 from both before, 1 from the first sound's, 2 from the other's.

    Pairs on one diagonal do not depend on each other, so a diagonal is done at a time.
    """
    rows, columns = costs.shape
    moves = np.zeros((rows, columns), np.int8)
    nothing = np.float32(np.inf)
    before = np.full(rows + 1, nothing, np.float32)  # entry i + 1 belongs to row i
    last = np.full(rows + 1, nothing, np.float32)
    last[1] = costs[0, 0]
    for diagonal in range(1, rows + columns - 1):
        low, high = max(0, diagonal - columns + 1), min(rows - 1, diagonal)
        i = np.arange(low, high + 1)
        here = costs[i, diagonal - i]
        ways = np.stack([before[i] + here, last[i] + here + STALL, last[i + 1] + here + STALL])
        best = np.argmin(ways, axis=0)
        moves[i, diagonal - i] = best
        before, last = last, np.full(rows + 1, nothing, np.float32)
        last[i + 1] = ways[best, np.arange(len(i))]
    return moves
