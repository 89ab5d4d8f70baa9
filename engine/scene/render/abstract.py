"""Worlds without things: distance fields coloured by the scene and chosen by the seed."""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.frame_block import linear
from engine.scene.render.gpu import Gpu
from engine.scene.render.programs import UniformValue
from engine.scene.scene import Colour, Scene

SILK, CAVES, PEARLS, PILLARS, DUNES, ORBITS = range(6)
"""Numbers of the worlds in abstract.frag."""


class AbstractWorld:
    """A ray-marched world that takes the scene's colours and the number of its subjects."""

    def __init__(self, gpu: Gpu, scene: Scene, seed: int) -> None:
        self._gpu = gpu
        rng = np.random.default_rng(seed)
        palette = list(scene_palette(scene))
        rng.shuffle(palette)
        rows = np.stack([linear(colour) for colour in palette])
        subjects = {part.subject for part in scene.instances if part.subject}
        self._definitions = (("WORLD", str(world_of(scene, seed))),)
        self._uniforms: dict[str, UniformValue] = {
            "palette": rows.astype(np.float32).tobytes(),
            "dice": tuple(float(value) for value in rng.random(4)),
            "crowd": float(len(subjects)),
            "energy": energy_of(scene),
        }

    def draw(self, target: moderngl.Framebuffer) -> None:
        """Fills light and depth of a tile."""
        self._gpu.fill("abstract.frag", target, {}, self._uniforms, self._definitions)


def energy_of(scene: Scene) -> float:
    """The mood as its light and what is in the air tell it: -1 grave, 0 calm, 1 lively."""
    if any(part.kind == "confetti" for part in scene.particles):
        return 1.0
    return float(np.clip((scene.exposure - 1.0) / 0.15, -1.0, 1.0))


def world_of(scene: Scene, seed: int) -> int:
    """Which world: seeds go through all of them, and begin with the one that suits the place."""
    sky = scene.sky
    if sky.galaxy > 0.9:
        order = (ORBITS, CAVES, PEARLS, SILK, PILLARS, DUNES)
    elif scene.indoors:
        order = (PEARLS, SILK, PILLARS, ORBITS, CAVES, DUNES)
    elif scene.water is not None:
        order = (SILK, PEARLS, CAVES, DUNES, ORBITS, PILLARS)
    elif sky.moon:
        order = (CAVES, ORBITS, PILLARS, SILK, PEARLS, DUNES)
    else:
        order = (DUNES, PILLARS, SILK, ORBITS, PEARLS, CAVES)
    return order[seed % len(order)]


def scene_palette(scene: Scene) -> tuple[Colour, Colour, Colour, Colour, Colour]:
    """Five sRGB colours: of the subjects, most first, filled up with those of the sky; each made vivid."""
    found: dict[int, NDArray[np.floating[Any]]] = {}
    for part in scene.instances:
        if part.subject and part.subject not in found and len(part.mesh.colours):
            found[part.subject] = part.mesh.colours.mean(axis=0)
    sky = scene.sky
    rest = [
        np.asarray(c, float) for c in (sky.zenith, sky.horizon, sky.sun_colour, (0.93, 0.42, 0.36), (0.16, 0.20, 0.42))
    ]
    chosen = [found[key] for key in sorted(found)][:3] + rest
    return tuple(_vivid(colour) for colour in chosen[:5])  # type: ignore[return-value]  # always five


def _vivid(colour: NDArray[np.floating[Any]]) -> Colour:
    middle = float(colour.mean())
    strong = np.clip(middle + (colour - middle) * 1.5, 0.03, 1.0)
    lifted = strong * (0.35 / max(float(strong.max()), 0.05) if strong.max() < 0.35 else 1.0)
    return (float(lifted[0]), float(lifted[1]), float(lifted[2]))
