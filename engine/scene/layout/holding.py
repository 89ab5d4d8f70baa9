"""What people hold: the pose that it takes, and how the thing lies in the hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.shaping import turning
from engine.scene.mesh import Mesh
from engine.scene.scene import Vector
from engine.scene.spec import SceneSpec, Subject

Grid = NDArray[np.float64]

HOLDERS = frozenset({"man", "woman", "boy", "girl", "child", "astronaut"})
GROWN_UP = 1.62
"""Metres: the height for which the grips are given."""


@dataclass(frozen=True)
class Grip:
    """How a thing is held.

    Attributes:
        at: share of its height where the hand is.
        turn: degrees about x, y and z.
        both: with both hands before the body.
        scale: times its usual size.
        reach: metres that it is in front of the hand.
    """

    at: float = 0.0
    turn: Vector = (0.0, 0.0, 0.0)
    both: bool = False
    scale: float = 1.0
    reach: float = 0.0


GRIPS: Mapping[str, Grip] = MappingProxyType(
    {
        "umbrella": Grip(0.12, (-10.0, 0.0, 9.0), scale=1.2), "sword": Grip(0.97, (180.0, 0.0, 14.0), scale=0.85),
        "lantern": Grip(0.97), "balloon": Grip(0.03, scale=1.1), "candle": Grip(0.2, scale=1.2),
        "torch": Grip(0.2), "key": Grip(0.2, scale=1.5), "cup": Grip(0.35, reach=0.03, scale=1.3),
        "bottle": Grip(0.4), "apple": Grip(0.2, scale=1.3), "orange": Grip(0.2, scale=1.2), "banana": Grip(0.2),
        "flower": Grip(0.25, scale=0.9), "rose": Grip(0.25), "tulip": Grip(0.25), "sunflower": Grip(0.4, scale=0.7),
        "book": Grip(0.0, (42.0, 0.0, 0.0), both=True, scale=1.15), "gift": Grip(0.1, both=True, reach=0.1),
        "ball": Grip(0.2, both=True, reach=0.1), "bowl": Grip(0.2, both=True, reach=0.06),
        "cake": Grip(0.05, both=True, reach=0.08), "bread": Grip(0.2, both=True, reach=0.04),
        "pizza": Grip(0.1, both=True, reach=0.12), "pumpkin": Grip(0.1, both=True, reach=0.14, scale=0.8),
        "crate": Grip(0.1, both=True, reach=0.24, scale=0.75), "teapot": Grip(0.1, both=True, reach=0.06),
        "globe": Grip(0.1, both=True, reach=0.1), "clock": Grip(0.1, both=True, reach=0.05),
        "guitar": Grip(0.3, (0.0, 0.0, 62.0), both=True, reach=-0.06), "shield": Grip(0.5, reach=0.06),
        "crystal": Grip(0.1, both=True, scale=0.4, reach=0.05),
    }
)  # fmt: skip
"""What can be held."""


def holder_of(spec: SceneSpec, index: int) -> int | None:
    """Who holds a subject: "a man with an umbrella" names the man first. None if nobody does."""
    subject = spec.subjects[index]
    relation = subject.relation
    if relation is None or relation.kind != "beside" or relation.to >= index or subject.noun not in GRIPS:
        return None
    holder = spec.subjects[relation.to]
    return relation.to if holder.noun in HOLDERS and subject.count <= 2 * holder.count and _small(subject) else None


def _small(subject: Subject) -> bool:
    return subject.size not in ("large", "huge")


def held_by(spec: SceneSpec, index: int) -> Grip | None:
    """The grip of the first thing that a subject holds; None for empty hands."""
    things = (i for i in range(len(spec.subjects)) if holder_of(spec, i) == index)
    return next((GRIPS[spec.subjects[i].noun] for i in things), None)


def holding_pose(pose: str | None, grip: Grip) -> str | None:
    """The pose of somebody who is to do this and holds something."""
    if pose in (None, "standing", "playing", "waving", "eating"):
        return "cradling" if grip.both else "holding"
    return "strolling" if pose == "walking" and not grip.both else pose


def in_the_hand(mesh: Mesh, noun: str, tall: float) -> Mesh:
    """A thing as someone `tall` metres holds it: the hand at the origin, its front towards z."""
    grip = GRIPS[noun]
    scale = grip.scale * float(np.clip(tall / GROWN_UP, 0.7, 1.3))
    low, high = mesh.bounds
    matrix = np.eye(4)
    matrix[:3, :3] = turning(grip.turn) * scale
    hand = np.array([0.0, float(low[1]) + grip.at * float(high[1] - low[1]), 0.0])
    matrix[:3, 3] = -matrix[:3, :3] @ hand + (0.0, 0.0, grip.reach)
    return mesh.moved(matrix)


def hand_of(body: Mesh, *, both: bool) -> tuple[float, float, float]:
    """Where the hand of a body is that is held out in front, or the middle of both."""
    p = body.positions.astype(np.float64)
    tall = float(p[:, 1].max())
    before = p[(p[:, 1] > 0.3 * tall) & (p[:, 1] < 0.72 * tall)]
    tips = [_foremost(before[before[:, 0] * side > 0.03 * tall]) for side in ((-1.0, 1.0) if both else (1.0,))]
    x, y, z = np.mean(tips, axis=0)
    return float(x), float(y), float(z)


def _foremost(points: Grid) -> Grid:
    near = points[points[:, 2] > points[:, 2].max() - 0.05]
    return np.asarray(near.mean(axis=0))
