"""Blur of what is out of focus, at half resolution."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.targets import Targets


class DepthOfField:
    """Gathers discs of blur (Jimenez 2014); the sharp picture shows through where it is sharp."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int]) -> None:
        self._gpu = gpu
        half = ((picture[0] + 1) // 2, (picture[1] + 1) // 2)
        self._near = targets.make(half, ((4, "f2"),))
        self._gathered = targets.make(half, ((4, "f2"),))
        self.blurred = self._gathered.colours[0]

    def draw(self, light: moderngl.Texture, depth: moderngl.Texture, taps: int) -> None:
        """Fills `blurred`; its alpha says how far it replaces the sharp picture."""
        self._gpu.fill("focus_near.frag", self._near.framebuffer, {"light_map": light, "depth_map": depth})
        self._gpu.fill(
            "focus_gather.frag",
            self._gathered.framebuffer,
            {"source": self._near.colours[0]},
            None,
            (("BOKEH_TAPS", str(taps)),),
        )
