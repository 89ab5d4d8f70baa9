"""Finds and runs ffmpeg: no shell, local files and pipes only, killed when the run is cancelled."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

import imageio_ffmpeg  # type: ignore[import-untyped]  # the wheel carries no types

from domain.errors import BackendUnavailable
from engine.media.film.errors import FilmFailed

log = logging.getLogger(__name__)

PROTOCOLS = "file,pipe"
POLL = 0.05
"""Seconds between two looks at whether the run was cancelled."""
NICENESS = 5
"""Of a process of low priority, as in nice(1)."""
STDERR_TAIL = 2000


def no_check() -> None:
    """The check of a run that nobody can cancel."""


def ffmpeg_path() -> str:
    """The binary of the wheel imageio-ffmpeg, else the one on PATH. Raises BackendUnavailable when there is none."""
    try:
        path: str = imageio_ffmpeg.get_ffmpeg_exe()
        return path
    except RuntimeError:
        if found := shutil.which("ffmpeg"):
            return found
    raise BackendUnavailable(
        "Films need ffmpeg, which is not installed here. The administrator can install the Python package "
        "imageio-ffmpeg or the system package ffmpeg."
    )


def source(path: Path, *options: str) -> list[str]:
    """Arguments that open a file for reading; `options` come before it. It may name no other host."""
    return [*options, "-protocol_whitelist", PROTOCOLS, "-i", f"file:{path}"]


def pipe_source(*options: str) -> list[str]:
    """Arguments that read from standard input."""
    return [*options, "-protocol_whitelist", "pipe", "-i", "pipe:0"]


def target(path: Path) -> str:
    return f"file:{path}"


class FfmpegProcess:
    """One running ffmpeg. As a context manager it never outlives its block.

    Args:
        arguments: all but the program and the options common to every run.
        piped: whether `stdin` is open for writing; else ffmpeg reads nothing.
        what: for people, in the message of a failure: "encode the film".
        low_priority: give way to other processes, for work that nobody waits for.
    """

    def __init__(
        self, arguments: Sequence[str], *, piped: bool = False, what: str = "make the film", low_priority: bool = False
    ) -> None:
        self._what = what
        self._stderr: IO[bytes] = tempfile.TemporaryFile()
        command = [ffmpeg_path(), "-hide_banner", "-loglevel", "error", "-y", *([] if piped else ["-nostdin"])]
        try:
            self._process = subprocess.Popen(  # noqa: S603  a list of arguments, each made here, and no shell
                [*command, *arguments],
                stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                bufsize=0,
            )
        except OSError as error:
            self._stderr.close()
            raise BackendUnavailable("ffmpeg could not be started on this machine.") from error
        if low_priority:
            with suppress(OSError, AttributeError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, NICENESS)

    @property
    def stdin(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise ValueError("this process was started without a pipe")
        return self._process.stdin

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def __enter__(self) -> FfmpegProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def wait(self, check: Callable[[], None] = no_check) -> None:
        """Wait for the end, calling `check` meanwhile.

        Raises:
            FilmFailed: ffmpeg reported an error. Its words go to the log, not to the user: they name paths.
        """
        while True:
            try:
                code = self._process.wait(POLL)
                break
            except subprocess.TimeoutExpired:
                check()
        if code != 0:
            raise self.failure()

    def failure(self) -> FilmFailed:
        """The error to raise when ffmpeg has failed; logs why."""
        self._stderr.seek(0)
        words = self._stderr.read()[-STDERR_TAIL:].decode(errors="replace")
        log.warning("ffmpeg.failed code=%s stderr=%s", self._process.poll(), words)
        if "No space left" in words:
            return FilmFailed(f"Could not {self._what}: the disk is full.")
        return FilmFailed(f"Could not {self._what}. Try again; if it happens once more, tell the administrator.")

    def kill(self) -> None:
        """End it now, if it still runs, and free what it held. Safe to call twice."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        self._stderr.close()


def run_ffmpeg(arguments: Sequence[str], *, check: Callable[[], None] = no_check, what: str = "make the film") -> None:
    """Run ffmpeg to its end. Raises FilmFailed, and whatever `check` raises, after killing it."""
    with FfmpegProcess(arguments, what=what) as process:
        process.wait(check)
