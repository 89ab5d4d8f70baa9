"""Reads any sound file that people bring, by ffmpeg, within limits."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import UnsupportedMedia
from engine.media.audio.wav import decode_wav
from engine.media.film.errors import FilmFailed
from engine.media.film.ffmpeg import no_check, run_ffmpeg, source, target

FORMATS = "wav,mp3,mov,ogg,flac,aac"
"""ffmpeg's demuxers that may open a file; "mov" reads M4A. None of them opens other files."""
RATE = 48000
PATIENCE = 120.0
"""Seconds; half an hour of sound takes two."""
UNREADABLE = "This sound could not be read: it is not a WAV, MP3, M4A, OGG or FLAC file, or it is damaged."


def decode_audio(data: bytes, longest: float, check: Callable[[], None] = no_check) -> tuple[NDArray[np.float32], int]:
    """Float32 mono at 48 kHz.

    Args:
        longest: seconds; what is longer is cut a second after that, so that a caller can see that it was.

    Raises:
        UnsupportedMedia: not a sound file of the kinds above, without sound in it, or not read within PATIENCE.
    """
    deadline = time.monotonic() + PATIENCE

    def patient() -> None:
        check()
        if time.monotonic() > deadline:
            raise UnsupportedMedia(UNREADABLE)

    with tempfile.TemporaryDirectory() as folder:
        given, wav = Path(folder, "given"), Path(folder, "sound.wav")
        given.write_bytes(data)
        limits = ["-t", f"{longest + 1:.3f}", "-fs", str(int((longest + 1) * RATE * 2 + 4096))]
        plain = ["-map", "0:a:0", "-map_metadata", "-1", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE)]
        opened = source(given, "-format_whitelist", FORMATS, "-max_alloc", str(1 << 28))
        try:
            run_ffmpeg(
                [*opened, *plain, "-c:a", "pcm_s16le", *limits, "-f", "wav", target(wav)],
                check=patient,
                what="read the sound",
            )
        except FilmFailed as error:
            raise UnsupportedMedia(UNREADABLE) from error
        samples, rate = decode_wav(wav.read_bytes())
    if len(samples) == 0:
        raise UnsupportedMedia(UNREADABLE)
    return samples, rate
