"""Ways that a camera may take through a scene, before one is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
CameraMove = Literal["orbit", "dolly", "pan", "static"]

FASTEST = 3.2
"""Metres a second on the way, however far the subjects are."""


@dataclass(frozen=True, eq=False)
class Still:
    """The composed picture: eye and pivot (what it is about), metres between them, and where the pivot appears.

    `yaw`: of the eye seen from the pivot, radians from +z towards +x; `up`: the eye's height over the pivot.
    """

    eye: Grid
    pivot: Grid
    place: Grid
    alone: bool
    """Whether there is no subject: the pivot is a point in the landscape."""

    @property
    def reach(self) -> float:
        away = self.eye - self.pivot
        return max(float(np.hypot(away[0], away[2])), 0.3)

    @property
    def yaw(self) -> float:
        away = self.eye - self.pivot
        return float(np.arctan2(away[0], away[2]))

    @property
    def up(self) -> float:
        return float(self.eye[1] - self.pivot[1])


@dataclass(frozen=True, eq=False)
class Route:
    """A way: for each knot the eye's yaw about the pivot, its level distance and height over the pivot.

    `places`: n x 2, where the pivot appears; `cost`: how unwelcome the way is in itself.
    """

    yaws: Grid
    reaches: Grid
    ups: Grid
    places: Grid
    cost: float

    def eyes(self, pivots: Grid) -> Grid:
        """n x 3, about n pivots."""
        level = np.stack([np.sin(self.yaws), np.zeros(len(self.yaws)), np.cos(self.yaws)], axis=1)
        rise = np.stack([np.zeros(len(self.ups)), self.ups, np.zeros(len(self.ups))], axis=1)
        return np.asarray(pivots + level * self.reaches[:, None] + rise)


def routes(
    move: CameraMove, still: Still, ways: Grid, duration: float, side: float, *, indoors: bool
) -> Iterator[Route]:
    """The ways of a move, from the wanted one to the least daring. `ways`: share 0..1 of the way for each knot."""
    if move == "orbit":
        yield from _orbits(still, ways, duration, side, indoors=indoors)
    elif move == "dolly":
        yield from _dollies(still, ways, duration, side)
    elif move == "pan":
        yield from _pans(still, ways, duration, side)
    yield _breath(still, ways)


def _orbits(still: Still, ways: Grid, duration: float, side: float, *, indoors: bool) -> Iterator[Route]:
    wanted = float(np.radians(np.interp(duration, (15, 30, 60), (66, 90, 120))))
    wanted = min(wanted, FASTEST * duration / still.reach)
    if indoors:
        wanted = min(wanted, float(np.radians(44)))
    if still.alone:
        wanted = min(wanted, float(np.radians(42)))
    for part in (1.0, 0.8, 0.6, 0.4, 0.25):
        for middle in (0.5, 0.35, 0.65, 0.15, 0.85):
            for away in (1.0, 1.18, 0.85):
                for lift in (0.05, 0.2, 0.45):
                    turn = side * wanted * part * (ways - middle)
                    bend = ((ways - middle) / 0.5) ** 2
                    yield Route(
                        still.yaw + turn,
                        still.reach * (1.0 + (away - 1.0) * np.minimum(bend, 1.0) + 0.05 * bend),
                        still.up + lift * still.reach * np.minimum(bend, 1.5) * 0.5,
                        np.tile(still.place, (len(ways), 1)),
                        2.2 * (1 - part) + 0.8 * abs(middle - 0.5) + 0.5 * abs(away - 1) + 0.6 * (lift - 0.05),
                    )


def _dollies(still: Still, ways: Grid, duration: float, side: float) -> Iterator[Route]:
    deep = 0.62 * (duration / 15.0) ** 0.25
    deep = min(deep, FASTEST * duration / still.reach)
    for part in (1.0, 0.75, 0.5, 0.3, 0.15):
        for middle in (0.5, 0.8, 0.25):
            for curve in (side, -side, 0.0):
                for lift in (0.06, 0.22):
                    off = ways - middle
                    yield Route(
                        still.yaw + curve * 0.22 * part * off,
                        still.reach * (1.0 - deep * part * off * np.where(off < 0, 1.0, 0.72)),
                        still.up + still.reach * lift * part * np.maximum(-off, off * 0.4),
                        np.tile(still.place, (len(ways), 1)),
                        2.0 * (1 - part) + 0.7 * abs(middle - 0.5) + 0.3 * (curve != side) + lift,
                    )


def _pans(still: Still, ways: Grid, duration: float, side: float) -> Iterator[Route]:
    wide = min(0.5 * (duration / 15.0) ** 0.3, FASTEST * duration / still.reach)
    for part in (1.0, 0.75, 0.5, 0.3, 0.15):
        for middle in (0.5, 0.25, 0.75):
            for lift in (0.0, 0.15):
                off = (ways - middle) * part
                across = side * wide * off * still.reach
                # Sideways on a straight line, in terms of angle and distance about the pivot.
                swing = np.array([[np.cos(still.yaw), -np.sin(still.yaw)]])
                level = np.array([[np.sin(still.yaw), np.cos(still.yaw)]]) * still.reach + across[:, None] * swing
                places = still.place + np.stack([-side * 0.5 * off, 0 * off], axis=1)
                yield Route(
                    np.unwrap(np.arctan2(level[:, 0], level[:, 1])),
                    np.linalg.norm(level, axis=1),
                    still.up + lift * still.reach * off**2,
                    np.clip(places, -0.62, 0.62),
                    2.0 * (1 - part) + 0.6 * abs(middle - 0.5) + lift,
                )


def _breath(still: Still, ways: Grid) -> Route:
    """Nearly locked: it drifts a hundredth of the distance."""
    turn = np.sin(2 * np.pi * ways)
    return Route(
        still.yaw + 0.004 * turn,
        still.reach * (1.0 - 0.012 * ways),
        still.up + 0.003 * still.reach * (1 - np.cos(2 * np.pi * ways)),
        np.tile(still.place, (len(ways), 1)),
        9.0,
    )
