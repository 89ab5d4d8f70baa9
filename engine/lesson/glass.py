"""What the slab of the style "3d" looks like: frosted glass with a lit bevel, and its shadow on the place behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from engine.lesson.drawing import paths
from engine.lesson.slab import BEVEL, BEVEL_DEPTH, THICK, Points, Pose

SMALL = (160, 90)
"""The place behind the glass, and the shadow, are worked out in so few points."""
GLASS, CLEAR = (10.0, 14.0, 27.0), 0.17
"""sRGB of the glass, and how much of the place shines through."""
SHEEN, SHEEN_ABOVE = (24.0, 30.0, 42.0), 0.35
"""Light on it: a band that wanders as the slab turns, and its share that falls from above."""
LIT, SIDE, DARK = skia.Color(240, 246, 255), skia.Color(120, 138, 170), skia.Color(34, 42, 62)
RIM = (skia.Color(255, 255, 255, 200), skia.Color(255, 255, 255, 24))
SHADOW, SHADOW_SOFT, SHADOW_WAY = 0.62, 2.6, (12.0, 26.0)
"""How dark the shadow is, 0..1; its softness in points of `SMALL`; its way in units of the frame."""

Rgba = NDArray[np.uint8]


class Glass:
    """Paints the slab before a place.

    Args:
        scale: pixels to a unit of the frame.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._scale = scale
        self._x, self._y = np.meshgrid(np.linspace(-1, 1, SMALL[0]), np.linspace(-1, 1, SMALL[1]))

    def paint(self, canvas: skia.Canvas, frame: Rgba, pose: Pose, place: Rgba) -> None:
        """Paint place and slab.

        Args:
            canvas: draws on `frame`, in units of the frame.
            place: RGBA of the size of `frame`; it is used up.
        """
        face, bevel, behind = pose.edge(), pose.edge(BEVEL_DEPTH, BEVEL), pose.edge(THICK, BEVEL)
        body = cv2.convexHull(np.concatenate([bevel, behind]).astype(np.float32)).reshape(-1, 2).astype(np.float64)
        size = place.shape[1::-1]
        glass = cv2.resize(self._frosted(place, pose), size, interpolation=cv2.INTER_LINEAR)
        cv2.multiply(place, cv2.resize(self._shade(body, place), size), dst=frame, scale=1 / 255)
        inside = np.zeros(place.shape[:2], np.uint8)
        cv2.fillConvexPoly(inside, np.rint(face * self._scale).astype(np.int32), 255)
        cv2.copyTo(glass, inside, frame)
        _ring(canvas, body, _shrunk(bevel), _lit(body, (SIDE, DARK)))
        _ring(canvas, bevel, face, _lit(bevel, (LIT, SIDE, DARK)))
        rim = _lit(face, RIM)
        rim.setStyle(skia.Paint.kStroke_Style)
        rim.setStrokeWidth(1.8)
        canvas.drawPath(_path(face), rim)

    def _frosted(self, place: Rgba, pose: Pose) -> Rgba:
        small = cv2.GaussianBlur(cv2.resize(place, SMALL, interpolation=cv2.INTER_AREA), (0, 0), 3.0)
        band = self._x * 0.8 + self._y * 0.6 + 0.55 - 9.0 * math.sin(pose.turn)
        light = np.exp(-(band**2) / 0.28) + SHEEN_ABOVE * (1.0 - self._y)
        rgb = small[..., :3] * CLEAR + np.array(GLASS) * (1.0 - CLEAR) + np.array(SHEEN) * light[..., None]
        small[..., :3] = np.clip(rgb, 0, 255)
        return np.asarray(small, np.uint8)

    def _shade(self, body: Points, place: Rgba) -> Rgba:
        """What the place is multiplied by where the slab's shadow falls, small, of 255."""
        small = np.full((SMALL[1], SMALL[0]), 255, np.uint8)
        there = (body + SHADOW_WAY) * (self._scale * SMALL[0] / place.shape[1])
        cv2.fillConvexPoly(small, np.rint(there * 16).astype(np.int32), round(255 * (1 - SHADOW)), cv2.LINE_AA, 4)
        soft = cv2.GaussianBlur(small, (0, 0), SHADOW_SOFT)
        return np.asarray(cv2.merge([soft, soft, soft, np.full_like(soft, 255)]), np.uint8)


def _path(points: Points) -> skia.Path:
    return paths.polyline([(float(x), float(y)) for x, y in points], closed=True)


def _shrunk(points: Points) -> Points:
    """A little smaller, so that what covers it leaves no seam."""
    middle = points.mean(axis=0)
    found: Points = middle + (points - middle) * 0.985
    return found


def _ring(canvas: skia.Canvas, outer: Points, inner: Points, paint: skia.Paint) -> None:
    ring = paths.joined([_path(outer), _path(inner)])
    ring.setFillType(skia.PathFillType.kEvenOdd)
    canvas.drawPath(ring, paint)


def _lit(points: Points, colours: Sequence[int]) -> skia.Paint:
    """A paint that runs from the upper left, where the light comes from, to the lower right."""
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    ends = [skia.Point(float(left), float(top)), skia.Point(float(right), float(bottom))]
    return skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeLinear(ends, list(colours)))
