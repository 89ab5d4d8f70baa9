"""The sun's shadow map: three boxes side by side, near, middle and far."""

from __future__ import annotations

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.frame_block import CASCADES, NO_SHADOW, Cascades
from engine.scene.render.geometry import Geometry
from engine.scene.render.programs import set_uniforms
from engine.scene.render.view import View

MAP_UNIT, DEPTH_UNIT = 13, 14
"""Texture units kept for the map: read with comparison, and as plain depth."""

_GRID = 8
"""Boxes move in steps of 1/8 of their radius, so that a gliding camera seldom asks for a new map."""


class ShadowMap:
    """Draws and keeps the depths that the sun sees."""

    def __init__(self, context: moderngl.Context, size: int) -> None:
        self._context = context
        self._size = size
        self._map = context.depth_texture((size * CASCADES, size))
        self._map.compare_func = "<="
        self._map.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._map.repeat_x = self._map.repeat_y = False
        self._framebuffer = context.framebuffer(depth_attachment=self._map)
        self._plain = context.sampler(texture=self._map, repeat_x=False, repeat_y=False)
        self._plain.compare_func = ""
        self._plain.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._drawn: list[bytes | None] = [None] * CASCADES
        self.cascades = NO_SHADOW

    def bind(self) -> None:
        """Makes the map readable on its two units."""
        self._map.use(MAP_UNIT)
        self._plain.use(DEPTH_UNIT)

    def update(self, geometry: Geometry, view: View, sun: NDArray[np.float64], focus: float) -> None:
        """Fits the boxes to the view and draws those that changed: far away nobody sees leaves tremble."""
        self.cascades, planes = fit_cascades(view, sun, focus, self._size)
        for number in range(CASCADES):
            state = self.cascades.matrices[number].tobytes()
            trembles = geometry.moving or (geometry.swaying and number == 0)
            if trembles or state != self._drawn[number]:
                self._drawn[number] = state
                self._draw(geometry, number, planes[number], view)

    def _draw(self, geometry: Geometry, number: int, planes: NDArray[np.float64], view: View) -> None:
        kind = geometry.kind("shadow", "shadow.frag", (("SHADOW", "1"),))
        part = (number * self._size, 0, self._size, self._size)
        self._framebuffer.viewport = part
        self._framebuffer.use()
        self._framebuffer.clear(depth=1.0, viewport=part)
        self._context.enable(moderngl.DEPTH_TEST)
        self._context.polygon_offset = 1.6, 2.0
        for program in kind.programs:
            set_uniforms(program, {"light": self.cascades.matrices[number].T.astype(np.float32).tobytes()})
        geometry.draw(kind, planes, view.eye)
        self._context.polygon_offset = 0.0, 0.0

    def release(self) -> None:
        """Frees map, sampler and framebuffer."""
        self._context.clear_samplers()
        for part in (self._plain, self._framebuffer, self._map):
            part.release()


def fit_cascades(view: View, sun: NDArray[np.float64], focus: float, size: int) -> tuple[Cascades, NDArray[np.float64]]:
    """The boxes, and the planes that bound what can cast into each (3 x 4 x 4)."""
    ends = np.clip(np.array([1.5, 5.0, 24.0]) * focus, 4.0, np.minimum(view.far, [60.0, 180.0, 900.0]))
    ends = np.maximum.accumulate(ends)
    starts = np.array([view.near, ends[0] * 0.8, ends[1] * 0.8])
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
