"""A scene made ready: its geometry stays on the GPU while camera and time move on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import moderngl
import numpy as np
from numpy.typing import NDArray

from engine.scene.render.abstract import AbstractWorld
from engine.scene.render.ambient_occlusion import AmbientOcclusion
from engine.scene.render.bloom import Bloom
from engine.scene.render.depth_of_field import DepthOfField
from engine.scene.render.frame_block import FrameSize, Moment, pack_frame
from engine.scene.render.gbuffer import GBuffer
from engine.scene.render.geometry import Geometry, extent
from engine.scene.render.gpu import Gpu
from engine.scene.render.lighting import Lighting
from engine.scene.render.look import LOOKS
from engine.scene.render.painterly import Painting
from engine.scene.render.particles import ParticlePass
from engine.scene.render.relight import relit
from engine.scene.render.resolve import Resolve
from engine.scene.render.shadow import ShadowMap, steady_focus
from engine.scene.render.shafts import Shafts
from engine.scene.render.sky import Sky
from engine.scene.render.targets import Targets
from engine.scene.render.tiles import Tile, tiling_of
from engine.scene.render.tone import Extras, Tone
from engine.scene.render.toon import Ink
from engine.scene.render.view import View, focus_distance, view_of
from engine.scene.render.water import Mirror, Water
from engine.scene.scene import Camera, Picture, Scene, Style

_NO_MAPS = np.zeros((0, 0), np.float32), np.zeros((0, 0), np.uint8)


@dataclass(frozen=True)
class Order:
    """What is to be made of a scene."""

    width: int
    height: int
    style: Style
    seed: int
    samples: float = 2


class Film:
    """Draws frames of one scene in one size and style. Made by Renderer.prepare; freed by `release`.

    Args:
        like: a film of the same things, released after this one: they are not uploaded again.
    """

    def __init__(self, gpu: Gpu, scene: Scene, order: Order, like: Film | None = None) -> None:
        gpu.activate()
        self._gpu = gpu
        self._scene = scene
        self._order = order
        self._look = look = LOOKS[order.style]
        self._size = size = (order.width, order.height)
        self._targets = targets = Targets(gpu.context)
        self._borrows = like is not None
        self._geometry: Geometry = Geometry(gpu.context, gpu.programs, scene) if like is None else like._geometry
        self._shadows = ShadowMap(gpu, 2048 if order.samples > 1 or not gpu.software else 1536)
        self._tiling = tiling_of(size, order.samples)
        target = self._tiling.target
        self._sky = Sky(gpu, targets, size, look)
        self._mirror = Mirror(gpu, targets, size) if scene.water is not None else None
        self._seen = GBuffer(gpu, targets, target, look)
        self._occlusion = AmbientOcclusion(gpu, targets, target, look)
        self._lighting = Lighting(gpu, targets, self._seen, look, order.samples)
        self._water = Water(gpu, targets, self._seen, look)
        self._ink = Ink(gpu, targets, target, look) if look.ink > 0 else None
        self._world = AbstractWorld(gpu, scene, order.seed) if order.style == "abstract" else None
        self._resolved = Resolve(gpu, targets, size, order.samples)
        self._particles = ParticlePass(gpu)
        self._painting = Painting(gpu, targets, size) if look.strokes else None
        self._focus = DepthOfField(gpu, targets, size) if look.focus > 0 else None
        self._shafts = Shafts(gpu, targets, size)
        self._bloom = Bloom(gpu, targets, size)
        self._tone = Tone(gpu, targets, size, look)
        self._foot = _lowest(scene)

    def frame(
        self,
        time: float = 0.0,
        camera: Camera | None = None,
        now: Scene | None = None,
        *,
        maps: bool = True,
        check: Callable[[], None] | None = None,
    ) -> Picture:
        """The picture at `time` seconds, seen by `camera` or the scene's own; without `maps` they are empty, 0 x 0.

        It is the same whatever frames were drawn before.
        `check` is called while a large one is drawn and may raise to give it up.
        `now`: the same scene in another light: its sky, air, water, lamps, exposure and grade count, not its things.
        """
        self._gpu.activate()
        scene = relit(self._scene if now is None else now, self._look.light, self._scene.camera)
        scene = scene if camera is None else replace(scene, camera=camera)
        moment = Moment(time, self._order.seed, self._foot)
        self._geometry.move_to(time)
        view = self._view(scene)
        tiles = list(self._tiling)
        if self._world is None:
            if len(tiles) == 1:
                self._see(scene, view, moment, tiles[0])
            self._draw_surroundings(scene, view, moment, self._seen.depth if len(tiles) == 1 else None)
        # Samples that are pixels need not be copied, unless maps or strokes are made of them.
        direct = len(tiles) == 1 and self._order.samples == 1 and not maps and self._painting is None
        for tile in tiles:
            if check is not None and len(tiles) > 1:
                self._gpu.context.finish()  # a driver that draws late would let it wait for all tiles
                check()
            if self._world is None and len(tiles) > 1:
                self._see(scene, view, moment, tile)
            light, depth = self._draw_tile(scene, view, moment, tile)
            raw = depth is self._seen.depth
            if not direct:
                self._resolved.draw(tile, light, depth, self._seen.material, raw=raw)
        self._share(scene, view, moment, self._size)
        if direct:
            rgb = self._finish(scene, view, light, self._resolved.metres(depth, raw=raw))
        else:
            rgb = self._finish(scene, view, self._resolved.light, self._resolved.depth)
        return Picture(rgb, *(self._resolved.read_maps() if maps else _NO_MAPS))

    def _see(self, scene: Scene, view: View, moment: Moment, tile: Tile) -> None:
        part = view.through(tile.window)
        self._share(scene, part, moment, self._tiling.target)
        self._seen.draw(self._geometry, part)

    def _view(self, scene: Scene) -> View:
        aspect = self._order.width / self._order.height
        focus = focus_distance(scene.camera)
        farthest = extent(self._geometry.placed) + float(np.linalg.norm(scene.camera.eye))
        return view_of(scene.camera, aspect, min(focus * 0.05, 0.3), max(farthest * 1.3, 4000.0))

    def _share(self, scene: Scene, view: View, moment: Moment, target: tuple[int, int]) -> None:
        size = FrameSize(target, self._size, self._order.samples)
        aperture = scene.camera.aperture * self._look.focus
        seen_by = replace(scene, camera=replace(scene.camera, aperture=aperture))
        self._gpu.share(pack_frame(seen_by, view, size, self._shadows.cascades, moment))

    def _draw_surroundings(self, scene: Scene, view: View, moment: Moment, depth: moderngl.Texture | None) -> None:
        """What does not depend on tiles: sky, shadows, reflections. `depth`: that of the picture if it is one tile."""
        self._share(scene, view, moment, self._sky.view.size)
        self._sky.draw(depth)
        sun = np.asarray(scene.sky.sun, np.float64)
        sun = sun / max(float(np.linalg.norm(sun)), 1e-9)
        if scene.sky.sun_strength > 0:
            focus = steady_focus(focus_distance(scene.camera), focus_distance(self._scene.camera))
            self._shadows.update(
                self._geometry, view, sun, focus, moment.time,
                lambda time: self._share(scene, view, replace(moment, time=time), self._sky.view.size),
            )  # fmt: skip
        if self._mirror is not None and scene.water is not None:
            mirrored = view.mirrored(scene.water.level)
            self._share(scene, mirrored, moment, self._mirror.size)
            if mirrored.eye[1] < scene.water.level:
                self._mirror.draw(self._geometry, mirrored, self._sky)
            else:
                self._mirror.clear()
        self._shadows.bind()

    def _draw_tile(
        self, scene: Scene, view: View, moment: Moment, tile: Tile
    ) -> tuple[moderngl.Texture, moderngl.Texture]:
        """Light, and depth in metres or the g-buffer's own, of the tile's samples."""
        part = view.through(tile.window)
        self._share(scene, part, moment, self._tiling.target)
        if self._world is not None:
            self._world.draw(self._water.framebuffer)
            return self._water.light, self._water.depth
        self._occlusion.draw(self._seen)
        self._lighting.draw(scene, part, self._seen, self._occlusion, self._sky)
        light, depth = self._lighting.light, self._seen.depth
        if self._mirror is not None or self._ink is not None:
            self._water.draw(light, self._seen, self._sky, self._mirror)
            light, depth = self._water.light, self._water.depth
        if self._ink is not None:
            self._ink.draw(light, depth, self._seen)
            light = self._ink.light
        return light, depth

    def _finish(self, scene: Scene, view: View, light: moderngl.Texture, depth: moderngl.Texture) -> NDArray[np.uint8]:
        look, sampled = self._look, light
        if self._painting is not None:
            self._painting.draw(light, depth, self._resolved.subject)
            light = self._painting.light
        if scene.particles and self._world is None:
            self._particles.draw(scene.particles, sampled, depth, focus_distance(scene.camera))
        blurred = None
        if self._focus is not None and scene.camera.aperture * look.focus > 0.02:
            self._focus.draw(light, depth, 28 if self._order.samples > 1 else 16)
            blurred = self._focus.blurred
        shafts = self._draw_shafts(scene, view, sampled, depth)
        self._bloom.draw(light)
        return self._tone.draw(
            light,
            self._bloom,
            Extras(blurred, shafts),
            scene.exposure,
            scene.grade,
            smooth=self._order.samples == 1,
        )

    def _draw_shafts(
        self, scene: Scene, view: View, light: moderngl.Texture, depth: moderngl.Texture
    ) -> moderngl.Texture | None:
        thick = scene.air.shafts if scene.air is not None else 0.0
        power = (0.25 + thick) * self._look.shafts
        if _diving(scene):
            self._shafts.draw_below(depth, power)
            return self._shafts.light
        x, y, ahead = view.project(np.asarray(scene.sky.sun, np.float64))
        if power < 0.02 or ahead < 0.1 or scene.indoors or not (-0.6 < x < 1.6 and -0.6 < y < 1.8):
            return None
        self._shafts.draw(light, depth, (x, y), power * 1.6)
        return self._shafts.light

    def release(self) -> None:
        """Frees buffers and textures; the film cannot be used any more."""
        self._gpu.activate()
        self._gpu.rest()
        if not self._borrows:
            self._geometry.release()
        self._water.release()
        self._particles.release()
        if self._painting is not None:
            self._painting.release()
        self._shadows.release()
        self._targets.release()


def _diving(scene: Scene) -> bool:
    return scene.water is not None and scene.camera.eye[1] < scene.water.level


def _lowest(scene: Scene) -> float:
    """The level of the mist's foot: the water's, else that of the ground's low parts."""
    if scene.water is not None:
        return scene.water.level
    if scene.ground is not None and len(scene.ground.positions):
        return float(np.percentile(scene.ground.positions[:, 1], 20))
    return 0.0
