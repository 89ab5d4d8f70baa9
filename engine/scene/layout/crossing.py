"""Where a bridge crosses a river."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.site import Site

Grid = NDArray[np.float64]


def crossing(site: Site, point: Grid, length: float) -> tuple[Grid, float, float] | None:
    """Where a bridge of this length crosses narrow water near a point: its middle (x, z), its yaw, its least size.

    The yaw is that of a bridge along x. None where no water is narrow enough.
    """
    ring = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    tries = np.concatenate([point[None]] + [point + r * _ways(ring) for r in np.arange(1.5, 26.0, 1.5)])
    wet = tries[site.wet(tries, 0.3)]
    for middle in wet[:60]:
        turns = np.linspace(0, np.pi, 12, endpoint=False)
        along = np.arange(0.5, max(0.8 * length, 1.0), 0.5)
        banks = _banks(site, middle, np.concatenate([_ways(turns), -_ways(turns)]), along)
        widths = banks[:12] + banks[12:]
        best = int(np.argmin(widths))
        if np.isfinite(widths[best]) and abs(banks[best] - banks[best + 12]) < 1.6:
            shift = float(banks[best] - banks[best + 12]) / 2
            centre = middle + _ways(turns)[best] * shift
            return centre, float(-np.degrees(turns[best])), max(1.0, (float(widths[best]) + 3.0) / length)
    return None


def _ways(angles: Grid) -> Grid:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _banks(site: Site, middle: Grid, ways: Grid, along: Grid) -> Grid:
    """Metres to dry land each way; infinite where there is none near."""
    points = middle + along[:, None] * ways[:, None]
    dry = site.dry(points.reshape(-1, 2), 0.25).reshape(points.shape[:2])
    return np.where(dry.any(axis=1), along[dry.argmax(axis=1)], np.inf)
