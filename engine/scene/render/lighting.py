"""Second pass of a tile: sun, sky, lamps, air and what lies beyond."""

from __future__ import annotations

import moderngl

from engine.scene.render.ambient_occlusion import AmbientOcclusion
from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.shadow import DEPTH_UNIT, MAP_UNIT
from engine.scene.render.sky import Sky
from engine.scene.render.targets import Targets


class Lighting:
    """Deferred: each sample is lit once, whatever lies behind it."""

    def __init__(self, gpu: Gpu, targets: Targets, size: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._look = look
        self._target = targets.make(size, ((4, "f2"),))
        self.light: moderngl.Texture = self._target.colours[0]

    def draw(self, seen: GBuffer, occlusion: AmbientOcclusion, sky: Sky) -> None:
        """Fills `light` with linear colours."""
        self._gpu.fill(
            "lighting.frag",
            self._target.framebuffer,
            {
                "albedo_map": seen.albedo,
                "normal_map": seen.normal,
                "material_map": seen.material,
                "depth_map": seen.depth,
                "occlusion_map": occlusion.open,
                "sky_map": sky.map,
                "sky_view": sky.view,
            },
            {"shadow_map": MAP_UNIT, "shadow_depth": DEPTH_UNIT, "sun_size": self._look.sun_size},
            self._look.definitions,
        )
