"""The RQ worker: takes deliveries and runs them in its own process, so that loaded models stay warm."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

import redis
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.job import Job as Delivery
from rq.serializers import JSONSerializer

from queue_worker.rq_queue import queue_names
from queue_worker.status import Presence

log = logging.getLogger(__name__)

JOBS_PER_PROCESS = 500
"""A worker process ends after so many jobs and is started anew: what native libraries leak does not add up."""

RQ_TTL = 30
"""RQ waits half of this for a delivery and then looks around; a hanging server is noticed within 25 seconds."""

RECONNECT_PAUSE = 1.0

_OUTAGE = (redis.RedisError, OSError)


@dataclass(frozen=True)
class WorkerHooks:
    """What a resident worker tells the rest of its process.

    Attributes:
        presence: its beats and its card.
        stop: called when the worker must shut down: gives the running job back.
    """

    presence: Presence
    stop: Callable[[], None]


class ResidentWorker(SimpleWorker):  # type: ignore[misc]  # rq has no types
    """Runs jobs without forking, one at a time, and outlives any absence of Redis.

    Of RQ only the delivery is used: no time limit, no retries, no callbacks, no commands over pub/sub. Running jobs
    stand in none of RQ's registries, so none is ever taken for abandoned, however long it runs.
    """

    max_connection_wait_time = 2.0
    _stop_requested: bool

    def __init__(self, *args: Any, hooks: WorkerHooks | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._hooks = hooks
        self._running = False

    def work(self, *args: Any, **options: Any) -> bool:
        """Work until asked to stop by SIGTERM or SIGINT, or until `max_jobs` are done."""
        if self._hooks is None:
            return bool(super().work(*args, **options))
        self._hooks.presence.start()
        try:
            return bool(super().work(*args, **options))
        finally:
            self._hooks.presence.stop()

    def execute_job(self, job: Delivery, queue: Queue) -> None:  # noqa: ARG002  RQ's signature
        """Run one delivery. Redis may go away at any point of it: the job's end is in the database."""
        self._running = True
        try:
            with _outage_logged("show the job"):
                self.set_state("busy")
                self.set_current_job_id(job.id)
            job.perform()
        except Exception:
            log.exception("delivery.failed job=%s", job.id)
        finally:
            self._running = False
            with _outage_logged("clean up"):
                self._clean_up(job)

    def _clean_up(self, job: Delivery) -> None:
        """Forget the delivery, unless the job was queued again while it ran here."""
        self.set_current_job_id(None)
        if job.get_position() is None:
            self.connection.delete(job.key)

    # --- stopping ---------------------------------------------------------------------------------------------

    def request_stop(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002  a signal handler's signature
        """The handler of SIGTERM and SIGINT. Called again it does nothing more: the supervisor's patience counts."""
        if self._stop_requested:
            return
        self._stop_requested = True
        if self._hooks is not None:
            self._hooks.presence.stopping()
            self._hooks.stop()
        if not self._running:
            raise StopRequested()

    # --- living without Redis ---------------------------------------------------------------------------------

    def dequeue_job_and_maintain_ttl(self, timeout: int | None, max_idle_time: int | None = None) -> Any:
        while True:
            try:
                return super().dequeue_job_and_maintain_ttl(timeout, max_idle_time)
            except _OUTAGE as error:
                log.warning("queue.unreachable reason=%s", type(error).__name__)
                time.sleep(RECONNECT_PAUSE)

    def register_birth(self) -> None:
        while True:
            try:
                super().register_birth()
                return
            except _OUTAGE as error:
                log.warning("queue.unreachable reason=%s", type(error).__name__)
                time.sleep(RECONNECT_PAUSE)

    def register_death(self) -> None:
        with _outage_logged("register the end"):
            super().register_death()

    def heartbeat(self, timeout: int | None = None, pipeline: Any = None) -> None:
        with _outage_logged("beat"):
            super().heartbeat(timeout, pipeline)

    def set_state(self, state: str, pipeline: Any = None) -> None:
        with _outage_logged("set the state"):
            super().set_state(state, pipeline)

    def run_maintenance_tasks(self) -> None:
        with _outage_logged("tidy up"):
            super().run_maintenance_tasks()

    def check_for_suspension(self, burst: bool) -> None:
        """RQ's switch that suspends all workers is not used."""

    def subscribe(self) -> None:
        """RQ's commands are not used: a job is cancelled in the database."""

    def unsubscribe(self) -> None:
        """See `subscribe`."""

    def procline(self, message: str) -> None:
        """The process keeps its name."""


def resident_worker(queues: Sequence[str], name: str, connection: redis.Redis, hooks: WorkerHooks) -> ResidentWorker:
    """A worker for "gpu" and / or "cpu". Call `work_until_stopped` in the main thread of a process of its own."""
    return ResidentWorker(
        [Queue(each, connection=connection, serializer=JSONSerializer) for each in queue_names(queues)],
        name=name,
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=RQ_TTL,
        log_job_description=False,
        hooks=hooks,
    )


def work_until_stopped(worker: ResidentWorker, max_jobs: int = JOBS_PER_PROCESS) -> None:
    """Serve the queues until SIGTERM, SIGINT or the last job of this process."""
    worker.work(logging_level="WARNING", max_jobs=max_jobs)


@contextmanager
def _outage_logged(doing: str) -> Iterator[None]:
    try:
        yield
    except _OUTAGE as error:
        log.warning("queue.unreachable doing=%r reason=%s", doing, type(error).__name__)
