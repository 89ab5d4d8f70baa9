"""What is on, in or above something, in hands or astride: its place is that of what carries it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import PEOPLE, VEHICLES, Actor
from engine.scene.layout.crowd import crowd, facing
from engine.scene.layout.group import Group, Piece, turned
from engine.scene.layout.holding import GRIPS, hand_of
from engine.scene.layout.riding import LARGEST, saddle
from engine.scene.layout.surface import spots

Grid = NDArray[np.float64]

GROWN = 0.2
"""What is on something is at least so high, relative to it; but at most twice its own size."""


def carry(
    group: Group, source: Actor, target: Actor, rng: np.random.Generator, *, inner: float, check: Callable[[], None]
) -> None:
    """Onto the target's pieces in turn, each where there is still room; else piled up.

    `inner` is the share of a piece's extent that may be used; `check` is called for each and may raise to cancel.
    """
    carriers, heading = group.of(target), facing(source, rng)
    taken: dict[int, list[tuple[float, float, float, float]]] = {index: [] for index in carriers}
    for number in range(source.subject.count):
        check()
        carrier = carriers[number % len(carriers)]
        below = group.pieces[carrier]
        scale = _fitting(source, below, inner)
        radius = source.radius * scale * (0.5 if source.subject.noun in PEOPLE else 0.75)
        x, y, z = _free_spot(spots(below.mesh, radius, inner=inner), taken[carrier], radius, source.height * scale)
        taken[carrier].append((x, z, radius, y + source.height * scale * 0.85))
        dx, dz = turned(below.yaw) @ np.array([x, z]) * below.scale
        rides = source.subject.noun in PEOPLE and (target.subject.noun in VEHICLES or target.pose is not None)
        yaw = below.yaw if rides else heading + float(rng.uniform(-20, 20))
        lift = y * below.scale - source.drop * scale
        group.pieces.append(
            Piece(source, number, below.x + float(dx), below.z + float(dz), yaw, lift, carrier, scale=scale)
        )


def _fitting(source: Actor, below: Piece, inner: float) -> float:
    """Shrinks what is far too large for its carrier, grows a little what would be lost on it."""
    low, high = below.mesh.bounds
    room = float(min(high[0] - low[0], high[2] - low[2])) / 2 * below.scale * (0.9 if inner < 1 else 1.6)
    if source.radius > room:
        return max(room / source.radius, 0.3 if inner == 1 else 0.1)
    small = source.height / max(below.actor.height * below.scale, 1e-6)
    cosy = below.actor.habitat == "indoor" and source.habitat == "ground"  # a cat on a sofa
    return 1.0 if inner < 1 else float(np.clip((2.5 if cosy else 1.0) * GROWN / small, 1.0, 1.45 if cosy else 2.0))


def _free_spot(
    places: Grid, taken: list[tuple[float, float, float, float]], radius: float, height: float
) -> tuple[float, float, float]:
    for x, y, z in places:
        if all(np.hypot(x - a, z - b) >= radius + other for a, b, other, _ in taken):
            return float(x), float(y), float(z)
    x, y, z = places[len(taken) % min(len(places), 5)]
    over = [top for a, b, other, top in taken if np.hypot(x - a, z - b) < radius + other]
    return float(x), max([float(y), *over]) - 0.02 * height, float(z)


def hand_over(group: Group, source: Actor, target: Actor) -> None:
    """Into the hands of the target's pieces in turn."""
    both = GRIPS[source.subject.noun].both
    holders = group.of(target)
    for number in range(source.subject.count):
        carrier = holders[number % len(holders)]
        holder = group.pieces[carrier]
        x, y, z = hand_of(holder.mesh, both=both)
        x = -x if number >= len(holders) else x
        dx, dz = turned(holder.yaw) @ np.array([x, z]) * holder.scale
        place = (holder.x + float(dx), holder.z + float(dz), holder.yaw, y * holder.scale)
        group.pieces.append(Piece(source, number, *place, carrier))


def mount(group: Group, source: Actor, target: Actor) -> None:
    """Astride the target's pieces in turn, looking where they go."""
    mounts = group.of(target)
    for number in range(source.subject.count):
        carrier = mounts[number % len(mounts)]
        below = group.pieces[carrier]
        scale = min(LARGEST * target.height * below.scale / source.height, 1.0)
        x, y, z = saddle(below.mesh, target.subject.noun, number // len(mounts))
        dx, dz = turned(below.yaw) @ np.array([x, z]) * below.scale
        place = (below.x + float(dx), below.z + float(dz), below.yaw, y * below.scale - source.drop * scale)
        group.pieces.append(Piece(source, number, *place, carrier, scale=scale))


def put_above(group: Group, source: Actor, target: Actor, rng: np.random.Generator) -> None:
    """In the air over the target's pieces in turn."""
    carriers = group.of(target)
    pieces = crowd(source, source.subject.count, rng)
    for number, piece in enumerate(pieces):
        carrier = carriers[number % len(carriers)]
        below = group.pieces[carrier]
        gap = 0.18 * target.height + 0.35 * source.height
        piece.x += below.x
        piece.z += below.z
        piece.lift = max(piece.lift, 0.0) + float(below.mesh.bounds[1][1]) * below.scale + gap
        piece.carrier, piece.aloft = carrier, True
        group.pieces.append(piece)
