"""From the samples of tiles to the pixels of the picture: light, depth and subjects."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.gpu import Gpu
from engine.scene.render.targets import Target, Targets
from engine.scene.render.tiles import Tile

NOTHING = 1e38
"""Depths from here on are the sky's."""


class Resolve:
    """Averages samples. A picture of one tile and one sample a pixel can be taken as it is instead."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int], samples: float) -> None:
        self._gpu = gpu
        self._size = picture
        self._samples = samples
        self._target: Target = targets.make(picture, ((4, "f2"), (1, "f4"), (4, "f1")))
        self.light, self.depth, self.subject = self._target.colours
        for texture in (self.depth, self.subject):
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._metres = targets.make(picture, ((1, "f4"),), nearest=True) if samples == 1 else None

    def draw(
        self, tile: Tile, light: moderngl.Texture, depth: moderngl.Texture, material: moderngl.Texture, *, raw: bool
    ) -> None:
        """Fills the tile's part of `light`, `depth` in metres and `subject`. `raw`: the depth is the g-buffer's own."""
        framebuffer = self._target.framebuffer
        framebuffer.viewport = (*tile.origin, *tile.size)
        self._gpu.fill(
            "resolve.frag",
            framebuffer,
            {"light_map": light, "depth_map": depth, "material_map": material},
            {"samples": float(self._samples), "corner": tile.corner, "origin": tile.origin},
            (("RAW_DEPTH", "1"),) if raw else (),
        )
        framebuffer.viewport = (0, 0, *self._size)

    def metres(self, depth: moderngl.Texture, *, raw: bool) -> moderngl.Texture:
        """The depth of a picture with one sample a pixel, in metres. Raises ValueError for one with more."""
        if not raw:
            return depth
        if self._metres is None:
            raise ValueError("depths of several samples cannot be taken as they are")
        self._gpu.fill("metres.frag", self._metres.framebuffer, {"depth_map": depth})
        return self._metres.colours[0]

    def read_maps(self) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Depth in metres, infinite at the sky, and subjects, both h x w, of what `draw` made."""
        wide, high = self._size
        depth = np.frombuffer(self._target.framebuffer.read(components=1, attachment=1, dtype="f4"), np.float32)
        subject = np.frombuffer(self._target.framebuffer.read(components=1, attachment=2, alignment=1), np.uint8)
        far = depth.reshape(high, wide)[::-1].copy()
        far[far > NOTHING] = np.inf
        return far, np.ascontiguousarray(subject.reshape(high, wide)[::-1])
