"""Second pass of a tile: sun, sky, lamps, air and what lies beyond."""

from __future__ import annotations

import moderngl

from engine.scene.render.ambient_occlusion import AmbientOcclusion
from engine.scene.render.frame_block import LAMPS_MAX
from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.gpu import Gpu
from engine.scene.render.lamp_cells import lamp_cells
from engine.scene.render.look import StyleLook
from engine.scene.render.programs import UniformValue
from engine.scene.render.shadow import DEPTH_UNIT, MAP_UNIT
from engine.scene.render.sky import Sky
from engine.scene.render.targets import Targets
from engine.scene.render.view import View
from engine.scene.scene import Scene


class Lighting:
    """Deferred: each sample is lit once, whatever lies behind it."""

    def __init__(self, gpu: Gpu, targets: Targets, seen: GBuffer, look: StyleLook) -> None:
        self._gpu = gpu
        self._look = look
        self._target = targets.make(seen.target.size, ((4, "f2"),), depth=seen.depth)
        self.light: moderngl.Texture = self._target.colours[0]

    def draw(self, scene: Scene, view: View, seen: GBuffer, occlusion: AmbientOcclusion, sky: Sky) -> None:
        """Fills `light` with linear colours. The shared frame must be that of the view."""
        target = self._target.framebuffer
        dry = (("DRY", "1"),) if scene.water is None else ()
        stars = (("STARS", "1"),) if scene.sky.stars > 0 else ()
        for rectangle, lamps in lamp_cells(scene.lamps, view, self._target.size):
            target.scissor = rectangle
            listed: dict[str, UniformValue] = {
                "lamp_list": (*lamps, *[0] * (LAMPS_MAX - len(lamps))),
                "lamp_count": len(lamps),
            }
            self._gpu.fill(
                "lighting.frag",
                target,
                {
                    "albedo_map": seen.albedo,
                    "normal_map": seen.normal,
                    "material_map": seen.material,
                    "depth_map": seen.depth,
                    "occlusion_map": occlusion.open,
                    "sky_map": sky.map,
                },
                {"shadow_map": MAP_UNIT, "shadow_depth": DEPTH_UNIT, "sun_size": self._look.sun_size, **listed},
                (*self._look.definitions, *dry, _CELLS),
                where="things",
            )
            self._gpu.fill(
                "far_sky.frag",
                target,
                {"sky_map": sky.map, "sky_view": sky.view},
                listed,
                (*stars, _CELLS),
                where="sky",
            )
        target.scissor = target.viewport


_CELLS = ("LAMP_CELLS", "1")
