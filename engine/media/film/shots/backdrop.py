"""A quiet ground for title and end cards: a soft light over a dark colour."""

from __future__ import annotations

import numpy as np

from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, to_nv12

INK = (18, 17, 16)


class Backdrop:
    """The same frame all the time.

    Args:
        colour: RGB 0..255 of its edges.
        light: 0..1, how much brighter its middle is.
    """

    def __init__(
        self, size: tuple[int, int], frames: int, *, colour: tuple[int, int, int] = INK, light: float = 0.1
    ) -> None:
        VideoFormat(*size)  # refuses sizes that cannot be encoded
        self._size, self._frames = size, frames
        width, height = size
        x = (np.arange(width) - width / 2) / width
        y = (np.arange(height) - height * 0.42) / height
        glow = np.exp(-(x[None, :] ** 2 / 0.09 + y[:, None] ** 2 / 0.14))
        noise = np.random.default_rng(0).normal(0, 0.6, (height, width, 1))  # else the ramp shows steps
        warm = np.array([255, 240, 222]) - np.array(colour)
        rgb = np.array(colour) + glow[..., None] * light * warm + noise
        self._frame = to_nv12(np.clip(np.rint(rgb), 0, 255).astype(np.uint8))

    @property
    def size(self) -> tuple[int, int]:
        return self._size

    @property
    def frames(self) -> int:
        return self._frames

    def frame(self, _index: int) -> Frame:
        """The frame as NV12."""
        return self._frame
