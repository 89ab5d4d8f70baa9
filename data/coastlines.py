"""Outlines of the world's land.

data/coastlines.npz holds Natural Earth's 1:50m land polygons (naturalearthdata.com, version 4.1, public domain), taken
from land-50m.json of the npm package world-atlas 2.0.2 (Michael Bostock, ISC licence). Islands below 0.002 square
degrees were left out and the outlines simplified by Douglas and Peucker's method to within 0.015 degrees.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FILE = Path(__file__).with_suffix(".npz")


@cache
def land_rings() -> tuple[NDArray[np.float64], ...]:
    """Closed outlines, each of shape (points, 2): longitude and latitude in degrees, to 0.01. Land
    that crosses the date line goes on beyond 180 degrees.

    Filled by the even-odd rule they are the land: the Caspian Sea is a hole.
    """
    with np.load(_FILE) as kept:
        points = np.cumsum(kept["steps"].T, axis=0, dtype=np.int64) / 100.0
        ends = np.cumsum(kept["lengths"], dtype=np.int64)
    return tuple(np.split(points, ends[:-1]))
