"""Moves jobs through their states, each move in one transaction with its ledger rows and its event.

Used by the studio (cancel), the worker (claim and end) and the sweeper (lost workers). Whoever moves a job must have
seen the state it moves from: a move from a state that is no longer the job's has no effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.clock import utc_now
from domain.errors import LeaseLost
from domain.jobs import Job, JobError, JobStatus, StoredArtifact
from domain.library import item_of
from domain.ports import Clock, JobEvent, ProgressChannel, Transaction, UnitOfWork
from domain.users import new_id
from domain.webhook_outbox import tell_webhooks

CLAIMS_MAX = 20
"""How often a worker tries to be the first one to claim a job whose turn it is."""


@dataclass(frozen=True)
class Lifecycle:
    """Every effect of a job's state change: the row, the ledger, the artifacts, the event."""

    storage: UnitOfWork
    channel: ProgressChannel
    clock: Clock = utc_now

    def claim(self, job_id: str) -> Job | None:
        """Lease a queued job to the caller; None when there is nothing to do (ended, or another worker has it)."""
        with self.storage.begin() as tx:
            job = tx.jobs.get(job_id)
            return self._claimed(tx, job) if job.status is JobStatus.QUEUED else None

    def claim_next(self, queues: Sequence[str], running_max: int) -> Job | None:
        """Lease the queued job whose turn it is to the caller; None when nobody waits who could be served.

        Args:
            queues: those that the caller serves.
            running_max: users with so many jobs running get no turn.
        """
        for _ in range(CLAIMS_MAX):
            with self.storage.begin() as tx:
                job = tx.jobs.next_in_line(queues, running_max)
                claimed = None if job is None else self._claimed(tx, job)
            if job is None or claimed is not None:
                return claimed
        return None  # Others are quicker each time, so nothing is left undone.

    def _claimed(self, tx: Transaction, job: Job) -> Job | None:
        claimed = self._moved(tx, job, job.claimed(new_id(), self.clock()))
        if claimed is not None:
            tx.jobs.reset_steps(job.id)
        return claimed

    def succeed(self, job: Job, artifacts: Sequence[StoredArtifact], charged: int) -> Job:
        """Record the artifacts and charge. Raises LeaseLost, leaving nothing behind, if the job is no longer ours."""
        with self.storage.begin() as tx:
            done = self._required(self._moved(tx, job, job.succeeded(charged, self.clock())))
            tx.artifacts.add(job.id, artifacts)
            moved = replace(done, project_id=tx.jobs.get(job.id).project_id)  # maybe since it was claimed
            tx.library.add(item_of(moved, artifacts))
            return moved

    def fail(self, job: Job, error: JobError) -> Job:
        """End a queued or running job with an error and give its credits back. Raises LeaseLost."""
        with self.storage.begin() as tx:
            return self._required(self._moved(tx, job, job.failed(error, self.clock())))

    def cancel(self, job: Job) -> Job | None:
        """Cancel and give the credits back; None when the job is no longer in the state that `job` shows."""
        with self.storage.begin() as tx:
            return self._moved(tx, job, job.cancelled(self.clock()))

    def give_back(self, job: Job) -> Job | None:
        """Queue a job again whose worker shuts down; None when someone else has moved it."""
        with self.storage.begin() as tx:
            return self._moved(tx, job, job.given_back(self.clock()))

    def lose_worker(self, job: Job) -> Job | None:
        """Queue a job again whose worker died, or end it; None when someone else has moved it."""
        with self.storage.begin() as tx:
            return self._moved(tx, job, job.worker_lost(self.clock()))

    def announce(self, job: Job) -> None:
        """Tell followers of the state that a committed move has led to."""
        self.channel.publish(state_event(job))

    def _moved(self, tx: Transaction, before: Job, after: Job) -> Job | None:
        if not tx.jobs.swap(before, after):
            return None
        if after.status.terminal:
            tx.ledger.settle(after.user_id, after.id, after.charged or 0)
            tell_webhooks(tx, after, self.clock())
        tx.events.add(state_event(after), self.clock())
        return after

    @staticmethod
    def _required(job: Job | None) -> Job:
        if job is None:
            raise LeaseLost("This job now belongs to another worker.")
        return job


def state_event(job: Job) -> JobEvent:
    """The event that tells a job's state."""
    error = None if job.error is None else {"code": job.error.code, "message": job.error.message}
    data = {"status": job.status.value, "attempt": job.attempt, "progress": job.progress, "error": error}
    return JobEvent(job.id, job.user_id, "state", data)
