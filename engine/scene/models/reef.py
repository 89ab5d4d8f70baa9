"""What grows under water: seaweed and coral."""

from __future__ import annotations

import numpy as np

from engine.scene.kit.paint import Colour, gradient, material, painted, shade, speckled, swaying
from engine.scene.kit.primitives import lathe, sphere
from engine.scene.kit.shaping import floored, noisy, placed
from engine.scene.kit.sweeps import tube, tubes
from engine.scene.mesh import Mesh, joined
from engine.scene.models.finish import main_colour
from engine.scene.models.model import Look, Model
from engine.scene.models.rocks import boulder
from engine.scene.models.tufts import Tuft, tuft


def seaweed(look: Look) -> Mesh:
    """Kelp: long wavering ribbons from one holdfast, small ones about it."""
    green = main_colour(look, (0.30, 0.46, 0.18))
    tall = Tuft(18, 1.9, 0.13, 0.26, shade(green, 0.6), shade(green, 1.35), 0.2, 0.12)
    low = Tuft(22, 0.85, 0.1, 0.34, shade(green, 0.5), shade(green, 1.15), 0.3, 0.12)
    foot = painted(boulder(look, (0.3, 0.12, 0.28), 8), (0.42, 0.38, 0.34), "stone")
    return joined([tuft(look, tall), tuft(look, low), foot])


def coral(look: Look) -> Mesh:
    """A garden on a rock: a branching coral, a brain coral, tubes and a fan."""
    rng = look.rng
    main = main_colour(look, (0.95, 0.42, 0.38))
    base = painted(boulder(look, (0.62, 0.2, 0.5), 10), (0.55, 0.46, 0.48), "stone")
    base = speckled(base, [(0.70, 0.48, 0.62), (0.46, 0.55, 0.42)], rng, 5.0, 0.8)
    parts = [
        base,
        placed(_branching(look, main), (0.08, 0.12, 0.02)),
        placed(_brain(look, (0.95, 0.74, 0.35)), (-0.42, 0.1, 0.22)),
        placed(_pipes(look, (0.62, 0.42, 0.80)), (0.42, 0.1, 0.22)),
        placed(_fan(look, (0.92, 0.48, 0.66)), (-0.28, 0.1, -0.22)),
    ]
    return floored(joined(parts))


def _branching(look: Look, colour: Colour) -> Mesh:
    rng = look.rng
    parts: list[Mesh] = []
    at = np.zeros((6, 3))
    turn = np.arange(6) * 1.05 + rng.uniform(0, 1)
    ahead = np.stack([0.55 * np.cos(turn), np.full(6, 0.85), 0.55 * np.sin(turn)], axis=1)
    for level in range(3):
        thick, reach = 0.062 * 0.78**level, 0.30 * 0.82**level
        ends = at + ahead * reach * rng.uniform(0.85, 1.15, (len(at), 1))
        last = level == 2
        parts += [tube([a, b], [thick, thick * 0.8], 0.75) for a, b in zip(at, ends, strict=True)] if last else []
        if not last:
            parts.append(tubes(np.linspace(at, ends, 4, axis=1), np.linspace(thick, thick * 0.85, 4), 9))
        at = np.repeat(ends, 2, axis=0)
        side = rng.normal(0, 0.55, (len(ends), 3)) * (1, 0.3, 1)
        ahead = np.repeat(ahead, 2, axis=0) + np.stack([side, -side], axis=1).reshape(-1, 3)
        ahead = ahead / np.linalg.norm(ahead, axis=1, keepdims=True)
    return gradient(material(joined(parts), "food"), shade(colour, 0.7), shade(colour, 1.4))


def _brain(look: Look, colour: Colour) -> Mesh:
    dome = placed(sphere(0.26, 3.2 * max(look.detail, 0.5)), (0, 0.06, 0), scale=(1, 0.82, 1))
    points = dome.positions * 34
    lines = np.sin(points[:, 0] + 2.2 * np.sin(points[:, 2] * 0.6)) * np.cos(
        points[:, 2] + 2.2 * np.sin(points[:, 1] * 0.7)
    )
    painted_dome = painted(dome, colour, "food")
    painted_dome.colours[:] = np.clip(painted_dome.colours * (0.86 + 0.2 * np.clip(lines, -1, 1))[:, None], 0, 1)
    return noisy(painted_dome, 0.02, 14.0, look.rng)


def _pipes(look: Look, colour: Colour) -> Mesh:
    rng = look.rng
    parts: list[Mesh] = []
    for k in range(7):
        high, wide = rng.uniform(0.2, 0.46), rng.uniform(0.05, 0.075)
        pipe = lathe(
            [
                (wide * 0.7, 0),
                (wide, high),
                (wide * 0.97, high + 0.02),
                (wide * 0.72, high + 0.01),
                (wide * 0.5, high * 0.4),
                (0, high * 0.4),
            ],
            detail=0.8,
        )
        out = 0.05 + 0.075 * np.sqrt(k)
        pipe = gradient(material(pipe, "food"), shade(colour, 0.6), shade(colour, 1.35))
        parts.append(
            placed(pipe, (out * np.cos(k * 2.4), 0, out * np.sin(k * 2.4)), (rng.uniform(4, 18), 90 - k * 137.5, 0))
        )
    return joined(parts)


def _fan(look: Look, colour: Colour) -> Mesh:
    rng = look.rng
    at, angle, parts = np.zeros((1, 2)), np.array([np.pi / 2]), []
    for level in range(6):
        reach = 0.19 * 0.86**level
        ends = at + reach * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        flat = np.linspace(at, ends, 3, axis=1)
        path = np.concatenate([flat, 0.02 * np.sin(flat[..., :1] * 9)], axis=2)
        thick = 0.022 * 0.74**level
        parts.append(tubes(path, np.linspace(thick, thick * 0.8, 3), 5))
        at = np.repeat(ends, 2, axis=0)
        angle = (angle[:, None] + np.array((-0.42, 0.42)) * rng.uniform(0.75, 1.15, (len(ends), 2))).ravel()
    fan = gradient(material(joined(parts), "food"), shade(colour, 0.75), shade(colour, 1.25))
    return swaying(fan, 0.1, 0.4)


MODELS = (
    Model("seaweed", seaweed, 1.9, "underwater", motion="sway"),
    Model("coral", coral, 0.95, "underwater"),
)
