"""Oil paint: brush strokes from broad to fine along edges and forms, on canvas. They stay on what they paint."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.programs import UniformValue, set_uniforms
from engine.scene.render.screen_pass import bind_textures
from engine.scene.render.targets import Targets


@dataclass(frozen=True)
class _Layer:
    """Strokes of one brush; sizes in picture heights. `want` is the contrast from which it is used."""

    spacing: float
    length: float
    width: float
    want: float


# Painting from coarse to fine brushes after Hertzmann 1998; contrasts were chosen by eye.
_LAYERS = (
    _Layer(0.034, 0.125, 0.046, 0.0),
    _Layer(0.020, 0.072, 0.026, 0.0),
    _Layer(0.0112, 0.042, 0.0135, 0.085),
    _Layer(0.0058, 0.021, 0.0058, 0.125),
)


class Painting:
    """Repaints the resolved light with strokes."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int]) -> None:
        self._gpu = gpu
        self._picture = picture
        self._source = targets.make(picture, ((4, "f2"),))
        self._paint = targets.make(picture, ((4, "f2"),), depth=True)
        self._hung = targets.make(picture, ((4, "f2"),))
        self.light = self._hung.colours[0]
        self._program = gpu.programs.find("stroke.vert", "stroke.frag")
        self._array = gpu.context.vertex_array(self._program, [])

    def draw(self, light: moderngl.Texture, depth: moderngl.Texture, subject: moderngl.Texture) -> None:
        """Fills `light` with the painting of the given picture."""
        fill = self._gpu.fill
        fill("copy.frag", self._source.framebuffer, {"source": light}, {"level": 0.0})
        source = self._source.colours[0]
        source.build_mipmaps()
        source.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._paint.framebuffer.clear(depth=1.0)
        fill("copy.frag", self._paint.framebuffer, {"source": source}, {"level": 4.0})
        self._paint.framebuffer.use()
        context = self._gpu.context
        context.enable(moderngl.DEPTH_TEST)
        bind_textures(
            self._program,
            {"light_map": source, "depth_map": depth, "subject_map": subject, "noise2": self._gpu.noise2},
        )
        for number, layer in enumerate(_LAYERS):
            self._lay(layer, number)
        context.disable(moderngl.DEPTH_TEST)
        fill("canvas.frag", self._hung.framebuffer, {"paint_map": self._paint.colours[0]})

    def _lay(self, layer: _Layer, number: int) -> None:
        wide, high = self._picture
        across = max(round(wide / high / layer.spacing), 1)
        upward = max(round(1.0 / layer.spacing), 1)
        level = max(log2(max(layer.width * high * 0.5, 1.0)), 0.0)
        values: dict[str, UniformValue] = {"size": (layer.length, layer.width), "level": level, "want": layer.want}
        set_uniforms(self._program, {**values, "layer": float(number)})
        set_uniforms(self._program, {"cells": (across, upward)})
        self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=across * upward)

    def release(self) -> None:
        """Frees the vertex array."""
        self._array.release()
