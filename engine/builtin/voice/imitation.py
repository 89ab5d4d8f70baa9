"""Makes the built-in voice resemble a sample: pitch, melody, size of the mouth, colour, breath and pace.

It is an imitation of manner and timbre, not the person's own voice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from domain.errors import InvalidParams
from engine.builtin.voice.envelope import FFT, envelopes, warped
from engine.builtin.voice.espeak import Manner, utter
from engine.builtin.voice.formants import formant_ratio
from engine.builtin.voice.melody import Melody
from engine.builtin.voice.pitch import PitchTrack, track_pitch
from engine.builtin.voice.speaker import Speaker
from engine.builtin.voice.vocoder import Shape, opened
from engine.media.audio.edit import sounding
from engine.media.audio.resample import resample

ANALYSED = 60.0
"""Seconds of a sample that are listened to."""
VOICED_MIN = 0.8
"""Seconds of clear voice that a sample must hold."""
LOWEST, HIGHEST = 60.0, 500.0
"""Hz within which a person's pitch is looked for."""
REFERENCE_TEXT = (
    "The north wind and the sun were disputing which was the stronger, when a traveller came along wrapped in a warm "
    "cloak. They agreed that the one who first made him take it off should be considered stronger than the other."
)
REFERENCE_RATE = 150
COLOUR_LIMIT = 14.0
"""Decibels by which the imitation's spectrum is moved at most."""
SLOWEST, FASTEST = 105.0, 205.0
"""Words a minute."""


@dataclass(frozen=True)
class Portrait:
    """What is heard in a recording.

    Attributes:
        pitch: median in Hz.
        spread: of the pitch, in semitones (half the distance from the 16th to the 84th percentile).
        colour: mean spectrum of voiced sounds in decibels, shape (FFT // 2 + 1,).
        syllables: a second of speech, pauses left out.
        clarity: 0..1, mean periodicity of voiced sounds.
    """

    pitch: float
    spread: float
    colour: NDArray[np.float64]
    syllables: float
    clarity: float


def imitation(named: Speaker, sample: NDArray[np.float32], rate: int) -> Speaker:
    """A speaker like the one in the sample. `named` gives pauses and room.

    Raises:
        InvalidParams: no clear voice in the sample.
    """
    reference = next(iter(utter([REFERENCE_TEXT], Manner("en-us", REFERENCE_RATE), lambda: None)))
    sound = resample(sample, rate, reference.rate)
    first, last = sounding(sound, reference.rate)
    sound = sound[first:last][: round(ANALYSED * reference.rate)]
    track = track_pitch(sound, reference.rate, LOWEST, HIGHEST)
    if np.count_nonzero(track.voiced) * track.hop < VOICED_MIN * track.rate:
        raise InvalidParams.of_fields([("voice_sample", "no clear voice was heard in it; record one person speaking")])
    own_track = track_pitch(reference.samples, reference.rate, LOWEST, HIGHEST)
    heard = portrait(sound, track, envelopes(sound, track))
    own = portrait(reference.samples, own_track, opened(envelopes(reference.samples, own_track), own_track))
    ratio = formant_ratio((sound, track), (reference.samples, own_track))
    return Speaker(
        melody=Melody(heard.pitch, float(np.clip(heard.spread / own.spread, 0.5, 2.2)), 0.18),
        shape=Shape(
            formants=ratio,
            air=float(np.clip(0.5 + 2.0 * (own.clarity - heard.clarity), 0.35, 0.9)),
            air_from=3200.0,
            filter=_colouring(heard.colour, own.colour, ratio),
        ),
        rate=float(np.clip(REFERENCE_RATE * heard.syllables / own.syllables, SLOWEST, FASTEST)),
        pause=named.pause,
        room=named.room,
        eq=(),
    )


def portrait(sound: NDArray[np.float32], track: PitchTrack, power: NDArray[np.float64]) -> Portrait:
    """What is heard in a sound with these envelopes (frames, FFT // 2 + 1). There must be voiced frames."""
    voiced = track.f0[track.voiced]
    low, high = np.percentile(12 * np.log2(voiced), [16, 84])
    power = power[track.voiced]
    level = power.sum(axis=1)
    loud = power[level > np.median(level) / 4]
    colour = 10 * np.log10(np.mean(loud / loud.sum(axis=1, keepdims=True), axis=0) + 1e-12)
    return Portrait(
        pitch=float(np.median(voiced)),
        spread=max(0.3, float(high - low) / 2),
        colour=colour,
        syllables=_syllables(sound, track.rate),
        clarity=float(track.strength[track.voiced].mean()),
    )


def _syllables(sound: NDArray[np.float32], rate: int) -> float:
    """Humps of loudness a second of sounding time: about one for each syllable."""
    hop = rate // 100
    count = len(sound) // hop
    power = np.mean(sound[: count * hop].astype(np.float64).reshape(count, hop) ** 2, axis=1)
    level = gaussian_filter1d(np.sqrt(power), 3.5)
    sounding_frames = level > 0.1 * np.percentile(level, 95)
    peak = (level[1:-1] > level[:-2]) & (level[1:-1] >= level[2:]) & sounding_frames[1:-1]
    return max(1.0, float(np.count_nonzero(peak)) / max(0.5, float(np.count_nonzero(sounding_frames)) / 100))


def _colouring(wanted: NDArray[np.float64], own: NDArray[np.float64], ratio: float) -> NDArray[np.float64]:
    """Power gain of each bin that gives the warped reference the sample's mean spectrum. Shape (FFT // 2 + 1,)."""
    moved = 10 * np.log10(warped(10 ** (own[None, :] / 10), ratio)[0])
    difference = gaussian_filter1d(wanted, 6) - gaussian_filter1d(moved, 6)
    middle = slice(FFT // 100, FFT // 5)
    difference = np.clip(difference - difference[middle].mean(), -COLOUR_LIMIT, COLOUR_LIMIT)
    gain: NDArray[np.float64] = 10 ** (difference / 10)
    return gain
