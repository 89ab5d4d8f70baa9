"""From light to a picture: exposure, tone curve, grade, grain, and smooth edges."""

from __future__ import annotations

from dataclasses import dataclass

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.bloom import Bloom
from engine.scene.render.gpu import Gpu
from engine.scene.render.look import StyleLook
from engine.scene.render.programs import Definitions
from engine.scene.render.targets import Targets
from engine.scene.scene import Colour


@dataclass(frozen=True)
class Extras:
    """What is laid over the light before it is toned; None where there is none."""

    blurred: moderngl.Texture | None
    shafts: moderngl.Texture | None

    @property
    def definitions(self) -> Definitions:
        """What tone.frag has to reckon with."""
        wanted = (("BLUR", self.blurred), ("SHAFTS", self.shafts))
        return tuple((name, "1") for name, texture in wanted if texture is not None)


class Tone:
    """Last pass; its target is what is read back."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int], look: StyleLook) -> None:
        self._gpu = gpu
        self._look = look
        self._picture = picture
        self._toned = targets.make(picture, ((4, "f1"),))
        self._smooth = targets.make(picture, ((4, "f1"),))
        eighth = ((picture[0] + 7) // 8, (picture[1] + 3) // 4)
        self._streak = targets.make(eighth, ((4, "f2"),)) if look.streak > 0 else None
        wanted = {
            "STREAK": look.streak, "CLARITY": look.clarity, "DIFFUSION": look.diffusion, "FRINGE": look.fringe,
        }  # fmt: skip
        self._definitions = tuple((name, "1") for name, value in wanted.items() if value > 0)

    def draw(
        self, light: moderngl.Texture, bloom: Bloom, extras: Extras, exposure: float, grade: Colour, *, smooth: bool
    ) -> NDArray[np.uint8]:
        """The picture, h x w x 3. `smooth` removes stairs from edges that were sampled only once."""
        look = self._look
        streak = self._streaked(bloom)
        self._gpu.fill(
            "tone.frag",
            self._toned.framebuffer,
            {
                "light_map": light,
                "blurred_map": extras.blurred or light,
                "bloom_map": bloom.glow,
                "shafts_map": extras.shafts or light,
                "average_map": bloom.average,
                "streak_map": streak,
            },
            {
                "bloom": look.bloom,
                "exposure": exposure,
                "adapt": look.adapt,
                "key": look.key,
                "film": look.film,
                "clarity": look.clarity,
                "diffusion": look.diffusion,
                "lift": look.lift,
                "grade": grade,
                "shadows_tint": look.shadows_tint,
                "lights_tint": look.lights_tint,
                "saturation": look.saturation,
                "contrast": look.contrast,
                "grain": look.grain,
                "vignette": look.vignette,
                "fringe": look.fringe,
            },
            (*self._definitions, *extras.definitions),
        )
        source = self._toned
        if smooth or look.strokes:  # the edges of strokes are sampled once at any quality
            self._gpu.fill("fxaa.frag", self._smooth.framebuffer, {"source": source.colours[0]})
            source = self._smooth
        data = source.framebuffer.read(components=3, alignment=1)
        wide, high = self._picture
        return np.ascontiguousarray(np.frombuffer(data, np.uint8).reshape(high, wide, 3)[::-1])

    def _streaked(self, bloom: Bloom) -> moderngl.Texture:
        if self._streak is None:
            return bloom.glow
        self._gpu.fill(
            "streak.frag",
            self._streak.framebuffer,
            {"source": bloom.glow},
            {"reach": 0.22, "power": self._look.streak, "least": 1.1},
        )
        return self._streak.colours[0]
