"""A job and the machine of its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.errors import IllegalTransition
from domain.generator import Queue

MAX_ATTEMPTS = 3
"""A job whose worker is lost this many times fails: its own input may be what kills the worker."""

LEASE = timedelta(seconds=8)
"""How long a worker may be silent before its job is given to another one: four missed heartbeats."""

HEARTBEAT = timedelta(seconds=2)

EXPECTED_SECONDS = 10.0
"""How long a job is taken to run of whose kind nothing is known."""


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def terminal(self) -> bool:
        return not TRANSITIONS[self]


TRANSITIONS: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING, JobStatus.CANCELLED, JobStatus.FAILED}),
    JobStatus.RUNNING: frozenset({JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.QUEUED}),
    JobStatus.SUCCEEDED: frozenset(),
    JobStatus.FAILED: frozenset(),
    JobStatus.CANCELLED: frozenset(),
}


class Priority(StrEnum):
    """From first to last served."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class StepStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"


@dataclass(frozen=True)
class JobError:
    """Why a job failed: a code for programs and a message that says what to do."""

    code: str
    message: str


@dataclass(frozen=True)
class Step:
    """A stage of one job. `reused`: its output came from an earlier run; `seconds`: time spent on it."""

    name: str
    title: str
    weight: float = 1.0
    status: StepStatus = StepStatus.PENDING
    progress: float = 0.0
    seconds: float | None = None
    reused: bool = False


@dataclass(frozen=True)
class StoredArtifact:
    """A result file in the object store."""

    name: str
    content_type: str
    size: int
    key: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@dataclass(frozen=True)
class Job:
    """One order of one result. Times are aware UTC, credits whole.

    Attributes:
        params: the validated parameters, JSON-able, seed included.
        seed: the seed actually used.
        backend: which backend made it: `BackendInfo` as a dict, once known.
        attempt: 1 for the first run; one more each time a worker was lost.
        lease_token: of the run that may write to this job; None unless running.
        progress: 0..1 over all stages.
        files_removed_at: when its results were removed because nobody kept them; see domain/retention.py.
        expected_seconds: how long it was expected to run when it was ordered, waiting left out.
    """

    id: str
    user_id: str
    generator: str
    params: Mapping[str, Any]
    seed: int
    price: int
    queue: Queue
    created_at: datetime
    time_limit: float
    expected_seconds: float = EXPECTED_SECONDS
    project_id: str | None = None
    priority: Priority = Priority.NORMAL
    idempotency_key: str | None = None
    request_hash: str = ""
    status: JobStatus = JobStatus.QUEUED
    attempt: int = 1
    lease_token: str | None = None
    lease_until: datetime | None = None
    cancel_requested: bool = False
    progress: float = 0.0
    message: str = ""
    backend: Mapping[str, Any] | None = None
    charged: int | None = None
    error: JobError | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    files_removed_at: datetime | None = None

    def _to(self, status: JobStatus, **changes: Any) -> Job:
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(f"A {self.status} job cannot become {status}.", job_id=self.id)
        return replace(self, status=status, **changes)

    def claimed(self, lease_token: str, now: datetime) -> Job:
        """queued -> running, leased to the holder of `lease_token`."""
        return self._to(
            JobStatus.RUNNING,
            lease_token=lease_token,
            lease_until=now + LEASE,
            started_at=self.started_at or now,
            progress=0.0,
            message="",
        )

    def succeeded(self, charged: int, now: datetime) -> Job:
        """running -> succeeded; `charged` is between 0 and the price."""
        return self._ended(JobStatus.SUCCEEDED, now, charged=charged, progress=1.0, message="Done")

    def failed(self, error: JobError, now: datetime) -> Job:
        """queued or running -> failed; nothing is charged."""
        return self._ended(JobStatus.FAILED, now, charged=0, error=error, message="")

    def cancelled(self, now: datetime) -> Job:
        """queued or running -> cancelled; nothing is charged."""
        return self._ended(JobStatus.CANCELLED, now, charged=0, message="")

    def _ended(self, status: JobStatus, now: datetime, **changes: Any) -> Job:
        return self._to(status, lease_token=None, lease_until=None, finished_at=now, **changes)

    def given_back(self, now: datetime) -> Job:
        """running -> queued because its worker shuts down in good order: no attempt is used up. Or cancelled."""
        if self.status is not JobStatus.RUNNING:
            raise IllegalTransition(f"A {self.status} job cannot be given back.", job_id=self.id)
        if self.cancel_requested:
            return self.cancelled(now)
        return self._to(JobStatus.QUEUED, lease_token=None, lease_until=None, progress=0.0, message="")

    def worker_lost(self, now: datetime) -> Job:
        """running -> queued for another attempt, or cancelled if that was asked for, or failed after the last."""
        if self.status is not JobStatus.RUNNING:
            raise IllegalTransition(f"A {self.status} job has no worker to lose.", job_id=self.id)
        if self.cancel_requested:
            return self.cancelled(now)
        if self.attempt >= MAX_ATTEMPTS:
            error = JobError(
                "worker_lost", f"The worker stopped {self.attempt} times while on this job. You were not charged."
            )
            return self.failed(error, now)
        return self._to(
            JobStatus.QUEUED, attempt=self.attempt + 1, lease_token=None, lease_until=None, progress=0.0, message=""
        )

    @property
    def input_prefix(self) -> str:
        return f"inputs/{self.user_id}/{self.id}/"

    @property
    def output_prefix(self) -> str:
        return f"outputs/{self.user_id}/{self.id}/"


@dataclass(frozen=True)
class JobRecord:
    """A job with what belongs to it, as one read gives it.

    Attributes:
        queue_position: 1 for the job that is served next; None unless it is queued.
        work_ahead: seconds of work, for one worker, until it is served; None unless it is queued.
        starts_in: seconds until it starts; None unless it is queued, or where nobody knows.
    """

    job: Job
    steps: tuple[Step, ...] = ()
    artifacts: tuple[StoredArtifact, ...] = ()
    queue_position: int | None = None
    work_ahead: float | None = None
    starts_in: float | None = None


@dataclass(frozen=True)
class JobFilter:
    """Which jobs a list shows: a user's own; of a project everybody's, where `Studio.jobs` has found the user in it."""

    user_id: str
    statuses: tuple[JobStatus, ...] = ()
    generator: str | None = None
    project_id: str | None = None
    priority: Priority | None = None


@dataclass(frozen=True)
class Page:
    """A page of a list, newest first; `next_cursor` is None on the last one."""

    items: tuple[JobRecord, ...]
    next_cursor: str | None = field(default=None)
