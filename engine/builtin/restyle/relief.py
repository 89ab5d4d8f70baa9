"""Stuffed shapes: heights from distances to borders, and soft light on them."""

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Floats, blur
from engine.builtin.restyle.fields import Field

LIGHT = np.array([-0.42, -0.62, 0.66], np.float32)  # from the upper left, towards the viewer


def puffed(distance: Floats, radius: float) -> Floats:
    """Height in pixels of a cushion with rounded borders: a quarter circle of `radius` rising from its seam."""
    t = np.clip(distance / np.float32(radius), 0, 1)
    return np.asarray(np.sqrt(1 - (1 - t) ** 2) * radius, dtype=np.float32)


def inner_distance(mask: Floats) -> Floats:
    """Distance in pixels to the border of the mask; 0 outside."""
    inside = (mask > 0.5).astype(np.uint8)
    if inside.all():
        return np.full(mask.shape, float(max(mask.shape)), np.float32)
    return np.asarray(cv2.distanceTransform(inside, cv2.DIST_L2, 5), dtype=np.float32)


def lit(height: Floats, steepness: float) -> tuple[Floats, Floats]:
    """Wrapped diffuse light (about 0..1, 0.75 on the flat) and how far a surface turns away (0..1)."""
    nx = -cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3, scale=0.125) * np.float32(steepness)
    ny = -cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3, scale=0.125) * np.float32(steepness)
    inverse = 1 / np.sqrt(nx * nx + ny * ny + 1)
    light = LIGHT / np.linalg.norm(LIGHT)
    facing = (nx * light[0] + ny * light[1] + light[2]) * inverse
    return np.asarray((facing + 0.4) / 1.4, dtype=np.float32), np.asarray(1 - inverse, dtype=np.float32)


def downhill(height: Floats, sigma: float) -> tuple[Floats, Floats]:
    """Slope of the smoothed height (x and y components, pointing down)."""
    smooth = blur(height, sigma)
    return (
        -np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=0.125), np.float32),
        -np.asarray(cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=0.125), np.float32),
    )


def combed(height: Floats, gravity: float, swirl: Floats, sigma: float) -> Field:
    """The way fur lies: down the slopes of a stuffed shape, hanging by `gravity`, turned by `swirl` (radians)."""
    x, y = downhill(height, sigma)
    angle = np.arctan2(y + np.float32(gravity), x) + swirl
    return Field(np.cos(angle), np.sin(angle), np.ones_like(angle))
