"""The last touch on every model: it stands on the ground, in the material that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

import numpy as np

from engine.scene.kit.paint import MATERIAL_COLOURS, MATERIALS
from engine.scene.kit.shaping import grounded
from engine.scene.mesh import Mesh
from engine.scene.models.model import Look
from engine.scene.models.paintwork import FINISHES

KEPT = ("eye", "pane", "rubber", "lamp", "flame")
"""Finishes that stay what they are in a thing of gold or wood."""

LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)
"""Weights of Rec. 709."""


def finished(build: Callable[[Look], Mesh]) -> Callable[[Look], Mesh]:
    """A builder whose mesh stands on y = 0 around x = z = 0 and is made of `look.material`."""

    @wraps(build)
    def built(look: Look) -> Mesh:
        mesh = grounded(build(look))
        return in_material(mesh, look) if look.material in MATERIALS else mesh

    return built


def in_material(mesh: Mesh, look: Look) -> Mesh:
    """The mesh in another material; light and dark parts stay lighter and darker."""
    name = look.material or ""
    kept = np.zeros(len(mesh.positions), bool)
    for finish in KEPT:
        kept |= np.isclose(mesh.surface[:, :3], FINISHES[finish], atol=1e-4).all(axis=1)
    surface, colours = mesh.surface.copy(), mesh.colours.copy()
    surface[~kept, :3] = MATERIALS[name]
    if look.colour is None and name in MATERIAL_COLOURS:
        bright = (mesh.colours[~kept] @ LUMA)[:, None]
        tinted = np.array(MATERIAL_COLOURS[name], np.float32) * (0.72 + 0.45 * bright)
        colours[~kept] = np.clip(tinted, 0, 1)
    return replace(mesh, surface=surface, colours=colours)
