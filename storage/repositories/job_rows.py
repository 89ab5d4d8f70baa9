"""Between a job and its row."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from domain.jobs import Job, JobError, Step

_SAME = tuple(field.name for field in fields(Job) if field.name != "error")
_FIXED = frozenset({"id", "user_id", "created_at", "project_id"})


def job_values(job: Job) -> dict[str, Any]:
    """All columns of a job."""
    values = {name: getattr(job, name) for name in _SAME}
    values["params"] = dict(job.params)
    values["backend"] = None if job.backend is None else dict(job.backend)
    values["error_code"] = None if job.error is None else job.error.code
    values["error_message"] = None if job.error is None else job.error.message
    return values


def changeable(job: Job) -> dict[str, Any]:
    """The columns of a job that may change after it was made."""
    return {name: value for name, value in job_values(job).items() if name not in _FIXED}


def job_of(row: Row[Any]) -> Job:
    error = None if row.error_code is None else JobError(row.error_code, row.error_message)
    return Job(**{name: getattr(row, name) for name in _SAME}, error=error)


def step_of(row: Row[Any]) -> Step:
    return Step(row.name, row.title, row.weight, row.status, row.progress, row.seconds, row.reused)
