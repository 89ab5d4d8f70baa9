"""Lanes: where cars drive, and how they are seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.scene.scene import Road

Grid = NDArray[np.float64]

ROAD_VEHICLES = frozenset({"car", "truck", "bus", "motorcycle", "bicycle", "tractor", "cart"})
STEP, WITHIN = 1.5, 75.0
"""Metres between two places on a lane, and how far from the middle of the land they are looked for."""
CROSSING = 7.0
"""Metres from the middle of a crossing that stay free."""


def lanes(roads: Sequence[Road]) -> Grid:
    """Places on the right-hand lanes of all roads, k x 3: x, z and the yaw in degrees of who drives there."""
    found = [np.zeros((0, 3))]
    for road in roads:
        for start, end in ((road.start, road.end), (road.end, road.start)):
            a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
            way = (b - a) / max(float(np.linalg.norm(b - a)), 1e-9)
            right = np.array([-way[1], way[0]])
            along = np.arange(0.0, float(np.linalg.norm(b - a)), STEP)[:, None]
            points = a + along * way + right * road.width / 4
            near = (np.abs(points) < WITHIN).all(axis=1) & ~_on_another(points, road, roads)
            yaw = np.full(int(near.sum()), np.degrees(np.arctan2(way[0], way[1])))
            found.append(np.column_stack([points[near], yaw]))
    return np.concatenate(found)


def _on_another(points: Grid, road: Road, roads: Sequence[Road]) -> NDArray[np.bool_]:
    """Where another road is crossed."""
    crossing = np.zeros(len(points), bool)
    for other in roads:
        a, b = np.asarray(other.start), np.asarray(other.end)
        way = (b - a) / max(float(np.linalg.norm(b - a)), 1e-9)
        if other is not road and abs(float(way @ np.subtract(road.end, road.start))) < 1e-3 * float(
            np.linalg.norm(np.subtract(road.end, road.start))
        ):
            offsets = points - a
            crossing |= np.abs(offsets[:, 0] * way[1] - offsets[:, 1] * way[0]) < CROSSING
    return crossing


def lane_near(
    places: Grid, point: Grid, eye: Grid, radius: float, free: Sequence[tuple[Grid, float]]
) -> tuple[Grid, float] | None:
    """The lane's place (x, z) and yaw that an eye at (x, z) sees most nearly where it sees `point`.

    `free`: (x, z) and radius of what is there already. None where there is no room.
    """
    if not len(places):
        return None
    wanted, offsets = point - eye, places[:, :2] - eye
    reach, distance = np.linalg.norm(offsets, axis=1), float(np.linalg.norm(wanted))
    angle = np.abs(np.arctan2(offsets[:, 1], offsets[:, 0]) - np.arctan2(wanted[1], wanted[0]))
    angle = np.minimum(angle, 2 * np.pi - angle)
    yaw = np.radians(places[:, 2])
    towards = -(np.sin(yaw) * offsets[:, 0] + np.cos(yaw) * offsets[:, 1]) / np.maximum(reach, 1e-6)
    cost = 4.0 * angle + 1.5 * np.abs(np.log(np.maximum(reach, 0.1) / max(distance, 0.1))) - 0.7 * np.sign(towards)
    cost += 2.0 * np.maximum(np.abs(towards) - 0.9, 0.0) * 10
    cost[reach < 0.5 * distance] = np.inf
    for other, size in free:
        cost[np.linalg.norm(places[:, :2] - other, axis=1) < radius + size] = np.inf
    best = int(np.argmin(cost))
    return (places[best, :2], float(places[best, 2])) if np.isfinite(cost[best]) else None
