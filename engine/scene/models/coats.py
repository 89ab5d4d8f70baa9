"""Coats of animals: belly, socks and markings, painted onto a mesh by where its vertices are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.scene.kit.noise import Noise
from engine.scene.mesh import Floats, Mesh
from engine.scene.models.paintwork import FINISHES, WHITE, Paint
from engine.scene.scene import Colour

Pattern = Literal["plain", "patches", "net", "dots", "stripes", "bands", "spots"]


@dataclass(frozen=True)
class Coat:
    """Paints of the parts of an animal.

    Attributes:
        belly: underside; also the chest where `bib`.
        socks: lower legs; None for the coat.
        muzzle: None for the belly's.
        mane: mane and tuft of the tail.
        pattern: of `second` over the coat: cow's patches, giraffe's net, fawn's dots, tabby's stripes, zebra's bands,
            leopard's spots.
        ears: None for the coat. eyes: of patches around them; None for none.
    """

    main: Paint
    belly: Paint
    socks: Paint | None = None
    muzzle: Paint | None = None
    mane: Paint | None = None
    second: Paint = WHITE
    pattern: Pattern = "plain"
    scale: float = 1.0
    ears: Paint | None = None
    eyes: Paint | None = None

    def asked(self, colour: Colour | None) -> Coat:
        """The coat in another colour; what was darker or lighter stays so, and so do patches."""
        if colour is None:
            return self
        main = replace(self.main, colour=colour)
        belly = main if self.belly == self.main else main.mixed(WHITE, 0.45)
        socks = None if self.socks is None else main.shade(0.55)
        second = main.shade(0.6) if self.pattern in ("stripes", "net", "bands") else self.second
        return replace(self, main=main, belly=belly, socks=socks, second=second)


def with_coat(mesh: Mesh, coat: Coat, rng: np.random.Generator, *, upright: bool = False) -> Mesh:
    """A body or neck in its coat: the underside paler, the pattern on top; bands run around what is `upright`."""
    painted = coat.main.on(mesh)
    soft = 0.0 if coat.pattern == "bands" and upright else 1.0
    part = soft * np.clip((-painted.normals[:, 1] - 0.25) * 3, 0, 1)[:, None]
    colours = painted.colours * (1 - part) + np.array(coat.belly.colour, np.float32) * part
    if coat.pattern != "plain":
        places = painted.positions / coat.scale
        mark = _bands(places, upright=upright) if coat.pattern == "bands" else _marks(places, coat.pattern, rng)
        mark = mark[:, None] * (1 - 0.85 * part)
        colours = colours * (1 - mark) + np.array(coat.second.colour, np.float32) * mark
    return replace(painted, colours=colours.astype(np.float32))


def shaggy(mesh: Mesh) -> Mesh:
    """The furry parts hair by hair a little lighter or darker, and turned aside: no smooth highlights as on plastic."""
    noise = np.random.default_rng(3)
    count = len(mesh.positions)
    hairy = np.isclose(mesh.surface[:, :1], FINISHES["fur"][0], atol=1e-3)
    tone = 1 + hairy * noise.uniform(-0.07, 0.03, (count, 1))
    normals = mesh.normals + hairy * noise.normal(0, 0.045, (count, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    colours = np.clip(mesh.colours * tone, 0, 1).astype(np.float32)
    return replace(mesh, colours=colours, normals=normals.astype(np.float32))


def _bands(places: Floats, *, upright: bool) -> NDArray[np.float64]:
    """0..1 for each place (n x 3, in units of the pattern): wavering bands that taper towards the belly."""
    along, across = (places[:, 1], places[:, 2]) if upright else (places[:, 2], places[:, 1])
    phase = along * 6.0 + 0.9 * np.sin(across * 2.3 + 0.8 * along) + 0.5 * np.sin(3.1 * places[:, 0])
    return np.asarray(np.clip((np.sin(phase) - 0.05) * 4, 0, 1), np.float64)


def _marks(places: Floats, pattern: Pattern, rng: np.random.Generator) -> NDArray[np.float64]:
    """0..1 for each place (n x 3, in units of the pattern)."""
    if pattern == "patches":
        field = Noise(rng).fractal(places * 1.1 + rng.uniform(-40, 40, 3), 2)
        return np.asarray(np.clip((field - 0.02) * 25, 0, 1), np.float64)
    if pattern == "stripes":
        wave = np.sin(places[:, 2] * 6.0 + 0.8 * np.sin(places[:, 1] * 3))
        above = np.clip((places[:, 1] - places[:, 1].mean()) * 4 + 0.8, 0, 1)
        return np.asarray(np.clip((wave - 0.45) * 4, 0, 1) * above, np.float64)
    if pattern == "spots":
        cells = np.floor(places)
        seeds = np.sin(cells @ np.array([(12.9, 39.3, 73.2), (78.2, 11.1, 52.4), (37.7, 93.9, 83.1)])) * 43758.5453
        away = np.linalg.norm(places - cells - 0.3 - 0.4 * (seeds - np.floor(seeds)), axis=1)
        return np.asarray(np.clip((0.47 - away) * 12, 0, 1), np.float64)
    centres = rng.uniform(places.min(axis=0) - 0.5, places.max(axis=0) + 0.5, (260, 3))
    distance = np.sort(((places[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)[:, :2] ** 0.5
    if pattern == "net":  # the cells of Voronoi (1908): narrow seams between patches
        return np.clip(1.35 - (distance[:, 1] - distance[:, 0]) * 14, 0, 1)
    return np.clip((0.2 - distance[:, 0]) * 30, 0, 1)
