"""Runs that are made together: a job that was delivered, and queued ones like it that this worker claimed besides."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from pydantic import ValidationError

from domain.jobs import Job, Priority
from queue_worker.context import Run

log = logging.getLogger(__name__)

COMPANIONS_MAX = 3
"""More would gain little on a busy card, and all of them wait for the slowest and die of a crash together."""

PATIENCE = 2.0
"""Seconds that runs wait for those that were claimed with them; what comes later makes its pictures by itself."""

LOOK = 0.05
CONSIDERED = 64
"""The oldest so many queued jobs of a generator are looked at for companions."""

Bodies = Mapping[str, Callable[[], None]]
Recruit = Callable[[Run, int], Bodies]
"""Claims companions for a run, with room for so much more; gives what runs each of them, by the job's id."""

_RANK = {priority: rank for rank, priority in enumerate(Priority)}


class Company:
    """The runs of one delivery. The delivered job runs in the caller's thread, each companion in one of its own."""

    def __init__(self, recruit: Recruit) -> None:
        self._recruit = recruit
        self._changed = threading.Condition()
        self._called = False
        self._on_the_way: set[str] = set()
        self._threads: list[threading.Thread] = []

    def gather(self, run: Run, room: int) -> None:
        """Call companions, if this is the first run to get here, and wait until all have come as far or have ended.

        Raises what `Watchdog.check` does.
        """
        with self._changed:
            first, self._called = not self._called, True
        if first:
            self._call(self._recruit(run, room) if room > 0 else {})
        self._come(run.job.id)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            run.watchdog.check()
            with self._changed:
                if self._changed.wait_for(lambda: not self._on_the_way, LOOK):
                    return

    def join(self) -> None:
        """Wait until all companions have ended, and call none from now on."""
        with self._changed:
            self._called = True
        for thread in self._threads:
            thread.join()

    def _call(self, bodies: Bodies) -> None:
        with self._changed:
            self._on_the_way |= set(bodies)  # all of them before the first one comes and finds nobody to wait for
        for job_id, body in bodies.items():
            thread = threading.Thread(
                target=self._accompany, args=(job_id, body), name=f"job-{job_id[:8]}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _accompany(self, job_id: str, body: Callable[[], None]) -> None:
        try:
            body()
        except Exception:
            log.exception("companion.failed job=%s", job_id)
        finally:
            self._come(job_id)

    def _come(self, job_id: str) -> None:
        with self._changed:
            self._on_the_way.discard(job_id)
            self._changed.notify_all()


def companions(run: Run, queued: Sequence[Job], room: int) -> list[Job]:
    """Those queued jobs that can be made together with a run, the most urgent and oldest first.

    A job whose worker has died before is left alone, and takes nobody with it: it may be what killed the worker. None
    is taken that must wait longer than the run's own priority lets it.

    Args:
        queued: jobs of the run's generator.
        room: how much they may add to the batch.
    """
    batching = run.generator.batching
    key = batching.key(run.params) if batching is not None and run.job.attempt == 1 else None
    chosen: list[Job] = []
    if batching is None or key is None:
        return chosen
    for job in sorted(queued, key=lambda job: (_RANK[job.priority], job.created_at)):
        if len(chosen) == COMPANIONS_MAX or _RANK[job.priority] > _RANK[run.job.priority]:
            break
        if job.attempt > 1 or job.queue != run.job.queue or job.id == run.job.id:
            continue
        try:
            params = run.generator.params.model_validate(dict(job.params))
        except ValidationError:
            continue  # of an older version: told when it is delivered
        if batching.key(params) == key and batching.size(params) <= room:
            room -= batching.size(params)
            chosen.append(job)
    return chosen
