"""First pass of a tile: what is seen at each sample, before light."""

from __future__ import annotations

import moderngl

from engine.scene.render.geometry import Geometry
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.programs import set_uniforms
from engine.scene.render.screen_pass import bind_textures
from engine.scene.render.targets import Target, Targets
from engine.scene.render.view import View


class GBuffer:
    """Colour and emission, normal and identity, material and subject, depth."""

    def __init__(self, gpu: Gpu, targets: Targets, size: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._detail = look.detail
        self._definitions = (("DETAIL", "1"),) if look.detail > 0 else ()
        self.target: Target = targets.make(size, ((4, "f1"), (4, "f2"), (4, "f1")), depth=True, nearest=True)
        self.albedo, self.normal, self.material = self.target.colours
        if self.target.depth is None:
            raise ValueError("a g-buffer needs depth")
        self.depth: moderngl.Texture = self.target.depth

    def draw(self, geometry: Geometry, view: View) -> None:
        """Draws the geometry; the shared frame must be that of the view."""
        kind = geometry.kind("gbuffer.frag", self._definitions, plain_beyond=self._plain_beyond(view))
        self.target.framebuffer.use()
        self.target.framebuffer.clear(depth=1.0)
        self._gpu.context.enable(moderngl.DEPTH_TEST)
        for program in kind.programs:
            bind_textures(program, {"noise2": self._gpu.noise2, "grain_map": self._gpu.grain})
            set_uniforms(program, {"detail": self._detail, "plain_beyond": kind.plain_beyond})
        geometry.draw(kind, view.planes, view.eye)

    def _plain_beyond(self, view: View) -> float:
        """Metres from which the grain of plants is not seen: a sample is as wide as a twig."""
        samples = self.target.size[1] / view.window.height
        return _TWIG * samples / (2 * view.half_height)


_TWIG = 0.024
"""Metres."""
