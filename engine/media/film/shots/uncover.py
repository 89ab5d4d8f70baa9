"""Paints what comes out from behind near things into frames: small tiles wherever something does, all at once."""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.film.frames import Frame, chroma, luma, to_yuv
from engine.media.film.shots.disparity import Field
from engine.media.film.shots.geometry import GRID, Line
from engine.media.film.shots.relief import GridFrame

TILE = 8
"""Cells along a tile's side."""
FILL = 2
"""Pixels of the source to one of the background, along each axis: chroma has no more, and the background is soft."""
SHOWN = 0.02
"""A smaller share of the background is not seen."""

_EDGE = TILE + 2  # with a margin of one cell around
_Value = TypeVar("_Value", np.float32, np.uint8)
Tiles = NDArray[np.intp]
"""n x 2: the row and the column of the frame's cell in the corner of each tile, margin of the grid not counted."""


def tiles_of(hidden: Field) -> Tiles:
    """The tiles that cover all cells of which the background is seen. `hidden` as in `View`."""
    touched = cv2.dilate(cv2.threshold(hidden, SHOWN, 255, cv2.THRESH_BINARY)[1], np.ones((3, 3), np.uint8))[1:-1, 1:-1]
    rows, columns = (-(-side // TILE) for side in touched.shape)
    below, right = rows * TILE - touched.shape[0], columns * TILE - touched.shape[1]
    whole = cv2.copyMakeBorder(touched, 0, below, 0, right, cv2.BORDER_CONSTANT, value=0)
    return np.argwhere(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)) * TILE


class Uncover:
    """The background of one picture.

    Args:
        background: RGB, the source's size divided by FILL.
        grid: of the frames, over the source.
    """

    def __init__(self, background: NDArray[np.uint8], grid: GridFrame) -> None:
        self._background = to_yuv(background)
        self._grid = grid

    def draw(self, tiles: Tiles, axes: tuple[Line, Line], behind: Field, hidden: Field, frame: Frame) -> None:
        """Mix the background into tiles of an NV12 frame. `behind` and `hidden` as in `View`."""
        height, width = hidden.shape
        steps = np.arange(_EDGE)
        rows = np.minimum(tiles[:, 0] + steps[:, None], height - 1)[..., None]
        columns = np.minimum(tiles[:, 1, None] + steps, width - 1)
        shares = cv2.convertScaleAbs(_strip(hidden[rows, columns]), alpha=255)
        across, down = self._grid.positions(axes, behind[rows, columns], columns=columns, rows=rows)
        filled = self._warped(_strip(across), _strip(down))
        half = _grown(shares, GRID // 2)
        bright = _grown(cv2.extractChannel(filled, 0), FILL)
        _mix(luma(frame)[..., None], tiles * GRID, bright[..., None], _grown(shares, GRID)[..., None])
        _mix(chroma(frame), tiles * (GRID // 2), filled[..., 1:], cv2.merge([half, half]))

    def _warped(self, across: Field, down: Field) -> NDArray[np.uint8]:
        """The background at the cells' positions in the source: GRID / FILL pixels to a cell."""
        corner = (1 / FILL - 1) / 2
        where = _grown(cv2.merge([across / FILL + corner, down / FILL + corner]), GRID // FILL)
        whole, part = cv2.convertMaps(where, None, cv2.CV_16SC2)
        warped: NDArray[np.uint8] = cv2.remap(
            self._background, whole, part, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return warped


def _strip(tiles: NDArray[_Value]) -> NDArray[_Value]:
    """Rows x tiles x columns as one wide picture."""
    return tiles.reshape(len(tiles), -1)


def _grown(cells: NDArray[_Value], step: int) -> NDArray[_Value]:
    """`step` times as fine, interpolated."""
    rows, columns = cells.shape[:2]
    fine: NDArray[_Value] = cv2.resize(cells, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return fine


def _mix(plane: NDArray[np.uint8], corners: Tiles, new: NDArray[np.uint8], shares: NDArray[np.uint8]) -> None:
    """Replace a share (0..255) of each pixel in tiles of a plane, height x width x values, by that of `new`.

    Args:
        corners: of the tiles in the plane, in pixels.
        new, shares: the tiles side by side, with their margins.
    """
    edge = len(new)
    margin = edge // _EDGE
    side = edge - 2 * margin
    areas = [plane[top : top + side, left : left + side] for top, left in corners.tolist()]
    old = np.zeros((edge, len(corners), edge, plane.shape[2]), np.uint8)
    inner = old[margin:, :, margin:]
    for i, area in enumerate(areas):
        inner[: area.shape[0], i, : area.shape[1]] = area
    strip = old.reshape(edge, -1)
    shares = shares.reshape(strip.shape)
    kept = cv2.multiply(strip, cv2.bitwise_not(shares), scale=1 / 255)
    cv2.add(kept, cv2.multiply(new.reshape(strip.shape), shares, scale=1 / 255), dst=strip)
    for i, area in enumerate(areas):
        area[:] = inner[: area.shape[0], i, : area.shape[1]]
