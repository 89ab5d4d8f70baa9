"""A camera moving before a picture with depth: near things shift against far ones.

Drawn straight into NV12 planes. Disparities live on a grid of a quarter of the frame's size: every few frames they
are searched anew (relief.py), between them they are interpolated while the camera itself moves exactly. Each
frame is then one look-up of the source (lookup.py), and a warp of the filled-in background where something comes out
from behind.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_nv12
from engine.media.film.shots.background import background_disparity, fill_background, hidden_cells
from engine.media.film.shots.disparity import disparity_grid
from engine.media.film.shots.geometry import GRID, Line, lines, parallax_range, parallax_speed, source_size
from engine.media.film.shots.lookup import Lookup
from engine.media.film.shots.moves import Take
from engine.media.film.shots.relief import GridFrame, Relief, View, positions

KEY_PIXELS = 8.0
KEY_FRAMES_MAX = 8
"""Frames from one search to the next: as many as it takes near and far to shift by so many pixels."""
TILE_CELLS = 16
HIDDEN_SPANS = 2.0
"""How wide the background is continued under near things, in spans of parallax: nothing near may be mirrored back."""

_Grid = NDArray[np.float32]


class Parallax:
    """A shot of one picture.

    Args:
        rgb: h x w x 3.
        depth: h x w (of any size), smaller is nearer, infinite for the sky.
        take: size, frames and move. Frames of 1280 x 720 or more want a picture of at least that size.
    """

    def __init__(self, rgb: NDArray[np.uint8], depth: NDArray[np.float32], take: Take) -> None:
        VideoFormat(take.width, take.height)  # refuses sizes that cannot be encoded
        self._take = take
        width, height = source_size(take, rgb.shape[1], rgb.shape[0])
        source = resample(rgb, width, height)
        surface = disparity_grid(depth, width, height)
        span = parallax_range(take)
        hidden = hidden_cells(surface, span * HIDDEN_SPANS)
        self._source = Lookup(to_nv12(source), take.size)
        self._filled = to_nv12(fill_background(source, hidden))
        self._grid = GridFrame(take.width, take.height, width, height)
        self._relief = Relief(surface, background_disparity(surface, hidden), self._grid)
        self._key_frames = min(KEY_FRAMES_MAX, max(1, int(KEY_PIXELS / max(1e-6, parallax_speed(take)))))
        self._x, self._y = self._grid.centres()
        self._views: dict[int, View] = {}
        self._tiles: tuple[tuple[int, bool], list[_Run]] = ((-1, False), [])
        self._frame = empty_nv12(*take.size)

    @property
    def size(self) -> tuple[int, int]:
        return self._take.size

    @property
    def frames(self) -> int:
        return self._take.frames

    def frame(self, index: int) -> Frame:
        """The frame as NV12; drawn over by the next call."""
        axes = lines(self._take.pose(index), self._take.width)
        before, after, share = self._around(index)
        self._source.draw(self._map(axes, _between(before.seen, after.seen, share)), self._frame)
        hidden = _between(before.hidden, after.hidden, share)
        if runs := self._runs(index, before, after):
            behind = self._map(axes, _between(before.behind, after.behind, share))
            for run in runs:
                self._uncover(run, behind, hidden)
        return self._frame

    def _around(self, index: int) -> tuple[View, View, float]:
        """The searched views before and after a frame, and how far it is from the first to the second."""
        key, rest = divmod(index, self._key_frames)
        before = self._view(key)
        if not rest:
            return before, before, 0.0
        last = min((key + 1) * self._key_frames, self._take.frames - 1)
        return before, self._view(key + 1), rest / (last - key * self._key_frames)

    def _runs(self, index: int, before: View, after: View) -> list[_Run]:
        """The tiles to uncover in a frame and in all up to the next search."""
        moment = index // self._key_frames, index % self._key_frames > 0
        if self._tiles[0] != moment:
            self._tiles = moment, _runs(np.maximum(before.hidden, after.hidden))
        return self._tiles[1]

    def _view(self, key: int) -> View:
        if key not in self._views:
            for old in [k for k in self._views if not key - 1 <= k <= key + 1]:
                del self._views[old]
            pose = self._take.pose(min(key * self._key_frames, self._take.frames - 1))
            self._views[key] = self._relief.view(lines(pose, self._take.width))
        return self._views[key]

    def _map(self, axes: tuple[Line, Line], q: _Grid) -> _Grid:
        """Source positions of the grid's cells, in pixels from the source's corner."""
        across, down = positions(axes, q, self._x, self._y)
        across += np.float32((self._grid.source_width - 1) / 2)
        down += np.float32((self._grid.source_height - 1) / 2)
        where: _Grid = cv2.merge([across, down])
        return where

    def _uncover(self, run: _Run, where: _Grid, hidden: _Grid) -> None:
        cells = (slice(run.top, run.bottom + 2), slice(run.left, run.right + 2))
        part, weight = where[cells], hidden[cells]
        planes = ((luma, GRID, part), (chroma, GRID // 2, _for_chroma(part)))
        for plane, step, positions_ in planes:
            shown = plane(self._frame)
            area = shown[run.top * step : run.bottom * step, run.left * step : run.right * step]
            filled = np.empty(area.shape, np.uint8)
            _remap(plane(self._filled), positions_, step, filled)
            share = _grown(weight, step, area.shape)
            area[:] = cv2.blendLinear(filled, np.ascontiguousarray(area), share, 1 - share)


def resample(rgb: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture at another size: averaged when smaller, bicubic when larger."""
    method = cv2.INTER_AREA if width < rgb.shape[1] else cv2.INTER_CUBIC
    out: NDArray[np.uint8] = cv2.resize(rgb, (width, height), interpolation=method)
    return out


@dataclass(frozen=True)
class _Run:
    """Neighbouring tiles in one row, in cells of the frame."""

    top: int
    bottom: int
    left: int
    right: int


def _runs(hidden: _Grid) -> list[_Run]:
    """The tiles in which something comes out from behind."""
    inner = hidden[1:-1, 1:-1]
    rows, columns = inner.shape
    found = []
    for top in range(0, rows, TILE_CELLS):
        bottom = min(rows, top + TILE_CELLS)
        used = np.flatnonzero(hidden[top : bottom + 2].max(axis=0) > 0.02)
        if not len(used):
            continue
        for part in np.split(used, np.flatnonzero(np.diff(used) > TILE_CELLS) + 1):
            found.append(_Run(top, bottom, max(0, int(part[0]) - 2), min(columns, int(part[-1]) + 1)))
    return found


def _between(first: _Grid, second: _Grid, share: float) -> _Grid:
    if not share:
        return first
    mixed: _Grid = cv2.addWeighted(first, 1 - share, second, share, 0)
    return mixed


def _for_chroma(where: _Grid) -> _Grid:
    """Positions in the chroma plane, which has half the source's size."""
    return where * np.float32(0.5) - np.float32(0.25)


def _grown(cells: _Grid, step: int, shape: tuple[int, ...]) -> _Grid:
    """A grid with a margin of one cell, `step` times as fine, its margin cut off, of `shape` (rows, columns)."""
    rows, columns = cells.shape[:2]
    fine: _Grid = cv2.resize(cells, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return fine[step : step + shape[0], step : step + shape[1]]


def _remap(source: NDArray[np.uint8], where: _Grid, step: int, out: NDArray[np.uint8]) -> None:
    """Fill `out` with what `source` shows at the positions of the cells, interpolated between them."""
    whole, part = cv2.convertMaps(_grown(where, step, out.shape), None, cv2.CV_16SC2)
    cv2.remap(source, whole, part, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REPLICATE)
