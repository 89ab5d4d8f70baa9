"""Things of the sky: planet, star, comet, cloud, rainbow, moon, sun."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.scene.kit.build import unit
from engine.scene.kit.noise import Noise
from engine.scene.kit.paint import Colour, glowing, gradient, material, mixed, painted, shade
from engine.scene.kit.primitives import lathe, sphere
from engine.scene.kit.shaping import floored, grounded, noisy, placed
from engine.scene.kit.sweeps import extrude, loft, tube
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import finished, main_colour
from engine.scene.models.model import Look, Model

BANDS: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((0.86, 0.66, 0.45), (0.95, 0.86, 0.70), (0.70, 0.44, 0.30)),
    ((0.42, 0.60, 0.82), (0.66, 0.82, 0.94), (0.30, 0.42, 0.72)),
    ((0.72, 0.48, 0.70), (0.90, 0.72, 0.82), (0.50, 0.32, 0.60)),
    ((0.55, 0.72, 0.58), (0.80, 0.88, 0.70), (0.36, 0.54, 0.50)),
)


def planet(look: Look) -> Mesh:
    """A banded giant with rings, or a world of seas and land under clouds."""
    rng = look.rng
    ball = sphere(5.0, 5.0 * max(look.detail, 0.5))
    way = ball.positions / 5.0
    noise = Noise(rng)
    ringed = look.pose == "ringed" or (look.pose is None and rng.random() < 0.65)
    tone = (
        BANDS[int(rng.integers(0, 4))]
        if look.colour is None
        else (look.colour, shade(look.colour, 1.5), shade(look.colour, 0.65))
    )
    if not ringed:
        return grounded(placed(_world(look, ball, noise), turn=(0, 0, 20)))
    swirl = way[:, 1] + 0.05 * noise.fractal(way * (2.5, 6, 2.5), 4)
    band = np.sin(swirl * 17 + 2.2 * np.sin(swirl * 5.0))[:, None]
    colours = (
        np.array(tone[0])
        + np.clip(band, 0, 1) * (np.array(tone[1]) - tone[0])
        + np.clip(-band, 0, 1) * (np.array(tone[2]) - tone[0])
    )
    spot = np.exp(-(((way - unit((0.5, -0.35, 0.8))) * (3.2, 6.5, 3.2)) ** 2).sum(axis=1))[:, None]
    colours = colours * (1 - spot) + np.array(shade(tone[2], 0.8)) * spot
    body = material(replace(ball, colours=np.clip(colours, 0, 1).astype(np.float32)), "clay")
    rings: list[Mesh] = []
    for inner, outer, light in ((6.4, 7.2, 0.8), (7.3, 8.6, 1.2), (8.75, 9.2, 0.95), (9.45, 9.8, 0.75)):
        ring = lathe(
            [(inner, 0.03), (inner, -0.03), (outer, -0.03), (outer, 0.03), (inner, 0.03)], smooth=False, sides=90
        )
        lane = painted(ring, shade(mixed(tone[1], (0.9, 0.84, 0.74), 0.5), light), "stone")
        rings.append(glowing(lane, 0.4))  # light falls through them
    return grounded(placed(joined([body, *rings]), turn=(16, 0, 18)))


def _world(look: Look, ball: Mesh, noise: Noise) -> Mesh:
    way = ball.positions / 5.0
    land = noise.fractal(way * 1.7 + 3, 5)[:, None]
    sea = np.array(look.colour or (0.16, 0.38, 0.62))
    dry = np.clip(noise.fractal(way * 2.4 + 60, 3)[:, None] + 0.4 - np.abs(way[:, 1:2]), 0, 1)
    soil = np.array((0.34, 0.52, 0.26)) * (1 - dry) + np.array((0.78, 0.66, 0.42)) * dry
    shore = np.clip(land * 14, 0, 1)
    colours = sea * (1 + 0.5 * np.clip(land + 0.2, -0.2, 0.2)) * (1 - shore) + soil * shore
    ice = np.clip((np.abs(way[:, 1:2]) + 0.12 * land - 0.83) * 14, 0, 1)
    colours = colours * (1 - ice) + np.array((0.95, 0.97, 1.0)) * ice
    cloud = np.clip(noise.fractal(way * (2.0, 4.5, 2.0) + 20, 5)[:, None] * 3.2 - 0.35, 0, 0.92)
    colours = colours * (1 - cloud) + 0.97 * cloud
    ball = material(replace(ball, colours=np.clip(colours, 0, 1).astype(np.float32)), "paint")
    raised = ball.positions * (1 + 0.02 * np.clip(shore, 0, 1))
    return replace(ball, positions=raised.astype(np.float32))


def moon(look: Look) -> Mesh:
    """Full, with seas and craters, or a crescent."""
    rng = look.rng
    colour = main_colour(look, (0.93, 0.91, 0.84))
    if look.pose == "crescent":
        turn = np.linspace(np.pi * 0.3, np.pi * 1.7, 36)
        back = np.linspace(np.pi * 1.62, np.pi * 0.38, 30)
        outer = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 4
        inner = np.stack([np.cos(back), np.sin(back)], axis=1) * (3.35, 3.3) + (1.22, 0)
        return grounded(
            glowing(
                painted(placed(extrude(np.concatenate([outer, inner]), 1.0, 0.25), turn=(0, 0, -20)), colour, "glow"),
                0.8,
            )
        )
    ball = sphere(4.0, 5.0 * max(look.detail, 0.5))
    way = ball.positions.astype(np.float64) / 4.0
    seas = np.clip(Noise(rng).fractal(way * 1.6, 3) * 3 - 0.2, 0, 1)[:, None]
    tone, depth = 1 - 0.28 * seas, np.zeros((len(way), 1))
    for spot, size in zip(
        unit(rng.normal(size=(46, 3)) + (0, 0, 0.25)), rng.uniform(0.06, 0.3, 46) ** 1.3, strict=True
    ):
        near = np.linalg.norm(way - spot, axis=1, keepdims=True) / size
        depth += size * (0.22 * np.exp(-((near - 1) ** 2) * 18) - 0.3 * np.exp(-(near**4)))
        tone = tone * (1 - 0.16 * np.exp(-(near**4))) + 0.1 * np.exp(-((near - 1) ** 2) * 16)
    ball = noisy(replace(ball, positions=(way * 4 * (1 + 0.45 * depth)).astype(np.float32)), 0.0, 1.0, rng)
    face = replace(ball, colours=np.clip(np.array(colour) * tone, 0, 1).astype(np.float32))
    return grounded(glowing(material(face, "stone"), 0.45))


def sun(look: Look) -> Mesh:
    """A glowing ball in a crown of flames."""
    colour = main_colour(look, (1.0, 0.78, 0.26))
    ball = glowing(painted(sphere(2.4, 1.6), colour, "glow"), 1.6)
    rays: list[Mesh] = []
    for k in range(16):
        long = (1.5 if k % 2 else 0.95) * look.rng.uniform(0.9, 1.1)
        ray = extrude([(-0.42, 0), (0.42, 0), (0.0, long)], 0.4, 0.08)
        rays.append(placed(placed(ray, (0, 2.75, 0)), turn=(0, 0, 22.5 * k)))
    return grounded(joined([ball, glowing(painted(joined(rays), shade(colour, 0.93), "glow"), 1.2)]))


def star(look: Look) -> Mesh:
    """Five plump points that glow, with small sparks about it."""
    rng = look.rng
    colour = main_colour(look, (1.0, 0.84, 0.36))
    turn = np.arange(10) * np.pi / 5 + np.pi / 2
    rim = np.stack([np.cos(turn), np.sin(turn)], axis=1) * np.where(np.arange(10) % 2 == 0, 1.0, 0.5)[:, None]
    fine = np.stack(
        [np.interp(np.linspace(0, 10, 81)[:-1], np.arange(11), np.append(rim[:, k], rim[0, k])) for k in range(2)],
        axis=1,
    )
    for _ in range(3):
        fine = (np.roll(fine, 1, axis=0) + 2 * fine + np.roll(fine, -1, axis=0)) / 4
    plump = finished(_pillow(fine), look, colour, "glow")
    tips = gradient(plump, shade(colour, 0.9), shade(colour, 1.15))
    sparks = [
        placed(_pillow(fine), (float(x), float(y), 0.1), (0, 0, float(r)), float(s))
        for x, y, r, s in zip(
            (-0.95, 0.98, 0.82), (0.72, 0.62, -0.85), rng.uniform(0, 72, 3), (0.13, 0.17, 0.11), strict=True
        )
    ]
    glow = 1.3 if look.material is None else 0.2
    return grounded(
        glowing(
            joined(
                [
                    material(tips, "glow") if look.material is None else plump,
                    painted(joined(sparks), shade(colour, 1.2), "glow"),
                ]
            ),
            glow,
        )
    )


def _pillow(rim: np.ndarray) -> Mesh:  # type: ignore[type-arg]  # any floats
    """Both faces of an outline, swollen towards its middle."""

    steps = np.linspace(0, np.pi, 13)
    rings = [np.column_stack([rim * max(np.sin(a), 0.02) ** 0.75, np.full(len(rim), -0.3 * np.cos(a))]) for a in steps]
    return loft(np.stack(rings))


def comet(look: Look) -> Mesh:
    """A blazing head and a fan of tails that stream up to the right."""
    rng = look.rng
    colour = main_colour(look, (0.55, 0.80, 1.0))
    core = glowing(painted(noisy(sphere(0.55, 1.4), 0.16, 1.6, rng), shade(colour, 1.6), "glow"), 1.8)
    streams: list[Mesh] = []
    for k in range(9):
        spread = (k - 4) / 4
        long = 7.2 * (1 - 0.4 * abs(spread)) * rng.uniform(0.88, 1.1)
        at = np.linspace(0, 1, 16)
        path = np.stack(
            [at * long, 0.5 * spread * (0.7 + at * 1.5) + 0.12 * np.sin(at * 5 + k), 0.16 * np.cos(k * 2.1) * (1 + at)],
            axis=1,
        )
        tail = tube(path, 0.34 * (1 - at) ** 1.15 * (1 - 0.35 * abs(spread)) + 0.006, 0.7)
        tail = gradient(
            painted(tail, colour, "glow"),
            shade(colour, 1.45),
            shade(mixed(colour, (0.45, 0.35, 0.8), 0.5), 0.75),
            axis=0,
        )
        streams.append(glowing(tail, 0.95))
    motes = rng.uniform((0.8, -1.0, -0.4), (7.0, 1.0, 0.4), (36, 3)) * np.array((1, 1.0, 1))
    dust = [
        placed(sphere(float(s), 0.34), (float(p[0]), float(p[1]), float(p[2])))
        for p, s in zip(motes, rng.uniform(0.02, 0.06, 36), strict=True)
    ]
    whole = joined([core, *streams, glowing(painted(joined(dust), shade(colour, 1.7), "glow"), 1.5)])
    return grounded(placed(whole, turn=(0, 0, 32)))


def cloud(look: Look) -> Mesh:
    """Heaped white puffs on a flat base."""
    rng = look.rng
    count = int(rng.integers(9, 13))
    x = np.linspace(-1, 1, count) + rng.normal(0, 0.05, count)
    size = (0.55 + 0.85 * (1 - x**2)) * rng.uniform(0.8, 1.2, count)
    places = [
        (float(4.2 * a), float(0.55 * s), float(rng.normal(0, 0.5)), float(s))
        for a, s in zip(x, size * 1.35, strict=True)
    ]
    places += [
        (float(a), float(1.5 + 0.5 * (2.4 - abs(a))), float(rng.normal(0, 0.45)), float(rng.uniform(1.0, 1.45)))
        for a in rng.uniform(-2.0, 2.0, 4)
    ]
    places += [
        (float(a), 0.7, float(b), float(rng.uniform(0.8, 1.1)))
        for a, b in rng.uniform((-2.8, -1.4), (2.8, 1.4), (6, 2))
    ]
    puffs = joined(placed(sphere(s, 1.3 * max(look.detail, 0.5)), (px, py, pz)) for px, py, pz, s in places)
    puffs = noisy(puffs, 0.22, 1.0, rng, 3)
    low = puffs.positions[:, 1] < 0
    puffs.positions[low, 1] *= 0.25
    colour = main_colour(look, (0.98, 0.98, 0.99))
    puffs = gradient(painted(puffs, colour, "fur"), shade(mixed(colour, (0.62, 0.68, 0.78), 0.5), 1.0), colour)
    return grounded(glowing(puffs, 0.08))


def rainbow(look: Look) -> Mesh:
    """Seven bands in half a ring, a small cloud at each foot."""
    colours: tuple[Colour, ...] = (
        (0.90, 0.25, 0.25),
        (0.95, 0.55, 0.22),
        (0.97, 0.85, 0.30),
        (0.40, 0.75, 0.38),
        (0.32, 0.65, 0.88),
        (0.32, 0.40, 0.80),
        (0.60, 0.36, 0.75),
    )
    turn = np.linspace(0, np.pi, 60)
    bands: list[Mesh] = []
    for k, colour in enumerate(colours):
        radius = 12.0 - 0.42 * k
        path = np.stack([radius * np.cos(turn), radius * np.sin(turn), 0 * turn], axis=1)
        bands.append(painted(tube(path, 0.225, 0.7, "flat"), colour, "paint"))
    arc = glowing(joined(bands), 0.35)
    if look.pose == "plain":
        return floored(arc)
    feet = [placed(cloud(replace(look, colour=None, detail=0.6)), (s * 10.8, 0, 0), scale=0.55) for s in (-1, 1)]
    return floored(joined([arc, *feet]))


MODELS = (
    Model("planet", planet, 11.0, "sky", poses=("ringed", "world"), motion="spin"),
    Model("moon", moon, 8.0, "sky", poses=("full", "crescent")),
    Model("sun", sun, 8.0, "sky"),
    Model("star", star, 2.0, "sky", motion="spin"),
    Model("comet", comet, 5.5, "sky", motion="drift"),
    Model("cloud", cloud, 4.0, "sky", motion="drift"),
    Model("rainbow", rainbow, 12.2, "sky", poses=("clouds", "plain"), crowd=False),
)
