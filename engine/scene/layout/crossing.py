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
        along = np.arange(0.5, 0.8 * length, 0.5)
        banks = [_bank(site, middle, way, along) for way in np.concatenate([_ways(turns), -_ways(turns)])]
        widths = np.array([banks[k] + banks[k + 12] for k in range(12)])
        best = int(np.argmin(widths))
        if np.isfinite(widths[best]) and abs(banks[best] - banks[best + 12]) < 1.6:
            shift = (banks[best] - banks[best + 12]) / 2
            centre = middle + _ways(turns)[best] * shift
            return centre, float(-np.degrees(turns[best])), max(1.0, (float(widths[best]) + 3.0) / length)
    return None


def _ways(angles: Grid) -> Grid:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _bank(site: Site, middle: Grid, way: Grid, along: Grid) -> float:
    """Metres to dry land that way; infinite where there is none near."""
    dry = site.dry(middle + along[:, None] * way, 0.25)
    return float(along[int(np.argmax(dry))]) if dry.any() else float("inf")
