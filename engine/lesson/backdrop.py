"""The stage of a lesson in the style "3d": a slab in front of a place of the scene engine, and a camera that moves."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from domain.generator import RunContext
from engine.lesson.drawing.ground import WIDTH
from engine.lesson.glass import Glass, Rgba
from engine.lesson.slab import TURN_SECONDS, Pose, pose_at
from engine.media.film.chunks import FilmPlan
from engine.media.film.frames import chroma, luma
from engine.media.film.shots.moves import Pose as Camera
from engine.media.film.shots.moves import Take
from engine.media.film.shots.parallax import Parallax

OVERSCAN = 1.12
"""The picture is so much larger than the frame, for the camera to move before it."""
SOFT = 1.1
"""Pixels by which it is out of focus: what is taught stands before it."""
SIDEWAYS, UPWARDS, FORWARD = 0.021, 0.004, 0.05
"""The camera's ways: widths of the picture by which near things shift; distances to the nearest things."""
WANDER_SECONDS = 23.0
WARMTH = (3.0, -3.0, 6.0, -1.0)
"""How far the light goes from blue to red, in steps of 8 bit chroma, page after page."""
_DECODED = np.array([[1.164384, 0.0, 1.596027], [1.164384, -0.391762, -0.812968], [1.164384, 2.017232, 0.0]])
_ENCODED = np.linalg.inv(np.array([[1.164384, 0, 1.792741], [1.164384, -0.213249, -0.532909], [1.164384, 2.112402, 0]]))
_AHEAD = np.linalg.inv(_DECODED @ _ENCODED)
"""Undoes, ahead of encoding by ITU-R BT.709, that OpenCV decodes by BT.601, ten times as fast as a matrix."""


@dataclass(frozen=True)
class Tour(Take):
    """A camera that goes over to the other side of the place with each page, and wanders meanwhile.

    Attributes:
        fps: frames in a second.
        starts: seconds at which the pages begin, the first one at 0.
    """

    fps: int = 30
    starts: tuple[float, ...] = (0.0,)

    def pose(self, index: float) -> Camera:
        seconds = index / self.fps
        page, gone = _passed(seconds, self.starts)
        side = -1.0 if page % 2 else 1.0
        across = side * (2.0 * gone - 1.0) if page else side
        angle = 2 * math.pi * seconds / WANDER_SECONDS
        x = SIDEWAYS * (across + 0.3 * math.sin(angle))
        z = FORWARD * (0.5 - 0.5 * math.cos(0.71 * angle))
        return Camera(x=x, y=UPWARDS * math.sin(1.37 * angle), z=z, zoom=1.02, pan=-0.35 * x)


def _passed(seconds: float, starts: Sequence[float]) -> tuple[int, float]:
    """The page, and how much of the way to it has been gone, 0..1."""
    page = max(0, bisect_right(starts, seconds + 1e-6) - 1)
    share = min(1.0, (seconds - starts[page]) / (2.0 * TURN_SECONDS))
    return page, share * share * (3 - 2 * share)


class SlabStage:
    """What a lesson's pages stand on.

    Args:
        rgb: the place, h x w x 3.
        depth: its distances, of any size, infinite for the sky.
        film: its size and frames.
        starts: seconds at which the pages begin, the first one at 0.
    """

    def __init__(
        self, rgb: NDArray[np.uint8], depth: NDArray[np.float32], film: FilmPlan, starts: Sequence[float]
    ) -> None:
        self._starts, self._fps = tuple(starts), film.video.fps
        self._glass = Glass(film.video.width / WIDTH)
        take = Tour(film.video.width, film.video.height, film.frames, fps=film.video.fps, starts=self._starts)
        soft = cv2.GaussianBlur(rgb, (0, 0), SOFT * film.video.width / WIDTH)
        self._shot = Parallax(cv2.transform(soft, _AHEAD), depth, take)

    def paint(self, canvas: skia.Canvas, frame: Rgba, seconds: float) -> Pose:
        """Paint place and slab at a second of the film; gives how the slab stands.

        Args:
            canvas: draws on `frame`, in units of the frame.
        """
        pose = pose_at(seconds, self._starts)
        self._glass.paint(canvas, frame, pose, self._place(seconds))
        return pose

    def _place(self, seconds: float) -> Rgba:
        seen = self._shot.frame(min(self._shot.frames - 1, round(seconds * self._fps)))
        page, gone = _passed(seconds, self._starts)
        before, after = WARMTH[max(0, page - 1) % len(WARMTH)], WARMTH[page % len(WARMTH)]
        warmth = round(before + (after - before) * gone)
        colour = cv2.add(chroma(seen), (-warmth, warmth, 0, 0), dtype=cv2.CV_8U)
        return np.asarray(cv2.cvtColorTwoPlane(luma(seen), colour, cv2.COLOR_YUV2RGBA_NV12), np.uint8)


def scene_stage(
    ctx: RunContext, prompt: str, film: FilmPlan, starts: Sequence[float], seed: int
) -> tuple[SlabStage, Any]:
    """The stage "backdrop", and what it is made into; with JSON that names what it depends on."""
    from engine.story_film.picture import StoryPicture

    backend = ctx.backend("image", builtin=True)
    size = [round(film.video.width * OVERSCAN / 2) * 2, round(film.video.height * OVERSCAN / 2) * 2]
    key = [prompt, seed, size, backend.info.identity]
    data = ctx.stage("backdrop", key, make=lambda: _drawn(ctx, backend, prompt, seed, (size[0], size[1])))
    picture = StoryPicture.from_bytes(data)
    return SlabStage(picture.rgb, picture.depth, film, starts), key


def _drawn(ctx: RunContext, backend: Any, prompt: str, seed: int, size: tuple[int, int]) -> bytes:
    from engine.builtin.image import StillWish
    from engine.scene.words.parser import parse
    from engine.story_film.picture import StoryPicture

    spec = parse(prompt, style="3d", seed=seed)
    still = backend.still(spec, size, ctx.progress, StillWish((), lambda camera, _sketch: camera))
    return StoryPicture(still.picture.rgb, still.picture.depth).to_bytes()
