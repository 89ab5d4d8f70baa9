"""Encodes sound as MP3."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.media.audio.wav import write_wav
from engine.media.film.ffmpeg import no_check, run_ffmpeg, source, target

KILOBITS = 128


def encode_mp3(samples: NDArray[np.float32], rate: int, check: Callable[[], None] = no_check) -> bytes:
    """Mono MP3 of 128 kbit/s, without tags; the same samples give the same bytes.

    Raises:
        BackendUnavailable, FilmFailed: ffmpeg is missing or failed. Whatever `check` raises ends it.
    """
    with tempfile.TemporaryDirectory() as folder:
        sound, result = Path(folder, "sound.wav"), Path(folder, "sound.mp3")
        write_wav(sound, samples, rate)
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        tags = ["-id3v2_version", "0", "-write_id3v1", "0"]
        run_ffmpeg(
            [*source(sound), "-c:a", "libmp3lame", "-b:a", f"{KILOBITS}k", *exact, *tags, "-f", "mp3", target(result)],
            check=check,
            what="encode the sound",
        )
        return result.read_bytes()
