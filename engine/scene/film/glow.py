"""Lights that change: fires flicker, windows and lamps light up at dusk."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engine.scene.film.easing import rise
from engine.scene.scene import Instance, Vector

FIRES = frozenset({"campfire", "candle", "lantern"})
EMITTING = 0.05


@dataclass(frozen=True)
class Flicker:
    """About 1; `chance` 0..1 tells one fire from another, `depth` how restless it is."""

    chance: float
    depth: float = 1.0

    def __call__(self, time: float) -> float:
        a = 2 * np.pi * self.chance
        waves = ((0.13, 8.3, 1.0), (0.08, 13.7, 2.3), (0.06, 21.1, 3.1))
        wave = sum(high * np.sin(pace * time + shift * a) for high, pace, shift in waves)
        return float(1.0 + self.depth * wave)


@dataclass(frozen=True)
class LightingUp:
    """0 before `start` seconds, 1 from a second later on, with a blink as lamps have it."""

    start: float

    def __call__(self, time: float) -> float:
        return rise(time, self.start, self.start + 0.9)


def chance_of(place: Vector) -> float:
    """0..1 by where something is: neighbours differ."""
    return float(abs(np.sin(place[0] * 12.9898 + place[2] * 78.233) * 43758.5453) % 1.0)


def glow_of(instance: Instance, *, dusk: bool, duration: float) -> Flicker | LightingUp | None:
    """How the emission of an instance changes; None where it does not."""
    shines = bool((instance.mesh.surface[:, 2] > EMITTING).any())
    if not shines or not len(instance.transforms):
        return None
    x, y, z = (float(value) for value in np.asarray(instance.transforms[0])[:3, 3])
    if instance.noun in FIRES:
        return Flicker(chance_of((x, y, z)), 0.5 if instance.noun != "campfire" else 1.0)
    if dusk:
        return LightingUp(duration * (0.06 + 0.5 * chance_of((x, y, z))))
    return None


def one_by_one(instance: Instance, groups: int = 4) -> list[Instance]:
    """An instance in up to so many, so that its placements need not light up together."""
    count = min(groups, len(instance.transforms))
    if count < 2:
        return [instance]
    return [_some(instance, number, count) for number in range(count)]


def _some(instance: Instance, number: int, count: int) -> Instance:
    return replace(instance, transforms=instance.transforms[number::count])
