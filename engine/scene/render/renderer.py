"""Scenes become pictures."""

from __future__ import annotations

from types import TracebackType

from engine.scene.render.film import Film, Order
from engine.scene.render.gpu import Gpu
from engine.scene.scene import Picture, Scene, Style

SIDE_MIN, SIDE_MAX = 16, 7680
SAMPLES_MAX = 4


class Renderer:
    """Draws scenes. One for each thread that draws; use it as a context manager, for many scenes.

    Raises:
        BackendUnavailable: when it is opened and the machine has no OpenGL on EGL.
    """

    def __init__(self) -> None:
        self._gpu = Gpu()

    @property
    def device(self) -> str:
        """What draws: a GPU's name or "llvmpipe (...)"."""
        return self._gpu.name

    @property
    def software(self) -> bool:
        """Whether the processor draws for want of a GPU."""
        return self._gpu.software

    def prepare(
        self,
        scene: Scene,
        width: int,
        height: int,
        *,
        style: Style,
        seed: int,
        samples: float = 1,
        like: Film | None = None,
    ) -> Film:
        """Uploads a scene once for many frames. Release the film before the renderer is closed.

        `samples` are those of a pixel along each axis: whole, or whole and a half. `like` is a film of the same
        things (camera, light and particles may differ) that is released after this one: they are not uploaded again.

        Raises ValueError for sizes outside 16..7680 pixels and other samples than 1..4.
        """
        if not (SIDE_MIN <= width <= SIDE_MAX and SIDE_MIN <= height <= SIDE_MAX):
            raise ValueError(f"a side must be {SIDE_MIN} to {SIDE_MAX} pixels, not {width} x {height}")
        if not 1 <= samples <= SAMPLES_MAX or samples * 2 != int(samples * 2):
            raise ValueError(f"samples must be 1 to {SAMPLES_MAX} in halves, not {samples}")
        return Film(self._gpu, scene, Order(width, height, style, seed, samples), like)

    def render(
        self, scene: Scene, width: int, height: int, *, style: Style, seed: int, time: float = 0.0, samples: float = 2
    ) -> Picture:
        """One picture. `time` is in seconds, `samples` per pixel and axis. Raises ValueError as `prepare` does."""
        film = self.prepare(scene, width, height, style=style, seed=seed, samples=samples)
        try:
            return film.frame(time)
        finally:
            film.release()

    def close(self) -> None:
        """Frees the context and all it holds."""
        self._gpu.release()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
