"""Furniture along the far wall of a room, and the lamp under its ceiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from engine.scene.layout.landing import Landed
from engine.scene.models.model import Look, Model
from engine.scene.scene import Instance, Lamp
from engine.scene.spec import SceneSpec

ALONG_THE_WALL = ("bookshelf", "lamp", "sofa", "chair", "piano", "clock", "chest")
PIECES_MAX = 3
CEILING = Lamp((0.0, 3.0, 1.6), (1.0, 0.90, 0.76), 16.0, 16.0)


def furnish(
    spec: SceneSpec, landed: Sequence[Landed], models: Mapping[str, Model], walls: tuple[float, float]
) -> list[tuple[str, Instance]]:
    """Up to three pieces by noun. `walls`: half the room's width, and how far behind the origin its far wall is."""
    rng = np.random.default_rng([spec.seed, 23])
    half, back = walls
    asked = {subject.noun for subject in spec.subjects} | set(spec.without)
    names = [noun for noun in ALONG_THE_WALL if noun in models and noun not in asked]
    used = [_span(piece) for piece in landed]
    result: list[tuple[str, Instance]] = []
    for noun in rng.permutation(names)[:PIECES_MAX] if names else []:
        mesh = models[str(noun)].build(Look(rng=rng.spawn(1)[0], detail=0.5, lit=True))
        low, high = mesh.bounds
        for x in rng.uniform(-half + 0.1 - float(low[0]), half - 0.1 - float(high[0]), 12):
            span = (float(x + low[0]) - 0.1, float(x + high[0]) + 0.1)
            if all(span[1] < a or b < span[0] for a, b in used):
                used.append(span)
                matrix = np.eye(4, dtype=np.float32)
                matrix[0, 3], matrix[2, 3] = x, -back - float(low[2]) + 0.06
                result.append((str(noun), Instance(mesh, matrix[None], noun=str(noun))))
                break
    return result


def _span(piece: Landed) -> tuple[float, float]:
    """From x to x, a little wider: what stands behind it would be hidden."""
    across = piece.corners[:, 0]
    return float(across.min()), float(across.max())
