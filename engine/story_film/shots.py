"""The frames of a story: each scene's picture before a moving camera, one scene blending into the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.builtin.falling import Falling
from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_nv12
from engine.media.film.shots.grade import Grade, Grader
from engine.media.film.shots.moves import Move
from engine.media.film.shots.parallax import Parallax
from engine.media.film.shots.source import FrameSource
from engine.media.film.shots.still import Still, Window
from engine.media.film.shots.transitions import Transition, transition
from engine.media.text.overlay import Overlay, composite
from engine.story_film.camera import take_of
from engine.story_film.picture import StoryPicture
from engine.story_film.timing import FADE

END_LEVEL = 62.0
"""Mean level of the ground under the end card, 0..255."""
FOCUS_SECONDS = 0.9
"""How long a picture takes to become sharp after the title."""


@dataclass(frozen=True)
class Shot:
    """How a picture is filmed: for so many frames, with which move; the seed is that of the weather."""

    frames: int
    move: Move
    seed: int


class Shots:
    """Opens shots when their frames are needed; the last two stay open."""

    def __init__(self, open_shot: Callable[[int], FrameSource]) -> None:
        self._open_shot = open_shot
        self._open: dict[int, FrameSource] = {}

    def source(self, number: int) -> FrameSource:
        if number not in self._open:
            for old in sorted(self._open, key=lambda n: abs(n - number))[1:]:
                del self._open[old]
            self._open[number] = self._open_shot(number)
        return self._open[number]


def filmed(picture: StoryPicture, shot: Shot, video: VideoFormat) -> FrameSource:
    """A camera before a picture, and the weather before both."""
    source: FrameSource = Parallax(picture.rgb, picture.depth, take_of(shot.move, shot.frames, video))
    if picture.air is None:
        return source
    return Falling(source, picture.air, picture.depth, video.fps, shot.seed)


def end_ground(picture: StoryPicture, frames: int, size: tuple[int, int]) -> FrameSource:
    """The last picture, dark and out of focus, coming slowly nearer: the ground of the end card."""
    width, height = size
    small = cv2.resize(picture.rgb, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), max(1.0, width / 4 * 0.022))
    dark = cv2.convertScaleAbs(soft, alpha=min(1.2, END_LEVEL / max(1.0, float(soft.mean()))), beta=0)
    return Still(np.asarray(dark, np.uint8), size, frames, Window(zoom=1.03), Window(zoom=1.12))


@dataclass(frozen=True)
class Entrance:
    """How a scene follows another: the shot before, from which frame of it on, and for how many frames."""

    kind: Transition
    before: FrameSource
    first: int
    frames: int


class ScenePart:
    """A scene as it is shown, from its first frame on: graded, with text, fading from and to black.

    Args:
        entrance: None for the first scene and after a cut.
        overlays: in seconds of the scene.
        sharp_at: seconds from which the picture is sharp; before, it lies out of focus under a title.
        fade_in, fade_out: whether the film begins or ends with it; `frames` is then the scene's last one.
    """

    def __init__(
        self,
        source: FrameSource,
        video: VideoFormat,
        frames: int,
        *,
        grade: Grade,
        entrance: Entrance | None = None,
        overlays: Sequence[Overlay] = (),
        sharp_at: float = 0.0,
        fade_in: bool = False,
        fade_out: bool = False,
    ) -> None:
        self._source, self._fps, self._frames = source, video.fps, frames
        self._entrance, self._overlays = entrance, tuple(overlays)
        self._sharp_at, self._fades = sharp_at, (fade_in, fade_out)
        self._grader = Grader(grade, video.size)
        self._frame, self._first, self._second = (empty_nv12(*video.size) for _ in range(3))

    def frame(self, index: int) -> Frame:
        """The frame as NV12; drawn over by the next call."""
        frame = self._blended(index)
        self._grader.apply(frame)
        seconds = index / self._fps
        for overlay in self._overlays:
            for layer in overlay.layers(seconds):
                composite(frame, layer)
        _dim(frame, self._light(index))
        return frame

    def _blended(self, index: int) -> Frame:
        enter = self._entrance
        if enter is None or index >= enter.frames:
            return self._focused(to_nv12(self._source.frame(index), self._frame), index / self._fps)
        to_nv12(enter.before.frame(enter.first + index), self._first)
        to_nv12(self._source.frame(index), self._second)
        t = (index + 1) / (enter.frames + 1)
        return transition(enter.kind, self._first, self._second, t, self._frame)

    def _focused(self, frame: Frame, seconds: float) -> Frame:
        left = (self._sharp_at - seconds) / FOCUS_SECONDS
        if left <= 0:
            return frame
        np.copyto(self._first, frame)
        return transition("blur", self._first, self._first, 1 - min(1.0, left) / 2, frame)

    def _light(self, index: int) -> float:
        """0 for black, 1 for the frame as it is."""
        fade = max(1.0, FADE * self._fps)
        fade_in, fade_out = self._fades
        light = min(1.0, (index + 1) / fade) if fade_in else 1.0
        return min(light, (self._frames - index - 1) / fade) if fade_out else light


def _dim(frame: Frame, light: float) -> None:
    if light >= 1:
        return
    light = max(0.0, light)
    for plane, black in ((luma(frame), 16), (chroma(frame), 128)):
        cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))
