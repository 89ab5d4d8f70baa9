"""Array types of the restyler and the few conversions between them."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]

REFERENCE_SIDE = 1024.0  # lengths are given in pixels of a picture this long, and scaled from there


def unit(shape: tuple[int, ...]) -> float:
    """How many pixels of this picture one pixel of the 1024 px reference is (at least 0.3)."""
    return max(0.3, max(shape[0], shape[1]) / REFERENCE_SIDE)


def to_float(picture: Bytes) -> Floats:
    """RGB bytes to RGB 0..1."""
    return picture.astype(np.float32) * np.float32(1 / 255)


def to_bytes(picture: Floats) -> Bytes:
    """RGB 0..1 to bytes; what is not a number becomes black."""
    scaled = np.nan_to_num(picture * np.float32(255), nan=0.0, posinf=255.0, neginf=0.0)
    return (np.clip(scaled, 0, 255) + 0.5).astype(np.uint8)


def to_lab(picture: Floats) -> Floats:
    """RGB 0..1 to CIE Lab: L 0..100, a and b about -127..127."""
    return np.asarray(cv2.cvtColor(np.clip(picture, 0, 1), cv2.COLOR_RGB2Lab), dtype=np.float32)


def from_lab(lab: Floats) -> Floats:
    """CIE Lab to RGB clipped to 0..1."""
    rgb = cv2.cvtColor(np.ascontiguousarray(lab, dtype=np.float32), cv2.COLOR_Lab2RGB)
    return np.asarray(np.clip(rgb, 0, 1), dtype=np.float32)


def luminance(picture: Floats) -> Floats:
    """RGB 0..1 to grey 0..1 (Rec. 601 weights)."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY), dtype=np.float32)


def blur(image: Floats, sigma: float) -> Floats:
    """Gaussian blur; wide ones are done on a reduced copy, which looks the same and is far cheaper."""
    if sigma < 0.3:
        return image
    if sigma <= 6:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.float32)
    factor = max(1.0, sigma / 3.0)
    size = (max(2, round(image.shape[1] / factor)), max(2, round(image.shape[0] / factor)))
    small = cv2.GaussianBlur(cv2.resize(image, size, interpolation=cv2.INTER_AREA), (0, 0), 3.0)
    return np.asarray(cv2.resize(small, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def smoothstep(low: float, high: float, value: Floats) -> Floats:
    """0 below `low`, 1 above `high`, a smooth cubic between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def stretched(tone: Floats, percentiles: tuple[float, float], least: float) -> Floats:
    """Tones (0..1) spread over the whole range between two percentiles.

    A picture with a range below `least` is spread by no more than that would be, and keeps its place: what is nearly
    white all over stays light.
    """
    low, high = (float(value) for value in np.percentile(tone, percentiles))
    lacking = max(0.0, least - (high - low))
    room = max(low + 1 - high, 1e-6)
    low, high = low - lacking * low / room, high + lacking * (1 - high) / room
    return np.asarray(np.clip((tone - low) / max(high - low, 1e-3), 0, 1), dtype=np.float32)


def mix(below: Floats, above: Floats, alpha: Floats | float) -> Floats:
    """Linear blend; an HxW alpha is spread over the channels."""
    if isinstance(alpha, np.ndarray) and alpha.ndim == below.ndim - 1:
        alpha = alpha[..., None]
    return np.asarray(below + (above - below) * alpha, dtype=np.float32)


def resized(image: Floats, shape: tuple[int, ...], interpolation: int = cv2.INTER_LINEAR) -> Floats:
    """The picture at the height and width of `shape`."""
    return np.asarray(cv2.resize(image, (shape[1], shape[0]), interpolation=interpolation), dtype=np.float32)
