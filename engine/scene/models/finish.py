"""The main part of a model: the colour and the material that were asked for, or its own."""

from __future__ import annotations

from engine.scene.kit.paint import MATERIAL_COLOURS, MATERIALS, Colour, painted
from engine.scene.mesh import Mesh
from engine.scene.models.model import Look


def main_colour(look: Look, usual: Colour) -> Colour:
    """The colour asked for, else that of the material asked for, else the usual one."""
    if look.colour is not None:
        return look.colour
    return MATERIAL_COLOURS.get(look.material or "", usual)


def main_material(look: Look, usual: str) -> str:
    """The material asked for if the kit knows it, else the usual one."""
    return look.material if look.material is not None and look.material in MATERIALS else usual


def finished(mesh: Mesh, look: Look, colour: Colour, material: str = "paint") -> Mesh:
    """Painted as asked for; `colour` and `material` are what it usually is."""
    return painted(mesh, main_colour(look, colour), main_material(look, material))
