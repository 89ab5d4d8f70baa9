"""Ink: lines where things, depths or directions change."""

from __future__ import annotations

import moderngl

from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.targets import Targets


class Ink:
    """Drawn on the samples of a tile, so that lines are as smooth as everything else."""

    def __init__(self, gpu: Gpu, targets: Targets, size: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._look = look
        self._target = targets.make(size, ((4, "f2"),))
        self.light: moderngl.Texture = self._target.colours[0]

    def draw(self, light: moderngl.Texture, depth: moderngl.Texture, seen: GBuffer) -> None:
        """Fills `light`: the given one with lines on it. `depth` is in metres."""
        self._gpu.fill(
            "ink.frag",
            self._target.framebuffer,
            {"light_map": light, "depth_map": depth, "normal_map": seen.normal, "material_map": seen.material},
            {"width": self._look.ink, "black": float(self._look.even)},
        )
