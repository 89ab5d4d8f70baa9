"""Coats of animals: belly, socks and markings, painted onto a mesh by where its vertices are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.noise import Noise
from engine.scene.mesh import Floats, Mesh
from engine.scene.models.paintwork import WHITE, Paint
from engine.scene.scene import Colour

Pattern = Literal["plain", "patches", "net", "dots", "stripes"]


@dataclass(frozen=True)
class Coat:
    """Paints of the parts of an animal.

    Attributes:
        belly: underside; also the chest where `bib`.
        socks: lower legs; None for the coat.
        muzzle: None for the belly's.
        mane: mane and tuft of the tail.
        pattern: of `second` over the coat: cow's patches, giraffe's net, fawn's dots, tabby's stripes.
    """

    main: Paint
    belly: Paint
    socks: Paint | None = None
    muzzle: Paint | None = None
    mane: Paint | None = None
    second: Paint = WHITE
    pattern: Pattern = "plain"
    scale: float = 1.0

    def asked(self, colour: Colour | None) -> Coat:
        """The coat in another colour; what was darker or lighter stays so, and so do patches."""
        if colour is None:
            return self
        main = replace(self.main, colour=colour)
        belly = main if self.belly == self.main else main.mixed(WHITE, 0.45)
        socks = None if self.socks is None else main.shade(0.55)
        second = main.shade(0.6) if self.pattern in ("stripes", "net") else self.second
        return replace(self, main=main, belly=belly, socks=socks, second=second)


def with_coat(mesh: Mesh, coat: Coat, rng: np.random.Generator) -> Mesh:
    """A body or neck in its coat: the underside paler, the pattern on top."""
    painted = coat.main.on(mesh)
    part = np.clip((-painted.normals[:, 1] - 0.25) * 3, 0, 1)[:, None]
    colours = painted.colours * (1 - part) + np.array(coat.belly.colour, np.float32) * part
    if coat.pattern != "plain":
        mark = _marks(painted.positions / coat.scale, coat.pattern, rng)[:, None] * (1 - 0.85 * part)
        colours = colours * (1 - mark) + np.array(coat.second.colour, np.float32) * mark
    return replace(painted, colours=colours.astype(np.float32))


def _marks(places: Floats, pattern: Pattern, rng: np.random.Generator) -> NDArray[np.float64]:
    """0..1 for each place (n x 3, in units of the pattern)."""
    if pattern == "patches":
        field = Noise(rng).fractal(places * 1.1 + rng.uniform(-40, 40, 3), 2)
        return np.asarray(np.clip((field - 0.02) * 25, 0, 1), np.float64)
    if pattern == "stripes":
        wave = np.sin(places[:, 2] * 6.0 + 0.8 * np.sin(places[:, 1] * 3))
        above = np.clip((places[:, 1] - places[:, 1].mean()) * 4 + 0.8, 0, 1)
        return np.asarray(np.clip((wave - 0.45) * 4, 0, 1) * above, np.float64)
    centres = rng.uniform(places.min(axis=0) - 0.5, places.max(axis=0) + 0.5, (260, 3))
    distance = np.sort(((places[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)[:, :2] ** 0.5
    if pattern == "net":  # the cells of Voronoi (1908): narrow seams between patches
        return np.clip(1.35 - (distance[:, 1] - distance[:, 0]) * 14, 0, 1)
    return np.clip((0.2 - distance[:, 0]) * 30, 0, 1)
