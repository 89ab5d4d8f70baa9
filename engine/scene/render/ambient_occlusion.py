"""Contact shadows: how much of the sky each point sees, at half resolution."""

from __future__ import annotations

from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.targets import Targets


class AmbientOcclusion:
    """Samples, then blurs across and upwards without crossing edges."""

    def __init__(self, gpu: Gpu, targets: Targets, size: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._radius = look.occlusion
        half = ((size[0] + 1) // 2, (size[1] + 1) // 2)
        self._first = targets.make(half, ((2, "f2"),))
        self._second = targets.make(half, ((2, "f2"),))
        self.open = self._first.colours[0]

    def draw(self, seen: GBuffer) -> None:
        """Fills `open`: 1 where nothing is near, 0 in deep corners."""
        fill = self._gpu.fill
        maps = {"depth_map": seen.depth, "normal_map": seen.normal}
        fill("ambient_occlusion.frag", self._first.framebuffer, {**maps}, {"radius": self._radius}, (("AO_TAPS", "9"),))
        wide, high = self._first.size
        fill("occlusion_blur.frag", self._second.framebuffer, {"source": self.open}, {"step_uv": (1.0 / wide, 0.0)})
        fill(
            "occlusion_blur.frag",
            self._first.framebuffer,
            {"source": self._second.colours[0]},
            {"step_uv": (0.0, 1.0 / high)},
        )
