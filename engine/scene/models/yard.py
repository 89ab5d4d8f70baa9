"""What stands in streets and gardens: fence, gate, lamp-post, bench, sign."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, glowing, painted, shade, snowy, varied
from engine.scene.kit.primitives import box, lathe, sphere, torus
from engine.scene.kit.shaping import floored, placed, repeated
from engine.scene.kit.sweeps import extrude, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished
from engine.scene.models.masonry import WARM, block
from engine.scene.models.model import Look, Model

IRON: Colour = (0.20, 0.22, 0.24)
TIMBER: Colour = (0.56, 0.39, 0.25)
ASHLAR: Colour = (0.68, 0.66, 0.62)


def wintry(mesh: Mesh, look: Look) -> Mesh:
    """On the ground, under snow in winter."""
    return snowy(floored(mesh), 0.95, 0.6) if look.season == "winter" else floored(mesh)


def _picket(height: float) -> Mesh:
    half = 0.06
    return placed(
        extrude([(-half, 0), (half, 0), (half, height - 0.09), (0, height), (-half, height - 0.09)], 0.03, 0.008)
    )


def fence(look: Look) -> Mesh:
    """Three metres of pickets on two rails between two posts."""
    xs = np.linspace(-1.36, 1.36, 15)
    heights = 1.0 + 0.05 * np.cos(xs * 2.3)
    pickets = repeated(
        _picket(1.0),
        np.stack([xs, 0 * xs + 0.05, 0 * xs + 0.05], axis=1),
        scales=np.stack([0 * xs + 1, heights, 0 * xs + 1], axis=1),
    )
    rails = [placed(box((3.0, 0.1, 0.05), 0.015), (0, y, 0)) for y in (0.32, 0.78)]
    posts = [
        placed(joined([block((0.13, 1.15, 0.13), 0.02), placed(sphere(0.09, 0.5), (0, 1.2, 0))]), (x, 0, 0))
        for x in (-1.5, 1.5)
    ]
    return wintry(
        varied(finished(joined([pickets, *rails, *posts]), look, (0.93, 0.91, 0.86), "wood"), 0.08, look.rng, 3.0), look
    )


def gate(look: Look) -> Mesh:
    """Two leaves of wrought iron between stone posts with balls on top."""
    posts = [
        placed(
            joined(
                [
                    block((0.55, 2.3, 0.55), 0.05),
                    block((0.7, 0.3, 0.7), 0.04),
                    placed(block((0.72, 0.16, 0.72), 0.04), (0, 2.3, 0)),
                    placed(sphere(0.26, 0.8), (0, 2.7, 0)),
                ]
            ),
            (s * 1.75, 0, 0),
        )
        for s in (-1, 1)
    ]
    bars: list[Mesh] = []
    for x in np.linspace(-1.35, 1.35, 16):
        high = 2.35 - 0.75 * abs(x) / 1.4
        bars.append(tube([(x, 0.12, 0), (x, high, 0)], 0.022, 0.5, "flat"))
        bars.append(placed(lathe([(0, 0), (0.05, 0.04), (0, 0.2)], sides=6), (x, high, 0)))
    bars += [tube([(-1.45, y, 0), (1.45, y, 0)], 0.028, 0.5, "flat") for y in (0.18, 0.85)]
    top = np.linspace(-1.45, 1.45, 13)
    bars.append(tube(np.stack([top, 2.2 - 0.75 * np.abs(top) / 1.4, 0 * top], axis=1), 0.03, 0.5))
    bars += [placed(torus(0.14, 0.02, 0.6), (x, 1.05, 0), (90, 0, 0)) for x in np.linspace(-1.2, 1.2, 8)]
    iron = finished(joined(bars), look, IRON, "iron")
    rings = [placed(torus(0.09, 0.018, 0.6), (s * 0.16, 1.3, 0.05), (90, 0, 0)) for s in (-1, 1)]
    return wintry(
        joined(
            [
                varied(painted(joined(posts), ASHLAR, "stone"), 0.15, look.rng, 2.0),
                iron,
                painted(joined(rings), (0.85, 0.68, 0.3), "gold"),
            ]
        ),
        look,
    )


def lamp_post(look: Look) -> Mesh:
    """Cast iron with a four-paned lantern."""
    post = lathe(
        [
            (0, 0),
            (0.26, 0),
            (0.26, 0.12),
            (0.16, 0.25),
            (0.18, 0.5),
            (0.09, 0.62),
            (0.075, 1.6),
            (0.1, 1.68),
            (0.065, 1.76),
            (0.055, 2.9),
            (0.11, 2.98),
            (0.06, 3.06),
            (0.16, 3.16),
            (0, 3.18),
        ],
        detail=0.8,
    )
    arms = [
        tube([(-0.38, 2.72, 0), (0.38, 2.72, 0)], 0.024, 0.5),
        *(placed(sphere(0.045, 0.4), (s * 0.4, 2.72, 0)) for s in (-1, 1)),
    ]
    top = lathe([(0.31, 3.7), (0.33, 3.74), (0.12, 3.95), (0.04, 4.0), (0.06, 4.06), (0, 4.14)], smooth=False, sides=4)
    lid = lathe([(0, 3.7), (0.31, 3.7)], sides=4)
    rods = [tube([(0.16 * x, 3.16, 0.16 * z), (0.21 * x, 3.7, 0.21 * z)], 0.018, 0.4) for x in (-1, 1) for z in (-1, 1)]
    metal = finished(joined([post, *arms, placed(joined([top, lid]), turn=(0, 45, 0)), *rods]), look, IRON, "iron")
    glass = placed(lathe([(0, 3.17), (0.21, 3.17), (0.285, 3.69), (0, 3.69)], smooth=False, sides=4), turn=(0, 45, 0))
    lamp = glowing(painted(glass, WARM, "glow"), 3.0) if look.lit else painted(glass, (0.98, 0.93, 0.76), "gloss")
    tall = look.rng.uniform(0.95, 1.06)
    return placed(wintry(joined([metal, lamp]), look), scale=(1, tall, 1))


def bench(look: Look) -> Mesh:
    """Slats on two curled iron ends."""
    slats = [placed(box((1.7, 0.045, 0.1), 0.015), (0, 0.45, z)) for z in (0.2, 0.08, -0.04, -0.16)]
    slats += [
        placed(box((1.7, 0.1, 0.04), 0.015), (0, y, -0.22 - 0.09 * (y - 0.5)), (-9, 0, 0)) for y in (0.58, 0.71, 0.84)
    ]
    wood = varied(finished(joined(slats), look, TIMBER, "wood"), 0.2, look.rng, 5.0)
    side = [
        tube([(0, 0.0, 0.27), (0, 0.25, 0.22), (0, 0.42, 0.25)], 0.028, 0.6),
        tube([(0, 0, -0.3), (0, 0.3, -0.2), (0, 0.5, -0.2), (0, 0.93, -0.29)], 0.028, 0.6),
        tube([(0, 0.42, 0.27), (0, 0.42, -0.21)], 0.026, 0.6),
        tube([(0, 0.42, 0.25), (0, 0.6, 0.27), (0, 0.66, 0.2), (0, 0.66, -0.22)], 0.024, 0.6),
    ]
    iron = joined([placed(joined(side), (x, 0, 0)) for x in (-0.72, 0.72)])
    return wintry(joined([wood, painted(iron, IRON, "iron")]), look)


def sign(look: Look) -> Mesh:
    """A signpost with two arrows that point apart."""
    tilt = look.rng.uniform(-2.5, 2.5)
    post = tube([(0, 0, 0), (0.01, 2.05, 0)], 0.07, 0.8)
    arrow = [(-0.55, -0.14), (0.45, -0.14), (0.66, 0), (0.45, 0.14), (-0.55, 0.14)]
    main = extrude(arrow, 0.06, 0.012)
    boards = [
        placed(main, (0.12, 1.78, 0.08), (0, -8, 2 + tilt)),
        placed(main, (-0.1, 1.38, 0.08), (0, 8, -3 - tilt), (-1, 1, 1)),
    ]
    lines = [
        placed(box((w, 0.035, 0.01)), (x, y, 0.122), (0, t, r))
        for w, x, y, t, r in (
            (0.55, 0.02, 1.81, -8, 2),
            (0.4, -0.06, 1.74, -8, 2),
            (0.55, 0.0, 1.41, 8, -3),
            (0.36, 0.08, 1.34, 8, -3),
        )
    ]
    wood = finished(joined(boards), look, (0.72, 0.52, 0.33), "wood")
    stones = [
        placed(sphere(0.13, 0.5), (0.14 * np.cos(a), 0.03, 0.14 * np.sin(a)), scale=(1, 0.7, 1))
        for a in np.arange(6) * 1.05
    ]
    return wintry(
        joined(
            [
                painted(post, shade(TIMBER, 0.8), "wood"),
                wood,
                painted(joined(lines), (0.28, 0.19, 0.13), "paint"),
                painted(joined(stones), ASHLAR, "stone"),
            ]
        ),
        look,
    )


MODELS = (
    Model("fence", fence, 1.3, "ground"),
    Model("gate", gate, 3.0, "ground"),
    Model("lamp-post", lamp_post, 4.1, "ground"),
    Model("bench", bench, 0.95, "ground"),
    Model("sign", sign, 2.1, "ground"),
)
