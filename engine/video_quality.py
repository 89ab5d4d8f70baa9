"""How large and how finely the frames of a film are drawn, by the resolution and quality that were ordered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.media.film.format import Quality, VideoFormat

Resolution = Literal["480p", "720p", "1080p", "4k"]
Aspect = Literal["16:9", "9:16", "1:1"]

_LONG_SIDE: dict[Resolution, int] = {"480p": 854, "720p": 1280, "1080p": 1920, "4k": 3840}
_SHORT_SIDE: dict[Resolution, int] = {"480p": 480, "720p": 720, "1080p": 1080, "4k": 2160}
_SECONDS_A_FRAME, _SECONDS_A_MEGAPIXEL = 0.12, 0.30
"""What the renderer takes on two cores (bench/scene_film.py), encoding included."""


@dataclass(frozen=True)
class Drawing:
    """Frames are drawn at `width` x `height` with `samples` a pixel and axis, then enlarged to the film's size."""

    width: int
    height: int
    samples: int


def frame_size(resolution: Resolution, aspect: Aspect) -> tuple[int, int]:
    """Width and height in pixels, both even."""
    long, short = _LONG_SIDE[resolution], _SHORT_SIDE[resolution]
    if aspect == "16:9":
        return long, short
    return (short, long) if aspect == "9:16" else (short, short)


def drawing_of(video: VideoFormat) -> Drawing:
    """Low and, in 4k, medium quality are drawn smaller; high quality has 2 x 2 samples a pixel up to 1080p."""
    large = min(video.size) > _SHORT_SIDE["1080p"]
    scale = _scale(video.quality, large)
    samples = 2 if video.quality == "high" and not large else 1
    return Drawing(_even(video.width * scale), _even(video.height * scale), samples)


def drawing_seconds(video: VideoFormat, duration: float) -> float:
    """About how long the scene engine takes for a film of `duration` seconds on two processor cores."""
    drawing = drawing_of(video)
    megapixels = drawing.width * drawing.height * drawing.samples**2 / 1e6
    return duration * video.fps * (_SECONDS_A_FRAME + _SECONDS_A_MEGAPIXEL * megapixels)


def _scale(quality: Quality, large: bool) -> float:
    if quality == "high":
        return 1.0
    if large:
        return 2 / 3 if quality == "medium" else 1 / 2
    return 1.0 if quality == "medium" else 3 / 4


def _even(side: float) -> int:
    return max(16, round(side / 2) * 2)
