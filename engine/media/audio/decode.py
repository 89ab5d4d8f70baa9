"""Reads any sound file that people bring, by ffmpeg, within limits."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import UnsupportedMedia
from engine.media.contained import Bounds, ContainedFailure, foreign, run_contained
from engine.media.film.ffmpeg import no_check, target

FORMATS = "wav,mp3,mov,ogg,flac,aac"
"""ffmpeg's demuxers that may open a file; "mov" reads M4A. None of them opens other files."""
_PCM = "pcm_u8,pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_f64le,pcm_s16be,pcm_s24be,pcm_alaw,pcm_mulaw"
CODECS = f"{_PCM},adpcm_ms,adpcm_ima_wav,mp3,mp3float,aac,alac,vorbis,opus,libopus,flac"
RATE = 48000
BOUNDS = Bounds(120.0, file_bytes=1 << 29)
"""Half an hour of sound takes two seconds and 173 MB."""
UNREADABLE = "This sound could not be read: it is not a WAV, MP3, M4A, OGG or FLAC file, or it is damaged."


def decode_audio(data: bytes, longest: float, check: Callable[[], None] = no_check) -> tuple[NDArray[np.float32], int]:
    """Float32 mono at 48 kHz; see `decode_file`."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "given")
        given.write_bytes(data)
        return as_floats(decode_file(given, Path(folder), longest, check)), RATE


def decode_file(file: Path, folder: Path, longest: float, check: Callable[[], None] = no_check) -> NDArray[np.int16]:
    """16-bit samples, mono at 48 kHz, as a map of a file in `folder`: they need not fit into memory.

    Args:
        longest: seconds; what is longer is cut a second after that, so that a caller can see that it was.

    Raises:
        UnsupportedMedia: not a sound file of the kinds above, without sound in it, or not read within BOUNDS.
    """
    raw = folder / "decoded.raw"
    limits = ["-t", f"{longest + 1:.3f}", "-fs", str(int((longest + 1) * RATE * 2))]
    plain = ["-map", "0:a:0", "-map_metadata", "-1", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE)]
    written = [*plain, "-c:a", "pcm_s16le", *limits, "-f", "s16le", target(raw)]
    try:
        run_contained(["-max_alloc", str(1 << 28), *foreign(file, FORMATS, CODECS), *written], BOUNDS, check=check)
    except ContainedFailure:
        raise UnsupportedMedia(UNREADABLE) from None
    if raw.stat().st_size < 2:
        raise UnsupportedMedia(UNREADABLE)
    samples: NDArray[np.int16] = np.memmap(raw, dtype="<i2", mode="r")
    return samples


def as_floats(samples: NDArray[np.int16]) -> NDArray[np.float32]:
    """Samples -1..1."""
    return samples.astype(np.float32) / 32767
