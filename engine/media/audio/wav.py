"""Reads and writes WAV files of 16-bit samples."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import UnsupportedMedia


def encode_wav(samples: NDArray[np.float32], rate: int) -> bytes:
    """16-bit PCM, mono or n x channels.

    Dithered by one triangular step with a fixed seed, so that fades end without a rasp.
    """
    scaled = samples.astype(np.float64) * 32767
    random = np.random.default_rng(0)
    noise = random.random(scaled.shape) - random.random(scaled.shape)
    whole = np.where(samples == 0, 0, np.round(scaled + noise)).clip(-32768, 32767).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1 if scaled.ndim == 1 else scaled.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(whole.tobytes())
    return out.getvalue()


def write_wav(path: Path, samples: NDArray[np.float32], rate: int) -> None:
    """16-bit PCM, mono or n x channels."""
    path.write_bytes(encode_wav(samples, rate))


def decode_wav(data: bytes) -> tuple[NDArray[np.float32], int]:
    """Samples -1..1 as mono (channels averaged) and the rate in Hz. Raises UnsupportedMedia unless 16-bit PCM."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            if file.getsampwidth() != 2:
                raise UnsupportedMedia("Only 16-bit WAV files can be read here.")
            frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32767
            return frames.reshape(-1, file.getnchannels()).mean(axis=1, dtype=np.float32), file.getframerate()
    except (wave.Error, EOFError) as error:
        raise UnsupportedMedia("This is not a WAV file.") from error
