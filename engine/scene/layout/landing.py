"""Groups come down on the landscape: on the ground, on the water, in the air above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.crossing import crossing
from engine.scene.layout.group import Piece, turned
from engine.scene.layout.lanes import ROAD_VEHICLES, lane_near
from engine.scene.layout.site import Site
from engine.scene.layout.staging import Stage
from engine.scene.layout.viewpoint import Spot
from engine.scene.mesh import Mesh

Grid = NDArray[np.float64]

SINK = 0.02
"""Metres that things stand in the ground, so that no edge shows light below."""


RINGS = 28
"""How many circles about its place are searched for a piece that cannot stand there."""


@dataclass(frozen=True, eq=False)
class Landed:
    """A placed mesh: `matrix` 4 x 4, model to world; `shown`: it must be in the picture."""

    piece: Piece
    matrix: NDArray[np.float64]
    shown: bool = True

    @property
    def mesh(self) -> Mesh:
        return self.piece.mesh

    @property
    def at(self) -> Grid:
        return np.asarray(self.matrix[:3, 3])

    @property
    def radius(self) -> float:
        return self.piece.radius

    @property
    def corners(self) -> Grid:
        """The eight corners of its box, 8 x 3."""
        low, high = (np.asarray(corner, np.float64) for corner in self.mesh.bounds)
        box = np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
        return np.asarray(box @ self.matrix[:3, :3].T + self.matrix[:3, 3])

    @property
    def outline(self) -> Grid:
        """Its outermost points in the world, k x 3."""
        return np.asarray(self.piece.outline @ self.matrix[:3, :3].T + self.matrix[:3, 3])


def land(stages: Sequence[Stage], spot: Spot, site: Site, eye_height: float) -> list[Landed]:
    """All pieces in the world. `eye_height`: y of the eye, above which flying groups rise."""
    landed: list[Landed] = []
    for stage in stages:
        landed += _land_group(stage, spot, site, eye_height, landed)
    return landed


@dataclass(frozen=True, eq=False)
class _Place:
    """Where a piece is: (x, z), the y of its foot, and the degrees to which its own yaw is added.

    `grown`: how many times larger it is than in its group.
    """

    point: Grid
    foot: float
    turn: float
    grown: float = 1.0


def _land_group(stage: Stage, spot: Spot, site: Site, eye_height: float, others: Sequence[Landed]) -> list[Landed]:
    centre = spot.point(stage.across, stage.distance)
    yaw = spot.yaw - float(np.degrees(np.arctan2(stage.across, max(stage.distance, 0.1))))
    low, _ = stage.group.bounds()
    visible = set(stage.group.shown)
    free = [(o.at[[0, 2]], o.radius) for o in others if o.piece.carrier is None and not o.piece.aloft]
    shift = np.zeros(2)
    result: list[Landed] = []
    places: list[_Place] = []
    for piece in stage.group.pieces:
        point = centre + shift + turned(yaw) @ np.array([piece.x, piece.z])
        if piece.carrier is not None:
            place = _carried(piece, stage.group.pieces[piece.carrier], places[piece.carrier])
        elif piece.aloft:
            place = _Place(point, _in_the_air(stage, piece, point, site, eye_height, float(low[1])), yaw)
        else:
            place, scale = _grounded(piece, point, yaw, site, _Around(np.array([spot.x, spot.z]), free))
            piece, place = replace(piece, scale=piece.scale * scale), replace(place, grown=scale)
            free.append((place.point, piece.radius))
            if not places:
                shift = place.point - point
        places.append(place)
        shown = len(result) in visible and piece.actor.number > 0
        result.append(Landed(piece, _matrix(piece, place.point, place.foot, place.turn), shown))
    return result


@dataclass(frozen=True, eq=False)
class _Around:
    """The eye's (x, z), and (x, z) and radius of what already stands."""

    eye: Grid
    free: Sequence[tuple[Grid, float]]


def _carried(piece: Piece, carrier: Piece, under: _Place) -> _Place:
    offset = turned(under.turn) @ np.array([piece.x - carrier.x, piece.z - carrier.z]) * under.grown
    return _Place(under.point + offset, under.foot + piece.lift * under.grown, under.turn)


def _grounded(piece: Piece, point: Grid, yaw: float, site: Site, around: _Around) -> tuple[_Place, float]:
    """Cars on their lane, bridges across water, all else on the nearest good place; and how much larger it must be."""
    noun = piece.actor.subject.noun
    if noun in ROAD_VEHICLES:
        lane = lane_near(site.lanes, point, around.eye, piece.radius, around.free)
        if lane is not None:
            return _Place(lane[0], _on_the_ground(piece, lane[0], site), lane[1] - piece.yaw), 1.0
    if piece.actor.habitat == "span":
        across = crossing(site, point, float(piece.actor.extent[0]) * piece.scale)
        if across is not None:
            foot = site.level + 0.35
            return _Place(across[0], foot, across[1] - piece.yaw), across[2]
    point = _firm(piece, point, site, around.free)
    return _Place(point, _on_the_ground(piece, point, site), yaw), 1.0


def _matrix(piece: Piece, point: Grid, foot: float, yaw: float) -> NDArray[np.float64]:
    turn = turned(piece.yaw + yaw) * piece.scale
    matrix = np.eye(4)
    matrix[0, [0, 2]], matrix[2, [0, 2]] = turn[0], turn[1]
    matrix[1, 1] = piece.scale
    matrix[:3, 3] = (point[0], foot, point[1])
    return matrix


def _in_the_air(stage: Stage, piece: Piece, point: Grid, site: Site, eye_height: float, low: float) -> float:
    ground = max(float(site.heights(point[None])[0]), site.level)
    if stage.flies:
        return max(eye_height + stage.rise + piece.lift - low, ground + 0.4 + piece.lift)
    clear = 0.35 * piece.actor.height + 0.1 if piece.actor.habitat == "underwater" else 0.0
    return ground + clear + max(piece.lift, 0.0)


def _on_the_ground(piece: Piece, point: Grid, site: Site) -> float:
    low, high = site.footing(point, piece.radius * 0.7)
    if piece.actor.habitat == "water" and np.isfinite(site.level):
        return max(site.level + piece.lift, low if low > site.level else -np.inf)
    middle = float(site.heights(point[None])[0])
    wide = piece.radius > 1.2 and piece.actor.height < 40
    return (low if wide else max(low, middle - 0.15 * piece.actor.height)) + max(piece.lift, -0.3) - SINK


def _firm(piece: Piece, point: Grid, site: Site, free: Sequence[tuple[Grid, float]]) -> Grid:
    """The nearest place on the piece's own element that nobody else has."""
    afloat = piece.actor.habitat == "water" and np.isfinite(site.level)
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    ways = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    for first in range(0, RINGS, 4):
        rings = [ways * (piece.radius * 0.35 + 0.1) * step for step in range(first, first + 4)]
        tries = np.concatenate([point + ring for ring in (rings if first else [np.zeros((1, 2)), *rings[1:]])])
        right = site.wet(tries, -piece.lift + 0.1) if afloat else site.dry(tries) & site.free(tries, piece.radius * 0.8)
        right &= site.inside(tries, 0.5)
        for other, radius in free:
            right &= np.linalg.norm(tries - other, axis=1) >= (radius + piece.radius) * _closeness(piece)
        if right.any():
            return np.asarray(tries[np.argmax(right)])
    return point


def _closeness(piece: Piece) -> float:
    """Crowns and clumps of plants may touch; the pieces of a group were already set apart."""
    return 0.55 if piece.actor.model.habitat != "indoor" else 0.8
