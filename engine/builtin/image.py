"""Pictures from words without a model: a scene is described, laid out and rendered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from domain.generator import BackendInfo

if TYPE_CHECKING:
    from engine.builtin.kept_renderer import KeptRenderer
    from engine.image_request import ImageRequest
    from engine.scene.scene import Camera, ParticleKind, Picture, Scene
    from engine.scene.spec import SceneSpec


VERSION = "builtin-scene-1"
SKETCH = 3
"""The preview has a third of the picture's sides."""
STILL_SKETCH = 6


@dataclass(frozen=True)
class StillWish:
    """How a still is to be.

    Attributes:
        without: kinds of particles that are left out, because the film lets them move.
        aim: gives the camera for the picture, from the one that the layout chose and a small picture through it.
        samples: of a pixel along each axis, 1 to 4 in halves.
        lay_out: gives what `compose` makes of the spec for this aspect, if that was begun before; its argument is
            called meanwhile and may raise.
    """

    without: Sequence[str]
    aim: Callable[[Camera, Picture], Camera]
    samples: float = 2
    lay_out: Callable[[Callable[[], None]], Scene] | None = None


@dataclass(frozen=True, eq=False)
class Still:
    """A drawn scene, and which of the particles left out it would have had."""

    picture: Picture
    airborne: tuple[ParticleKind, ...]


class BuiltinImage:
    """Draws with the scene engine. The renderer is closed by who made it."""

    def __init__(self, renderer: KeptRenderer) -> None:
        self._renderer = renderer

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in renderer", None, VERSION)

    def draw(
        self,
        plan: Any,
        request: ImageRequest,
        index: int,
        report: Callable[[float], None],
        show: Callable[[NDArray[np.uint8]], None],
    ) -> NDArray[np.uint8]:
        """Picture `index` of a planned scene: height x width x 3 RGB.

        `show` gets a small version first. `report` may raise to cancel.

        Raises:
            BackendUnavailable: this machine has no EGL; says which packages to install.
        """
        from engine.scene.layout.compose import compose
        from engine.scene.palette import follow_colours
        from engine.scene.spec import SceneSpec

        seed = request.seeds[index]
        spec = SceneSpec.model_validate({**plan, "seed": seed})
        report(0.05)
        scene = compose(spec, request.width / request.height, check=lambda: report(0.1))
        report(0.3)
        renderer = self._renderer.get()
        small = (max(64, request.width // SKETCH), max(64, request.height // SKETCH))
        show(renderer.render(scene, *small, style=spec.style, seed=seed, samples=1).rgb)
        report(0.5)
        film = renderer.prepare(scene, request.width, request.height, style=spec.style, seed=seed, samples=2)
        try:
            picture = film.frame(check=lambda: report(0.6)).rgb
        finally:
            film.release()
        report(0.9)
        if request.reference is not None:
            picture = follow_colours(picture, request.reference, request.reference_strength)
        return picture

    def still(self, spec: SceneSpec, size: tuple[int, int], report: Callable[[float], None], wish: StillWish) -> Still:
        """A scene at any size, with its depth: for films in which a camera moves. `report` may raise to cancel.

        Raises:
            BackendUnavailable: as `draw`.
        """
        from engine.scene.layout.compose import compose

        report(0.05)
        lay_out = wish.lay_out or (lambda check: compose(spec, size[0] / size[1], check=check))
        scene = lay_out(lambda: report(0.1))
        report(0.4)
        renderer = self._renderer.get()
        small = (max(64, size[0] // STILL_SKETCH), max(64, size[1] // STILL_SKETCH))
        moving = tuple(p.kind for p in scene.particles if p.source is None and p.kind in wish.without)
        kept = tuple(p for p in scene.particles if p.source is not None or p.kind not in wish.without)
        unlit = replace(scene, sky=replace(scene.sky, sun_strength=0.0))  # only its maps count: it needs no shadows
        with ExitStack() as films:
            first = renderer.prepare(scene, *small, style=spec.style, seed=spec.seed)
            films.callback(first.release)
            camera = wish.aim(scene.camera, first.frame(now=unlit))
            report(0.5)
            final = replace(scene, particles=kept, camera=camera)
            film = renderer.prepare(final, *size, style=spec.style, seed=spec.seed, samples=wish.samples, like=first)
            films.callback(film.release)
            picture = film.frame(check=lambda: report(0.6))
        report(0.95)
        return Still(picture, moving)
