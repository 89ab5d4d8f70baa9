"""Direction fields of a picture and smearing along them."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur


@dataclass(frozen=True)
class Field:
    """A unit vector at each pixel (HxW each), and how sure it is (0..1)."""

    x: Floats
    y: Floats
    coherence: Floats

    def across(self) -> "Field":
        """The field turned by a quarter."""
        return Field(-self.y, self.x, self.coherence)


def tangent_field(grey: Floats, sigma: float) -> Field:
    """Directions along the edges of `grey`, from the smoothed structure tensor (Brox et al. 2006).

    Where the picture is flat, the directions of the surroundings flow in.
    """
    gx = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)
    gy = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (blur(product, sigma) for product in (gx * gx, gy * gy, gx * gy))
    xx, yy, xy = (near + blur(near, sigma * 5) * np.float32(0.05) for near in (xx, yy, xy))
    difference = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    angle = np.float32(0.5) * np.arctan2(2 * xy, xx - yy) + np.float32(np.pi / 2)
    coherence = difference / (xx + yy + np.float32(1e-5))
    return Field(np.cos(angle), np.sin(angle), np.asarray(coherence, dtype=np.float32))


def from_angle(angle: Floats) -> Field:
    """The field of an angle in radians at each pixel."""
    return Field(np.cos(angle), np.sin(angle), np.ones_like(angle))


def blended(first: Field, second: Field, weight: Floats) -> Field:
    """Directions of `first` where `weight` is 0, of `second` where it is 1 (as lines: without a sense)."""
    double = [
        mine + (other - mine) * weight
        for mine, other in (
            (first.x**2 - first.y**2, second.x**2 - second.y**2),
            (2 * first.x * first.y, 2 * second.x * second.y),
        )
    ]
    return from_angle(np.asarray(np.arctan2(double[1], double[0]) * 0.5, dtype=np.float32))


def smeared(image: Floats, field: Field, steps: int, stride: float, tick: Callable[[], None]) -> Floats:
    """Mean of `image` along the field, `steps` samples of `stride` pixels each way (Cabral and Leedom 1993)."""
    rows, columns = np.indices(image.shape[:2], dtype=np.float32)
    total = image.copy()
    for sense in (1.0, -1.0):
        x, y = columns, rows
        dx, dy = field.x * np.float32(sense), field.y * np.float32(sense)
        for _ in range(steps):
            x, y = x + dx * np.float32(stride), y + dy * np.float32(stride)
            total += cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
            nx = cv2.remap(field.x, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
            ny = cv2.remap(field.y, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
            flip = np.where(nx * dx + ny * dy < 0, np.float32(-1), np.float32(1))
            dx, dy = nx * flip, ny * flip
            tick()
    return total / np.float32(2 * steps + 1)
