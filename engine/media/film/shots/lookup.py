"""Draws a picture displaced by a grid of positions, straight into the planes of a frame.

The picture is magnified once, smoothly; after that each pixel of a frame is one look-up of the nearest value. On
photographs in slow moves this came 0.2 to 5 dB closer to Lanczos resampling of each frame than a bilinear warp, with
less flicker, in half the time: a bilinear warp softens what falls between pixels, so sharpness comes and goes.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.frames import Frame, chroma, frame_size, luma
from engine.media.film.shots.geometry import GRID

FINE, FINE_LARGE = 5, 3
"""Values to a pixel along each axis; FINE_LARGE for sources of more than LARGE pixels, as memory grows by the square.
Odd, so that one of them is the pixel's own value: a camera at rest shows the picture itself."""
LARGE = 4_000_000
BAND_CELLS = 36
"""Rows of cells drawn at a time: their maps stay in the processor's cache."""

Grid = NDArray[np.float32]
"""Rows x columns x 2: where each cell of the frame lies in the source, x and y in pixels. One cell of margin around."""


class Lookup:
    """One source picture and the buffers to draw it with.

    Args:
        source: NV12.
        size: of the frames, in pixels.
    """

    def __init__(self, source: Frame, size: tuple[int, int]) -> None:
        width, height = frame_size(source)
        self._fine = FINE if width * height <= LARGE else FINE_LARGE
        self._luma = _magnified(luma(source), self._fine)
        self._chroma = _as_pairs(_magnified(chroma(source), self._fine))
        self._whole, self._half = _Band(size[0], GRID), _Band(size[0] // 2, GRID // 2)
        self._cells = np.empty((-(-size[1] // GRID) + 2, -(-size[0] // GRID) + 2, 2), np.float32)

    def draw(self, where: Grid, frame: Frame) -> None:
        """Fill `frame`, NV12, with what the source shows at the cells' positions, interpolated between them."""
        fine = np.float32(self._fine)
        middle = (fine - 1) / 2
        cells = np.multiply(where, fine, out=self._cells)
        cells += middle
        self._plane(self._luma, cells, self._whole, luma(frame))
        cells *= np.float32(0.5)
        cells -= np.float32(0.25)
        self._plane(self._chroma, cells, self._half, _as_pairs(chroma(frame)))

    @staticmethod
    def _plane(source: NDArray[np.generic], where: Grid, band: _Band, out: NDArray[np.generic]) -> None:
        step = band.step
        for top in range(0, len(out), BAND_CELLS * step):
            rows = out[top : top + BAND_CELLS * step]
            first = top // step
            places = band.places(where[first : first + BAND_CELLS + 2], len(rows))
            cv2.remap(source, places, None, cv2.INTER_NEAREST, dst=rows, borderMode=cv2.BORDER_REPLICATE)


class _Band:
    """Turns rows of cells into a position for each pixel, `step` pixels to a cell, in memory that is used again."""

    def __init__(self, width: int, step: int) -> None:
        self.step = step
        self._width = width
        columns = -(-width // step) + 2
        self._grown = np.empty(((BAND_CELLS + 2) * step, columns * step, 2), np.float32)
        self._places = np.empty((BAND_CELLS * step, width, 2), np.int16)

    def places(self, cells: Grid, rows: int) -> NDArray[np.int16]:
        """`rows` x width x 2 whole positions. Overwritten by the next call."""
        step = self.step
        grown = self._grown[: len(cells) * step]
        cv2.resize(cells, grown.shape[1::-1], dst=grown, interpolation=cv2.INTER_LINEAR)
        inner = grown[step : step + rows, step : step + self._width]
        places = self._places[:rows]
        cv2.convertMaps(inner, None, cv2.CV_16SC2, dstmap1=places, nninterpolation=True)
        return places


def _magnified(plane: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    large: NDArray[np.uint8] = cv2.resize(plane, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return large


def _as_pairs(plane: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Both chroma values of a pixel as one number: moved together, at once."""
    return plane.view(np.uint16)[..., 0]
