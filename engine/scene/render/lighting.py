"""Second pass of a tile: sun, sky, lamps, air and what lies beyond."""

from __future__ import annotations

import moderngl
import numpy as np

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
from engine.scene.scene import Lamp, Scene


class Lighting:
    """Deferred: each sample is lit once, whatever lies behind it."""

    def __init__(self, gpu: Gpu, targets: Targets, seen: GBuffer, look: StyleLook, samples: float) -> None:
        self._gpu = gpu
        self._look = look
        # Noise in half-shadows that pixels share unevenly would show as a weave.
        self._definitions = tuple(
            (name, "16" if (name, value) == ("SHADOW_TAPS", "8") and samples % 1 else value)
            for name, value in look.definitions
        )
        self._target = targets.make(seen.target.size, ((4, "f2"),), depth=seen.depth)
        self.light: moderngl.Texture = self._target.colours[0]

    def draw(self, scene: Scene, view: View, seen: GBuffer, occlusion: AmbientOcclusion, sky: Sky) -> None:
        """Fills `light` with linear colours. The shared frame must be that of the view."""
        target = self._target.framebuffer
        dry = (("DRY", "1"),) if scene.water is None else ()
        stars = (("STARS", "1"),) if scene.sky.stars > 0 else ()
        sources = [*scene.lamps[:LAMPS_MAX], _disc(scene, view)]
        for rectangle, near in lamp_cells(sources, view, self._target.size):
            target.scissor = rectangle
            lamps = [number for number in near if number < len(sources) - 1]
            disc = (("DISC", "1"),) if len(lamps) < len(near) else ()
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
                (*self._definitions, *dry, _CELLS),
                where="things",
            )
            self._gpu.fill(
                "far_sky.frag",
                target,
                {"sky_map": sky.map, "sky_view": sky.view},
                listed,
                (*stars, *disc, _CELLS),
                where="sky",
            )
        target.scissor = target.viewport


def _disc(scene: Scene, view: View) -> Lamp:
    """The sun's or moon's disc as a lamp that reaches as far as the disc is seen to."""
    sun = np.asarray(scene.sky.sun, np.float64)
    x, y, z = view.eye + sun * (_FAR / max(float(np.linalg.norm(sun)), 1e-9))
    return Lamp((x, y, z), (0.0, 0.0, 0.0), 0.0, _FAR * _DISC)


_FAR, _DISC = 1e4, 0.05
"""Metres to the disc, and the tangent of its radius: a little more than celestial.glsl's larger one."""
_CELLS = ("LAMP_CELLS", "1")
