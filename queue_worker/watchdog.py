"""Watches one running job: keeps its lease, and ends it when it must end."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from domain.errors import JobCancelled, KinoraError, LeaseLost, TimeLimitExceeded, Unavailable, WorkerStopping
from domain.jobs import HEARTBEAT, LEASE, Job, JobError
from domain.lifecycle import Lifecycle
from domain.ports import UnitOfWork
from queue_worker.reporter import Changes, Reporter

log = logging.getLogger(__name__)

RETRY_PAUSE = 0.5
"""Seconds between attempts to reach a database that is away. The lease bounds how long they go on."""

T = TypeVar("T")


@dataclass(frozen=True)
class Times:
    """In seconds.

    Attributes:
        look: between looks at the database. A cancel button that works within half a second feels immediate.
        beat: between heartbeats of the lease.
        lease: how long the lease lasts without one.
        grace: how long a generator may take to notice that it must end, before its process is killed.
    """

    look: float = 0.25
    beat: float = HEARTBEAT.total_seconds()
    lease: float = LEASE.total_seconds()
    grace: float = 3.0


def kill_this_process() -> None:
    """At once, whatever native code is doing. The supervisor starts a new worker."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class Guard:
    """What a watchdog works with. `stopping` is set when the worker must shut down."""

    lifecycle: Lifecycle
    storage: UnitOfWork
    stopping: threading.Event
    times: Times = Times()
    kill: Callable[[], None] = kill_this_process


class Watchdog:
    """A thread beside a running job. Use it as a context manager around the run.

    When the job must end, `check` raises the reason at the generator's next step. A generator that goes on
    nevertheless is ended by force after `Times.grace`: its end is written to the database, then its process is killed.
    """

    def __init__(self, job: Job, reporter: Reporter, guard: Guard) -> None:
        self._job = job
        self._token = job.lease_token or ""
        self._reporter = reporter
        self._guard = guard
        self._saving = threading.Lock()
        self._done = threading.Event()
        self._armed = True
        self._reason: KinoraError | None = None
        self._since = 0.0
        self._started = self._beaten = time.monotonic()
        self._thread = threading.Thread(target=self._run, name=f"watchdog-{job.id[:8]}", daemon=True)

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def reason(self) -> KinoraError | None:
        """Why the job must end, once it must."""
        return self._reason

    def check(self) -> None:
        """Raise JobCancelled, TimeLimitExceeded, WorkerStopping or LeaseLost if the job must end."""
        if self._reason is not None:
            raise self._reason

    def disarm(self) -> None:
        """From now on only keep the lease: the run is over and its end is being written."""
        self._armed = False

    def save(self) -> None:
        """Write what the reporter has noted. Raises LeaseLost, or Unavailable while the database is away."""
        with self._saving:
            changes = self._reporter.take_changes()
            if changes is not None:
                self._write(changes)

    def persist(self, use: Callable[[], T]) -> T:
        """Use the database, again and again while it is away. Raises LeaseLost when that takes too long."""
        while True:
            try:
                return use()
            except Unavailable:
                reason = self._reason
                if reason is not None and (self._armed or isinstance(reason, LeaseLost)):
                    raise reason from None
                time.sleep(RETRY_PAUSE)

    # --- the thread -------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._done.wait(self._guard.times.look):
            try:
                self._look()
            except LeaseLost as lost:
                self._must_end(lost)
            except KinoraError as error:
                log.warning("watchdog.delayed job=%s code=%s", self._job.id, error.code)
            except Exception:
                log.exception("watchdog.failed job=%s", self._job.id)
            if time.monotonic() - self._beaten > self._guard.times.lease:
                self._must_end(_lease_lost())
            self._end_by_force_if_due()

    def _look(self) -> None:
        if self._armed and self._reason is None:
            self._look_for_reason()
        if time.monotonic() - self._beaten >= self._guard.times.beat:
            self._beat()
        self.save()

    def _look_for_reason(self) -> None:
        limit = self._job.time_limit
        if self._guard.stopping.is_set():
            self._must_end(WorkerStopping("The worker is shutting down."))
        elif time.monotonic() - self._started > limit:
            self._must_end(TimeLimitExceeded(_limit_message(limit)))
        else:
            with self._guard.storage.read() as tx:
                if tx.jobs.cancel_requested(self._job.id):
                    self._must_end(JobCancelled("This job was cancelled."))

    def _beat(self) -> None:
        moment = time.monotonic()  # Before the database answers: a lease must not be believed to last too long.
        with self._guard.storage.begin() as tx:
            held = tx.jobs.beat(self._job.id, self._token, self._guard.lifecycle.clock() + LEASE)
        if not held:
            raise _lease_lost()
        self._beaten = moment

    def _write(self, changes: Changes) -> None:
        try:
            with self._guard.storage.begin() as tx:
                held = changes.write(tx, self._job)
        except KinoraError:
            self._reporter.give_back(changes)
            raise
        if not held:
            raise _lease_lost()

    def _must_end(self, reason: KinoraError) -> None:
        """The first reason counts, but for a lost lease: without a lease nothing may be written."""
        if self._reason is None:
            self._since = time.monotonic()
        if self._reason is None or isinstance(reason, LeaseLost):
            self._reason = reason

    def _end_by_force_if_due(self) -> None:
        reason = self._reason
        if reason is None or not self._armed or time.monotonic() - self._since < self._guard.times.grace:
            return
        try:
            ended = self._write_end(reason)
        except LeaseLost:
            ended = None
        except KinoraError as error:
            log.warning("job.end_delayed job=%s code=%s", self._job.id, error.code)
            return
        if ended is not None:
            self._guard.lifecycle.announce(ended)
        if self._done.is_set() or not self._armed:
            return  # The run came to its own end meanwhile; this process may live.
        log.warning("job.killed job=%s account=%s reason=%s", self._job.id, self._job.user_id, reason.code)
        self._guard.kill()

    def _write_end(self, reason: KinoraError) -> Job | None:
        lifecycle, job = self._guard.lifecycle, self._reporter.latest()
        if isinstance(reason, JobCancelled):
            return lifecycle.cancel(job)
        if isinstance(reason, TimeLimitExceeded):
            return lifecycle.fail(job, JobError(reason.code, reason.message))
        if isinstance(reason, WorkerStopping):
            return lifecycle.give_back(job)
        return None


def _lease_lost() -> LeaseLost:
    return LeaseLost("This job now belongs to another worker.")


def _limit_message(seconds: float) -> str:
    limit = f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
    return f"This job took longer than its limit of {limit} and was ended. You were not charged."
