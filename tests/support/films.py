"""Small films for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.media.film.encoder import Encoder
from engine.media.film.format import VideoFormat


def small_film(path: Path, seconds: float = 2.0, fps: int = 15) -> Path:
    """A silent H.264 film of 160 x 90: a bar that moves over a ramp."""
    ramp = np.tile(np.linspace(40, 200, 160, dtype=np.uint8), (90, 1))
    with Encoder(path, VideoFormat(160, 90, fps)) as encoder:
        for index in range(round(seconds * fps)):
            rgb = np.dstack([ramp] * 3)
            rgb[:, 3 * index % 150 : 3 * index % 150 + 10] = (230, 90, 40)
            encoder.write(rgb)
        encoder.end()
    return path
