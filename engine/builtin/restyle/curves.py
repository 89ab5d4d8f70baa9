"""Smooth curves through points, and brush lines along them."""

import numpy as np

from engine.builtin.restyle.arrays import Floats

STEPS = 8  # points of the curve for each one given


def curve(line: Floats, closed: bool = False) -> Floats:
    """A smooth curve (Mx2) through points (Nx2): Catmull and Rom 1974."""
    ends = (line[-1:], line[:2]) if closed else (line[:1] * 2 - line[1:2], line[-1:] * 2 - line[-2:-1])
    p = np.concatenate([ends[0], line, ends[1]])
    t = np.linspace(0, 1, STEPS, endpoint=False, dtype=np.float32)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    bent = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - 3 * c + d - a) * t**3)
    points = bent.reshape(-1, 2)
    return np.asarray(points if closed else np.concatenate([points, line[-1:]]), dtype=np.float32)


def taper_outline(line: Floats, width: float) -> Floats:
    """Outline of a brush line, `width` pixels thick in the middle and fine at both ends."""
    slope = np.gradient(line, axis=0)
    normal = np.stack([-slope[:, 1], slope[:, 0]], axis=1) / (np.linalg.norm(slope, axis=1, keepdims=True) + 1e-6)
    half = np.maximum(np.sin(np.linspace(0.0, np.pi, len(line))) ** 0.6 * width / 2, 0.25)[:, None]
    return np.asarray(np.concatenate([line + normal * half, (line - normal * half)[::-1]]), dtype=np.float32)
