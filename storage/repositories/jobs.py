"""Jobs in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from domain.errors import Conflict, NotFound
from domain.jobs import Job, JobFilter, JobRecord, JobStatus, Step, StepStatus
from storage.account_lock import lock_account
from storage.cursor import split_page, up_to
from storage.insert import insert_new
from storage.repositories.job_records import records
from storage.repositories.job_rows import changeable, job_of, job_values
from storage.repositories.line import next_in_line
from storage.tables import Base, JobRow, StepRow

OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)


class SqlJobs:
    """`domain.ports.Jobs`. What a run writes is fenced: it has an effect only while the run holds its lease."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job: Job, steps: Sequence[Step]) -> None:
        """Raises Conflict when the user has a job with this idempotency key."""
        if not insert_new(self._connection, JobRow, job_values(job), ["user_id", "idempotency_key"]):
            raise Conflict("There is a job with this idempotency key already.")
        if steps:
            rows = [{"job_id": job.id, "position": position, **vars(step)} for position, step in enumerate(steps)]
            self._connection.execute(insert(StepRow), rows)

    def get(self, job_id: str) -> Job:
        row = self._connection.execute(select(JobRow).where(JobRow.id == job_id)).one_or_none()
        if row is None:
            raise NotFound("There is no such job.")
        return job_of(row)

    def record(self, job_id: str) -> JobRecord:
        return records(self._connection, [self.get(job_id)])[0]

    def by_idempotency_key(self, user_id: str, key: str) -> Job | None:
        """The user's job with this key. In a writing transaction the answer stays true until it ends."""
        lock_account(self._connection, user_id)
        same = (JobRow.user_id == user_id, JobRow.idempotency_key == key)
        row = self._connection.execute(select(JobRow).where(*same)).one_or_none()
        return None if row is None else job_of(row)

    def page(self, where: JobFilter, cursor: str | None, limit: int) -> tuple[list[JobRecord], str | None]:
        query = up_to(select(JobRow).where(*_matching(where)), JobRow, cursor, limit)
        jobs, following = split_page([job_of(row) for row in self._connection.execute(query)], limit)
        return records(self._connection, jobs), following

    def succeeded(self, generator: str, since: datetime, limit: int) -> list[JobRecord]:
        done = (JobRow.status == JobStatus.SUCCEEDED, JobRow.created_at >= since, JobRow.generator == generator)
        query = select(JobRow).where(*done).order_by(JobRow.created_at.desc()).limit(limit)
        return records(self._connection, [job_of(row) for row in self._connection.execute(query)])

    def open_of(self, user_id: str) -> list[JobRecord]:
        # Sorted here: asked to sort, SQLite would walk all jobs of the user in their order.
        query = select(JobRow).where(JobRow.user_id == user_id, JobRow.status.in_(OPEN))
        jobs = [job_of(row) for row in self._connection.execute(query)]
        return records(self._connection, sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True))

    def queued_of(self, user_id: str) -> int:
        """How many wait. Of two writing transactions that ask, the second one waits and counts the first's."""
        lock_account(self._connection, user_id)
        mine = (JobRow.user_id == user_id, JobRow.status == JobStatus.QUEUED)
        return self._connection.execute(select(func.count()).select_from(JobRow).where(*mine)).scalar_one()

    def counts(self, user_id: str) -> dict[JobStatus, int]:
        """How many jobs of a user are in each state, by one pass over an index."""
        each = select(JobRow.status, func.count()).where(JobRow.user_id == user_id).group_by(JobRow.status)
        return {JobStatus(status): count for status, count in self._connection.execute(each)}

    def swap(self, before: Job, after: Job) -> bool:
        """Compare and set. A wish to cancel that came after `before` was read is kept unless `after` has ended."""
        values = changeable(after)
        if not (after.status.terminal or after.cancel_requested):
            del values["cancel_requested"]
        unchanged = (
            JobRow.id == before.id,
            JobRow.status == before.status,
            JobRow.attempt == before.attempt,
            JobRow.lease_token.is_not_distinct_from(before.lease_token),
        )
        return self._changed(JobRow, unchanged, **values)

    def beat(self, job_id: str, lease_token: str, until: datetime) -> bool:
        return self._changed(JobRow, _leased(job_id, lease_token), lease_until=until)

    def cancel_requested(self, job_id: str) -> bool:
        """Whether a job was asked to stop; False for an unknown one."""
        query = select(JobRow.cancel_requested).where(JobRow.id == job_id)
        return bool(self._connection.execute(query).scalar_one_or_none())

    def request_cancel(self, job_id: str) -> bool:
        running = (JobRow.id == job_id, JobRow.status == JobStatus.RUNNING)
        return self._changed(JobRow, running, cancel_requested=True)

    def note(
        self, job_id: str, lease_token: str, progress: float, message: str, backend: dict[str, Any] | None
    ) -> bool:
        values = {"progress": progress, "message": message} | ({} if backend is None else {"backend": backend})
        return self._changed(JobRow, _leased(job_id, lease_token), **values)

    def note_step(self, job_id: str, lease_token: str, step: Step) -> bool:
        """Write a step of this name. Raises NotFound when the job has none; False when the lease is lost."""
        # The lock keeps PostgreSQL from giving the lease away between this and the write.
        lock = select(JobRow.id).where(*_leased(job_id, lease_token)).with_for_update(key_share=True)
        if self._connection.execute(lock).first() is None:
            return False
        if not self._changed(StepRow, (StepRow.job_id == job_id, StepRow.name == step.name), **vars(step)):
            raise NotFound("The job has no such step.", step=step.name)
        return True

    def move(self, job_id: str, project_id: str | None) -> None:
        self._changed(JobRow, (JobRow.id == job_id,), project_id=project_id)

    def delete(self, job_id: str) -> None:
        self._connection.execute(delete(JobRow).where(JobRow.id == job_id))

    def reset_steps(self, job_id: str) -> None:
        pending = {"status": StepStatus.PENDING, "progress": 0.0, "seconds": None, "reused": False}
        self._connection.execute(update(StepRow).where(StepRow.job_id == job_id).values(**pending))

    def lost(self, now: datetime) -> list[Job]:
        return self._oldest_first(JobRow.status == JobStatus.RUNNING, JobRow.lease_until <= now)

    def waiting(self, created_before: datetime) -> list[Job]:
        return self._oldest_first(JobRow.status == JobStatus.QUEUED, JobRow.created_at < created_before)

    def next_in_line(self, queues: Sequence[str], running_max: int) -> Job | None:
        row = next_in_line(self._connection, queues, running_max)
        return None if row is None else job_of(row)

    def waiting_for(self, generator: str, limit: int) -> list[Job]:
        queued = (JobRow.status == JobStatus.QUEUED, JobRow.generator == generator)
        query = select(JobRow).where(*queued).order_by(JobRow.created_at, JobRow.id).limit(limit)
        return [job_of(row) for row in self._connection.execute(query)]

    def running(self) -> list[Job]:
        return self._oldest_first(JobRow.status == JobStatus.RUNNING)

    def _oldest_first(self, *where: ColumnElement[bool]) -> list[Job]:
        query = select(JobRow).where(*where).order_by(JobRow.created_at, JobRow.id)
        return [job_of(row) for row in self._connection.execute(query)]

    def _changed(self, table: type[Base], where: Sequence[ColumnElement[bool]], **values: Any) -> bool:
        return self._connection.execute(update(table).where(*where).values(**values)).rowcount == 1


def _leased(job_id: str, lease_token: str) -> tuple[ColumnElement[bool], ...]:
    return (JobRow.id == job_id, JobRow.status == JobStatus.RUNNING, JobRow.lease_token == lease_token)


def _matching(where: JobFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [] if where.project_id else [JobRow.user_id == where.user_id]
    if where.statuses:
        conditions.append(JobRow.status.in_(where.statuses))
    if where.generator is not None:
        conditions.append(JobRow.generator == where.generator)
    if where.project_id is not None:
        conditions.append(JobRow.project_id == where.project_id)
    if where.priority is not None:
        conditions.append(JobRow.priority == where.priority)
    return conditions
