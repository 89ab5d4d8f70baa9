"""What shines at night: street lamps, fires, lanterns and lighthouses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.scene_light import load_light
from engine.scene.layout.landing import Landed
from engine.scene.scene import Colour, Instance, Lamp
from engine.scene.spec import SceneSpec

WARM: Colour = (1.0, 0.74, 0.42)
LAMPS_MAX = 14
SHINING: Mapping[str, tuple[float, float, float, bool]] = {
    "lamp-post": (0.92, 7.0, 12.0, False), "lantern": (0.5, 2.2, 6.0, False), "candle": (1.0, 1.2, 3.5, True),
    "campfire": (0.5, 14.0, 22.0, True), "lamp": (0.8, 4.0, 7.0, False), "lighthouse": (0.9, 30.0, 40.0, False),
    "pumpkin": (0.5, 1.5, 4.0, False),
}  # fmt: skip
"""The height of the light (share of the thing's), strength at one metre, reach in metres, and whether also by day."""
HELD = 0.22
"""Strength of a light in somebody's hand: it is so near that more of it would bleach the face."""


def lamps_of(spec: SceneSpec, subjects: Sequence[Landed], around: Sequence[tuple[str, Instance]], eye: Sequence[float]
             ) -> tuple[Lamp, ...]:  # fmt: skip
    """The nearest lamps. `around`: nouns and instances of the surroundings."""
    dark = load_light().times[spec.time_of_day].dark or spec.place in ("room", "underwater")
    found: list[Lamp] = []
    for landed in subjects:
        noun = landed.piece.actor.subject.noun
        own = _lamp(noun, landed.matrix, float(landed.mesh.bounds[1][1]), dark=dark)
        found += [replace(lamp, strength=lamp.strength * HELD) for lamp in own] if landed.piece.actor.held else own
    for noun, instance in around:
        for matrix in instance.transforms:
            found += _lamp(noun, matrix, float(instance.mesh.bounds[1][1]), dark=dark)
    found.sort(key=lambda lamp: float(np.linalg.norm(np.subtract(lamp.position, eye))))
    return tuple(found[:LAMPS_MAX])


def _lamp(noun: str, matrix: NDArray[np.float64] | NDArray[np.float32], height: float, *, dark: bool) -> list[Lamp]:
    if noun not in SHINING:
        return []
    share, strength, reach, by_day = SHINING[noun]
    if not (dark or by_day):
        return []
    x, y, z = (float(value) for value in matrix[:3, 3])
    size = float(matrix[1, 1])
    return [Lamp((x, y + share * height * size, z), WARM, strength * size, reach * size)]
