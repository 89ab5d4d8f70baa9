"""How the slab stands that pages are drawn on in the style "3d".

It hangs in space, sways, and turns over between pages. Pages are drawn on it through a 3 x 3 matrix of
perspective, so that their words stay outlines and keep sharp.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import skia
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Shape (n, 2), logical units of the frame or of the slab."""

FACE = (28.0, 20.0, 1252.0, 664.0, 34.0)
"""Left, top, right, bottom and corners of the slab's face in the units that pages are drawn in."""
BEVEL, BEVEL_DEPTH, THICK = 9.0, 16.0, 40.0
"""How far the bevel stands out around the face, how far it goes back, and how thick the slab is."""
SIZE, DISTANCE = 0.9, 2000.0
"""Of the slab in the frame when it stands straight; from the eye to it, in units of the frame."""
PLACE = (640.0, 340.0)
"""Where its middle stands in the frame."""
SWAY = ((math.radians(4.2), 13.0, 0.6), (math.radians(1.5), 8.9, 0.0))
"""Of turn and tilt: how far to each side in radians, seconds of a period, and its phase in radians."""
TURN_SECONDS, TURN_BACK = 0.8, 640.0
"""A turn from page to page, and how far the slab goes back for it, so that it keeps within the frame."""
ARRIVAL_SECONDS, ARRIVAL_BACK, ARRIVAL_TURN = 1.1, 900.0, 0.75
TITLE_BACK = 620.0
"""How much farther away the slab hangs with the title: one sees the place."""
LEAN, LEAN_SWAY = (0.5, 1.0), 9.0
"""To where the sides of bodies on the slab show when it stands straight; and by how much more as it turns."""


@dataclass(frozen=True)
class Pose:
    """How the slab stands.

    Attributes:
        page: the number of the page on the side that is seen.
        turn, tilt: radians; positive: the right edge, the upper edge is farther away.
        back: how much farther away its middle is, in units of the frame.
    """

    page: int
    turn: float
    tilt: float
    back: float = 0.0

    @property
    def lean(self) -> tuple[float, float]:
        """To where the sides of things that stand on the slab show, in units for each unit of their height."""
        sideways = LEAN[0] - LEAN_SWAY * math.sin(self.turn) * math.cos(self.turn)
        return max(-1.4, min(1.4, sideways)), LEAN[1] + LEAN_SWAY * 0.6 * self.tilt

    def matrix(self, depth: float = 0.0) -> Points:
        """From a plane of the slab, `depth` behind its face, to the frame: 3 x 3, for points (x, y, 1)."""
        across = np.array([math.cos(self.turn), 0.0, math.sin(self.turn)])
        down = np.array([0.0, math.cos(self.tilt), -math.sin(self.tilt)])
        across[1], across[2] = across[2] * math.sin(self.tilt), across[2] * math.cos(self.tilt)
        inward = np.cross(across, down)
        eye = np.diag([DISTANCE, DISTANCE, 1.0]) @ np.column_stack(
            [across * SIZE, down * SIZE, inward * depth * SIZE + (0.0, 0.0, DISTANCE + self.back)]
        )
        there = np.array([[1.0, 0.0, PLACE[0]], [0.0, 1.0, PLACE[1]], [0.0, 0.0, 1.0]])
        middle = (FACE[0] + FACE[2]) / 2, (FACE[1] + FACE[3]) / 2
        here = np.array([[1.0, 0.0, -middle[0]], [0.0, 1.0, -middle[1]], [0.0, 0.0, 1.0]])
        found: Points = there @ eye @ here
        found /= found[2, 2]
        return found

    def edge(self, depth: float = 0.0, grown: float = 0.0) -> Points:
        """Where the outline of the face, `grown` on all sides and `depth` behind it, stands in the frame."""
        flat = _outline(grown)
        seen = np.column_stack([flat, np.ones(len(flat))]) @ self.matrix(depth).T
        points: Points = seen[:, :2] / seen[:, 2:]
        return points


def pose_at(seconds: float, starts: Sequence[float]) -> Pose:
    """How the slab stands at a second of a film whose pages begin at `starts`, the first one at 0."""
    turn, tilt = (far * math.sin(2 * math.pi * seconds / period + phase) for far, period, phase in SWAY)
    page = max(0, bisect_right(starts, seconds + 1e-6) - 1)
    pose = Pose(page, turn, tilt, 0.0 if page else TITLE_BACK)
    passed = seconds - starts[page]
    if page and passed < TURN_SECONDS:
        return _turning(pose, passed / TURN_SECONDS)
    if not page and passed < ARRIVAL_SECONDS:
        left = (1.0 - passed / ARRIVAL_SECONDS) ** 3
        return replace(pose, turn=turn - ARRIVAL_TURN * left, back=pose.back + ARRIVAL_BACK * left)
    return pose


def _turning(pose: Pose, share: float) -> Pose:
    """On the way from the page before to this one: half a turn, first with the old page, then with the new one."""
    gone = share * share * (3 - 2 * share)
    angle = math.pi * gone
    back = TURN_BACK * math.sin(angle) ** 2 + (TITLE_BACK * (1.0 - gone) if pose.page == 1 else 0.0)
    if angle < math.pi / 2:
        return replace(pose, page=pose.page - 1, turn=pose.turn * math.cos(angle) + angle, back=back)
    return replace(pose, turn=-pose.turn * math.cos(angle) + angle - math.pi, back=back)


def skia_matrix(matrix: Points) -> skia.Matrix:
    return skia.Matrix.MakeAll(*matrix.ravel().tolist())


def _outline(grown: float, steps: int = 8) -> Points:
    """The outline of the face, clockwise, its corners in `steps` pieces."""
    left, top, right, bottom, corner = FACE
    angles = np.linspace(0.0, math.pi / 2, steps)
    radius = corner + grown
    middles = ((right, bottom, 0), (left, bottom, 1), (left, top, 2), (right, top, 3))
    pieces = []
    for (x, y, quarter), (inward_x, inward_y) in zip(middles, ((-1, -1), (1, -1), (1, 1), (-1, 1)), strict=True):
        turned = angles + quarter * math.pi / 2
        x, y = x + inward_x * corner, y + inward_y * corner
        pieces.append(np.column_stack([x + radius * np.cos(turned), y + radius * np.sin(turned)]))
    return np.concatenate(pieces)
