"""Checks sounds by decoding them, and stores only what was decoded."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.assets import AssetType, CheckedMedia
from domain.errors import InvalidParams
from engine.media.audio.decode import decode_audio
from engine.media.audio.sample import SILENT, decode_sample
from engine.media.audio.wav import write_wav
from engine.media.film.ffmpeg import run_ffmpeg, source, target

LONGEST = 1800.0
"""Seconds of a sound that is not a voice sample."""


def check_sound(data: bytes, kind: AssetType) -> CheckedMedia:
    """Decode a sound and encode it anew: FLAC, mono, 48 kHz, without metadata or anything appended.

    Raises:
        UnsupportedMedia: not a WAV, MP3, M4A, OGG or FLAC file, or damaged.
        InvalidParams: silent or too long; a voice sample with less than 2 s or more than 5 minutes of sound.
    """
    try:
        samples, rate = decode_sample(data) if kind is AssetType.VOICE_SAMPLE else _sound(data)
    except InvalidParams as error:
        message = f"This recording cannot be used: {error.details['fields'][0]['message']}."
        raise InvalidParams(message, fields=[{"field": "file", "message": message}]) from None
    return CheckedMedia(_flac(samples, rate), "audio/flac", "flac")


def _sound(data: bytes) -> tuple[NDArray[np.float32], int]:
    samples, rate = decode_audio(data, LONGEST)
    if len(samples) > LONGEST * rate:
        raise InvalidParams.of_fields([("file", f"it is longer than {LONGEST / 60:.0f} minutes")])
    if float(np.abs(samples).max(initial=0.0)) < SILENT:
        raise InvalidParams.of_fields([("file", "there is no sound in it")])
    return samples, rate


def _flac(samples: NDArray[np.float32], rate: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        wav, flac = Path(folder, "sound.wav"), Path(folder, "sound.flac")
        write_wav(wav, samples, rate)
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        run_ffmpeg([*source(wav), "-c:a", "flac", *exact, "-f", "flac", target(flac)], what="store the sound")
        return flac.read_bytes()
