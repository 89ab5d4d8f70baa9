"""How far a download is, in a small file that the command line and the admin page read."""

from __future__ import annotations

import time
from collections import deque
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.clock import utc_now

Phase = Literal["starting", "listing", "downloading", "checking", "done", "failed", "cancelled"]

WINDOW = 15.0
"""Seconds over which the speed is taken."""
_EVERY = 0.5  # seconds between two writes


class Progress(BaseModel):
    """A download's state.

    Attributes:
        done, total: bytes.
        speed: bytes a second; 0 while it is not known.
        file: which one is on its way.
        message: for people: what went wrong, or what it waits for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    phase: Phase
    updated_at: datetime
    done: int = 0
    total: int = 0
    speed: float = 0.0
    file: str = ""
    message: str = ""

    @property
    def eta(self) -> float | None:
        """Seconds left, if the speed stays."""
        return (self.total - self.done) / self.speed if self.speed > 0 and self.total else None


def read_progress(path: Path) -> Progress | None:
    """What was noted last; None where nothing was."""
    try:
        return Progress.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


class Meter:
    """Counts bytes and notes the state.

    Its file is only a hint: where it cannot be written, on a full disk say, the download itself goes on or tells.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks: deque[tuple[float, int]] = deque()
        self._written = float("-inf")
        self.now = Progress(phase="starting", updated_at=utc_now())

    def phase(self, phase: Phase, *, total: int | None = None, done: int | None = None, message: str = "") -> None:
        """Begin a phase, and note it at once."""
        self._marks.clear()
        counted = {"total": self.now.total if total is None else total, "done": self.now.done if done is None else done}
        self._set(phase=phase, speed=0.0, message=message, file="", **counted)
        self.write()

    def file(self, path: str) -> None:
        self._set(file=path)

    def say(self, message: str) -> None:
        self._set(message=message)
        self.write()

    def add(self, count: int, *, received: bool = True) -> None:
        """Count bytes, negative ones for what has to be fetched again. Only those received make up the speed."""
        self._set(done=max(0, self.now.done + count), message="")
        moment = time.monotonic()
        if received and count > 0:
            self._marks.append((moment, count))
        if moment - self._written >= _EVERY:
            self._set(speed=self._speed(moment))
            self.write()

    def _speed(self, moment: float) -> float:
        while self._marks and moment - self._marks[0][0] > WINDOW:
            self._marks.popleft()
        if len(self._marks) < 2:
            return 0.0
        return sum(count for _, count in self._marks) / max(moment - self._marks[0][0], 0.05)

    def _set(self, **changes: object) -> None:
        self.now = self.now.model_copy(update={**changes, "updated_at": utc_now()})

    def write(self) -> None:
        self._written = time.monotonic()
        note(self._path, self.now)


def note(path: Path, progress: Progress) -> None:
    """Write the state, as far as the disk allows it."""
    fresh = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(progress.model_dump_json(), encoding="utf-8")
        fresh.replace(path)
    except OSError:
        return
