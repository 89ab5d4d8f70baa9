"""Frames: 8 bit RGB, or NV12, the planes that x264 works on.

An NV12 frame is an array of shape (height * 3 / 2, width): `height` rows of luma, then height / 2 rows in which
blue and red chroma of each 2 x 2 pixels alternate. ITU-R BT.709 matrix, limited range (16..235, 16..240).
OpenCV's own RGB-to-YUV conversions use BT.601, which shifts greens and reds in a film tagged BT.709.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""h x w x 3 RGB, or (h * 3 / 2) x w NV12. Valid until the source that gave it is asked for the next one."""

Plane = NDArray[np.uint8]

_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_LUMA, _CHROMA = 219 / 255, 112 / 255
_FROM_RGB = np.array(
    [
        [_KR * _LUMA, _KG * _LUMA, _KB * _LUMA, 16.0],
        [-_KR / (1 - _KB) * _CHROMA, -_KG / (1 - _KB) * _CHROMA, _CHROMA, 128.0],
        [_CHROMA, -_KG / (1 - _KR) * _CHROMA, -_KB / (1 - _KR) * _CHROMA, 128.0],
    ]
)
_LINEAR = np.linalg.inv(_FROM_RGB[:, :3])
_TO_RGB = np.column_stack([_LINEAR, -_LINEAR @ _FROM_RGB[:, 3]])


def empty_nv12(width: int, height: int) -> Frame:
    """An uninitialised frame."""
    return np.empty((height * 3 // 2, width), np.uint8)


def luma(frame: Frame) -> NDArray[np.uint8]:
    """h x w view of an NV12 frame's luma."""
    return frame[: len(frame) * 2 // 3]


def chroma(frame: Frame) -> NDArray[np.uint8]:
    """h/2 x w/2 x 2 view of an NV12 frame's chroma, blue difference first."""
    height = len(frame) * 2 // 3
    return frame[height:].reshape(height // 2, frame.shape[1] // 2, 2)


def frame_size(frame: Frame) -> tuple[int, int]:
    """Width and height in pixels."""
    return frame.shape[1], frame.shape[0] if frame.ndim == 3 else len(frame) * 2 // 3


def to_nv12(frame: Frame, out: Frame | None = None) -> Frame:
    """Write a frame of either kind into `out`, an NV12 frame, and return it. RGB must have even sides."""
    width, height = frame_size(frame)
    out = empty_nv12(width, height) if out is None else out
    if frame.ndim == 2:
        np.copyto(out, frame)
        return out
    full = to_yuv(frame)
    np.copyto(luma(out), cv2.extractChannel(full, 0))
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    cv2.mixChannels([half], [chroma(out)], [1, 0, 2, 1])
    return out


def to_yuv(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """h x w x 3: luma, blue and red chroma of each pixel."""
    yuv: NDArray[np.uint8] = cv2.transform(np.ascontiguousarray(rgb), _FROM_RGB)
    return yuv


def to_rgb(frame: Frame) -> NDArray[np.uint8]:
    """h x w x 3 RGB of a frame of either kind; a new array for NV12."""
    if frame.ndim == 3:
        return frame
    return _rgb(frame, frame_size(frame))


def small_rgb(frame: Frame, max_side: int) -> NDArray[np.uint8]:
    """The frame as RGB of at most `max_side` pixels a side, averaged over areas. Cheap: converts after shrinking."""
    width, height = frame_size(frame)
    scale = min(1.0, max_side / max(width, height))
    size = max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
    if frame.ndim == 3:
        small: NDArray[np.uint8] = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        return small
    return _rgb(frame, size)


def _rgb(frame: Frame, size: tuple[int, int]) -> NDArray[np.uint8]:
    """An NV12 frame as RGB of another size."""
    bright = luma(frame)
    if bright.shape[1::-1] != size:
        bright = cv2.resize(bright, size, interpolation=cv2.INTER_AREA)
    shrinks = size[0] * 2 < frame.shape[1]
    colour = cv2.resize(chroma(frame), size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    rgb: NDArray[np.uint8] = cv2.transform(cv2.merge([bright, *cv2.split(colour)]), _TO_RGB)
    return rgb


def planes_of_premultiplied(rgba: Plane) -> tuple[Plane, Plane, Plane, Plane]:
    """A picture with transparency as planes to lay over a frame.

    Args:
        rgba: h x w x 4 of even sides, colours multiplied by alpha.

    Returns:
        Luma (h x w), its alpha, chroma (h/2 x w/2 x 2) and its alpha (the same twice). A frame's plane becomes
        plane * (255 - alpha) / 255 + luma or chroma.
    """
    height, width = rgba.shape[:2]
    matrix = np.zeros((4, 4))
    matrix[:3, :3] = _FROM_RGB[:, :3]
    matrix[:3, 3] = _FROM_RGB[:, 3] / 255  # black is not 0, and alpha says how much of it is there
    matrix[3, 3] = 1.0
    full = cv2.transform(rgba.astype(np.float32), matrix)
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    bright, alpha = (np.rint(full[..., i]).astype(np.uint8) for i in (0, 3))
    colour = np.rint(half[..., 1:3]).astype(np.uint8)
    half_alpha = np.rint(half[..., 3]).astype(np.uint8)
    return bright, alpha, colour, cv2.merge([half_alpha, half_alpha])
