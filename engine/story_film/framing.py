"""Aims the camera so that a scene's subjects stay in sight through a whole move, clear of the subtitles."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.media.film.shots.disparity import disparity_grid
from engine.media.film.shots.geometry import GRID
from engine.media.film.shots.moves import Move, pose_at
from engine.scene.scene import Camera, Picture

SIDE, TOP, BOTTOM = 0.05, 0.06, 0.80
"""Shares of the frame: subjects keep clear of the sides, of the top, and of what lies below BOTTOM: subtitles."""
WIDER_MAX = 1.6
"""By how much more the camera may see, at most."""
UPPER = 0.52
"""Share of the height of somebody, from the top, that a close-up shows."""
CLOSEST, CLOSE_BOTTOM = 0.5, 0.97
"""A close-up sees so much of what the camera saw, at least, and goes on under the subtitles."""
MOMENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
SPECK = 0.0004
"""Share of the frame under which a subject is too small to count."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """What subjects take of the frame during a move, 0..1 from the left and from the top.

    `cut`: the picture itself cuts them off at its lower edge, as in a close-up.
    """

    left: float
    top: float
    right: float
    bottom: float
    cut: bool = False


def reach(sketch: Picture, overscan: float, move: Move, strength: float) -> Box | None:
    """The box around all subjects at all moments of a move, or None where there are none.

    Args:
        sketch: drawn `overscan` times as large as the frame. A near thing grows and shifts more than a far one, as
            `engine.media.film.shots.geometry` has it.
    """
    mask = sketch.subjects > 0
    if mask.mean() < SPECK:
        return None
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    x, y = ((columns + 0.5) / width - 0.5) * overscan, ((rows + 0.5) / height - 0.5) * overscan
    near = disparity_grid(sketch.depth, width * GRID, height * GRID)[mask]
    boxes = []
    for moment in MOMENTS:
        pose = pose_at(move, moment, strength)
        grown = pose.zoom / (1 - pose.z * near)
        across, down = grown * (x - pose.x * near - pose.pan), grown * (y - pose.y * near * width / height)
        boxes.append([*np.percentile(across, (0.5, 99.5)), *np.percentile(down, (0.5, 99.5))])
    table = np.array(boxes) + 0.5
    left, right, top, bottom = (*_ends(table[:, :2]), *_ends(table[:, 2:]))
    return Box(left, top, right, bottom, bool(mask[-1].any()))


def upper_parts(sketch: Picture, living: Collection[int]) -> Picture | None:
    """The sketch with only the upper part left of somebody, but all of things; None where nobody is seen.

    Args:
        living: numbers of the subjects who have faces.
    """
    upper, somebody = sketch.subjects.copy(), False
    for number in living:
        mask = sketch.subjects == number
        if mask.mean() >= SPECK:
            rows = np.flatnonzero(mask.any(axis=1))
            first = rows[0] + max(1, round((rows[-1] - rows[0] + 1) * UPPER))
            upper[first:][mask[first:]] = 0
            somebody = True
    return replace(sketch, subjects=upper) if somebody else None


def only(sketch: Picture, living: Collection[int]) -> Picture | None:
    """The sketch with nobody and nothing left but these subjects; None where none of them is seen."""
    left = np.where(np.isin(sketch.subjects, list(living)), sketch.subjects, 0).astype(sketch.subjects.dtype)
    return replace(sketch, subjects=left) if (left > 0).mean() >= SPECK else None


def _ends(spans: Points) -> tuple[float, float]:
    return float(spans[:, 0].min()), float(spans[:, 1].max())


def aimed(camera: Camera, box: Box, aspect: float, overscan: float, *, close: bool = False) -> Camera:
    """The camera turned and widened until the box lies where subjects should be; the same one if it does already.

    Args:
        aspect: width by height of the frame.
        overscan: by how much the camera's picture is larger than the frame.
        close: whether the camera comes nearer until the box fills the frame.
    """
    lowest = CLOSE_BOTTOM if close else BOTTOM
    tall = 0.0 if box.cut else (box.bottom - box.top) / (lowest - TOP)
    wider = min(max(CLOSEST if close else 1.0, (box.right - box.left) / (1 - 2 * SIDE), tall), WIDER_MAX)
    left, right = (0.5 + (side - 0.5) / wider for side in (box.left, box.right))
    top, bottom = (0.5 + (side - 0.5) / wider for side in (box.top, box.bottom))
    down = _shift(top, bottom, TOP, math.inf if box.cut else lowest)
    across = _shift(left, right, SIDE, 1 - SIDE)
    if 0.99 < wider < 1.01 and abs(down) < 0.01 and abs(across) < 0.01:
        return camera
    half = math.tan(math.radians(camera.fov) / 2) * wider
    frame = 2 * half / overscan
    target = _turned(camera, -across * frame * aspect, down * frame)
    return replace(camera, fov=math.degrees(2 * math.atan(half)), target=target)


def _shift(first: float, last: float, low: float, high: float) -> float:
    """How far a span must move to lie within bounds; centred on them where it is too long."""
    if last - first > high - low:
        return (low + high - first - last) / 2
    return max(0.0, low - first) + min(0.0, high - last)


def _turned(camera: Camera, right: float, up: float) -> tuple[float, float, float]:
    """The target for a camera turned by these tangents."""
    eye, target = np.array(camera.eye), np.array(camera.target)
    forward = target - eye
    distance = float(np.linalg.norm(forward))
    forward = forward / distance
    side = np.cross(forward, (0.0, 1.0, 0.0))
    side = side / max(1e-6, float(np.linalg.norm(side)))
    above = np.cross(side, forward)
    moved = target + distance * (side * right + above * up)
    return float(moved[0]), float(moved[1]), float(moved[2])
