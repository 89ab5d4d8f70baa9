"""Points in space, turned and seen from the front."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

TILT = 0.38
"""Radians by which the view looks down on things."""


def turned(spots: ArrayLike, yaw: float, tilt: float = TILT) -> NDArray[np.float64]:
    """Turn (n, 3) points by `yaw` radians about the upright y axis, then tip them towards the viewer.

    Of the result x runs to the right, y upwards and z towards the viewer.
    """
    c, s, ct, st = np.cos(yaw), np.sin(yaw), np.cos(tilt), np.sin(tilt)
    about = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    over = np.array([[1.0, 0.0, 0.0], [0.0, ct, -st], [0.0, st, ct]])
    seen: NDArray[np.float64] = np.asarray(spots, np.float64).reshape(-1, 3) @ (over @ about).T
    return seen
