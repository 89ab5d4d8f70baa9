"""From one shot to the next. Each works on NV12 planes: mixing them mixes the pictures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.errors import InvalidParams
from engine.media.film.frames import Frame, chroma, frame_size, luma, to_nv12

Transition = Literal["cut", "crossfade", "dip", "wipe", "blur", "zoom"]
TRANSITIONS: tuple[Transition, ...] = get_args(Transition)

BLACK = (16, 128)
WIPE_SOFTNESS = 0.12
"""Share of the width over which a wipe fades."""
BLUR_SHARE = 0.02
"""Blur at its strongest, as a share of the width."""
ZOOM = 0.3


def transition(kind: Transition, first: Frame, second: Frame, t: float, out: Frame) -> Frame:
    """Draw the moment `t` (0..1) between two NV12 frames into `out`, a third one, and return it.

    At 0 it is exactly the first, at 1 exactly the second.

    Raises:
        InvalidParams: no such transition.
    """
    if kind not in _DRAW:
        message = f"There is no transition called {kind}. Choose one of: {', '.join(TRANSITIONS)}."
        raise InvalidParams(message, fields=[{"field": "transition", "message": message}])
    if t <= 0 or t >= 1:
        return to_nv12(first if t <= 0 else second, out)
    _DRAW[kind](first, second, t, out)
    return out


def _cut(first: Frame, second: Frame, t: float, out: Frame) -> None:
    to_nv12(first if t < 0.5 else second, out)


def _crossfade(first: Frame, second: Frame, t: float, out: Frame) -> None:
    cv2.addWeighted(first, 1 - t, second, t, 0, dst=out)


def _dip(first: Frame, second: Frame, t: float, out: Frame) -> None:
    """Through black."""
    shown, share = (first, 1 - 2 * t) if t < 0.5 else (second, 2 * t - 1)
    for plane, level in zip((luma, chroma), BLACK, strict=True):
        cv2.convertScaleAbs(plane(shown), dst=plane(out), alpha=share, beta=level * (1 - share))


def _wipe(first: Frame, second: Frame, t: float, out: Frame) -> None:
    """From the left, with a soft edge. What has not begun or has ended is only copied."""
    for plane in (luma, chroma):
        before, after, shown = plane(first), plane(second), plane(out)
        width = shown.shape[1]
        soft = max(2.0, width * WIPE_SOFTNESS)
        edge = t * (width + soft)
        left, right = max(0, math.floor(edge - soft)), min(width, math.ceil(edge))
        shown[:, :left] = after[:, :left]
        shown[:, right:] = before[:, right:]
        ramp = np.clip((edge - np.arange(left, right)) / soft, 0, 1)
        share = (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)
        weights = np.ascontiguousarray(np.broadcast_to(share, (shown.shape[0], right - left)))
        band = slice(left, right)
        shown[:, band] = cv2.blendLinear(
            np.ascontiguousarray(after[:, band]), np.ascontiguousarray(before[:, band]), weights, 1 - weights
        )


def _blur(first: Frame, second: Frame, t: float, out: Frame) -> None:
    """A crossfade out of focus."""
    strength = math.sin(math.pi * t)
    sigma = strength * BLUR_SHARE * frame_size(out)[0]
    for plane, shrink in ((luma, 1), (chroma, 2)):
        mixed = cv2.addWeighted(plane(first), 1 - t, plane(second), t, 0)
        soft = _defocused(mixed, sigma / shrink)
        cv2.addWeighted(mixed, 1 - strength, soft, strength, 0, dst=plane(out))


def _defocused(plane: NDArray[np.uint8], sigma: float) -> NDArray[np.uint8]:
    """Gaussian blur, done on a quarter of the size: beyond 4 pixels it looks the same."""
    size = plane.shape[1::-1]
    small = cv2.resize(plane, (max(1, size[0] // 4), max(1, size[1] // 4)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(0.3, sigma / 4))
    out: NDArray[np.uint8] = cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC)
    return out


def _zoom(first: Frame, second: Frame, t: float, out: Frame) -> None:
    """Into the first, out of which the second settles."""
    share = t * t * (3 - 2 * t)
    for plane in (luma, chroma):
        closer = _magnified(plane(first), 1 + ZOOM * t * t)
        settling = _magnified(plane(second), 1 + ZOOM * (1 - t) ** 2)
        cv2.addWeighted(closer, 1 - share, settling, share, 0, dst=plane(out))


def _magnified(plane: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    height, width = plane.shape[:2]
    step = 1 / factor
    matrix = np.array([[step, 0, (width - 1) / 2 * (1 - step)], [0, step, (height - 1) / 2 * (1 - step)]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    out: NDArray[np.uint8] = cv2.warpAffine(
        plane, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return out


_DRAW: dict[Transition, Callable[[Frame, Frame, float, Frame], None]] = {
    "cut": _cut,
    "crossfade": _crossfade,
    "dip": _dip,
    "wipe": _wipe,
    "blur": _blur,
    "zoom": _zoom,
}
