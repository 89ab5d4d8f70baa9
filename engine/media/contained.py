"""Runs ffmpeg on files of strangers: bounded in time, memory and what it writes, and blind to everything else.

ffmpeg is a process of its own, so that a fault in one of its decoders ends that process and no more. It gets no
environment, opens local files and pipes only, and of formats those that the caller names.
"""

from __future__ import annotations

import logging
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from domain.errors import StorageFull
from engine.media.film.ffmpeg import PROTOCOLS, ffmpeg_path, no_check

log = logging.getLogger(__name__)

POLL = 0.02
STDERR_MAX = 1 << 20
"""Bytes of complaints after which a run is ended: a damaged file can make one for each of its frames."""
STREAMS_MAX = 100
PIXELS_MAX = 8192 * 8192
"""Of a frame, for ffmpeg's own check before it decodes one."""


class ContainedFailure(Exception):
    """The run failed, or was ended at one of its bounds. Its words are in the log: they name paths."""


@dataclass(frozen=True)
class Bounds:
    """What one run may use.

    Attributes:
        seconds: of time on the clock, and of each core's time.
        memory: bytes of address space (RLIMIT_AS); ffmpeg itself takes about 300 MB of it.
        file_bytes: the largest file that it may write (RLIMIT_FSIZE).
    """

    seconds: float
    memory: int = 1 << 31
    file_bytes: int = 1 << 30


def foreign(file: Path, formats: str, codecs: str) -> list[str]:
    """Arguments that open a stranger's file: as one of these formats, decoded by one of these decoders only."""
    allowed = ["-protocol_whitelist", PROTOCOLS, "-format_whitelist", formats, "-codec_whitelist", codecs]
    bounds = ["-max_streams", str(STREAMS_MAX), "-max_pixels", str(PIXELS_MAX)]
    return ["-threads", "2", *bounds, *allowed, "-i", f"file:{file}"]


def run_contained(arguments: Sequence[str], bounds: Bounds, *, check: Callable[[], None] = no_check) -> str:
    """Run ffmpeg to its end and give what it wrote to standard output, at most STDERR_MAX bytes of it.

    Raises:
        ContainedFailure: it failed, or went beyond its bounds.
        StorageFull: the disk is full.
    """
    command = [ffmpeg_path(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-filter_threads", "1"]
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603  a list of arguments, each made here, and no shell
            [*command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
            env={"LC_ALL": "C"},
        )
        try:
            _bind(process.pid, bounds)
            why = _watch(process, bounds, complaints, check)
        finally:
            process.kill()
            process.wait()
        if why:
            raise _failure(why, complaints)
        output.seek(0)
        return output.read(STDERR_MAX).decode(errors="replace")


def _bind(pid: int, bounds: Bounds) -> None:
    """Set the limits from outside: code between fork and exec could hang in a process with threads."""
    seconds = int(bounds.seconds) + 1
    limits = {
        resource.RLIMIT_AS: bounds.memory,
        resource.RLIMIT_CPU: 2 * seconds,
        resource.RLIMIT_FSIZE: bounds.file_bytes,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        with suppress(ProcessLookupError):  # it has ended already
            most = resource.prlimit(pid, limit)[1]
            allowed = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.prlimit(pid, limit, (allowed, allowed))


def _watch(process: subprocess.Popen[bytes], bounds: Bounds, complaints: IO[bytes], check: Callable[[], None]) -> str:
    """Wait for the end; "" when all went well, else why not."""
    deadline = time.monotonic() + bounds.seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(POLL)
            return "" if code == 0 else f"code {code}"
        check()
        if time.monotonic() > deadline:
            return "too slow"
        if os.fstat(complaints.fileno()).st_size > STDERR_MAX:
            return "too many complaints"


def _failure(why: str, complaints: IO[bytes]) -> Exception:
    complaints.seek(0)
    words = complaints.read(2000).decode(errors="replace")
    if "No space left" in words:
        return StorageFull("The disk is full. Free some space and try again.")
    log.info("contained.failed why=%s stderr=%r", why, words)
    return ContainedFailure(why)
