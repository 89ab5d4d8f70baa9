"""How a picture looks at its subjects as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LIFT = {"wide": 0.17, "medium": 0.13, "close": 0.08, "above": 0.95, "low": 0.03}
"""The eye's height above the ground, per metre to the nearest subject."""


@dataclass
class Shot:
    """The look of the whole.

    Attributes:
        side: where the main subject stands; `yaw`: where the viewer looks, in degrees.
        skyward: something is to be seen in the sky itself.
    """

    name: str
    aspect: float
    fov: float
    side: float
    lift: float
    zoom: float
    yaw: float = 0.0
    skyward: bool = False

    @property
    def tan(self) -> tuple[float, float]:
        """Tangents of half the angle across and half the angle up."""
        up = float(np.tan(np.radians(self.fov) / 2))
        return up * self.aspect, up


def draw_shot(name: str, aspect: float, seed: int, rng: np.random.Generator) -> Shot:
    """Chance decides what may differ between two pictures of the same scene.

    Four seeds in a row take the four ways to put the main subject left or right and the eye low or high.
    """
    low, high = {"above": (0.8, 1.1), "low": (0.6, 1.1)}.get(name, (0.65, 1.75))
    fov = float(rng.uniform(36, 46)) + (10.0 if aspect < 0.8 else 0.0)
    middle = (low + high) / 2
    lift = LIFT[name] * float(rng.uniform(*((middle, high) if seed // 2 % 2 else (low, middle))))
    return Shot(name, aspect, fov, 1.0 if seed % 2 else -1.0, lift, float(rng.uniform(0.8, 1.12)))
