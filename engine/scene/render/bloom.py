"""Glow around what shines: a pyramid of halves, added up again."""

from __future__ import annotations

import moderngl

from engine.scene.render.gpu import Gpu
from engine.scene.render.targets import Target, Targets

LEVELS_MAX = 7


class Bloom:
    """Method of Jimenez 2014 (Next generation post processing in Call of Duty)."""

    def __init__(self, gpu: Gpu, targets: Targets, picture: tuple[int, int]) -> None:
        self._gpu = gpu
        size = picture
        self._down: list[Target] = []
        self._up: list[Target] = []
        while len(self._down) < LEVELS_MAX and (not self._down or min(size) > 7):
            size = ((size[0] + 1) // 2, (size[1] + 1) // 2)
            self._down.append(targets.make(size, ((4, "f2"),)))
            self._up.append(targets.make(size, ((4, "f2"),)))
        self._mean = targets.make((1, 1), ((4, "f2"),))
        self.average = self._mean.colours[0]
        self.glow = self._up[0].colours[0]

    def draw(self, light: moderngl.Texture) -> None:
        """Fills `glow` and `average`, one pixel with the mean of all."""
        source = light
        for number, level in enumerate(self._down):
            texel = (1.0 / source.width, 1.0 / source.height)
            self._gpu.fill(
                "bloom_down.frag",
                level.framebuffer,
                {"source": source},
                {"texel": texel, "first": float(number == 0)},
            )
            source = level.colours[0]
        self._gpu.fill("average.frag", self._mean.framebuffer, {"source": source})
        for level, same in zip(reversed(self._up), reversed(self._down), strict=True):
            texel = (1.0 / source.width, 1.0 / source.height)
            self._gpu.fill(
                "bloom_up.frag",
                level.framebuffer,
                {"source": source, "same": same.colours[0]},
                {"texel": texel, "spread": 0.62},
            )
            source = level.colours[0]
