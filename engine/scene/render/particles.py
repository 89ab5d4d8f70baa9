"""Rain, snow, leaves and the like in a box that goes with the camera; smoke, spray and flames from a place."""

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
    Those with a `life` (seconds) come from a source: `fall` is their first speed, `slow` how it ends (metres a second
    squared, up), `spread` their speed to the sides, `growth` how many times wider they get; size is that of the source.
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
    life: float = 0.0
    slow: float = 0.0
    spread: float = 0.0
    growth: float = 0.0


_DISC, _STREAK, _LEAF, _BUBBLE, _SQUARE, _GLOW, _PUFF = range(7)

_NATURES: dict[ParticleKind, _Nature] = {
    "rain": _Nature(5200, (0.9, -10.0, 0.3), (0.007, 0.30), ((0.80, 0.86, 0.95), (0.9, 0.94, 1.0)), _STREAK,
        opaque=0.55, streak=1.0),
    "snow": _Nature(9000, (0.25, -0.9, 0.1), (0.028, 0.028), ((0.97, 0.98, 1.0), (0.90, 0.94, 1.0)), _DISC,
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
    "smoke": _Nature(46, (0.0, 0.95, 0.0), (0.8, 0.8), ((0.62, 0.62, 0.64), (0.72, 0.72, 0.74)), _PUFF,
        (0.10, 0.7, 1.0), opaque=0.5, spin=0.4, life=7.5, slow=-0.03, spread=0.10, growth=4.5),
    "steam": _Nature(22, (0.0, 0.22, 0.0), (0.7, 0.7), ((0.95, 0.95, 0.96), (0.9, 0.9, 0.92)), _PUFF,
        (0.012, 0.9, 1.0), opaque=0.16, spin=0.4, life=2.6, slow=-0.02, spread=0.015, growth=2.2),
    "mist": _Nature(40, (0.0, 0.5, 0.0), (0.55, 0.55), ((0.95, 0.97, 1.0), (0.9, 0.94, 0.98)), _PUFF,
        (0.3, 0.6, 1.0), opaque=0.20, spin=0.3, life=4.0, slow=-0.08, spread=0.5, growth=1.8),
    "flames": _Nature(60, (0.0, 1.1, 0.0), (0.10, 0.10), ((1.0, 0.42, 0.08), (1.0, 0.72, 0.22)), _GLOW,
        (0.06, 2.6, 1.0), shine=3.0, life=1.5, slow=0.25, spread=0.16, growth=-0.7),
    "spray": _Nature(240, (0.0, 3.1, 0.0), (0.22, 0.30), ((0.90, 0.96, 1.0), (0.8, 0.9, 0.97)), _DISC,
        opaque=0.75, life=1.05, slow=-9.81, spread=0.62, growth=0.4),
}  # fmt: skip


class ParticlePass:
    """Blends particles over the resolved light, softly where they touch something."""

    def __init__(self, gpu: Gpu) -> None:
        self._gpu = gpu
        self._over: dict[int, moderngl.Framebuffer] = {}
        self._program = gpu.programs.find("particle.vert", "particle.frag")
        self._array = gpu.context.vertex_array(self._program, [])

    def draw(
        self, particles: Sequence[Particles], light: moderngl.Texture, depth: moderngl.Texture, focus: float
    ) -> None:
        """Draws all kinds into `light`. `depth` is in metres; `focus` the distance of what matters."""
        context = self._gpu.context
        if light.glo not in self._over:
            self._over[light.glo] = context.framebuffer([light])
        self._over[light.glo].use()
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
        scale = (box / 14.0) ** 0.6 if part.source is None else part.size
        # Wide sources smoke higher.
        lively = min(max((part.size / 0.5) ** 0.6, 0.5), 6.0) if nature.shape == _PUFF else 1.0
        first, second = (part.colour, part.colour) if part.colour is not None else nature.colours
        set_uniforms(
            self._program,
            {
                "box": box,
                "fall": tuple(speed * lively for speed in nature.fall),
                "sway": nature.wander,
                "size": (nature.size[0] * scale, nature.size[1] * scale),
                "spin": nature.spin,
                "streak": nature.streak,
                "range": (0.35 + 0.03 * focus, nature.highest),
                "colour": tuple(linear(first)),
                "other": tuple(linear(second)),
                "shine": nature.shine,
                "opaque": nature.opaque,
                "source": (*(part.source or (0.0, 0.0, 0.0)), part.size),
                "rising": (nature.life if part.source else 0.0, nature.slow, nature.spread, nature.growth),
                "most": float(nature.most),
            },
        )
        set_uniforms(self._program, {"shape": nature.shape})
        count = round(nature.most * min(max(part.density, 0.0), 1.0))
        if count and (nature.life == 0.0) == (part.source is None):
            self._array.render(moderngl.TRIANGLE_STRIP, vertices=4, instances=count)

    def release(self) -> None:
        """Frees framebuffer and vertex array."""
        self._array.release()
        for framebuffer in self._over.values():
            framebuffer.release()
        self._over.clear()
