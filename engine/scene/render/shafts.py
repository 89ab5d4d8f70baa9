"""Beams of sunlight in the air, at quarter resolution."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.targets import Targets


class Shafts:
    """A blur away from the sun of the open sky."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int]) -> None:
        self._gpu = gpu
        self._target = targets.make(((picture[0] + 3) // 4, (picture[1] + 3) // 4), ((4, "f2"),))
        self.light = self._target.colours[0]

    def draw(self, light: moderngl.Texture, depth: moderngl.Texture, sun_at: tuple[float, float], power: float) -> None:
        """Fills `light`. `sun_at` is the sun's place in the picture, 0..1 from the lower left; it may lie outside."""
        self._gpu.fill(
            "shafts.frag",
            self._target.framebuffer,
            {"light_map": light, "depth_map": depth},
            {"sun_at": sun_at, "power": power},
        )

    def draw_below(self, depth: moderngl.Texture, power: float) -> None:
        """Fills `light` with the beams that a diver sees."""
        self._gpu.fill("sea_rays.frag", self._target.framebuffer, {"depth_map": depth}, {"power": power})
