"""Where the sky is seen: clouds behind hills and trees need not be marched."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.targets import Target, Targets

CELL = 4
"""Pixels of the sky's view along a side of a cell that is drawn or left out; neighbours of drawn ones are drawn too."""


class SkyMask:
    """Marks in the depth of the sky's view what shows: 1, and 0 what things hide."""

    def __init__(self, gpu: Gpu, targets: Targets, view: Target) -> None:
        self._gpu = gpu
        self._view = view
        cells = (-(-view.size[0] // CELL), -(-view.size[1] // CELL))
        self._open = targets.make(cells, ((1, "f1"),), nearest=True)

    def draw(self, depth: moderngl.Texture) -> None:
        """`depth` is that of all samples of the picture, 1 at the sky."""
        cells = self._open
        block = (-(-depth.width // cells.size[0]), -(-depth.height // cells.size[1]))
        self._gpu.fill("open_sky.frag", cells.framebuffer, {"depth_map": depth}, {"block": block})
        self._gpu.fill(
            "sky_mask.frag", self._view.framebuffer, {"open_map": cells.colours[0]}, {"cell": CELL}, where="all"
        )
