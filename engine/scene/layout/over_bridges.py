"""What drives over a bridge: along its deck."""

from __future__ import annotations

import numpy as np

from engine.scene.layout.cast import VEHICLES, Actor
from engine.scene.layout.group import Group, Piece, turned
from engine.scene.layout.surface import tops


def drives_over(source: Actor, kind: str, target: Actor) -> bool:
    """Whether a relation is that of a vehicle on a bridge."""
    return kind == "on" and target.subject.noun == "bridge" and source.subject.noun in VEHICLES


def drive_over(group: Group, source: Actor, target: Actor, rng: np.random.Generator) -> None:
    """Onto the target's pieces, one vehicle after the other, all in one direction."""
    bridges, side = group.of(target), float(rng.choice((-1.0, 1.0)))
    each = -(-source.subject.count // len(bridges))
    gap, reach = 1.25 * float(source.extent[2]), 0.4 * float(target.extent[0])
    for number in range(source.subject.count):
        carrier = bridges[number % len(bridges)]
        below = group.pieces[carrier]
        x = float(np.clip((number // len(bridges) - (each - 1) / 2) * gap, -reach, reach))
        y = float(tops(below.mesh, np.array([[x, 0.0]]))[0]) * below.scale
        dx, dz = turned(below.yaw) @ np.array([x, 0.0]) * below.scale
        yaw = below.yaw + 90.0 * side
        group.pieces.append(Piece(source, number, below.x + float(dx), below.z + float(dz), yaw, y, carrier))
