"""The sky: once all around for reflections and light, once as the camera sees it."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.sky_mask import SkyMask
from engine.scene.render.targets import Targets

MAP_SIZE = (192, 192)


class Sky:
    """Gradient, glow and clouds at half resolution: they are soft. Discs and stars are added at full resolution."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._kind = () if look.sky == "real" else (("DRAWN", "1"), (look.sky.upper(), "1"))
        self._around = targets.make(MAP_SIZE, ((4, "f2"),))
        self._view = targets.make(((picture[0] + 1) // 2, (picture[1] + 1) // 2), ((4, "f2"),), depth=True)
        self._mask = SkyMask(gpu, targets, self._view)
        self.map = self._around.colours[0]
        self.map.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self.view = self._view.colours[0]

    def draw(self, hidden_by: moderngl.Texture | None = None) -> None:
        """Draws both; the shared frame must be that of the whole picture.

        With `hidden_by`, the depth of the whole picture, the view is drawn only where the sky is seen, and near there.
        """
        self._gpu.fill("sky_view.frag", self._around.framebuffer, {}, None, (("AROUND", "1"), *self._kind))
        self.map.build_mipmaps()
        if hidden_by is not None:
            self._mask.draw(hidden_by)
        where = None if hidden_by is None else "sky"
        self._gpu.fill("sky_view.frag", self._view.framebuffer, {}, None, self._kind, where=where)
