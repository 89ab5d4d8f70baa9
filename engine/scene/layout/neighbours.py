"""What is on the ground near something: beside, behind, before, below or all around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import Actor
from engine.scene.layout.crowd import crowd, facing
from engine.scene.layout.group import PLANTS, Group, Piece

Grid = NDArray[np.float64]


def put_near(group: Group, source: Actor, kind: str, target: Actor, rng: np.random.Generator) -> None:
    """Beside, behind, in front of, among or below: on the ground, clear of all others."""
    anchor = group.pieces[group.of(target)[0]]
    pieces = crowd(source, source.subject.count, rng)
    own = max(float(np.hypot(piece.x, piece.z)) + piece.radius for piece in pieces)
    side = _freer_side(group, anchor, rng)
    away = anchor.radius + own * 1.08
    ways = {
        "behind": (side * 0.85 * away, -0.75 * away), "in-front": (side * 0.45 * away, away), "among": (0.0, 0.0),
        "below": (side * 0.4 * anchor.radius, 0.45 * anchor.radius),
    }  # fmt: skip
    shift = np.array(ways.get(kind, (side * away, 0.12 * away)))
    way = np.array((side * 0.3, 1.0)) if kind in ("among", "below") else shift / max(float(np.linalg.norm(shift)), 1e-6)
    sheltering = group.of(target) if kind == "below" else []
    for _ in range(60):
        if not _collides(group, pieces, shift, set(sheltering)):
            break
        shift = shift + way * max(own * 0.12, 0.03)
    for piece in pieces:
        piece.x += float(shift[0])
        piece.z += float(shift[1])
    if kind == "below" and anchor.aloft:
        anchor.lift = max(anchor.lift, source.height * 1.35)
    _face(source, anchor, pieces)
    group.pieces += pieces


def _face(source: Actor, anchor: Piece, pieces: list[Piece]) -> None:
    """Who fights looks at the other."""
    if source.pose is not None and source.subject.pose == "fighting":
        for piece in pieces:
            piece.yaw = float(np.degrees(np.arctan2(anchor.x - piece.x, anchor.z - piece.z)))


def _freer_side(group: Group, anchor: Piece, rng: np.random.Generator) -> float:
    weights = [np.sign(piece.x - anchor.x) for piece in group.pieces if abs(piece.x - anchor.x) > 0.05]
    total = float(np.sum(weights)) if weights else 0.0
    return -float(np.sign(total)) if total else float(rng.choice((-1.0, 1.0)))


def _collides(group: Group, pieces: list[Piece], shift: Grid, free: set[int]) -> bool:
    for index, other in enumerate(group.pieces):
        if other.carrier is not None or other.aloft:
            continue
        reach = other.radius * (0.12 if index in free else 1.0)
        if any(np.hypot(p.x + shift[0] - other.x, p.z + shift[1] - other.z) < p.radius + reach for p in pieces):
            return True
    return False


def put_around(group: Group, source: Actor, target: Actor, rng: np.random.Generator) -> None:
    """Around the target, open towards the viewer."""
    count = source.subject.count
    around = [group.pieces[index] for index in group.of(target)]
    middle = np.mean([(piece.x, piece.z) for piece in around], axis=0)
    reach = max(float(np.hypot(piece.x - middle[0], piece.z - middle[1])) + piece.radius for piece in around)
    gap = np.radians(50.0)
    angles = np.pi / 2 + gap / 2 + (2 * np.pi - gap) * (np.arange(count) + 0.5) / count
    radius = max(reach + source.radius * 1.2, 1.1 * source.radius * count / np.pi)
    for number, angle in enumerate(angles):
        x, z = middle + radius * np.array([np.cos(angle), np.sin(angle)])
        inward = float(np.degrees(np.arctan2(middle[0] - x, middle[1] - z)))
        yaw = facing(source, rng) if source.subject.noun in PLANTS else inward
        aloft = source.habitat in ("air", "underwater")
        lift = float(rng.uniform(0.3, 0.9)) * target.height if aloft else -source.drop
        group.pieces.append(Piece(source, number, float(x), float(z), yaw, lift, aloft=aloft))
