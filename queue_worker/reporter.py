"""Tells how far a running job is: to its followers at once, to the database a few times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.jobs import Job, Step, StepStatus
from domain.ports import JobEvent, ProgressChannel, Transaction

PUBLISH_INTERVAL = 0.2
"""Seconds between progress events: pages glide from one to the next, so more of them only cost."""

ETA_AFTER = 0.02
"""The share of work after which the time left is estimated; before that it would be a wild guess."""

DONE_AT_MOST = 0.999
"""All stages done is not the end: results are still stored."""


@dataclass(frozen=True)
class Changes:
    """What has changed since it was last written to the database."""

    progress: float
    message: str
    backend: dict[str, Any] | None
    steps: tuple[Step, ...]

    def write(self, tx: Transaction, job: Job) -> bool:
        """False when the lease is lost."""
        token = job.lease_token or ""
        if not tx.jobs.note(job.id, token, self.progress, self.message, self.backend):
            return False
        return all(tx.jobs.note_step(job.id, token, step) for step in self.steps)


class Reporter:
    """Keeps the steps of one run. The watchdog writes the changes down, so reporting never waits for the database.

    Args:
        steps: the plan, as stored with the job.
    """

    def __init__(
        self, job: Job, steps: Sequence[Step], channel: ProgressChannel, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._job = job
        self._channel = channel
        self._clock = clock
        self._lock = threading.Lock()
        self._steps = {step.name: step for step in steps}
        self._weight = sum(step.weight for step in steps) or 1.0
        self._begun: dict[str, float] = {}
        self._current: list[tuple[int, str]] = []  # each with the thread that began it
        self._progress = 0.0
        self._message = ""
        self._backend: dict[str, Any] | None = None
        self._changed: set[str] = set()
        self._dirty = False
        self._started = clock()
        self._published = float("-inf")
        self._previews = 0

    @property
    def steps(self) -> list[Step]:
        return list(self._steps.values())

    def latest(self) -> Job:
        """The job as it was claimed, with what this run has found out: how far it is and who makes it."""
        with self._lock:
            return replace(self._job, progress=self._progress, backend=self._backend)

    def start(self, name: str) -> None:
        """Raises ValueError for a stage that was not planned: nobody would see it."""
        if name not in self._steps:
            raise ValueError(f"the stage {name!r} is not in the plan: {', '.join(self._steps)}")
        with self._lock:
            self._begun[name] = self._clock()
            self._current.append((threading.get_ident(), name))
            self._message = self._steps[name].title
            self._update(name, status=StepStatus.RUNNING, progress=0.0)
        self._publish(now=True)

    def advance(self, fraction: float, message: str = "") -> None:
        """Set how far the current stage of this thread is, 0..1. It never goes back."""
        with self._lock:
            if self._current:
                mine = [name for thread, name in self._current if thread == threading.get_ident()]
                newest = self._current[-1][1]
                name = mine[-1] if mine else newest
                if name == newest:
                    self._message = message or self._steps[name].title
                self._update(name, progress=max(self._steps[name].progress, min(max(fraction, 0.0), 1.0)))
            elif message:
                self._message, self._dirty = message, True
        self._publish()

    def finish(self, name: str, *, reused: bool = False) -> None:
        with self._lock:
            seconds = self._clock() - self._begun.get(name, self._clock())
            self._current = [current for current in self._current if current[1] != name]
            self._update(name, status=StepStatus.DONE, progress=1.0, seconds=seconds, reused=reused)
        self._publish(now=True)

    def preview(self, jpeg: bytes) -> None:
        self._channel.put_preview(self._job.id, jpeg)
        self._previews += 1
        self._send("preview", {"version": self._previews})

    def backend(self, info: dict[str, Any]) -> None:
        """Note the backend that makes this job's result."""
        with self._lock:
            self._backend, self._dirty = info, True

    def take_changes(self) -> Changes | None:
        """What must be written; None when nothing has changed."""
        with self._lock:
            if not self._dirty:
                return None
            steps = tuple(step for name, step in self._steps.items() if name in self._changed)
            self._changed.clear()
            self._dirty = False
            return Changes(self._progress, self._message, self._backend, steps)

    def give_back(self, changes: Changes) -> None:
        """They could not be written: write them again next time."""
        with self._lock:
            self._changed |= {step.name for step in changes.steps}
            self._dirty = True

    def eta(self) -> float | None:
        """Seconds left, if the rest goes as fast as what this run has done; None while that says nothing yet."""
        with self._lock:
            taken_over = sum(step.weight for step in self._steps.values() if step.reused) / self._weight
            done, left = self._progress - taken_over, 1.0 - self._progress
            if done < ETA_AFTER:
                return None
            return round((self._clock() - self._started) * left / done, 1)

    def _update(self, name: str, **changes: Any) -> None:
        self._steps[name] = replace(self._steps[name], **changes)
        done = sum(step.weight * step.progress for step in self._steps.values()) / self._weight
        self._progress = max(self._progress, min(done, DONE_AT_MOST))
        self._changed.add(name)
        self._dirty = True

    def _publish(self, *, now: bool = False) -> None:
        moment = self._clock()
        if not now and moment - self._published < PUBLISH_INTERVAL:
            return
        self._published = moment
        eta = self.eta()
        stage = self._current[-1][1] if self._current else None
        self._send(
            "progress",
            {"progress": round(self._progress, 4), "message": self._message, "stage": stage, "eta": eta},
        )

    def _send(self, kind: Any, data: dict[str, Any]) -> None:
        self._channel.publish(JobEvent(self._job.id, self._job.user_id, kind, data))
