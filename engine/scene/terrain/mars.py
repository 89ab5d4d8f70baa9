"""Mars: red dust between stones, craters, and terraced mesas on the horizon."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.terrain.ground import Land, Spots, Values, blend, plain, ramp
from engine.scene.terrain.wild import backdrop, spread

CRATERS = 26


def mars(rng: np.random.Generator, season: str, size: float) -> Land:
    """A rusty plain; no season changes it."""
    del season
    noise = Noise(rng)
    away, angle = rng.uniform(16, size, CRATERS), rng.uniform(0, 6.283, CRATERS)
    radius = rng.uniform(0.12, 0.26, CRATERS) * away**0.8
    middles_x, middles_z = away * np.cos(angle), away * np.sin(angle)

    def height(x: Values, z: Values) -> Values:
        far = np.hypot(x, z)
        total = 0.1 * noise.fractal(spread(x, z, 4), 3) + 2.2 * noise.fractal(spread(x, z, 60), 3) * ramp(far, 8, 40)
        for cx, cz, wide in zip(middles_x, middles_z, radius, strict=True):
            part = np.hypot(x - cx, z - cz) / wide
            total = total + wide * (0.11 * np.exp(-((part - 1) ** 2) * 14) - 0.17 * np.exp(-(part**4)))
        tables = noise.fractal(spread(x, z, size * 0.42) + 40, 3)
        steps = 0.5 * ramp(tables, 0.02, 0.08) + 0.3 * ramp(tables, 0.10, 0.15) + 0.35 * ramp(tables, 0.18, 0.24)
        return np.asarray(total + 44 * steps * ramp(far, size * 0.55, size * 0.9) * backdrop(x, z))

    def paint(spots: Spots) -> Values:
        ripples = np.sin((spots.x * 0.4 + spots.z) * 3.4 + 6 * spots.broad + 2 * spots.fine)
        ripples = ripples * (1 - ramp(spots.away, 12, 40))
        colours = plain((0.70, 0.36, 0.20), spots, 0.14) * (1 + 0.04 * ripples)[:, None]
        colours = blend(colours, (0.56, 0.27, 0.16), 0.35 + spots.broad)
        colours = blend(colours, (0.82, 0.52, 0.32), 0.7 * ramp(spots.fine, 0.1, 0.5))
        layers = 0.5 + 0.5 * np.sin(spots.height * 1.1 + 2 * spots.broad)
        cliff = plain((0.46, 0.22, 0.14), spots, 0.2) * (0.8 + 0.35 * layers)[:, None]
        return blend(colours, cliff, ramp(-spots.up, -0.92, -0.72))

    return Land(height, paint, 12.0, roughness=0.95)
