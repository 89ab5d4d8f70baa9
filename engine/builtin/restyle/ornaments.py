"""Small shapes strewn over a background: sparkles, hearts, flakes and the like."""

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.builtin.restyle.arrays import Floats, blur, mix, unit


def strewn(pattern: str, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Coverage (HxW, 0..1) of a background by a pattern's shapes. Raises KeyError for an unknown pattern."""
    mask = np.zeros(shape[:2], np.uint8)
    scale = unit(shape)
    if pattern == "stripes":
        rows, columns = np.indices(shape[:2], dtype=np.float32)
        wave = np.sin((rows + columns) / (26 * scale) * np.pi / np.sqrt(2) + rng.uniform(0, 6))
        return np.asarray(np.clip(wave * 9 * scale + 0.5, 0, 1), dtype=np.float32)
    low, high, gap = _SIZES[pattern]
    step = gap * scale
    for row in range(-1, int(shape[0] / step) + 1):
        for column in range(-1, int(shape[1] / step) + 1):
            x, y = (np.array([column + 0.5 * (row % 2), row]) + 0.5 + rng.uniform(-0.28, 0.28, 2)) * step
            outline = _OUTLINES[pattern](float(rng.uniform(0, 2 * np.pi)))
            size = rng.uniform(low, high) * scale
            points = np.round((outline * size + (x, y)) * 16).astype(np.int32)
            level = int(rng.uniform(150, 255))
            for piece in points if points.ndim == 3 else points[None]:
                cv2.fillPoly(mask, [piece], level, cv2.LINE_AA, 4)
    soft = 3.0 * scale if pattern in ("bokeh", "snow") else 0.6 * scale
    return blur(mask.astype(np.float32) / 255, soft)


def ornamented(picture: Floats, pattern: str, mask: Floats, rng: np.random.Generator) -> Floats:
    """The RGB picture with a pattern's shapes, in a light cream, behind the subject `mask` (HxW)."""
    behind = strewn(pattern, mask.shape, rng) * (1 - mask) * np.float32(0.62)
    return mix(picture, np.full_like(picture, 0.97), np.asarray(behind, dtype=np.float32))


Points = NDArray[np.float64]


def _circle(turn: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False) + turn
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _star(turn: float, tips: int = 5, waist: float = 0.45) -> Points:
    angle = np.linspace(0, 2 * np.pi, 2 * tips, endpoint=False) + turn * 0.2 - np.pi / 2
    radius = np.where(np.arange(2 * tips) % 2, waist, 1.0)
    return np.stack([np.cos(angle) * radius, np.sin(angle) * radius], axis=1)


def _sparkle(_turn: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    radius = 1 / (np.abs(np.cos(angle)) ** 0.6 + np.abs(np.sin(angle)) ** 0.6) ** (1 / 0.6)
    return np.stack([np.cos(angle) * radius, np.sin(angle) * radius * 1.3], axis=1)


def _heart(turn: float) -> Points:
    t = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    x = 16 * np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
    lean = (turn - np.pi) * 0.08
    leaning = np.stack([x * np.cos(lean) - y * np.sin(lean), x * np.sin(lean) + y * np.cos(lean)], axis=1)
    return np.asarray(leaning / 17, dtype=np.float64)


def _flower(turn: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = 0.62 + 0.38 * np.cos(5 * angle)
    return np.stack([np.cos(angle + turn) * radius, np.sin(angle + turn) * radius], axis=1)


def _leaf(turn: float) -> Points:
    t = np.linspace(0, 1, 16)
    side = np.sin(np.pi * t) * 0.42
    along = np.concatenate([t, t[::-1]]) * 2 - 1
    across = np.concatenate([side, -side[::-1]])
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack([along * cos - across * sin, along * sin + across * cos], axis=1)


_OUTLINES = {
    "dots": _circle,
    "bokeh": _circle,
    "snow": _circle,
    "stars": _star,
    "sparkles": _sparkle,
    "hearts": _heart,
    "flowers": _flower,
    "leaves": _leaf,
}
_SIZES = {  # smallest and largest radius, and spacing, in reference pixels
    "dots": (13, 15, 84),
    "bokeh": (18, 60, 150),
    "snow": (3, 9, 52),
    "stars": (6, 17, 96),
    "sparkles": (10, 34, 120),
    "hearts": (14, 24, 104),
    "flowers": (16, 26, 108),
    "leaves": (16, 30, 110),
}
PATTERNS: tuple[str, ...] = (*_OUTLINES, "stripes")
