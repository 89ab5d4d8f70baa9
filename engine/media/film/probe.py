"""What a film file is, by reading it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.video.stream import VideoStream

from engine.media.film.container import film_picture
from engine.media.film.mp4 import has_faststart


@dataclass(frozen=True)
class ColourTags:
    """Code points of ITU-T H.273: 1 is BT.709 in the first three. `limited` is the range 16..235."""

    primaries: int
    transfer: int
    matrix: int
    limited: bool

    @property
    def is_bt709(self) -> bool:
        return (self.primaries, self.transfer, self.matrix, self.limited) == (1, 1, 1, True)


@dataclass(frozen=True)
class VideoFacts:
    """A film's facts. `exact_duration` is that of the picture in seconds, `frames` the number of its frames."""

    width: int
    height: int
    fps: Fraction
    frames: int
    exact_duration: Fraction
    codec: str
    profile: str
    pixel_format: str
    colour: ColourTags
    has_audio: bool
    faststart: bool
    tags: dict[str, str]

    @property
    def duration(self) -> float:
        return float(self.exact_duration)


def probe(path: Path) -> VideoFacts:
    """Read a file's headers and its index.

    Raises:
        FilmFailed: not a video file.
    """
    with film_picture(path) as (container, stream):
        return _facts(stream, bool(container.streams.audio), dict(container.metadata), path)


def _facts(stream: VideoStream, has_audio: bool, tags: dict[str, str], path: Path) -> VideoFacts:
    context = stream.codec_context
    colour = ColourTags(
        int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range) == 1
    )
    return VideoFacts(
        width=context.width,
        height=context.height,
        fps=Fraction(stream.average_rate or 0),
        frames=stream.frames,
        exact_duration=Fraction(stream.duration or 0) * Fraction(stream.time_base or 0),
        codec=context.name,
        profile=str(context.profile or ""),
        pixel_format=str(context.pix_fmt),
        colour=colour,
        has_audio=has_audio,
        faststart=path.suffix == ".mp4" and has_faststart(path),
        tags=tags,
    )
