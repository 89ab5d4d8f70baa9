"""A big picture in parts, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from engine.scene.render.view import Window

SIDE_MAX = 2600
"""Samples along the longer side of a tile: about 200 MB of targets."""


@dataclass(frozen=True)
class Tile:
    """A part of the picture.

    Attributes:
        origin, size: the pixels of the picture that it fills.
        corner: where these begin in the tile's own samples.
        window: what the tile's camera sees, margins included.
    """

    origin: tuple[int, int]
    size: tuple[int, int]
    corner: tuple[int, int]
    window: Window


@dataclass(frozen=True)
class Tiling:
    """How a picture of `picture` pixels is cut; all tiles have `target` samples."""

    picture: tuple[int, int]
    samples: float
    part: tuple[int, int]
    margin: int

    @property
    def target(self) -> tuple[int, int]:
        return (
            ceil((self.part[0] + 2 * self.margin) * self.samples),
            ceil((self.part[1] + 2 * self.margin) * self.samples),
        )

    def __iter__(self) -> Iterator[Tile]:
        wide, high = self.picture
        for y in range(0, high, self.part[1]):
            for x in range(0, wide, self.part[0]):
                window = Window(
                    (x - self.margin) / wide,
                    (y - self.margin) / high,
                    (self.part[0] + 2 * self.margin) / wide,
                    (self.part[1] + 2 * self.margin) / high,
                )
                size = (min(self.part[0], wide - x), min(self.part[1], high - y))
                corner = (round(self.margin * self.samples),) * 2
                yield Tile((x, y), size, corner, window)


def tiling_of(picture: tuple[int, int], samples: float, side_max: int = SIDE_MAX) -> Tiling:
    """One tile where it fits into `side_max` samples a side, else even parts with a margin for contact shadows.

    Tiles begin and end between samples, so where a pixel has one and a half their sides are even.
    """
    if max(picture) * samples <= side_max:
        return Tiling(picture, samples, picture, 0)
    whole = 1 if samples == int(samples) else 2
    margin = ceil(max(0.03 * picture[1], 8) / whole) * whole
    room = max(int(side_max // samples) - 2 * margin, 16)
    parts = [ceil(side / ceil(side / room) / whole) * whole for side in picture]
    return Tiling(picture, samples, (parts[0], parts[1]), margin)
