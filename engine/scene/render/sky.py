"""The sky: once all around for reflections and light, once as the camera sees it."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.targets import Targets

MAP_SIZE = (192, 192)


class Sky:
    """Gradient, glow and clouds at half resolution: they are soft. Discs and stars are added at full resolution."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._kind = () if look.sky == "real" else (("DRAWN", "1"), (look.sky.upper(), "1"))
        self._around = targets.make(MAP_SIZE, ((4, "f2"),))
        self._view = targets.make(((picture[0] + 1) // 2, (picture[1] + 1) // 2), ((4, "f2"),))
        self.map = self._around.colours[0]
        self.map.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self.view = self._view.colours[0]

    def draw(self) -> None:
        """Draws both; the shared frame must be that of the whole picture."""
        self._gpu.fill("sky_view.frag", self._around.framebuffer, {}, None, (("AROUND", "1"), *self._kind))
        self.map.build_mipmaps()
        self._gpu.fill("sky_view.frag", self._view.framebuffer, {}, None, self._kind)
