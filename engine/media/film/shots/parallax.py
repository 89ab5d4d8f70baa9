"""A camera moving before a picture with depth: near things shift against far ones.

Drawn straight into NV12 planes. Disparities live on a grid of a quarter of the frame's size: every few frames they
are searched anew (relief.py), between them they are interpolated while the camera itself moves exactly. Each
frame is then one look-up of the source (lookup.py), and a warp of the filled-in background where something comes out
from behind.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, empty_nv12, to_nv12
from engine.media.film.shots.background import background_disparity, fill_background, hidden_cells
from engine.media.film.shots.disparity import disparity_grid
from engine.media.film.shots.geometry import lines, parallax_range, parallax_speed, source_size
from engine.media.film.shots.lookup import Lookup
from engine.media.film.shots.moves import Take
from engine.media.film.shots.relief import GridFrame, Relief, View
from engine.media.film.shots.uncover import FILL, Tiles, Uncover, tiles_of

KEY_PIXELS = 10.0
KEY_FRAMES_MAX = 8
"""Frames from one search to the next: as many as it takes near and far to shift by so many pixels."""
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
        self._grid = GridFrame(take.width, take.height, width, height)
        background = fill_background(resample(source, width // FILL, height // FILL), hidden)
        self._uncover = Uncover(background, self._grid)
        self._relief = Relief(surface, background_disparity(surface, hidden), self._grid)
        self._key_frames = min(KEY_FRAMES_MAX, max(1, int(KEY_PIXELS / max(1e-6, parallax_speed(take)))))
        self._views: dict[int, View] = {}
        self._found: tuple[tuple[int, bool], Tiles] = ((-1, False), np.empty((0, 2), np.intp))
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
        across, down = self._grid.positions(axes, _between(before.seen, after.seen, share))
        self._source.draw(across, down, self._frame)
        tiles = self._tiles(index, before, after)
        if len(tiles):
            behind, hidden = _between(before.behind, after.behind, share), _between(before.hidden, after.hidden, share)
            self._uncover.draw(tiles, axes, behind, hidden, self._frame)
        return self._frame

    def _around(self, index: int) -> tuple[View, View, float]:
        """The searched views before and after a frame, and how far it is from the first to the second."""
        key, rest = divmod(index, self._key_frames)
        before = self._view(key)
        if not rest:
            return before, before, 0.0
        last = min((key + 1) * self._key_frames, self._take.frames - 1)
        return before, self._view(key + 1), rest / (last - key * self._key_frames)

    def _tiles(self, index: int, before: View, after: View) -> Tiles:
        """Where something is to uncover in a frame, and in all up to the next search."""
        moment = index // self._key_frames, index % self._key_frames > 0
        if self._found[0] != moment:
            self._found = moment, tiles_of(np.maximum(before.hidden, after.hidden))
        return self._found[1]

    def _view(self, key: int) -> View:
        if key not in self._views:
            for old in [k for k in self._views if not key - 1 <= k <= key + 1]:
                del self._views[old]
            pose = self._take.pose(min(key * self._key_frames, self._take.frames - 1))
            self._views[key] = self._relief.view(lines(pose, self._take.width))
        return self._views[key]


def resample(rgb: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The picture at another size: averaged when smaller, bicubic when larger."""
    method = cv2.INTER_AREA if width < rgb.shape[1] else cv2.INTER_CUBIC
    out: NDArray[np.uint8] = cv2.resize(rgb, (width, height), interpolation=method)
    return out


def _between(first: _Grid, second: _Grid, share: float) -> _Grid:
    if not share:
        return first
    mixed: _Grid = cv2.addWeighted(first, 1 - share, second, share, 0)
    return mixed
