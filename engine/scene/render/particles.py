"""Rain, snow, leaves, fireflies and the like: sprites in a box that goes with the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import moderngl

from engine.scene.render.frame_block import linear
from engine.scene.render.gpu import Gpu
from engine.scene.render.programs import set_uniforms
from engine.scene.render.screen_pass import bind_textures
from engine.scene.scene import Colour, ParticleKind, Particles


@dataclass(frozen=True)
class _Nature:
    """How one kind looks and moves. `most` is their number at density 1; `fall` in metres a second.

    `size` is across and along in metres; `wander`: metres, pace, share that shines at once; `shine` 0: lit by the sky.
    """

    most: int
    fall: tuple[float, float, float]
    size: tuple[float, float]
    colours: tuple[Colour, Colour]
    shape: int
    wander: tuple[float, float, float] = (0.0, 0.0, 1.0)
    shine: float = 0.0
    opaque: float = 0.9
    spin: float = 0.0
    streak: float = 0.0
    highest: float = 1e6


_DISC, _STREAK, _LEAF, _BUBBLE, _SQUARE, _GLOW = range(6)

_NATURES: dict[ParticleKind, _Nature] = {
    "rain": _Nature(5200, (0.9, -10.0, 0.3), (0.007, 0.30), ((0.80, 0.86, 0.95), (0.9, 0.94, 1.0)), _STREAK,
        opaque=0.55, streak=1.0),
    "snow": _Nature(4200, (0.25, -0.9, 0.1), (0.026, 0.026), ((0.97, 0.98, 1.0), (0.90, 0.94, 1.0)), _DISC,
        (0.35, 0.8, 1.0), opaque=1.0),
    "leaves": _Nature(260, (0.8, -0.7, 0.2), (0.075, 0.11), ((0.80, 0.40, 0.10), (0.86, 0.66, 0.18)), _LEAF,
        (0.6, 1.1, 1.0), opaque=1.0, spin=1.0),
    "petals": _Nature(420, (0.6, -0.5, 0.2), (0.045, 0.065), ((0.98, 0.74, 0.82), (1.0, 0.88, 0.92)), _LEAF,
        (0.6, 1.0, 1.0), opaque=1.0, spin=1.0),
    "fireflies": _Nature(170, (0.0, 0.0, 0.0), (0.085, 0.085), ((0.80, 1.0, 0.35), (1.0, 0.86, 0.36)), _GLOW,
        (0.7, 0.6, 0.75), shine=2.6, highest=5.0),
    "dust": _Nature(700, (0.05, 0.03, 0.02), (0.014, 0.014), ((1.0, 0.93, 0.80), (1.0, 0.97, 0.9)), _DISC,
        (0.3, 0.3, 0.9), shine=0.42, opaque=0.6),
    "bubbles": _Nature(340, (0.0, 0.55, 0.0), (0.055, 0.055), ((0.80, 0.95, 1.0), (0.92, 1.0, 1.0)), _BUBBLE,
        (0.18, 1.6, 1.0), opaque=0.8),
    "embers": _Nature(420, (0.15, 0.9, 0.05), (0.035, 0.035), ((1.0, 0.42, 0.08), (1.0, 0.72, 0.22)), _GLOW,
        (0.5, 1.2, 0.9), shine=5.0),
    "confetti": _Nature(900, (0.1, -0.8, 0.05), (0.035, 0.05), ((1.0, 0.3, 0.3), (0.3, 0.5, 1.0)), _SQUARE,
        (0.4, 1.4, 1.0), opaque=1.0, spin=1.0),
}  # fmt: skip


class ParticlePass:
    """Blends particles over the resolved light, softly where they touch something."""

    def __init__(self, gpu: Gpu, light: moderngl.Texture) -> None:
        self._gpu = gpu
        self._over = gpu.context.framebuffer([light])
        self._program = gpu.programs.find("particle.vert", "particle.frag")
        self._array = gpu.context.vertex_array(self._program, [])

    def draw(self, particles: Sequence[Particles], depth: moderngl.Texture, focus: float) -> None:
        """Draws all kinds. `depth` is in metres; `focus` the distance of what matters."""
        context = self._gpu.context
        self._over.use()
        context.disable(moderngl.DEPTH_TEST)
        context.enable(moderngl.BLEND)
        context.blend_func = (moderngl.ONE, moderngl.ONE_MINUS_SRC_ALPHA)
        bind_textures(self._program, {"depth_map": depth})
        for part in particles:
            self._draw_kind(part, focus)
        context.disable(moderngl.BLEND)

    def _draw_kind(self, part: Particles, focus: float) -> None:
        nature = _NATURES[part.kind]
        box = min(max(focus * 1.7, 7.0), 34.0)
        # Things seen from afar are drawn larger, or nobody would see them.
        scale = (box / 14.0) ** 0.6
        first, second = (part.colour, part.colour) if part.colour is not None else nature.colours
        set_uniforms(
            self._program,
            {
                "box": box,
                "fall": nature.fall,
                "sway": nature.wander,
                "size": (nature.size[0] * scale, nature.size[1] * scale),
                "spin": nature.spin,
                "streak": nature.streak,
                "range": (0.35 + 0.03 * focus, nature.highest),
                "colour": tuple(linear(first)),
                "other": tuple(linear(second)),
                "shine": nature.shine,
                "opaque": nature.opaque,
            },
        )
        set_uniforms(self._program, {"shape": nature.shape})
        count = round(nature.most * min(max(part.density, 0.0), 1.0))
        if count:
            self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=count)

    def release(self) -> None:
        """Frees framebuffer and vertex array."""
        self._array.release()
        self._over.release()
