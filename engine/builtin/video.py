"""Films without a model: a scene that is laid out, lives and is filmed, or a camera moving before a picture."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from domain.generator import BackendInfo
from engine.media.film.format import VideoFormat
from engine.media.film.shots.source import FrameSource
from engine.video_quality import drawing_of

if TYPE_CHECKING:
    from engine.builtin.kept_renderer import KeptRenderer
    from engine.media.film.frames import Frame
    from engine.scene.film.camera_path import CameraMove
    from engine.scene.spec import SceneSpec

VERSION = "builtin-film-1"


class BuiltinVideo:
    """The capability "video". The renderer is closed by who made it."""

    def __init__(self, renderer: KeptRenderer) -> None:
        self._renderer = renderer

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in renderer", None, VERSION)

    def scene(
        self, plan: Any, video: VideoFormat, duration: float, move: CameraMove, check: Callable[[], None]
    ) -> SceneShot:
        """A planned scene as a film. Nothing is laid out before the first frame is asked for. Close it.

        `check` is called while a large frame is drawn and may raise to cancel.

        Raises:
            BackendUnavailable: at the first frame, when this machine has no EGL; says which packages to install.
        """
        from engine.scene.spec import SceneSpec

        return SceneShot(self._renderer, SceneSpec.model_validate(plan), video, duration, move, check)

    def picture(
        self, rgb: NDArray[np.uint8], prompt: str, video: VideoFormat, duration: float, seed: int
    ) -> FrameSource:
        """A picture (h x w x 3) as a film: the camera moves before it, what is near shifts against what is far."""
        from engine.builtin.picture_film import picture_film

        return picture_film(rgb, prompt, video, duration, seed)


class SceneShot:
    """Frames of a scene, each drawn when it is asked for; use it as a context manager."""

    def __init__(
        self,
        renderer: KeptRenderer,
        spec: SceneSpec,
        video: VideoFormat,
        duration: float,
        move: CameraMove,
        check: Callable[[], None],
    ) -> None:
        self._renderer, self._spec, self._video = renderer, spec, video
        self._duration, self._move, self._check = duration, move, check
        self._draw: Callable[[float], NDArray[np.uint8]] | None = None
        self._held = ExitStack()

    @property
    def size(self) -> tuple[int, int]:
        return self._video.size

    @property
    def frames(self) -> int:
        return round(self._duration * self._video.fps)

    def frame(self, index: int) -> Frame:
        """h x w x 3 RGB."""
        if self._draw is None:
            self._draw = self._prepared()
        rgb = self._draw(index / self._video.fps)
        if rgb.shape[1::-1] == self._video.size:
            return rgb
        larger: Frame = cv2.resize(rgb, self._video.size, interpolation=cv2.INTER_CUBIC)
        return larger

    def _prepared(self) -> Callable[[float], NDArray[np.uint8]]:
        from engine.scene.film.camera_path import camera_path
        from engine.scene.film.living import Day, enliven
        from engine.scene.layout.compose import compose

        spec, video = self._spec, self._video
        aspect = video.width / video.height
        scene = compose(spec, aspect, check=self._check)
        scene = enliven(scene, spec, self._duration, spec.seed)
        self._check()
        path = camera_path(scene, self._move, self._duration, aspect, spec.seed)
        drawing = drawing_of(video)
        film = self._renderer.get().prepare(
            scene, drawing.width, drawing.height, style=spec.style, seed=spec.seed, samples=drawing.samples
        )
        self._held.callback(film.release)
        day = Day(scene, spec, self._duration)
        return lambda time: film.frame(time, path(time), day.at(time), maps=False, check=self._check).rgb

    def __enter__(self) -> SceneShot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()
