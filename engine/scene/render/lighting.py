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

    def __init__(self, gpu: Gpu, targets: Targets, seen: GBuffer, look: StyleLook) -> None:
        self._gpu = gpu
        self._look = look
        self._target = targets.make(seen.target.size, ((4, "f2"),), depth=seen.depth)
        self.light: moderngl.Texture = self._target.colours[0]

    def draw(self, seen: GBuffer, occlusion: AmbientOcclusion, sky: Sky, *, stars: bool) -> None:
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
            },
            {"shadow_map": MAP_UNIT, "shadow_depth": DEPTH_UNIT, "sun_size": self._look.sun_size},
            self._look.definitions,
            where="things",
        )
        self._gpu.fill(
            "far_sky.frag",
            self._target.framebuffer,
            {"sky_map": sky.map, "sky_view": sky.view},
            None,
            (("STARS", "1"),) if stars else (),
            where="sky",
        )
