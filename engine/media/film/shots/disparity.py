"""Disparity: how near each part of a picture is, on a coarse grid."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.shots.geometry import GRID

Field = NDArray[np.float32]
"""Rows x columns of disparities 0..1, a cell for GRID x GRID pixels."""

_GAMMA = 0.7
"""Below 1: spreads the far away, which 1 / distance presses together."""
_FLAT = 1e-4


def disparity_grid(depth: NDArray[np.float32], width: int, height: int) -> Field:
    """Disparity of a picture of `width` x `height` pixels on its grid.

    Args:
        depth: h x w, smaller is nearer, in metres or any unit from 0 up; infinite for the sky. Values that are not
            numbers count as sky.

    Returns:
        0 for the farthest, 1 for the nearest percent; 0.5 everywhere in a flat picture. Near things are made larger
        by three cells, so that they move with their edges, and the grid's own steps fall where they do not show.
    """
    near = np.nan_to_num(1.0 / np.maximum(depth, 1e-3), nan=0.0, posinf=0.0).astype(np.float32)
    grid = cv2.resize(near, (width // GRID, height // GRID), interpolation=cv2.INTER_AREA)
    low, high = np.percentile(grid, (0.5, 99))
    if high - low < _FLAT * max(high, 1e-6):
        return np.full(grid.shape, 0.5, np.float32)
    spread = np.clip((grid - low) / (high - low), 0, 1) ** _GAMMA
    grown = cv2.dilate(spread.astype(np.float32), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    smooth: Field = cv2.GaussianBlur(grown, (0, 0), 0.45)
    return smooth
