"""What stands behind a lesson in the style "3d": a place of the scene engine, before which a camera moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import skia

from domain.generator import RunContext
from engine.lesson.drawing import paths
from engine.lesson.drawing.ground import HEIGHT, WIDTH
from engine.media.film.chunks import FilmPlan

OVERSCAN = 1.12
"""The picture is so much larger than the frame, for the camera to move before it."""
SOFT = 5.0
"""Pixels by which it is out of focus: what is taught stands before it."""
PANEL = (36.0, 26.0, WIDTH - 72.0, 636.0, 28.0)
"""Left, top, width, height and corners of the glass that figures stand on."""
GLASS = skia.Color(13, 19, 33, 214)
RIM = skia.Color(255, 255, 255, 60)

Ground = Callable[[skia.Canvas, float], bool]


def scene_ground(ctx: RunContext, prompt: str, film: FilmPlan, seed: int) -> tuple[Ground, Any]:
    """The stage "backdrop", and what paints it; with JSON that names what it depends on."""
    backend = ctx.backend("image", builtin=True)
    size = [round(film.video.width * OVERSCAN / 2) * 2, round(film.video.height * OVERSCAN / 2) * 2]
    key = [prompt, seed, size, backend.info.identity]
    data = ctx.stage("backdrop", key, make=lambda: _drawn(ctx, backend, prompt, seed, (size[0], size[1])))
    return _Moving(data, film).paint, key


def _drawn(ctx: RunContext, backend: Any, prompt: str, seed: int, size: tuple[int, int]) -> bytes:
    from engine.builtin.image import StillWish
    from engine.scene.words.parser import parse
    from engine.story_film.picture import StoryPicture

    spec = parse(prompt, style="3d", seed=seed)
    still = backend.still(spec, size, ctx.progress, StillWish((), lambda camera, _sketch: camera))
    return StoryPicture(still.picture.rgb, still.picture.depth).to_bytes()


class _Moving:
    """The picture, blurred a little, with a slow camera over the whole film."""

    def __init__(self, data: bytes, film: FilmPlan) -> None:
        from engine.media.film.shots.moves import Take
        from engine.media.film.shots.parallax import Parallax
        from engine.story_film.picture import StoryPicture

        picture = StoryPicture.from_bytes(data)
        rgb = cv2.GaussianBlur(picture.rgb, (0, 0), SOFT)
        self._fps = film.video.fps
        self._shot = Parallax(
            np.ascontiguousarray(rgb, np.uint8),
            picture.depth,
            Take(film.video.width, film.video.height, film.frames, "push"),
        )

    def paint(self, canvas: skia.Canvas, seconds: float) -> bool:
        from engine.media.film.frames import to_rgb

        index = min(self._shot.frames - 1, round(seconds * self._fps))
        rgb = to_rgb(self._shot.frame(index))
        rgba = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
        image = skia.Image.fromarray(rgba, skia.ColorType.kRGBA_8888_ColorType)
        canvas.drawImageRect(image, skia.Rect.MakeWH(WIDTH, HEIGHT), skia.SamplingOptions(skia.FilterMode.kLinear))
        panel = paths.box(*PANEL)
        canvas.drawPath(panel, skia.Paint(AntiAlias=True, Color=GLASS))
        rim = skia.Paint(AntiAlias=True, Color=RIM, Style=skia.Paint.kStroke_Style, StrokeWidth=2)
        canvas.drawPath(panel, rim)
        return True
