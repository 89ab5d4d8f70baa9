"""Opens film files for reading: their own bytes and nothing else.

A file that names other files (a playlist, a list to join) is not opened, whatever its name says: its maker would
choose what this process reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from engine.media.film.errors import FilmFailed

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,asf"
"""Names of FFmpeg's demuxers, of which none opens a second file."""
SIDE_MAX = 8192
"""Pixels. A frame of 8192 x 8192 takes 100 MB; what is larger is refused before it is decoded."""
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS}


@contextmanager
def film_picture(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """A film and its first picture track, closed at the end of the block.

    Raises:
        FilmFailed: not a film, without a picture, too large, or damaged; also from within the block.
    """
    try:
        with av.open(f"file:{path.resolve()}", options=dict(_OPTIONS)) as container:
            stream = next(iter(container.streams.video), None)
            if stream is None:
                raise FilmFailed("This file has no picture track.")
            if max(stream.width, stream.height) > SIDE_MAX:
                raise FilmFailed(f"This film is too large: more than {SIDE_MAX} pixels a side.")
            yield container, stream
    except (av.FFmpegError, OSError, ValueError):
        raise FilmFailed("This film could not be read: it is damaged or of an unknown format.") from None
