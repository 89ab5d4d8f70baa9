"""Finds jobs that nobody works on: those whose worker was lost, and those that the queue does not know."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from domain.errors import KinoraError, NotFound, Unavailable
from domain.jobs import Job, JobStatus
from domain.lifecycle import Lifecycle
from domain.ports import JobQueue, UnitOfWork
from domain.quotas import RUNNING_MAX

log = logging.getLogger(__name__)

INTERVAL = 2.0
"""Seconds between sweeps: a lost lease of eight seconds is noticed within ten."""

DELIVERY_TIME = timedelta(seconds=3)
"""How old a queued job must be before the queue should know it: it is delivered after its transaction."""


@dataclass(frozen=True)
class Sweeper:
    """Any number of processes may sweep at once: each move of a job is a compare-and-set, so one of them does it.

    Users with `running_max` jobs running get no deliveries, since their next job has no turn yet.
    """

    lifecycle: Lifecycle
    storage: UnitOfWork
    queue: JobQueue
    running_max: int = RUNNING_MAX
    interval: float = INTERVAL
    _stopped: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Sweep in a thread until `stop`."""
        thread = threading.Thread(target=self._run, name="sweeper", daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def sweep(self) -> None:
        """Look once. Raises Unavailable when the database or the queue cannot be reached."""
        with self.storage.read() as tx:
            lost = tx.jobs.lost(self.lifecycle.clock())
        for job in lost:
            self._lose(job)
        with self.storage.read() as tx:
            waiting = tx.jobs.waiting(self.lifecycle.clock() - DELIVERY_TIME)
            running = Counter(job.user_id for job in tx.jobs.running())
        waiting = [job for job in waiting if running[job.user_id] < self.running_max]
        known = self.queue.known([job.id for job in waiting])
        for job in waiting:
            if job.id not in known:
                log.info("job.delivered_again job=%s account=%s", job.id, job.user_id)
                self.queue.enqueue(job)

    def release(self, job_id: str, lease_token: str) -> None:
        """Do at once what the end of this lease would bring: its holder is known to be dead."""
        with self.storage.read() as tx:
            try:
                job = tx.jobs.get(job_id)
            except NotFound:
                return
        if job.status is JobStatus.RUNNING and job.lease_token == lease_token:
            self._lose(job)

    def _lose(self, job: Job) -> None:
        moved = self.lifecycle.lose_worker(job)
        if moved is None:
            return
        log.warning("worker.lost job=%s account=%s attempt=%d", job.id, job.user_id, job.attempt)
        self.lifecycle.announce(moved)  # Before a worker can announce that the job runs.
        if moved.status is JobStatus.QUEUED:
            try:
                self.queue.enqueue(moved)
            except Unavailable:
                log.warning("job.enqueue_deferred job=%s account=%s", job.id, job.user_id)

    def _run(self) -> None:
        while not self._stopped.wait(self.interval):
            try:
                self.sweep()
            except KinoraError as error:
                log.warning("sweep.failed code=%s", error.code)
            except Exception:
                log.exception("sweep.failed")
