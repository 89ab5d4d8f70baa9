"""Colours and materials of a mesh. Each function gives a new mesh; colours are sRGB, 0..1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from engine.scene.kit.noise import Noise
from engine.scene.mesh import PART, Mesh

Colour = tuple[float, float, float]

MATERIALS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {  # roughness, metallic, emission
        "wood": (0.75, 0.0, 0.0), "stone": (0.9, 0.0, 0.0), "brick": (0.9, 0.0, 0.0), "clay": (0.85, 0.0, 0.0),
        "marble": (0.3, 0.0, 0.0), "metal": (0.35, 1.0, 0.0), "steel": (0.3, 1.0, 0.0), "iron": (0.5, 1.0, 0.0),
        "gold": (0.22, 1.0, 0.0), "silver": (0.2, 1.0, 0.0), "copper": (0.3, 1.0, 0.0), "bronze": (0.35, 1.0, 0.0),
        "chrome": (0.08, 1.0, 0.0), "glass": (0.05, 0.0, 0.0), "crystal": (0.08, 0.0, 0.15), "ice": (0.12, 0.0, 0.0),
        "snow": (0.85, 0.0, 0.0), "water": (0.05, 0.0, 0.0), "plastic": (0.35, 0.0, 0.0), "rubber": (0.7, 0.0, 0.0),
        "paint": (0.4, 0.0, 0.0), "gloss": (0.15, 0.0, 0.0), "porcelain": (0.18, 0.0, 0.0), "paper": (0.95, 0.0, 0.0),
        "fabric": (0.95, 0.0, 0.0), "leather": (0.55, 0.0, 0.0), "skin": (0.6, 0.0, 0.0), "fur": (0.95, 0.0, 0.0),
        "feather": (0.85, 0.0, 0.0), "leaf": (0.65, 0.0, 0.0), "bark": (0.95, 0.0, 0.0), "food": (0.5, 0.0, 0.0),
        "wax": (0.5, 0.0, 0.0), "eye": (0.08, 0.0, 0.0), "glow": (0.6, 0.0, 1.0), "neon": (0.5, 0.0, 2.5),
        "fire": (0.9, 0.0, 3.0), "lava": (0.8, 0.0, 2.0),
    }
)  # fmt: skip
MATERIAL_COLOURS: Mapping[str, Colour] = MappingProxyType(
    {
        "wood": (0.55, 0.37, 0.22), "stone": (0.58, 0.57, 0.55), "brick": (0.66, 0.33, 0.25),
        "clay": (0.72, 0.45, 0.32), "marble": (0.92, 0.91, 0.89), "metal": (0.66, 0.68, 0.71),
        "steel": (0.68, 0.7, 0.73), "iron": (0.35, 0.35, 0.37), "gold": (0.95, 0.74, 0.32),
        "silver": (0.87, 0.88, 0.9), "copper": (0.84, 0.5, 0.36), "bronze": (0.65, 0.46, 0.26),
        "chrome": (0.85, 0.87, 0.9),
        "glass": (0.74, 0.87, 0.9), "crystal": (0.72, 0.6, 0.92),
        "ice": (0.72, 0.87, 0.96), "snow": (0.94, 0.96, 0.99), "plastic": (0.85, 0.3, 0.28),
        "rubber": (0.14, 0.14, 0.15),
        "porcelain": (0.95, 0.94, 0.92), "paper": (0.95, 0.92, 0.85), "leather": (0.45, 0.28, 0.18),
        "lava": (1.0, 0.38, 0.1),
    }
)  # fmt: skip
"""What a thing of this material looks like when no colour is asked for."""


def coloured(mesh: Mesh, colour: Colour) -> Mesh:
    """All in one colour."""
    return replace(mesh, colours=np.tile(np.array(colour, np.float32), (len(mesh.positions), 1)))


def material(mesh: Mesh, name: str) -> Mesh:
    """Roughness, metallic and emission of a material; it keeps its colours and its sway. Unknown: KeyError."""
    surface = mesh.surface.copy()
    surface[:, :3] = MATERIALS[name]
    return replace(mesh, surface=surface)


def painted(mesh: Mesh, colour: Colour, name: str = "paint") -> Mesh:
    """`coloured` and `material` in one."""
    return material(coloured(mesh, colour), name)


def glowing(mesh: Mesh, strength: float) -> Mesh:
    """Shines with `strength` times its colour."""
    surface = mesh.surface.copy()
    surface[:, 2] = strength
    return replace(mesh, surface=surface)


def shade(colour: Colour, factor: float) -> Colour:
    """Darker (< 1) or, towards white, lighter (> 1)."""
    base = np.asarray(colour, np.float64)
    red, green, blue = base * factor if factor <= 1 else 1 - (1 - base) * max(2 - factor, 0)
    return float(red), float(green), float(blue)


def mixed(first: Colour, second: Colour, part: float) -> Colour:
    """`part` of the second in the first."""
    red, green, blue = np.asarray(first) * (1 - part) + np.asarray(second) * part
    return float(red), float(green), float(blue)


def gradient(mesh: Mesh, bottom: Colour, top: Colour, axis: int = 1) -> Mesh:
    """From one colour to another along x (0), y (1) or z (2)."""
    values = mesh.positions[:, axis]
    part = ((values - values.min()) / max(float(np.ptp(values)), 1e-9))[:, None]
    colours = (1 - part) * np.array([bottom], np.float32) + part * np.array([top], np.float32)
    return replace(mesh, colours=colours.astype(np.float32))


def darkened(mesh: Mesh, bottom: float = 0.7, axis: int = 1) -> Mesh:
    """Its colours times `bottom` at its low end: the shade under a thing."""
    values = mesh.positions[:, axis]
    part = ((values - values.min()) / max(float(np.ptp(values)), 1e-9))[:, None]
    return replace(mesh, colours=(mesh.colours * (bottom + (1 - bottom) * part)).astype(np.float32))


def speckled(
    mesh: Mesh, colours: Sequence[Colour], rng: np.random.Generator, frequency: float = 3.0, amount: float = 1.0
) -> Mesh:
    """Patches of other colours over its own, `frequency` patches a metre."""
    own = mesh.colours.astype(np.float64)
    for colour in colours:
        field = Noise(rng).fractal(mesh.positions * frequency + rng.uniform(-50, 50, 3), 2)
        part = amount * np.clip(field * 4 - 0.5, 0, 1)[:, None]
        own = own * (1 - part) + np.asarray(colour) * part
    return replace(mesh, colours=own.astype(np.float32))


def varied(mesh: Mesh, amount: float, rng: np.random.Generator, frequency: float = 2.0) -> Mesh:
    """Lighter and darker here and there by up to about `amount` (0..1)."""
    field = Noise(rng).fractal(mesh.positions * frequency + rng.uniform(-50, 50, 3), 3)
    colours = np.clip(mesh.colours * (1 + amount * field[:, None]), 0, 1)
    return replace(mesh, colours=colours.astype(np.float32))


def swaying(mesh: Mesh, from_height: float = 0.0, amount: float = 1.0) -> Mesh:
    """Moved by the wind: not below `from_height`, by `amount` (0..1) at its top."""
    reach = max(float(mesh.bounds[1][1]) - from_height, 1e-6)
    surface = mesh.surface.copy()
    surface[:, 3] = amount * np.clip((mesh.positions[:, 1] - from_height) / reach, 0, 1) ** 1.5
    return replace(mesh, surface=surface)


def turning_part(mesh: Mesh, number: int) -> Mesh:
    """The n-th part of a model that turns about the middle of its box, around the axis along which it is thinnest."""
    surface = mesh.surface.copy()
    surface[:, 3] = PART + number
    return replace(mesh, surface=surface)


def snowy(mesh: Mesh, amount: float = 1.0, steep: float = 0.45) -> Mesh:
    """White where it faces up: all of it above the slope `steep` (the height of the normal), fading below."""
    part = amount * np.clip((mesh.normals[:, 1:2] - steep + 0.15) / 0.3, 0, 1)
    colours = mesh.colours * (1 - part) + np.array(MATERIAL_COLOURS["snow"], np.float32) * part
    return replace(mesh, colours=colours.astype(np.float32))
