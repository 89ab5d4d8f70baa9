"""Stone in parks and by the way: well, fountain, statue, bridge."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, darkened, glowing, painted, shade, snowy, varied
from engine.scene.kit.primitives import box, cylinder, lathe, sphere, torus
from engine.scene.kit.shaping import placed, repeated
from engine.scene.kit.sweeps import capsule, extrude, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour
from engine.scene.models.masonry import block, pitched_roof
from engine.scene.models.model import Look, Model
from engine.scene.models.viaduct import viaduct
from engine.scene.models.yard import ASHLAR, IRON, TIMBER, wintry


def well(look: Look) -> Mesh:
    """A ring of stones under a small roof, with a winch, a rope and a bucket."""
    rng = look.rng
    stones: list[Mesh] = []
    for row in range(4):
        count = 13
        angle = (np.arange(count) + 0.5 * (row % 2)) * 2 * np.pi / count
        one = placed(box((0.44, 0.24, 0.3), 0.06), (0, 0.12 + 0.225 * row, 0.9))
        stones += [
            placed(one, turn=(0, float(np.degrees(a)), 0), scale=float(s))
            for a, s in zip(angle, rng.uniform(0.98, 1.03, count), strict=True)
        ]
    ring = varied(finished(joined(stones), look, ASHLAR, "stone"), 0.35, rng, 2.0)
    rim = painted(
        placed(torus(0.9, 0.13), (0, 0.93, 0), scale=(1, 0.6, 1)), shade(main_colour(look, ASHLAR), 1.1), "stone"
    )
    water = painted(placed(cylinder(0.78, 0.02), (0, 0.55, 0)), (0.16, 0.30, 0.38), "water")
    posts = [placed(block((0.15, 2.0, 0.15), 0.02), (s * 0.98, 0.5, 0)) for s in (-1, 1)]
    beam = tube([(-1.1, 1.62, 0), (1.15, 1.62, 0)], 0.06, 0.6)
    crank = tube([(1.15, 1.62, 0), (1.15, 1.36, 0.1), (1.32, 1.36, 0.1)], 0.025, 0.5)
    drum = tube([(-0.35, 1.62, 0), (0.35, 1.62, 0)], 0.12, 0.8, "flat")
    rope = [
        tube([(0.05, 1.6, 0.1), (0.05, 1.2, 0.1)], 0.015, 0.4),
        *(placed(torus(0.125, 0.02, 0.5), (x, 1.62, 0), (0, 0, 90)) for x in (-0.06, -0.02, 0.02, 0.06)),
    ]
    bucket = painted(
        placed(
            lathe([(0, 0), (0.13, 0), (0.17, 0.28), (0.15, 0.28), (0.12, 0.04), (0, 0.04)], detail=0.7),
            (0.05, 0.88, 0.1),
        ),
        TIMBER,
        "wood",
    )
    roof = placed(pitched_roof((2.3, 1.6, 0.85), (0.60, 0.32, 0.24), look, over=0.18, tile=0.32), (0, 2.4, 0))
    wood = painted(joined([*posts, beam, drum]), shade(TIMBER, 0.85), "wood")
    return joined(
        [
            wintry(joined([ring, rim]), look),
            water,
            wood,
            painted(crank, IRON, "iron"),
            painted(joined(rope), (0.80, 0.70, 0.50), "fabric"),
            bucket,
            roof,
        ]
    )


def fountain(look: Look) -> Mesh:
    """Three basins with falling water and a jet."""
    stone = [
        lathe(
            [
                (0, 0),
                (2.2, 0),
                (2.2, 0.12),
                (2.0, 0.2),
                (2.05, 0.62),
                (2.2, 0.68),
                (2.2, 0.8),
                (1.92, 0.8),
                (1.88, 0.3),
                (0, 0.3),
            ],
            detail=2.0,
        ),
        lathe(
            [
                (0.5, 0.3),
                (0.36, 0.5),
                (0.22, 0.8),
                (0.2, 1.3),
                (0.35, 1.45),
                (1.15, 1.7),
                (1.22, 1.8),
                (1.12, 1.8),
                (0.3, 1.6),
                (0, 1.6),
            ],
            detail=1.6,
        ),
        lathe(
            [
                (0.2, 1.6),
                (0.13, 1.8),
                (0.12, 2.15),
                (0.22, 2.25),
                (0.62, 2.4),
                (0.67, 2.48),
                (0.6, 2.48),
                (0.1, 2.36),
                (0, 2.36),
            ],
            detail=1.3,
        ),
        lathe([(0.1, 2.36), (0.06, 2.6), (0.12, 2.68), (0.05, 2.8), (0, 2.82)]),
    ]
    base = darkened(finished(joined(stone), look, (0.80, 0.77, 0.71), "stone"), 0.85)
    if look.season == "winter":
        return snowy(base, 0.95, 0.6)
    blue: Colour = (0.50, 0.74, 0.84)
    pools = [placed(cylinder(r, 0.02, detail=1.6), (0, y, 0)) for r, y in ((1.9, 0.62), (1.12, 1.74), (0.6, 2.44))]
    streams: list[Mesh] = []
    for count, out, top, bottom, reach in ((14, 1.2, 1.8, 0.62, 0.42), (9, 0.65, 2.48, 1.74, 0.28)):
        fall = np.linspace(0, 1, 8)
        path = np.stack(
            [0 * fall, top + 0.06 * np.sin(fall * 3.14) + (bottom - top) * fall**2, out + reach * fall], axis=1
        )
        one = tube(path, np.linspace(0.03, 0.055, 8), 0.5)
        streams += [placed(one, turn=(0, 360 * k / count, 0)) for k in range(count)]
    fall = np.linspace(0, 1, 10)
    for k in range(7):
        way = k * 360 / 7
        path = np.stack([0 * fall, 2.8 + 1.5 * fall - 1.86 * fall**2, 0.42 * fall], axis=1)
        streams.append(placed(tube(path, np.linspace(0.03, 0.022, 10), 0.5), turn=(0, way, 0)))
    drops = repeated(
        sphere(0.03, 0.34),
        np.stack(
            [look.rng.uniform(-1.5, 1.5, 40), look.rng.uniform(0.65, 1.0, 40), look.rng.uniform(-1.5, 1.5, 40)], axis=1
        ),
    )
    spray = painted(joined([*streams, drops]), (0.84, 0.94, 0.98), "water")
    return joined([base, painted(joined(pools), blue, "water"), glowing(spray, 0.12)])


def statue(look: Look) -> Mesh:
    """A robed figure with a raised torch on a pedestal."""
    bronze: Colour = main_colour(look, (0.62, 0.64, 0.60))
    robe = lathe(
        [
            (0, 0),
            (0.5, 0),
            (0.47, 0.12),
            (0.36, 0.75),
            (0.27, 1.12),
            (0.30, 1.35),
            (0.34, 1.55),
            (0.24, 1.72),
            (0.1, 1.78),
            (0, 1.8),
        ],
        detail=2.2,
    )
    angle = np.arctan2(robe.positions[:, 2], robe.positions[:, 0])
    fold = 1 + 0.09 * np.sin(angle * 9 + robe.positions[:, 1] * 1.2) * np.clip(
        (1.25 - robe.positions[:, 1]) / 1.1, 0, 1
    )
    robe.positions[:, [0, 2]] *= fold[:, None]
    robe = placed(robe, scale=(1.0, 1.0, 0.78))
    head = [
        placed(sphere(0.2, 1.2), (0, 2.02, 0.03), scale=(0.88, 1.08, 0.95)),
        tube([(0, 1.7, 0), (0, 1.9, 0.01)], 0.09),
        placed(sphere(0.05, 0.5), (0, 2.01, 0.22)),
        placed(torus(0.17, 0.04, 0.8), (0, 2.13, 0.0), (-8, 0, 0)),
    ]
    hair = placed(sphere(0.2, 1.0), (0, 2.06, -0.05), scale=(1.0, 1.0, 0.95))
    leaves = [
        placed(
            lathe([(0, 0), (0.035, 0.06), (0, 0.15)], sides=6),
            (0.16 * np.sin(a), 2.16, 0.16 * np.cos(a)),
            (20, np.degrees(a), 0),
        )
        for a in np.linspace(-1.6, 1.6, 9)
    ]
    arms = [
        capsule((0.3, 1.58, 0), (0.52, 1.88, 0.08), 0.1, 0.08),
        capsule((0.52, 1.88, 0.08), (0.5, 2.3, 0.12), 0.08, 0.065),
        placed(sphere(0.085, 0.7), (0.5, 2.36, 0.12)),
        capsule((-0.3, 1.58, 0), (-0.44, 1.2, 0.1), 0.1, 0.08),
        capsule((-0.44, 1.2, 0.1), (-0.26, 1.12, 0.36), 0.08, 0.065),
        placed(sphere(0.085, 0.7), (-0.24, 1.12, 0.4)),
    ]
    torch = [
        placed(
            lathe([(0, 0), (0.04, 0), (0.05, 0.3), (0.12, 0.36), (0.12, 0.42), (0, 0.42)], detail=0.6),
            (0.5, 2.26, 0.13),
        ),
        placed(lathe([(0, 0), (0.09, 0.06), (0.07, 0.18), (0, 0.36)]), (0.5, 2.66, 0.13)),
    ]
    book = placed(box((0.3, 0.42, 0.08), 0.02), (-0.22, 1.25, 0.42), (-15, 10, -12))
    sash = tube([(-0.3, 1.6, 0.1), (-0.05, 1.42, 0.27), (0.2, 1.2, 0.25), (0.31, 1.02, 0.08)], 0.05)
    figure = joined([robe, *head, hair, *leaves, *arms, *torch, book, sash])
    material = "metal" if look.material is None and look.colour is not None else "stone"
    body = varied(finished(placed(figure, (0, 1.28, 0)), look, bronze, material), 0.1, look.rng, 2.0)
    stand = [
        block((1.7, 0.22, 1.7), 0.04),
        placed(block((1.4, 0.18, 1.4), 0.04), (0, 0.2, 0)),
        placed(block((1.1, 0.8, 1.1), 0.03), (0, 0.36, 0)),
        placed(block((1.32, 0.16, 1.32), 0.04), (0, 1.14, 0)),
    ]
    plate = painted(placed(box((0.6, 0.34, 0.04), 0.01), (0, 0.76, 0.56)), (0.75, 0.58, 0.3), "bronze")
    return wintry(joined([body, darkened(painted(joined(stand), ASHLAR, "stone"), 0.8), plate]), look)


def bridge(look: Look) -> Mesh:
    """A humpback of stone with one arch and parapets, across x; or a viaduct."""
    if look.called("viaduct", "aqueduct"):
        return viaduct(look)
    rng = look.rng
    long, wide = 12.0, 3.6
    turn = np.linspace(0, np.pi, 17)
    hole = np.stack([3.3 * np.cos(turn), 2.3 * np.sin(turn)], axis=1)
    x = np.linspace(long / 2, -long / 2, 21)
    deck = 0.45 + 2.6 * np.cos(x / long * np.pi) ** 1.3
    lower = [(-long / 2, 0.0), *[tuple(p) for p in hole[::-1]], (long / 2, 0.0)]
    body = extrude(np.array([*lower, *zip(x, deck, strict=True)]), wide)
    walls: list[Mesh] = []
    for side in (-1, 1):
        ring = np.concatenate([np.stack([x[::-1], deck[::-1]], axis=1), np.stack([x, deck + 0.75], axis=1)])
        walls.append(placed(extrude(ring, 0.35, 0.05), (0, 0, side * (wide / 2 - 0.1))))
        cap = np.concatenate([np.stack([x[::-1], deck[::-1] + 0.74], axis=1), np.stack([x, deck + 0.9], axis=1)])
        walls.append(placed(extrude(cap, 0.5, 0.05), (0, 0, side * (wide / 2 - 0.1))))
    stone = varied(darkened(finished(joined([body, *walls]), look, ASHLAR, "stone"), 0.8), 0.2, rng, 1.5)
    wedge = box((0.34, 0.6, 0.16), 0.04)
    ends = np.linspace(0.09, np.pi - 0.09, 15)
    voussoirs = [
        placed(wedge, (3.55 * np.cos(a), 2.5 * np.sin(a), s * wide / 2), (0, 0, np.degrees(a) - 90))
        for a in ends
        for s in (-1, 1)
    ]
    count = 46
    u = rng.uniform(-0.48, 0.48, count) * long
    top = 0.45 + 2.6 * np.cos(u / long * np.pi) ** 1.3
    low = np.where(np.abs(u) < 3.9, 2.75 * np.sqrt(np.clip(1 - (u / 3.9) ** 2, 0, 1)) + 0.2, 0.15)
    v = low + (np.maximum(top - 0.1, low) - low) * rng.random(count)
    keep = top - low > 0.25
    proud = [
        repeated(
            box((0.5, 0.22, 0.08), 0.03),
            np.stack([u, v, np.full(count, s * wide / 2)], axis=1)[keep],
            tones=rng.uniform(0.8, 1.1, int(keep.sum())),
        )
        for s in (-1, 1)
    ]
    road = [
        placed(
            box((0.62, 0.08, wide - 0.5), 0.02),
            (px, 0.45 + 2.6 * np.cos(px / long * np.pi) ** 1.3, 0),
            (
                0,
                0,
                -np.degrees(
                    np.arctan(2.6 * 1.3 * np.pi / long * np.sin(px / long * np.pi) * np.cos(px / long * np.pi) ** 0.3)
                ),
            ),
        )
        for px in np.linspace(-5.6, 5.6, 19)
    ]
    main = main_colour(look, ASHLAR)
    return wintry(
        joined(
            [
                stone,
                painted(joined(voussoirs), shade(main, 1.12), "stone"),
                painted(joined(proud), shade(main, 0.86), "stone"),
                painted(joined(road), shade(main, 0.8), "stone"),
            ]
        ),
        look,
    )


MODELS = (
    Model("well", well, 3.4, "ground"),
    Model("fountain", fountain, 3.1, "ground"),
    Model("statue", statue, 4.3, "ground"),
    Model("bridge", bridge, 3.9, "any", crowd=False),
)
