"""Frames out of a film file. One frame at a time is held, however long the film."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from engine.media.film.container import film_picture
from engine.media.film.ffmpeg import no_check
from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_rgb

SEEK_SECONDS = 1.0
"""Up to so far ahead it is quicker to go on decoding than to look for a keyframe."""


def read_frames(path: Path, *, check: Callable[[], None] = no_check) -> Iterator[Frame]:
    """All frames in the order in which they are shown, as NV12.

    Args:
        check: called before each frame. Give it `ctx.check_cancelled`.

    Raises:
        FilmFailed: the file cannot be decoded.
    """
    with film_picture(path) as (container, stream):
        for frame in container.decode(stream):
            check()
            yield _nv12(frame)


def frames_at(path: Path, times: Sequence[float]) -> Iterator[NDArray[np.uint8]]:
    """The pictures shown at `times` (seconds, any order), as h x w x 3 RGB. Times past the end give the last frame."""
    with film_picture(path) as (container, stream):
        player = _Player(container, stream)
        for time in times:
            if (shown := player.at(time)) is not None:
                yield to_rgb(_nv12(shown))


class _Player:
    """Finds frames by time, decoding on where the next one is near."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container, self._stream = container, stream
        self._frames: Iterator[VideoFrame] = iter(())
        self._shown: VideoFrame | None = None
        self._next: VideoFrame | None = None

    def at(self, time: float) -> VideoFrame | None:
        start = self._shown.time if self._shown is not None else None
        if start is None or not start <= time < start + SEEK_SECONDS:
            self._container.seek(int(time / float(self._stream.time_base or 1)), stream=self._stream)
            self._frames = self._container.decode(self._stream)
            self._shown, self._next = None, next(self._frames, None)
        while self._next is not None and (self._shown is None or (self._next.time or 0.0) <= time + 1e-6):
            self._shown, self._next = self._next, next(self._frames, None)
        return self._shown


def _nv12(frame: VideoFrame) -> Frame:
    width, height = frame.width // 2 * 2, frame.height // 2 * 2  # a foreign film may have odd sides
    planes = frame.reformat(width=width, height=height, format="nv12").planes
    out = empty_nv12(width, height)
    for plane, rows in zip(planes, (luma(out), chroma(out).reshape(height // 2, width)), strict=True):
        padded = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        np.copyto(rows, padded[:, :width])
    return out
