"""The sun's shadow map: three boxes side by side, near, middle and far.

What stands still is drawn once for each place of a box and kept; what moves is drawn over a copy in every frame.
A frame's shadows depend on its time and camera alone, never on the frames that were drawn before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor, log2

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.frame_block import CASCADES, NO_SHADOW, Cascades
from engine.scene.render.geometry import Geometry, Placed
from engine.scene.render.gpu import Gpu
from engine.scene.render.programs import set_uniforms
from engine.scene.render.view import View

MAP_UNIT, DEPTH_UNIT = 13, 14
"""Texture units kept for the map: read with comparison, and as plain depth."""

_GRID = 8
"""Boxes move in steps of 1/8 of their diameter, so that a gliding camera seldom asks for a new map."""
_BEAT = 10.0
"""Times a second that shadows of swaying leaves change, in the near box; farther away nobody sees them tremble."""
_SUN_STEPS = 1200.0
"""Directions of a wandering sun in a radian: about 0.05 degrees apart."""

_RECTANGLES = 64
"""When more things move in a box, all of it is restored at once."""

Rectangle = tuple[int, int, int, int]
"""Left, lower edge, width, height in texels of the map."""

Share = Callable[[float], None]
"""Makes the shared frame that of a time in seconds."""


class ShadowMap:
    """Draws and keeps the depths that the sun sees."""

    def __init__(self, gpu: Gpu, size: int) -> None:
        self._gpu = gpu
        self._size = size
        self._still = _Depths(gpu.context, size)
        self._all = self._still
        self._plain = gpu.context.sampler(repeat_x=False, repeat_y=False)
        self._plain.compare_func = ""
        self._plain.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._drawn: list[bytes | None] = [None] * CASCADES
        self._stale: list[list[Rectangle]] = [[]] * CASCADES
        self.cascades = NO_SHADOW

    def bind(self) -> None:
        """Makes the map readable on its two units."""
        self._plain.texture = self._all.texture
        self._all.texture.use(MAP_UNIT)
        self._plain.use(DEPTH_UNIT)

    def update(
        self, geometry: Geometry, view: View, sun: NDArray[np.float64], focus: float, time: float, share: Share
    ) -> None:
        """Fits the boxes to the view and draws what changed. `share` is called before things that sway are drawn."""
        self._unbind()
        self.cascades, planes = fit_cascades(view, steady(sun), focus, self._size)
        beat = floor(time * _BEAT + 1e-6) / _BEAT if geometry.swaying else 0.0
        for number in range(CASCADES):
            at = beat if number == 0 else 0.0
            state = self.cascades.matrices[number].tobytes() + np.float64(at).tobytes()
            if state != self._drawn[number]:
                self._drawn[number] = state
                self._stale[number] = [self._part(number)]
                share(at)
                self._clear(number)
                self._draw(self._still, number, geometry, planes[number], lambda part: not part.moving)
        if geometry.moving:
            share(time)
            self._add_moving(geometry, planes)

    def _add_moving(self, geometry: Geometry, planes: NDArray[np.float64]) -> None:
        if self._all is self._still:
            self._all = _Depths(self._gpu.context, self._size)
        self._still.texture.compare_func = ""
        for number in range(CASCADES):
            self._restore(number)
            self._draw(self._all, number, geometry, planes[number], lambda part: part.moving)
            self._stale[number] = self._reached(number, [part for part in geometry.placed if part.moving])

    def _restore(self, number: int) -> None:
        """Takes back what moved in the frame that was drawn before."""
        target = self._all.framebuffer
        target.viewport = self._part(number)
        for rectangle in self._stale[number]:
            target.scissor = rectangle
            self._gpu.fill("copy_depth.frag", target, {"source": self._still.texture}, where="all")
        target.scissor = target.viewport

    def _reached(self, number: int, moving: Sequence[Placed]) -> list[Rectangle]:
        """Where things may be in a box of the map."""
        matrix = self.cascades.matrices[number]
        unit = 0.5 * self._size
        per_metre = unit * float(np.linalg.norm(matrix[0, :3]))
        left, foot, wide, high = self._part(number)
        found = []
        for part in moving:
            middles = (part.centres @ matrix[:2, :3].T + matrix[:2, 3] + 1.0) * unit
            reach = part.radii[:, None] * per_metre + 2.0
            lows = np.clip(np.floor(middles - reach), 0, self._size).astype(int)
            highs = np.clip(np.ceil(middles + reach), 0, self._size).astype(int)
            found += [
                (left + int(low[0]), foot + int(low[1]), int(size[0]), int(size[1]))
                for low, size in zip(lows, highs - lows, strict=True)
                if size.min() > 0
            ]
        return found if len(found) <= _RECTANGLES else [(left, foot, wide, high)]

    def _part(self, number: int) -> Rectangle:
        return number * self._size, 0, self._size, self._size

    def _clear(self, number: int) -> None:
        self._still.framebuffer.clear(depth=1.0, viewport=self._part(number))

    def _draw(
        self,
        depths: _Depths,
        number: int,
        geometry: Geometry,
        planes: NDArray[np.float64],
        wanted: Callable[[Placed], bool],
    ) -> None:
        kind = geometry.kind("shadow.frag", (("SHADOW", "1"),))
        depths.framebuffer.viewport = self._part(number)
        depths.framebuffer.use()
        context = self._gpu.context
        context.enable(moderngl.DEPTH_TEST)
        context.polygon_offset = 1.6, 2.0
        for program in kind.programs:
            set_uniforms(program, {"light": self.cascades.matrices[number].T.astype(np.float32).tobytes()})
        geometry.draw(kind, planes, self.cascades.matrices[number][2, :3] * -1e6, wanted)
        context.polygon_offset = 0.0, 0.0

    def _unbind(self) -> None:
        """Nothing may be read while it is drawn to."""
        self._gpu.context.clear_samplers()

    def release(self) -> None:
        """Frees maps, sampler and framebuffers."""
        self._unbind()
        self._plain.release()
        for depths in {self._still, self._all}:
            depths.release()


class _Depths:
    """Depths of all boxes, read with comparison."""

    def __init__(self, context: moderngl.Context, size: int) -> None:
        self.texture = context.depth_texture((size * CASCADES, size))
        self.texture.compare_func = "<="
        self.texture.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self.texture.repeat_x = self.texture.repeat_y = False
        self.framebuffer = context.framebuffer(depth_attachment=self.texture)

    def release(self) -> None:
        self.framebuffer.release()
        self.texture.release()


def steady(sun: NDArray[np.float64]) -> NDArray[np.float64]:
    """The direction, or one so near that nobody sees a difference: a slowly wandering sun keeps it for some frames."""
    height = np.round(np.arcsin(np.clip(sun[1], -1.0, 1.0)) * _SUN_STEPS) / _SUN_STEPS
    turn = np.round(np.arctan2(sun[2], sun[0]) * _SUN_STEPS) / _SUN_STEPS
    level = np.cos(height)
    return np.array([level * np.cos(turn), np.sin(height), level * np.sin(turn)])


def steady_focus(now: float, usual: float) -> float:
    """`usual` as long as `now`, both in metres, is like it; else some power of two more or less."""
    return usual * 2.0 ** round(log2(max(now, 0.01) / usual))


def fit_cascades(view: View, sun: NDArray[np.float64], focus: float, size: int) -> tuple[Cascades, NDArray[np.float64]]:
    """The boxes, and the planes that bound what can cast into each (3 x 4 x 4)."""
    ends = np.clip(np.array([1.5, 5.0, 24.0]) * focus, 4.0, np.minimum(view.far, [60.0, 180.0, 900.0]))
    ends = np.maximum.accumulate(ends)
    starts = np.array([0.0, ends[0] * 0.8, ends[1] * 0.8])
    aid = np.array([0.0, 1.0, 0.0]) if abs(sun[1]) < 0.98 else np.array([0.0, 0.0, 1.0])
    right = np.cross(aid, sun)
    right /= np.linalg.norm(right)
    axes = np.stack([right, np.cross(sun, right), sun])
    matrices, texels, depths, planes = [], [], [], []
    for start, end in zip(starts, ends, strict=True):
        centre, radius = _slice_sphere(view, float(start), float(end))
        radius *= 1.0 + 1.0 / _GRID
        at = axes @ centre
        step = radius * 2 / _GRID
        at = np.round(at / step) * step
        radius += step * 0.5
        reach = radius + min(max(60.0, radius), 400.0)
        matrix = np.eye(4)
        matrix[:3, :3] = axes / np.array([[radius], [radius], [-reach]])
        matrix[:3, 3] = -at / np.array([radius, radius, -reach])
        matrices.append(matrix)
        texels.append(2 * radius / size)
        depths.append(2 * reach)
        planes.append(_side_planes(axes, at, radius))
    return Cascades(np.stack(matrices), tuple(texels), tuple(depths)), np.stack(planes)


def _slice_sphere(view: View, start: float, end: float) -> tuple[NDArray[np.float64], float]:
    """The smallest sphere on the axis of view around a slice of what is seen."""
    spread = view.half_width**2 + view.half_height**2
    middle = min((start + end) * 0.5 * (1.0 + spread), end)
    radius = np.sqrt(max((end - middle) ** 2 + end**2 * spread, (middle - start) ** 2 + start**2 * spread))
    return view.eye + view.forward * middle, float(radius)


def _side_planes(axes: NDArray[np.float64], at: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    sides = [(axes[0], at[0]), (axes[1], at[1])]
    rows = [(*axis, radius - middle) for axis, middle in sides] + [(*-axis, radius + middle) for axis, middle in sides]
    return np.asarray(rows)
