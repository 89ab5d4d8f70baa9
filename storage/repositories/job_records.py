"""Jobs with their steps, artifacts and places in the queue: three queries, however many jobs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from domain.jobs import Job, JobRecord, JobStatus, Step, StoredArtifact
from storage.repositories.artifacts import SqlArtifacts
from storage.repositories.job_rows import step_of
from storage.repositories.line import Place, places
from storage.tables import StepRow


def records(connection: Connection, jobs: Sequence[Job]) -> list[JobRecord]:
    """The record of each job, in the given order."""
    if not jobs:
        return []
    ids = [job.id for job in jobs]
    steps = _steps(connection, ids)
    artifacts = SqlArtifacts(connection).of_jobs(ids)
    waiting = places(connection, [job.id for job in jobs if job.status is JobStatus.QUEUED])
    return [_record(job, steps.get(job.id, ()), artifacts.get(job.id, ()), waiting.get(job.id)) for job in jobs]


def _record(job: Job, steps: Sequence[Step], artifacts: Sequence[StoredArtifact], place: Place | None) -> JobRecord:
    found = JobRecord(job, tuple(steps), tuple(artifacts))
    return found if place is None else replace(found, queue_position=place.position, work_ahead=place.work_ahead)


def _steps(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[Step]]:
    found: defaultdict[str, list[Step]] = defaultdict(list)
    for row in connection.execute(select(StepRow).where(StepRow.job_id.in_(ids)).order_by(StepRow.position)):
        found[row.job_id].append(step_of(row))
    return found
