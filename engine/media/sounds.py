"""Checks sounds by decoding them, and stores only what was decoded."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.assets import AssetType, CheckedMedia
from domain.errors import InvalidParams
from engine.media.audio import sample
from engine.media.audio.decode import RATE, as_floats, decode_file
from engine.media.film.ffmpeg import run_ffmpeg, source, target
from engine.media.waveform import waveform

LONGEST = 1800.0
"""Seconds of a sound that is not a voice sample."""


def check_sound(file: Path, kind: AssetType, folder: Path) -> CheckedMedia:
    """Decode a sound and encode it anew: FLAC, mono, 48 kHz, without metadata or anything appended.

    A recording of a voice is kept without the silence before and after. At no time is all of a long sound in memory.

    Raises:
        UnsupportedMedia: not a WAV, MP3, M4A, OGG or FLAC file, or damaged.
        InvalidParams: silent or too long; a voice sample with less than 2 s or more than 5 minutes of sound.
    """
    try:
        samples = _voice(file, folder) if kind is AssetType.VOICE_SAMPLE else _sound(file, folder)
    except InvalidParams as error:
        message = f"This recording cannot be used: {error.details['fields'][0]['message']}."
        raise InvalidParams(message, fields=[{"field": "file", "message": message}]) from None
    duration = round(len(samples) / RATE, 3)
    return CheckedMedia(_flac(samples, folder), "audio/flac", "flac", duration=duration, waveform=waveform(samples))


def _voice(file: Path, folder: Path) -> NDArray[np.int16]:
    samples = decode_file(file, folder, sample.LONGEST + 1)
    first, last = sample.spoken_part(as_floats(samples), RATE)
    return samples[first:last]


def _sound(file: Path, folder: Path) -> NDArray[np.int16]:
    samples = decode_file(file, folder, LONGEST)
    if len(samples) > LONGEST * RATE:
        raise InvalidParams.of_fields([("file", f"it is longer than {LONGEST / 60:.0f} minutes")])
    if int(samples.max()) - int(samples.min()) < 2 * sample.SILENT * 32767:  # a constant is no sound either
        raise InvalidParams.of_fields([("file", "there is no sound in it")])
    return samples


def _flac(samples: NDArray[np.int16], folder: Path) -> Path:
    raw, flac = folder / "kept.raw", folder / "kept.flac"
    with raw.open("wb") as file:
        samples.tofile(file)
    exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
    given = source(raw, "-f", "s16le", "-ar", str(RATE), "-ch_layout", "mono")
    run_ffmpeg([*given, "-c:a", "flac", *exact, "-f", "flac", target(flac)], what="store the sound")
    return flac
