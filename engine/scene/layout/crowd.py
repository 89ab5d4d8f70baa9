"""Several of a kind: a herd, a wood, three birds side by side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.scene.layout.cast import PEOPLE, VEHICLES, Actor
from engine.scene.layout.group import BUILDINGS, PLANTS, SHIPS, SWIMMERS, Piece

Grid = NDArray[np.float64]


def facing(actor: Actor, rng: np.random.Generator) -> float:
    """A plausible yaw: people look at the viewer, ships and fish show their side."""
    noun, side = actor.subject.noun, float(rng.choice((-1.0, 1.0)))
    if noun in SHIPS or noun in SWIMMERS or noun == "train":
        return side * float(rng.uniform(55, 78))
    if noun in PEOPLE:
        return float(rng.uniform(-28, 28))
    if noun in VEHICLES:
        return side * float(rng.uniform(32, 60))
    if noun in PLANTS:
        return float(rng.uniform(-180, 180))
    if noun in BUILDINGS or actor.habitat in ("table", "indoor"):
        return side * float(rng.uniform(8, 28))
    return side * float(rng.uniform(35, 65))


def crowd(actor: Actor, count: int, rng: np.random.Generator, hole: float = 0.0) -> list[Piece]:
    """Pieces of a natural group around (0, 0), none in another; `hole` metres around the middle stay free."""
    noun = actor.subject.noun
    close = 1.5 if noun in PLANTS else 1.75 if noun in BUILDINGS else 2.0
    spread = actor.radius * close + 0.04 * actor.height
    order = np.arange(count) + (0.0 if count == 1 else rng.uniform(0.2, 0.8))
    reach = np.sqrt(hole**2 + (0.6 * spread) ** 2 * order) if count > 1 or hole else np.zeros(1)
    angles = order * np.radians(137.508) + rng.uniform(0, 2 * np.pi)
    places = np.stack([np.cos(angles) * reach * 1.45, np.sin(angles) * reach * 0.85], axis=1)
    places += rng.uniform(-0.12, 0.12, places.shape) * spread * (count > 1)
    if hole:
        front = (places[:, 1] > 0) & (np.abs(places[:, 0]) < 1.1 * places[:, 1] + hole)
        places[front, 1] *= -1.3
    places = _apart(places, spread)
    if not hole and 1 < count <= (6 if actor.habitat in ("air", "sky") else 3):
        places = _in_a_line(count, spread, rng)
    heading, loose = facing(actor, rng), _looseness(actor)
    pieces = []
    for index, (x, z) in enumerate(places):
        yaw = heading + float(rng.uniform(-loose, loose)) * (count > 1)
        aloft = actor.habitat in ("air", "sky", "underwater")
        lift = (
            float(rng.uniform(0, 1)) * min(spread * count**0.5 * 0.8, 8 * actor.height) if aloft and count > 1 else 0.0
        )
        size = float(rng.uniform(0.9, 1.1)) if count > 3 else 1.0
        pieces.append(Piece(actor, index, float(x), float(z), yaw, lift - actor.drop, aloft=aloft, scale=size))
    return pieces


def _in_a_line(count: int, spread: float, rng: np.random.Generator) -> Grid:
    """A few, side by side: none hides another."""
    across = (np.arange(count) - (count - 1) / 2) * 0.95 * spread
    return np.stack([across, rng.uniform(-0.3, 0.3, count) * spread], axis=1)


def _apart(places: Grid, spread: float) -> Grid:
    """Pushed away from each other until hardly two are nearer than `spread`."""
    for _ in range(40):
        offsets = places[:, None] - places[None]
        gaps = np.linalg.norm(offsets, axis=2) + np.eye(len(places)) * 1e9
        push = np.clip(spread - gaps, 0, None)[:, :, None] * offsets / np.maximum(gaps, 1e-6)[:, :, None]
        if not push.any():
            break
        places = places + 0.35 * push.sum(axis=1)
    return places


def _looseness(actor: Actor) -> float:
    noun = actor.subject.noun
    if noun in PLANTS:
        return 180.0
    return 6.0 if noun in VEHICLES else 14.0 if noun in SHIPS or noun in BUILDINGS else 30.0
