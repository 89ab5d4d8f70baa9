"""Orders that revise an earlier job: they keep its seed, so that its stages are found again, and pay for the rest."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from domain.errors import Conflict, Forbidden, InvalidParams
from domain.generator import Generator
from domain.jobs import Job, JobStatus
from domain.params import Params
from domain.ports import Transaction
from domain.users import User


def revised_id(generator: Generator[Any], params: Params) -> str | None:
    """The id of the job that an order revises; None for an order of something new."""
    return None if generator.revise is None else getattr(params, "revises", None)


def revised_job(tx: Transaction, user: User, key: str, job_id: str) -> Job:
    """The job that an order revises.

    Raises:
        NotFound: there is no such job.
        Forbidden: it is another account's; stages are kept apart by account, so administrators cannot revise it either.
        Conflict: it was made by another generator, or has not succeeded.
    """
    job = tx.jobs.get(job_id)
    if job.user_id != user.id:
        raise Forbidden("The job to revise belongs to another account.", field="revises")
    if job.generator != key:
        raise Conflict(f"The job to revise was made by {job.generator!r}, not by {key!r}.", field="revises")
    if job.status is not JobStatus.SUCCEEDED:
        message = "Only a finished job can be revised. Retry it, or order it anew."
        raise Conflict(message, field="revises", status=job.status.value)
    return job


def with_seed_of(job: Job, params: Params) -> Params:
    """The parameters with the seed of the job that they revise. Raises InvalidParams where they name another one."""
    if params.seed is None:
        return params.model_copy(update={"seed": job.seed})
    if params.seed != job.seed:
        message = f"A revision keeps the seed of its job, {job.seed}. Leave the seed out."
        raise InvalidParams.of_fields([("seed", message)])
    return params


def earlier_params(generator: Generator[Any], job: Job) -> Params:
    """What a job was made from. Raises Conflict where this version no longer understands it."""
    try:
        params: Params = generator.params.model_validate(dict(job.params))
    except (ValidationError, InvalidParams):
        message = "The job to revise is from an older version of Kinora. Order it anew."
        raise Conflict(message, field="revises") from None
    return params
