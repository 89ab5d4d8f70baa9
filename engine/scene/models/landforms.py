"""Single mountains, volcanoes and waterfalls, as things that can be asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.build import from_grid, from_triangles, grid_triangles, unit
from engine.scene.kit.noise import Noise
from engine.scene.kit.paint import Colour, glowing, material, painted, shade, snowy, varied
from engine.scene.kit.primitives import sphere
from engine.scene.kit.shaping import floored, noisy, placed
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.foliage import Clumps, crown
from engine.scene.models.model import Look, Model
from engine.scene.models.rocks import boulder

Values = NDArray[np.float64]
SNOW: Colour = (0.95, 0.97, 1.0)


@dataclass(frozen=True, eq=False)
class _Peak:
    """A round relief: `profile` gives the height (0..1) at a distance (0..1), `rough` how deep its gullies are."""

    radius: float
    height: float
    profile: Callable[[Values], Values]
    rough: float


def _relief(look: Look, peak: _Peak) -> Mesh:
    """A disc of rings, raised by the profile and by ridges (Musgrave 1994) that run down its flanks."""
    rings, sides = (72, 144) if look.detail > 0.5 else (36, 72)
    noise = Noise(look.rng)
    out, angle = np.meshgrid(
        np.linspace(0.004, 1, rings) ** 1.15, np.linspace(0, 2 * np.pi, sides, endpoint=False), indexing="ij"
    )
    x, z = out * np.cos(-angle), out * np.sin(-angle)
    spot = np.stack([x, z], axis=-1)
    bent = (
        spot
        + 0.12
        * np.stack([noise.fractal(spot * 2.1, 3), noise.fractal(spot * 2.1 + 40, 3)], axis=-1)
        * np.minimum(out * 4, 1)[..., None]
    )
    base = peak.profile(np.clip(np.linalg.norm(bent, axis=-1) * (0.97 + 0.03 * out), 0, 1))
    ridges = noise.ridged(bent * 2.6 + 7, 5) - 0.55
    high = peak.height * (base + peak.rough * ridges * base**0.6 * np.minimum(out * 5, 1) * (1 - out**3))
    high = np.maximum(high, 0) * np.clip((1 - out) * 9, 0, 1)
    return from_grid(np.stack([x * peak.radius, high, z * peak.radius], axis=-1)[::-1], round_columns=True)


def mountain(look: Look) -> Mesh:
    """A jagged peak: meadows, rock, and snow above the snowline."""
    mesh = _relief(look, _Peak(52.0, 55.0, lambda r: np.asarray((1 - r) ** 1.35), 0.42))
    rock = main_colour(look, (0.46, 0.44, 0.43))
    high = mesh.positions[:, 1:2] / max(float(mesh.bounds[1][1]), 1.0)
    ragged = Noise(look.rng).fractal(mesh.positions * 0.12, 3)[:, None]
    flat = np.clip((mesh.normals[:, 1:2] - 0.45) * 3, 0, 1)
    grass = np.array({"autumn": (0.60, 0.48, 0.25), "winter": (0.86, 0.88, 0.92)}.get(look.season, (0.36, 0.48, 0.25)))
    colours = np.array(rock) * (0.85 + 0.35 * ragged) + 0 * high
    meadow = np.clip((0.34 + 0.12 * ragged - high) * 7, 0, 1) * flat
    colours = colours * (1 - meadow) + grass * (0.9 + 0.25 * ragged) * meadow
    line = 0.18 if look.season == "winter" else 0.52
    snow = np.clip((high - line + 0.12 * ragged) * 9, 0, 1) * np.clip((mesh.normals[:, 1:2] - 0.3) * 3.2, 0, 1)
    colours = colours * (1 - snow) + np.array(SNOW) * snow
    return material(replace(mesh, colours=np.clip(colours, 0, 1).astype(np.float32)), "stone")


def volcano(look: Look) -> Mesh:
    """A steep cone with a glowing crater, streams of lava and a column of smoke."""
    rng = look.rng

    def profile(r: Values) -> Values:
        cone = 0.92 * np.exp(-2.7 * r) - 0.92 * np.exp(-2.7) * r
        return np.asarray(np.where(r < 0.13, 0.53 + 0.0 * r + np.clip((r - 0.07) / 0.06, 0, 1) * (cone - 0.53), cone))

    mesh = _relief(look, _Peak(30.0, 30.0, profile, 0.13))
    x, y, z = mesh.positions.T.astype(np.float64)
    out, angle = np.hypot(x, z) / 30.0, np.arctan2(z, x)
    stone = np.array(main_colour(look, (0.30, 0.25, 0.24)))
    ragged = Noise(rng).fractal(mesh.positions * 0.25, 3)
    colours = stone * (0.85 + 0.4 * ragged[:, None] + 0.35 * np.clip(out, 0, 1)[:, None])
    green = np.clip((out - 0.62 + 0.2 * ragged) * 4, 0, 1)[:, None]
    colours = colours * (1 - green) + np.array((0.34, 0.42, 0.22)) * green
    lava = (out < 0.085).astype(np.float64)
    for k, (start, reach) in enumerate(
        zip(rng.uniform(0, 0.7) + np.arange(5) * 1.2566 + 0.4, rng.uniform(0.4, 0.72, 5), strict=True)
    ):
        way = start + 0.35 * np.sin(out * 9 + k * 2)
        width = 0.012 / np.maximum(out, 0.05) + 0.03
        near = np.abs(np.angle(np.exp(1j * (angle - way)))) / width
        lava = np.maximum(lava, np.clip(1.4 - near, 0, 1) * (out < reach) * np.clip((reach - out) * 12, 0, 1))
    hot = lava[:, None]
    colours = (
        colours * (1 - hot)
        + (np.array((0.95, 0.25, 0.05)) * (1 - hot * 0.4) + np.array((1.0, 0.75, 0.2)) * hot * 0.4) * hot
    )
    mesh = material(replace(mesh, colours=np.clip(colours, 0, 1).astype(np.float32)), "stone")
    surface = mesh.surface.copy()
    surface[:, 2] = 1.6 * lava
    mesh = replace(mesh, surface=surface)
    if look.season == "winter" and look.colour is None:
        mesh = replace(
            snowy(mesh, 0.6, 0.7), colours=np.where(lava[:, None] > 0.05, mesh.colours, snowy(mesh, 0.6, 0.7).colours)
        )
    top = float(np.percentile(y[(out > 0.11) & (out < 0.15)], 60))
    puffs: list[Mesh] = []
    for k in range(13):
        part = k / 12
        size = 1.3 + 3.2 * part**0.8
        at = (2.6 * part**1.6 * 3 + rng.normal(0, 0.5 + part), top - 1.0 + 11.5 * part, rng.normal(0, 0.5 + part))
        puff = noisy(sphere(size, 1.1), size * 0.35, 0.9 / size, rng)
        tone = 0.30 + 0.32 * part
        puffs.append(placed(painted(puff, (tone * 1.05, tone, tone), "fur"), at))
    smoke = joined(puffs)
    near = np.clip(1 - (smoke.positions[:, 1:2] - top) / 5.0, 0, 1) * np.clip(0.4 - smoke.normals[:, 1:2], 0, 1)
    smoke = replace(smoke, colours=np.clip(smoke.colours + near * np.array((0.7, 0.25, 0.05)), 0, 1).astype(np.float32))
    spray = rng.normal(0, 1, (26, 3)) * (1.6, 1.6, 1.6) + (0, top + 2.4, 0)
    bombs = [
        placed(sphere(float(s), 0.34), (float(p[0]), float(p[1]), float(p[2])))
        for p, s in zip(spray, rng.uniform(0.1, 0.3, 26), strict=True)
    ]
    return joined([mesh, smoke, glowing(painted(joined(bombs), (1.0, 0.55, 0.15), "lava"), 2.5)])


def waterfall(look: Look) -> Mesh:
    """A mossy cliff, a broad veil of water, foam, boulders and a pool."""
    rng = look.rng
    noise = Noise(rng)
    wide, high = 12.0, 9.0
    u, v = np.meshgrid(np.linspace(-1, 1, 90), np.linspace(0, 1, 70))
    x = u * wide * 0.62
    channel = np.exp(-((u / 0.3) ** 4))
    blocks = np.floor(noise.fractal(np.stack([x * 0.5, v * high * 0.28], axis=-1), 2) * 5) / 5
    rough = noise.fractal(np.stack([x * 0.6, v * high * 0.5], axis=-1), 4)
    z = (
        1.6 * u**2 * 2.2
        + 0.9 * blocks * (1 - 0.6 * channel)
        + 0.6 * rough
        - 1.8 * v**1.5
        - 0.7 * channel
        + 1.2 * (1 - v) ** 3
    )
    top = high * (1 + 0.12 * noise.fractal(u[..., None] * (1.7, 0) + 3, 3) - 0.14 * channel)
    face = from_grid(np.stack([x, v * top, z], axis=-1))
    ledge_v, ledge_u = np.meshgrid(np.linspace(0, 1, 14), np.linspace(-1, 1, 90), indexing="ij")
    ledge = np.stack(
        [
            ledge_u * wide * 0.62,
            top[-1] + 0.5 * np.sin(ledge_v * 2) * (1 - np.exp(-((ledge_u / 0.3) ** 4))),
            z[-1] - 5.0 * ledge_v,
        ],
        axis=-1,
    )
    back = from_triangles(np.stack([ledge[-1] * (1, 0, 1), ledge[-1]])[:, ::-1], grid_triangles(2, 90))
    sides = [
        from_triangles(np.stack([edge, edge * (1, 0, 1)])[:, :: 1 if k else -1], grid_triangles(2, len(edge)))
        for k, edge in enumerate(
            (
                np.concatenate([np.stack([x, v * top, z], axis=-1)[:, 0], ledge[:, 0]]),
                np.concatenate([np.stack([x, v * top, z], axis=-1)[:, -1], ledge[:, -1]]),
            )
        )
    ]
    stone = painted(joined([face, from_grid(ledge), back, *sides]), main_colour(look, (0.45, 0.42, 0.39)), "stone")
    stone = varied(stone, 0.4, rng, 0.7)
    grass = np.array({"autumn": (0.66, 0.48, 0.2), "winter": (0.93, 0.95, 0.98)}.get(look.season, (0.34, 0.50, 0.20)))
    moss = np.clip(
        (stone.normals[:, 1:2] - 0.3) * 2.6 + 0.5 * Noise(rng).fractal(stone.positions * 0.5, 2)[:, None], 0, 1
    )
    stone = replace(stone, colours=(stone.colours * (1 - moss) + grass * moss).astype(np.float32))
    fall, lip = _veil(look, float(top[-1, 45]), float(z[-1, 45])), float(z[-1, 45])
    del lip
    pool = painted(placed(sphere(1.0, 1.6), (0, 0.05, 4.2), scale=(4.6, 0.14, 3.2)), (0.30, 0.58, 0.64), "water")
    foam = [
        placed(noisy(sphere(float(s), 0.6), 0.1, 3.0, rng), (float(px), 0.12, float(pz)), scale=(1.3, 0.6, 1))
        for px, pz, s in zip(
            rng.uniform(-2.2, 2.2, 22), rng.uniform(1.4, 2.6, 22), rng.uniform(0.18, 0.42, 22), strict=True
        )
    ]
    rocks = [
        placed(boulder(replace(look, detail=0.5), tuple(rng.uniform(0.4, 0.95, 3) * (1, 0.8, 1)), 10), at)
        for at in (
            (-4.3, 0.0, 3.3),
            (4.4, 0.0, 3.6),
            (-3.2, 0.0, 6.0),
            (2.9, 0.0, 6.6),
            (-4.9, 0.0, 5.0),
            (5.0, 0.0, 5.3),
            (0.6, -0.3, 5.4),
            (-1.6, 0.0, 7.0),
        )
    ]
    green = np.array(
        [
            (s * (2.4 + 1.1 * k), high * 0.98 + 0.3, -2.6 - 0.3 * k + 0.4 * k * k * 0.4)
            for s in (-1, 1)
            for k in range(4)
        ]
        + [(-4.9, 0.5, 4.0), (5.1, 0.6, 4.4), (-4.4, 0.3, 6.4)]
    )
    tones = (
        ((0.32, 0.50, 0.22), (0.42, 0.58, 0.26), (0.26, 0.42, 0.18))
        if look.season != "autumn"
        else ((0.84, 0.45, 0.14), (0.90, 0.60, 0.20), (0.72, 0.27, 0.13))
    )
    shrubs = crown(Clumps(green, rng.uniform(0.6, 0.95, (len(green), 3))), tones, look, leaf=0.3, count=2200)
    wet = varied(painted(joined(rocks), shade((0.45, 0.42, 0.39), 0.9), "stone"), 0.3, rng, 1.5)
    winter = look.season == "winter"
    land = joined([snowy(wet) if winter else wet, snowy(shrubs, 0.9, 0.3) if winter else shrubs])
    return floored(joined([stone, fall, pool, painted(joined(foam), (0.95, 0.98, 1.0), "snow"), land]))


def _veil(look: Look, top: float, back: float) -> Mesh:
    """Water that leaps over the lip and falls in strands."""
    v, u = np.meshgrid(np.linspace(0, 1, 30), np.linspace(-1, 1, 60), indexing="ij")
    strands = Noise(look.rng).fractal(np.stack([u * 9, v * 1.2], axis=-1), 3)
    run = np.clip(v / 0.2, 0, 1)
    drop = np.clip((v - 0.2) / 0.8, 0, 1)
    z = back - 2.6 + 2.6 * run + 3.3 * np.sqrt(drop) * 0.95 + 0.3 * strands * np.minimum(drop * 3, 1)
    y = (top + 0.14) * (1 - drop**1.7) + 0.02 - 0.1 * run
    wide = 1.75 + 0.55 * drop
    mesh = from_grid(np.stack([u * wide, y, z], axis=-1)[::-1])
    mesh = replace(mesh, normals=unit(mesh.normals + np.array((0, 0.1, 0.25))).astype(np.float32))
    white = np.clip(0.45 + 0.75 * strands + 0.5 * drop, 0, 1)[::-1].reshape(-1, 1)[: len(mesh.positions)]
    colours = np.array((0.45, 0.70, 0.80)) * (1 - white) + np.array((0.96, 0.99, 1.0)) * white
    return glowing(material(replace(mesh, colours=colours.astype(np.float32)), "water"), 0.1)


MODELS = (
    Model("mountain", mountain, 55.0, "ground", crowd=False),
    Model("volcano", volcano, 38.0, "ground", crowd=False),
    Model("waterfall", waterfall, 10.0, "ground", crowd=False),
)
