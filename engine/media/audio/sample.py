"""Reads a recording of a voice and refuses what no voice can be learned from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from domain.errors import InvalidParams
from engine.media.audio.decode import decode_audio
from engine.media.audio.edit import sounding
from engine.media.film.ffmpeg import no_check

SHORTEST, LONGEST = 2.0, 300.0
"""Seconds of sound."""
SILENT = 10 ** (-55 / 20)
"""Peak amplitude under which a recording counts as silence."""


def decode_sample(data: bytes, check: Callable[[], None] = no_check) -> tuple[NDArray[np.float32], int]:
    """Float32 mono at 48 kHz, without the silence before and after.

    Raises:
        UnsupportedMedia: not a sound file.
        InvalidParams: silent, shorter than 2 s or longer than 5 minutes; `fields` names "voice_sample".
    """
    samples, rate = decode_audio(data, LONGEST + 1, check)
    first, last = spoken_part(samples, rate)
    return samples[first:last], rate


def spoken_part(samples: NDArray[np.float32], rate: int) -> tuple[int, int]:
    """Where the silence before a recording ends, and where that after it begins. Raises InvalidParams as above."""
    if len(samples) > LONGEST * rate:
        raise _refused("it is longer than 5 minutes; 10 to 60 seconds are enough")
    if float(np.abs(samples).max(initial=0.0)) < SILENT:
        raise _refused("there is no sound in it")
    first, last = sounding(samples, rate)
    if last - first < SHORTEST * rate:
        raise _refused(f"it has {(last - first) / rate:.1f} s of sound; at least 2 s are needed, 10 to 60 s are better")
    return first, last


def _refused(message: str) -> InvalidParams:
    return InvalidParams.of_fields([("voice_sample", message)])
