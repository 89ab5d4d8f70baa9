"""A slow move over a flat picture (the Ken Burns effect): one affine warp a frame, to a fraction of a pixel."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import InvalidParams
from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_nv12
from engine.media.film.shots.moves import ease


@dataclass(frozen=True)
class Window:
    """What part of a picture fills the frame.

    Attributes:
        x, y: its middle, 0..1 of the picture's width and height; moved inwards where the frame would pass an edge.
        zoom: 1 shows as much as fits without borders, 2 half of that; at least 1.
    """

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0

    def __post_init__(self) -> None:
        if not (self.zoom >= 1 and math.isfinite(self.zoom) and 0 <= self.x <= 1 and 0 <= self.y <= 1):
            message = "A view of a picture must lie inside it, with a zoom of 1 or more."
            raise InvalidParams(message, fields=[{"field": "window", "message": message}])


_Plane = Callable[[Frame], NDArray[np.uint8]]


class Still:
    """From one window of a picture to another, eased; the zoom grows by equal factors in equal times.

    Args:
        rgb: h x w x 3.
        size: of the frame in pixels, even.
    """

    def __init__(self, rgb: NDArray[np.uint8], size: tuple[int, int], frames: int, start: Window, end: Window) -> None:
        VideoFormat(*size)  # refuses sizes that cannot be encoded
        self._size, self._frames, self._start, self._end = size, frames, start, end
        width, height = size
        cover = max(width / rgb.shape[1], height / rgb.shape[0])
        scale = cover * min(start.zoom, end.zoom)
        fitted = tuple(max(side, math.ceil(n * scale / 2) * 2) for side, n in zip(size, rgb.shape[1::-1], strict=True))
        method = cv2.INTER_AREA if fitted[0] < rgb.shape[1] else cv2.INTER_LANCZOS4
        self._source = to_nv12(cv2.resize(rgb, fitted, interpolation=method))
        self._fitted = fitted
        self._base = max(width / fitted[0], height / fitted[1])
        self._frame = empty_nv12(width, height)

    @property
    def size(self) -> tuple[int, int]:
        return self._size

    @property
    def frames(self) -> int:
        return self._frames

    def frame(self, index: int) -> Frame:
        """The frame as NV12; drawn over by the next call."""
        t = ease(index / max(1, self._frames - 1))
        zoom = self._start.zoom * (self._end.zoom / self._start.zoom) ** t
        share = _share_of_zoom(self._start.zoom, self._end.zoom, zoom, t)
        middle = (_mix(self._start.x, self._end.x, share), _mix(self._start.y, self._end.y, share))
        self._warp(luma, middle, 1 / (zoom * self._base), 1)
        self._warp(chroma, middle, 1 / (zoom * self._base), 2)
        return self._frame

    def _warp(self, plane: _Plane, middle: tuple[float, float], step: float, shrink: int) -> None:
        """`step` is the way in the source from one pixel of the frame to the next."""
        matrix = np.zeros((2, 3))
        for axis, (place, length, source) in enumerate(zip(middle, self._size, self._fitted, strict=True)):
            length, source = length // shrink, source // shrink
            reach = step * length / 2
            centre = min(max(place * source, reach), source - reach) if source > 2 * reach else source / 2
            matrix[axis, axis] = step
            matrix[axis, 2] = centre - step * (length - 1) / 2 - 0.5
        shown = plane(self._frame)
        cv2.warpAffine(
            plane(self._source),
            matrix,
            shown.shape[1::-1],
            dst=shown,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )


def _mix(first: float, second: float, share: float) -> float:
    return first + (second - first) * share


def _share_of_zoom(start: float, end: float, zoom: float, t: float) -> float:
    """How far the middle has moved, such that one point of the picture stands still while the zoom changes."""
    if abs(end - start) < 1e-6:
        return t
    return (1 / start - 1 / zoom) / (1 / start - 1 / end)
