"""Finds what a moved camera sees: a search from near to far through a picture's disparities.

Relief mapping (Policarpo, Oliveira and Comba 2005): along each ray the first level at which the surface is at least
as near as the ray. For one level the way from frame to source is a scaling and a shift of each axis, so a step of the
search picks rows and columns. A ray that ends above the surface has passed the edge of something near. If the
surface found below it is seen from the camera too, it is what the ray meets; else the ray looks behind something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.shots.disparity import Field
from engine.media.film.shots.geometry import GRID, Line, parallax

PIXELS_A_LEVEL = 6.0
MAX_LEVELS = 32
CLIFF = 0.06
"""Surfaces that differ by more are not the same thing."""
FADE = 0.08
FINE = 2
"""The search takes the nearest of values this many times as dense as the grid: far cheaper than a warp."""


Cells = NDArray[np.intp] | None


@dataclass(frozen=True, eq=False)
class View:
    """What the camera sees, on the frame's grid with a margin of one cell on each side.

    Attributes:
        seen: disparities 0..1.
        hidden: 0..1, how much of what is seen there the source picture does not show.
        behind: disparities 0..1 of the background there.
    """

    seen: Field
    hidden: NDArray[np.float32]
    behind: Field


@dataclass(frozen=True)
class GridFrame:
    """The grid of a frame of `width` x `height` pixels over a source of `source_width` x `source_height`."""

    width: int
    height: int
    source_width: int
    source_height: int

    @property
    def cells(self) -> tuple[int, int]:
        """Columns and rows, margins included."""
        return -(-self.width // GRID) + 2, -(-self.height // GRID) + 2

    @cached_property
    def centres(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Positions of columns and rows in the frame, in pixels from its middle."""
        columns, rows = self.cells
        first = (GRID - 1) / 2 - GRID
        x = np.arange(columns, dtype=np.float32) * GRID + (first - (self.width - 1) / 2)
        y = np.arange(rows, dtype=np.float32) * GRID + (first - (self.height - 1) / 2)
        return x.astype(np.float32), y.astype(np.float32)

    def positions(
        self, axes: tuple[Line, Line], q: Field, rows: Cells = None, columns: Cells = None
    ) -> tuple[Field, Field]:
        """Where cells lie in the source when their disparity is `q`, in pixels from the middle of its first pixel.

        Args:
            rows, columns: which of the grid's cells `q` is of; of a shape that goes with that of `q`.
        """
        (across, down), (centres_x, centres_y) = axes, self.centres
        x = centres_x if columns is None else centres_x[columns]
        y = centres_y[:, None] if rows is None else centres_y[rows]
        middle_x, middle_y = (self.source_width - 1) / 2, (self.source_height - 1) / 2
        return (
            q * (across.shift - across.shrink * x) + (across.scale * x + (across.pan + middle_x)),
            q * (down.shift - down.shrink * y) + (down.scale * y + (down.pan + middle_y)),
        )

    def cells_of_source(self, axes: tuple[Line, Line], q: float) -> list[NDArray[np.float64]]:
        """For each column, and each row, of the frame's grid the place on the source's grid, at one disparity."""
        places = []
        for axis, centres, length in zip(axes, self.centres, (self.source_width, self.source_height), strict=True):
            factor, offset = axis.at(q)
            middle = (length - 1) / 2 - (GRID - 1) / 2
            places.append((centres.astype(np.float64) * factor + (offset + middle)) / GRID)
        return places


class Relief:
    """Searches one picture's disparities."""

    def __init__(self, surface: Field, background: Field, frame: GridFrame) -> None:
        self._surface = surface
        self._fine = cv2.resize(surface, None, fx=FINE, fy=FINE, interpolation=cv2.INTER_LINEAR)
        self._background = background
        self._lowest = float(surface.min())
        self._frame = frame

    def view(self, axes: tuple[Line, Line]) -> View:
        """What a camera sees whose geometry `lines` gave."""
        levels = self._levels(axes)
        reached = self._search(axes, levels)
        place = self._cells_at(axes, reached)
        found = _sample(self._surface, *place)
        missed = reached - found > 1.5 * float(levels[0] - levels[1])
        again = _sample(self._surface, *self._cells_at(axes, found))
        covered = np.clip((np.abs(again - found) - CLIFF) / FADE, 0, 1)
        hidden = np.where(missed, covered, np.float32(0)).astype(np.float32)
        np.copyto(found, reached, where=hidden > 0)
        return View(found, _soften(hidden), _sample(self._background, *place))

    def _levels(self, axes: tuple[Line, Line]) -> NDArray[np.float64]:
        """Disparities from 1 to that of the farthest, so close that nothing shifts by much from one to the next."""
        shift = parallax(axes, self._frame.width, self._frame.height)
        count = min(MAX_LEVELS, max(2, math.ceil(shift / PIXELS_A_LEVEL)))
        return np.linspace(1.0, min(self._lowest, 1 - CLIFF), count + 1)

    def _search(self, axes: tuple[Line, Line], levels: NDArray[np.float64]) -> Field:
        """For each cell the level at which its ray first meets the surface."""
        best = np.zeros(self._frame.cells[::-1], np.float32)
        for above, level in zip(levels, levels[1:], strict=False):
            columns, rows = (
                np.rint(place * FINE + (FINE - 1) / 2).astype(np.intp)
                for place in self._frame.cells_of_source(axes, float(level))
            )
            met = self._fine.take(rows, 0, mode="clip").take(columns, 1, mode="clip")
            cv2.min(met, float(above), dst=met)
            _, met = cv2.threshold(met, float(level) - 1e-5, 0, cv2.THRESH_TOZERO)
            cv2.max(best, met, dst=best)
        return best

    def _cells_at(self, axes: tuple[Line, Line], q: Field) -> tuple[Field, Field]:
        across, down = self._frame.positions(axes, q)
        offset = (GRID - 1) / 2
        return (across - offset) / GRID, (down - offset) / GRID


def _sample(field: Field, columns: NDArray[np.float32], rows: NDArray[np.float32]) -> Field:
    found: Field = cv2.remap(field, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return found


def _soften(mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without holes, and fading within a cell."""
    grown = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    soft: NDArray[np.float32] = cv2.blur(grown, (3, 3))
    return soft
