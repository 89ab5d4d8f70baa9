"""Placed pieces, and the groups of those that stay together."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import TREES, Actor
from engine.scene.mesh import Mesh

Grid = NDArray[np.float64]

STAGED_RATIO = 2.6
"""Of two things that differ more in size than this, the smaller is put near the viewer, not beside the larger."""
OVER_RATIO = 3.0
"""Under a tree so many times its own height, somebody is shown with a part of the tree."""
NEIGHBOURS = 3
"""Of the flowers or corals that somebody is among, those that are surely in the picture."""

PLANTS = frozenset({
    "oak", "pine", "palm", "birch", "willow", "cherry-tree", "cactus", "bush", "flower", "sunflower", "rose", "tulip",
    "mushroom", "grass", "fern", "reed", "seaweed", "coral", "rock", "crystal", "log", "pumpkin",
})  # fmt: skip
OPEN = frozenset({
    "boat", "cart", "bowl", "cup", "crate", "chest", "barrel", "bed", "sofa", "chair", "sailboat", "ship", "fountain",
})  # fmt: skip
"""What something can be in and still be seen."""

SHIPS = frozenset({"boat", "sailboat", "ship", "submarine"})
SWIMMERS = frozenset({"fish", "shark", "whale", "dolphin", "turtle", "duck"})
BUILDINGS = frozenset({
    "house", "cottage", "cabin", "castle", "tower", "lighthouse", "windmill", "barn", "church", "temple", "pagoda",
    "skyscraper", "tent", "igloo", "ruin", "mountain", "volcano", "iceberg", "sign", "gate", "bookshelf", "sofa", "bed",
})  # fmt: skip


@dataclass
class Piece:
    """One placed mesh in its group's metres: x right, z towards the viewer.

    Attributes:
        yaw: degrees about y.
        lift: above the ground, or above the foot of `carrier`, the index of the piece that it stands on.
        aloft: it flies or swims: `lift` is above whatever is below.
    """

    actor: Actor
    variant: int
    x: float
    z: float
    yaw: float
    lift: float = 0.0
    carrier: int | None = None
    aloft: bool = False
    scale: float = 1.0

    @property
    def mesh(self) -> Mesh:
        return self.actor.meshes[self.variant % len(self.actor.meshes)]

    @property
    def outline(self) -> Grid:
        """The outermost points of the mesh, k x 3, in the model's own metres."""
        return self.actor.outlines[self.variant % len(self.actor.meshes)]

    @property
    def radius(self) -> float:
        return self.actor.radius * self.scale


@dataclass
class Group:
    """Pieces that stay together; `root` is the subject that the others refer to. `hint`: a relation to another root."""

    root: Actor
    pieces: list[Piece] = field(default_factory=list)
    hint: tuple[str, int] | None = None

    @property
    def habitat(self) -> str:
        return self.root.habitat

    @property
    def carpet(self) -> bool:
        """Whether this is a crowd of low plants before something large: it may run out of the picture."""
        return self.hint is not None and self.hint[0] == "before" and len(self.pieces) > 2

    @property
    def shown(self) -> list[int]:
        """The pieces that must be in the picture: of a laid table what is on it, of a wood who is in it."""
        everything = list(range(len(self.pieces)))
        laid = [index for index in everything if self.pieces[index].carrier is not None]
        if laid and self.root.subject.noun == "table":
            return laid
        within = [index for index in everything if _is_among(self.pieces[index].actor, self.root)]
        if within and self.root.height > OVER_RATIO * self.pieces[within[0]].actor.height:
            return within
        if within or self.carpet:
            return within + self._nearest([index for index in everything if index not in within], within)
        return everything

    def _nearest(self, indices: list[int], to: list[int]) -> list[int]:
        """Those of a crowd that are nearest to these pieces, or to its middle."""
        pieces = [self.pieces[i] for i in to] or self.pieces
        x, z = float(np.mean([p.x for p in pieces])), float(np.mean([p.z for p in pieces]))
        order = sorted(indices, key=lambda i: float(np.hypot(self.pieces[i].x - x, self.pieces[i].z - z)))
        return order[: 2 if to else NEIGHBOURS]

    def bounds(self) -> tuple[Grid, Grid]:
        """The lowest and the highest corner of what is shown, as if the ground were level."""
        lows, highs = zip(*(_bounds(self.pieces[index], self.foot(index)) for index in self.shown), strict=True)
        low, high = np.min(lows, axis=0), np.max(highs, axis=0)
        low_crowd = any(self.pieces[i].actor is self.root for i in self.shown)
        if low_crowd or len(self.shown) == len(self.pieces):
            return low, high
        room = 0.5 * max(float((high - low).max()), 0.1)
        return low - (room, 0.0, room), high + (room, 0.4 * room, room)

    def foot(self, index: int) -> float:
        """How high a piece stands above the ground below it."""
        piece = self.pieces[index]
        return piece.lift + (self.foot(piece.carrier) if piece.carrier is not None else 0.0)

    def of(self, actor: Actor) -> list[int]:
        """The indices of an actor's pieces."""
        return [index for index, piece in enumerate(self.pieces) if piece.actor is actor]


def _is_among(actor: Actor, root: Actor) -> bool:
    """Whether this is who is among many that are taller."""
    relation = actor.subject.relation
    if relation is None or relation.to != root.number - 1:
        return False
    if relation.kind == "below" and root.subject.noun in TREES:
        return root.height > OVER_RATIO * actor.height
    inside = relation.kind in ("among", "in")
    return inside and root.subject.noun in PLANTS and root.subject.count > 2


def turned(yaw: float) -> Grid:
    """2 x 2: turns (x, z) as a yaw in degrees about y does."""
    cos, sin = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    return np.array([(cos, sin), (-sin, cos)])


def _bounds(piece: Piece, foot: float) -> tuple[Grid, Grid]:
    outline = piece.outline * piece.scale
    flat = outline[:, [0, 2]] @ turned(piece.yaw).T
    points = np.stack([piece.x + flat[:, 0], foot + outline[:, 1], piece.z + flat[:, 1]], axis=1)
    return points.min(axis=0), points.max(axis=0)
