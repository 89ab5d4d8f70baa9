"""Level water: the mirrored world, then the surface over what was lit."""

from __future__ import annotations

import moderngl

from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.geometry import Geometry
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.programs import UniformValue, set_uniforms
from engine.scene.render.screen_pass import bind_textures
from engine.scene.render.shadow import DEPTH_UNIT, MAP_UNIT
from engine.scene.render.sky import Sky
from engine.scene.render.targets import Targets
from engine.scene.render.view import View


class Mirror:
    """What the water reflects, at half resolution: the scene from a camera under the surface."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int]) -> None:
        self._gpu = gpu
        half = ((picture[0] + 1) // 2, (picture[1] + 1) // 2)
        self._target = targets.make(half, ((4, "f2"),), depth=True)
        self.size = self._target.size
        self.image = self._target.colours[0]

    def draw(self, geometry: Geometry, mirrored: View, sky: Sky) -> None:
        """Fills `image`; alpha is 0 where only sky is mirrored. The shared frame must be that of `mirrored`."""
        kind = geometry.kind("reflection.frag", (("MIRROR", "1"),))
        self._target.framebuffer.use()
        self._target.framebuffer.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        context = self._gpu.context
        context.enable(moderngl.DEPTH_TEST)
        context.enable_direct(_CLIP_DISTANCE0)
        for program in kind.programs:
            bind_textures(program, {"noise2": self._gpu.noise2, "sky_map": sky.map})
        geometry.draw(kind, mirrored.planes, mirrored.eye)
        context.disable_direct(_CLIP_DISTANCE0)

    def clear(self) -> None:
        """Makes it mirror only the sky."""
        self._target.framebuffer.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)


_CLIP_DISTANCE0 = 0x3000
"""GL_CLIP_DISTANCE0, for which moderngl has no name."""


class Water:
    """Third pass of a tile: the water's surface, and the depth of what is seen in metres."""

    def __init__(self, gpu: Gpu, targets: Targets, seen: GBuffer, look: StyleLook) -> None:
        self._gpu = gpu
        size = seen.target.size
        self._target = targets.make(size, ((4, "f2"), (2, "f4")), depth=seen.depth, nearest=True)
        definitions = (("SHADOW_TAPS", "4"), ("HARD", "1"), (look.sky.upper(), "1"))
        self._program = gpu.programs.find("water.vert", "water.frag", definitions)
        self._array = gpu.context.vertex_array(self._program, [])
        self.light, self.depth = self._target.colours
        self.light.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self.framebuffer = self._target.framebuffer

    def draw(self, light: moderngl.Texture, seen: GBuffer, sky: Sky, mirror: Mirror | None) -> None:
        """Fills `light` and `depth`; without a mirror there is no water."""
        maps = {"light_map": light, "depth_map": seen.depth}
        self._gpu.fill("dry.frag", self._target.framebuffer, {**maps})
        if mirror is None:
            return
        bind_textures(
            self._program,
            {
                **maps,
                "mirror_map": mirror.image,
                "sky_map": sky.map,
                "ripple_map": self._gpu.ripples,
                "noise2": self._gpu.noise2,
            },
        )
        units: dict[str, UniformValue] = {"shadow_map": MAP_UNIT, "shadow_depth": DEPTH_UNIT}
        set_uniforms(self._program, units)
        self._gpu.context.enable(moderngl.DEPTH_TEST)
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4)

    def release(self) -> None:
        """Frees the vertex array."""
        self._array.release()
