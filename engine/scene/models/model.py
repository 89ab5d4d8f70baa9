"""What a model is asked for, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.scene.mesh import Mesh
from engine.scene.scene import Colour, Motion

Habitat = Literal["ground", "water", "air", "sky", "underwater", "table", "wall", "indoor", "any"]
PersonKind = Literal["man", "woman", "boy", "girl", "child", "person"]


@dataclass(frozen=True)
class PersonLook:
    """The looks of a person: colours are sRGB, 0..1; None leaves the choice to the model's chance."""

    kind: PersonKind = "person"
    hair: Colour | None = None
    skin: Colour | None = None
    clothes: Colour | None = None


@dataclass(frozen=True, eq=False)
class Look:
    """How one model is to look.

    Attributes:
        rng: the only source of chance; the same state builds the same mesh.
        colour: sRGB, 0..1, of the main part; None for the usual one.
        material: "wood", "stone", "metal", "gold", "glass", "ice" ...; None for the usual one.
        pose: one of the model's poses; None for the first.
        season: "spring", "summer", "autumn" or "winter".
        detail: 1 for a hero near the camera, 0.3 for one that is far away or in a crowd: fewer triangles.
        person: for people only.
        lit: windows and lanterns shine.
        word: what was written for the noun, as "zebra" for a horse; a model may know its special shape.
    """

    rng: np.random.Generator
    colour: Colour | None = None
    material: str | None = None
    pose: str | None = None
    season: str = "summer"
    detail: float = 1.0
    person: PersonLook | None = None
    lit: bool = False
    word: str | None = None

    def called(self, *names: str) -> bool:
        """Whether one of these singular names, or its regular plural, was written for the noun."""
        return self.word is not None and any(self.word.lower() in (name, name + "s", name + "es") for name in names)


@dataclass(frozen=True)
class Model:
    """A noun that can be built.

    Attributes:
        height: metres, as `build` usually makes it.
        habitat: where it belongs.
        motion: how it moves in a film.
        crowd: whether many of it look right side by side.
    """

    noun: str
    build: Callable[[Look], Mesh]
    height: float
    habitat: Habitat
    poses: tuple[str, ...] = ()
    motion: Motion = "still"
    crowd: bool = True
