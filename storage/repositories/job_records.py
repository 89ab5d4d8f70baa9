"""Jobs with their steps, artifacts and places in the queue: three queries, however many jobs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, case, func, select

from domain.jobs import Job, JobRecord, JobStatus, Priority, Step
from storage.repositories.artifacts import SqlArtifacts
from storage.repositories.job_rows import step_of
from storage.tables import JobRow, StepRow


def records(connection: Connection, jobs: Sequence[Job]) -> list[JobRecord]:
    """The record of each job, in the given order."""
    if not jobs:
        return []
    ids = [job.id for job in jobs]
    steps = _steps(connection, ids)
    artifacts = SqlArtifacts(connection).of_jobs(ids)
    positions = _queue_positions(connection, [job.id for job in jobs if job.status is JobStatus.QUEUED])
    return [
        JobRecord(job, tuple(steps.get(job.id, ())), tuple(artifacts.get(job.id, ())), positions.get(job.id))
        for job in jobs
    ]


def _steps(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Step]]:
    found: defaultdict[str, list[Step]] = defaultdict(list)
    for row in connection.execute(select(StepRow).where(StepRow.job_id.in_(ids)).order_by(StepRow.position)):
        found[row.job_id].append(step_of(row))
    return found


def _queue_positions(connection: Connection, ids: Sequence[str]) -> Mapping[str, int]:
    """1 for the job that its queue serves next. Served by priority, then by age."""
    if not ids:
        return {}
    rank = case({priority: place for place, priority in enumerate(Priority)}, value=JobRow.priority)
    place = func.row_number().over(partition_by=JobRow.queue, order_by=(rank, JobRow.created_at, JobRow.id))
    waiting = select(JobRow.id, place.label("place")).where(JobRow.status == JobStatus.QUEUED).subquery()
    return {row.id: row.place for row in connection.execute(select(waiting).where(waiting.c.id.in_(ids)))}
