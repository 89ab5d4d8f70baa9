"""A worker's sign of life and the leases it holds, in a file that its supervisor reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock


@dataclass(frozen=True)
class Held:
    """The job that a worker runs and the lease that lets it."""

    job_id: str
    lease_token: str


class Pulse:
    """Written by a worker, read by its supervisor. A file, because it must outlive the worker and work without Redis.

    Each beat changes the file, so the supervisor needs no common clock: it sees whether the file changes.

    Args:
        path: a file of this worker's own.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._beats = 0
        self._held: tuple[Held, ...] = ()

    @property
    def held(self) -> tuple[Held, ...]:
        """The leases held, the one held longest first."""
        return self._held

    @contextmanager
    def holding(self, job_id: str, lease_token: str) -> Iterator[None]:
        """Note the lease while the block runs, beside those that other threads hold."""
        held = Held(job_id, lease_token)
        with self._lock:
            self._held = (*self._held, held)
        self.beat()
        try:
            yield
        finally:
            with self._lock:
                self._held = tuple(other for other in self._held if other is not held)
            self.beat()

    def beat(self) -> None:
        """Show that the process is alive: whoever holds the interpreter's lock for long cannot."""
        with self._lock:
            self._beats += 1
            held = [vars(each) for each in self._held]
            draft = self._path.with_suffix(".draft")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                draft.write_text(json.dumps({"beats": self._beats, "pid": os.getpid(), "held": held}))
                draft.replace(self._path)
            except OSError:
                return  # A full disk must not end the job; the lease in the database still counts.


def read_pulse(path: Path) -> tuple[str, tuple[Held, ...]]:
    """The file's content, which differs after each beat ("" before the first), and the leases held."""
    try:
        text = path.read_text()
        held = json.loads(text)["held"]
        return text, tuple(Held(each["job_id"], each["lease_token"]) for each in held)
    except (OSError, ValueError, KeyError, TypeError):
        return "", ()
