"""Fibres drawn one by one: fur, velour, felt."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.restyle.arrays import Bytes, Flags, Floats
from engine.builtin.restyle.fields import Field

CHUNK = 3000  # strands between two signs of life
ROOT_SHADE, TIP_SHADE = 0.80, 1.12  # fibres are darker where they stand close together


@dataclass(frozen=True)
class Pile:
    """A cloth's fibres: length, spacing and thickness in pixels; `curl` and `scatter` in radians; `contrast` 0..1."""

    length: float
    spacing: float
    curl: float
    scatter: float
    contrast: float
    width: int = 1


@dataclass(frozen=True)
class Coat:
    """Fibres and the way they lie."""

    pile: Pile
    comb: Field


def draw_fur(cloth: Bytes, where: Flags, coat: Coat, rng: np.random.Generator, tick: Callable[[], None]) -> Bytes:
    """The cloth (RGB bytes, lit) with fibres rooted where `where` is true, pointing the way they are combed.

    Each takes the colour of the cloth at its root. Fibres lower in the picture are drawn first, so that those above
    lie over their roots, as on a coat combed downwards.
    """
    roots = _roots(where, coat.pile.spacing, rng)
    tick()
    picture = cloth.copy()
    for start in range(0, len(roots), CHUNK):
        _draw_strands(picture, cloth, roots[start : start + CHUNK], coat, rng)
        tick()
    return picture


def _draw_strands(picture: Bytes, cloth: Bytes, roots: Floats, coat: Coat, rng: np.random.Generator) -> None:
    field, pile = coat.comb, coat.pile
    rows, columns = roots[:, 1].astype(int), roots[:, 0].astype(int)
    colour = cloth[rows, columns].astype(np.float32)
    colour *= 1 + rng.normal(0, pile.contrast, (len(roots), 1)).astype(np.float32)
    angle = np.arctan2(field.y[rows, columns], field.x[rows, columns]) + rng.normal(0, pile.scatter, len(roots))
    bend = rng.normal(0, pile.curl, len(roots))
    length = pile.length * rng.uniform(0.6, 1.25, len(roots))
    knots = [roots]
    for part, turn in ((0.45, 0.0), (0.35, 0.6), (0.2, 1.3)):
        step = np.stack([np.cos(angle + bend * turn), np.sin(angle + bend * turn)], axis=1)
        knots.append(knots[-1] + step * (length * part)[:, None])
    colours = [np.clip(colour * shade, 0, 255).tolist() for shade in np.linspace(ROOT_SHADE, TIP_SHADE, 3)]
    fixed = [np.round(knot * 16).astype(int).tolist() for knot in knots]
    for index in range(len(roots)):
        for part in range(3):
            ends = fixed[part][index], fixed[part + 1][index]
            thickness = pile.width if part < 2 else 1
            cv2.line(picture, *ends, colours[part][index], thickness, cv2.LINE_AA, 4)


def _roots(where: Flags, spacing: float, rng: np.random.Generator) -> Floats:
    """Points (x, y) of a jittered grid inside the mask, from the bottom of the picture up."""
    height, width = where.shape
    rows, columns = np.mgrid[0 : height / spacing, 0 : width / spacing]
    points = np.stack([columns.ravel(), rows.ravel()], axis=1) + rng.uniform(0, 1, (rows.size, 2))
    points = (points * spacing).astype(np.float32)  # before the test below: rounding must not push one over the edge
    points = points[(points[:, 0] < width) & (points[:, 1] < height)]
    inside = points[where[points[:, 1].astype(int), points[:, 0].astype(int)]]
    return np.asarray(inside[np.argsort(-inside[:, 1] + rng.uniform(-spacing, spacing, len(inside)))], np.float32)
