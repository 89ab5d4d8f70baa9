"""The job machine: only the moves of the table, and every end clears the lease."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import IllegalTransition
from domain.jobs import LEASE, MAX_ATTEMPTS, TRANSITIONS, Job, JobError, JobStatus

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ERROR = JobError("bad", "It went wrong.")


def new_job(**changes: object) -> Job:
    values: dict[str, object] = dict(
        id="a" * 32, user_id="b" * 32, generator="script", params={}, seed=1, price=3, queue="cpu",
        created_at=NOW, time_limit=60.0,
    )  # fmt: skip
    return Job(**{**values, **changes})  # type: ignore[arg-type]  # the table above has the types


MOVES: dict[str, Callable[[Job], Job]] = {
    "claim": lambda job: job.claimed("token", NOW),
    "succeed": lambda job: job.succeeded(job.price, NOW),
    "fail": lambda job: job.failed(ERROR, NOW),
    "cancel": lambda job: job.cancelled(NOW),
    "lose": lambda job: job.worker_lost(NOW),
    "give back": lambda job: job.given_back(NOW),
}


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=12))
def test_every_path_keeps_to_the_table(moves: list[str]) -> None:
    job = new_job()
    for move in moves:
        before = job.status
        try:
            job = MOVES[move](job)
        except IllegalTransition:
            continue
        assert job.status in TRANSITIONS[before]
        assert (job.lease_token is not None) == (job.status is JobStatus.RUNNING)
        assert (job.finished_at is not None) == job.status.terminal
        assert 1 <= job.attempt <= MAX_ATTEMPTS
        assert (job.charged is not None) == job.status.terminal


@given(st.sampled_from(sorted(MOVES)))
def test_nothing_leaves_a_terminal_state(move: str) -> None:
    for ended in (new_job().cancelled(NOW), new_job().failed(ERROR, NOW)):
        with pytest.raises(IllegalTransition):
            MOVES[move](ended)


def test_a_claim_starts_a_lease_and_keeps_the_first_start() -> None:
    again = new_job().claimed("one", NOW).worker_lost(NOW).claimed("two", NOW + timedelta(minutes=1))
    assert again.lease_until == NOW + timedelta(minutes=1) + LEASE
    assert (again.started_at, again.attempt) == (NOW, 2)


def test_a_job_that_kills_its_worker_fails_after_the_last_attempt() -> None:
    job = new_job()
    for _ in range(MAX_ATTEMPTS - 1):
        job = job.claimed("token", NOW).worker_lost(NOW)
        assert job.status is JobStatus.QUEUED
    job = job.claimed("token", NOW).worker_lost(NOW)
    assert job.status is JobStatus.FAILED
    assert job.error is not None
    assert job.error.code == "worker_lost"
    assert job.charged == 0


def test_a_shutdown_is_no_attempt_of_the_job() -> None:
    job = new_job()
    for _ in range(MAX_ATTEMPTS + 1):
        job = job.claimed("token", NOW).given_back(NOW)
    assert (job.status, job.attempt) == (JobStatus.QUEUED, 1)


def test_a_lost_worker_ends_a_job_that_was_being_cancelled() -> None:
    job = new_job(cancel_requested=True).claimed("token", NOW)
    assert job.worker_lost(NOW).status is JobStatus.CANCELLED
