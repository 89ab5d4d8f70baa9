"""Frames out of a film file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from engine.media.film.errors import FilmFailed
from engine.media.film.frames import Frame, chroma, empty_nv12, luma, to_rgb


def read_frames(path: Path) -> Iterator[Frame]:
    """All frames in the order in which they are shown, as NV12.

    Raises:
        FilmFailed: the file cannot be decoded.
    """
    try:
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                yield _nv12(frame)
    except (av.FFmpegError, OSError, IndexError):
        raise FilmFailed("This film could not be read: it is damaged or of an unknown format.") from None


def frames_at(path: Path, times: Sequence[float]) -> Iterator[NDArray[np.uint8]]:
    """The pictures shown at `times` (seconds, any order), as h x w x 3 RGB. Times past the end give the last frame."""
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            for time in times:
                container.seek(int(time / float(stream.time_base or 1)), stream=stream)
                shown: VideoFrame | None = None
                for frame in container.decode(stream):
                    if shown is not None and (frame.time or 0.0) > time + 1e-6:
                        break
                    shown = frame
                if shown is not None:
                    yield to_rgb(_nv12(shown))
    except (av.FFmpegError, OSError, IndexError):
        raise FilmFailed("This film could not be read: it is damaged or of an unknown format.") from None


def _nv12(frame: VideoFrame) -> Frame:
    width, height = frame.width // 2 * 2, frame.height // 2 * 2  # a foreign film may have odd sides
    planes = frame.reformat(width=width, height=height, format="nv12").planes
    out = empty_nv12(width, height)
    for plane, rows in zip(planes, (luma(out), chroma(out).reshape(height // 2, width)), strict=True):
        padded = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
        np.copyto(rows, padded[:, :width])
    return out
