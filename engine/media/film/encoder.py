"""Encodes frames while the next ones are drawn.

H.264 High, yuv420p, tagged ITU-R BT.709 limited range. x264's output depends on its number of threads, not on the
machine's cores: with a fixed number the same frames give the same bytes everywhere (x264, `--non-deterministic` off).
"""

from __future__ import annotations

import os
import queue
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType

from engine.media.film.errors import FilmFailed
from engine.media.film.ffmpeg import POLL, FfmpegProcess, no_check, pipe_source, target
from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, empty_nv12, frame_size, to_nv12

THREADS = 4
"""Part of what a film's bytes depend on: raise `IDENTITY` with it. On two cores, six spent more
processor time on waiting for each other."""
IDENTITY = "x264-3"
"""Names these settings in the inputs of a stage."""
BUFFERS = 4
"""Frames between drawing and encoding. At 4096 x 2160 one has 13 MB."""
PIPE_BYTES = 1 << 20
_F_SETPIPE_SZ = 1031  # linux/fcntl.h: fewer switches between the two processes than with the usual 64 KiB


class Encoder:
    """Writes one file, from `with` to the end of its block. An error inside the block removes the file.

    Args:
        path: an .mp4 file.
        check: called while waiting for ffmpeg; what it raises ends the encoding. Give it `ctx.check_cancelled`.

    Raises:
        FilmFailed: ffmpeg failed; at the next `write` or at the end.
    """

    def __init__(self, path: Path, video: VideoFormat, *, check: Callable[[], None] = no_check) -> None:
        self._path = path
        self._video = video
        self._check = check
        self._free: queue.Queue[Frame] = queue.Queue()
        self._filled: queue.Queue[Frame | None] = queue.Queue()
        self._broken = False
        self._ended = False
        self.frames = 0

    def __enter__(self) -> Encoder:
        for _ in range(BUFFERS):
            self._free.put(empty_nv12(*self._video.size))
        self._process = FfmpegProcess(_arguments(self._path, self._video), piped=True, what="encode the film")
        _widen(self._process.stdin.fileno())
        self._writer = Thread(target=self._feed, name="film-encoder", daemon=True)
        self._writer.start()
        return self

    def write(self, frame: Frame) -> None:
        """Add a frame, RGB or NV12. Copied at once: the caller may draw the next one into the same array.

        Raises:
            ValueError: the frame has another size than the film, or comes after its end.
        """
        if self._ended:
            raise ValueError("a frame after the end")
        if frame_size(frame) != self._video.size:
            raise ValueError(f"a frame of {frame_size(frame)} in a film of {self._video.size}")
        buffer = self._take()
        self._filled.put(to_nv12(frame, buffer))
        self.frames += 1

    def end(self) -> None:
        """Say that no frame follows. Whoever has other work may do it while `running`, then leave the block."""
        if not self._ended:
            self._ended = True
            self._filled.put(None)

    @property
    def running(self) -> bool:
        """Whether ffmpeg still has frames to encode."""
        return self._process.running

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._finish()
        except BaseException:
            self._abandon()
            raise
        if error is not None:
            self._abandon()

    def _take(self) -> Frame:
        while True:
            if self._broken:
                self._process.wait(self._check)
                raise self._process.failure()
            try:
                return self._free.get(timeout=POLL)
            except queue.Empty:
                self._check()

    def _finish(self) -> None:
        if self.frames == 0:
            raise FilmFailed("A film needs at least one frame.")
        self.end()
        while self._writer.is_alive():
            self._writer.join(POLL)
            self._check()
        self._process.wait(self._check)
        self._process.kill()

    def _abandon(self) -> None:
        self._process.kill()
        self.end()
        self._writer.join()
        self._path.unlink(missing_ok=True)

    def _feed(self) -> None:
        """The writer thread: passes filled buffers on until None. After an error it only hands buffers back."""
        stdin = self._process.stdin
        while (frame := self._filled.get()) is not None:
            if not self._broken:
                try:
                    rest = frame.data.cast("B")
                    while rest:
                        rest = rest[stdin.write(rest) :]
                except (OSError, ValueError):
                    self._broken = True
            self._free.put(frame)
        with suppress(OSError):
            stdin.close()


def _arguments(path: Path, video: VideoFormat) -> list[str]:
    tags = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    raw = ["-f", "rawvideo", "-pix_fmt", "nv12", *tags, "-s", f"{video.width}x{video.height}", "-r", str(video.fps)]
    x264 = ["-c:v", "libx264", "-profile:v", "high", *video.settings.options]
    groups = ["-g", str(video.gop), "-keyint_min", str(video.gop), "-flags", "+cgop+bitexact", "-threads", str(THREADS)]
    container = ["-fflags", "+bitexact", "-video_track_timescale", str(video.fps * 512), "-f", "mp4"]
    return [*pipe_source(*raw), "-an", *x264, *groups, *tags, *container, target(path)]


def _widen(descriptor: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # the system's limit on pipes is lower: slower, not wrong
            fcntl.fcntl(descriptor, _F_SETPIPE_SZ, PIPE_BYTES)
    os.set_inheritable(descriptor, False)
