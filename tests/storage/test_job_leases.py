"""Jobs under way: only the holder of the lease writes, and no wish to cancel is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import NotFound
from domain.jobs import LEASE, JobStatus, Step, StepStatus
from storage.database import Database
from tests.storage.factories import NOW, add_job, add_running, add_user, make_job

STEPS = [Step("draw-1", "Drawing picture 1 of 2", 2.0), Step("draw-2", "Drawing picture 2 of 2", 2.0)]


def test_second_claim_of_a_job_loses(database: Database) -> None:
    # given two workers that read the same queued job
    job = add_job(database, add_user(database))

    # when both claim it
    with database.begin() as tx:
        first = tx.jobs.swap(job, job.claimed("one", NOW))
        second = tx.jobs.swap(job, job.claimed("two", NOW))

    # then the first has it
    with database.read() as tx:
        assert (first, second, tx.jobs.get(job.id).lease_token) == (True, False, "one")


def test_worker_that_was_taken_for_lost_cannot_write(database: Database) -> None:
    # given a job that was taken from a silent worker and given to another one
    stale = add_running(database, add_user(database), token="old")
    with database.begin() as tx:
        queued = stale.worker_lost(NOW)
        tx.jobs.swap(stale, queued)
        tx.jobs.swap(queued, queued.claimed("new", NOW))
        tx.jobs.reset_steps(stale.id)

    # when the first one wakes up
    with database.begin() as tx:
        written = [
            tx.jobs.beat(stale.id, "old", NOW + LEASE),
            tx.jobs.note(stale.id, "old", 0.9, "late", {"kind": "neural"}),
            tx.jobs.note_step(stale.id, "old", Step("draw-1", "late")),
            tx.jobs.swap(stale, stale.succeeded(4, NOW)),
        ]

    # then nothing it says has an effect
    with database.read() as tx:
        job = tx.jobs.get(stale.id)
    assert written == [False] * 4
    assert (job.status, job.attempt, job.lease_token, job.message) == (JobStatus.RUNNING, 2, "new", "")


def test_lease_token_alone_does_not_pass_for_another_attempt(database: Database) -> None:
    # given a job whose second attempt has, against all odds, the same token
    first = add_running(database, add_user(database), token="same")
    with database.begin() as tx:
        queued = first.worker_lost(NOW)
        tx.jobs.swap(first, queued)
        tx.jobs.swap(queued, queued.claimed("same", NOW))

        assert not tx.jobs.swap(first, first.succeeded(4, NOW))


def test_attempt_alone_does_not_pass_for_the_lease(database: Database) -> None:
    # given a running job
    running = add_running(database, add_user(database), token="mine")

    # when somebody with another token, or with none, ends it
    with database.begin() as tx:
        for token in ("other", None):
            stranger = replace(running, lease_token=token)
            assert not tx.jobs.swap(stranger, stranger.succeeded(4, NOW))

        # then it goes on
        assert tx.jobs.get(running.id) == running


def test_wish_to_cancel_survives_what_the_worker_writes(database: Database) -> None:
    # given a running job whose owner cancels after the worker has read it
    running = add_running(database, add_user(database))
    with database.begin() as tx:
        assert tx.jobs.request_cancel(running.id)

        # when the worker writes what it read
        assert tx.jobs.swap(running, replace(running, message="still busy"))
        assert tx.jobs.cancel_requested(running.id)

        # and is lost
        assert tx.jobs.swap(running, running.worker_lost(NOW))

    # then the next worker is told at once
    with database.read() as tx:
        assert tx.jobs.get(running.id).cancel_requested


def test_job_that_has_ended_before_the_wish_was_seen_shows_none(database: Database) -> None:
    running = add_running(database, add_user(database))
    with database.begin() as tx:
        tx.jobs.request_cancel(running.id)
        assert tx.jobs.swap(running, running.succeeded(4, NOW))
        assert not tx.jobs.cancel_requested(running.id)


def test_only_a_running_job_is_asked_to_stop(database: Database) -> None:
    queued = add_job(database, add_user(database))
    with database.begin() as tx:
        assert not tx.jobs.request_cancel(queued.id)
        assert not tx.jobs.cancel_requested(queued.id)


def test_holder_of_the_lease_prolongs_and_notes(database: Database) -> None:
    # given a running job
    job = make_job(add_user(database))
    running = job.claimed("mine", NOW)
    with database.begin() as tx:
        tx.jobs.add(job, STEPS)
        tx.jobs.swap(job, running)

        # when its worker reports
        done = replace(STEPS[0], status=StepStatus.DONE, progress=1.0, seconds=3.25, reused=True)
        assert tx.jobs.beat(job.id, "mine", NOW + LEASE * 2)
        assert tx.jobs.note(job.id, "mine", 0.5, "Drawing", {"kind": "builtin"})
        assert tx.jobs.note(job.id, "mine", 0.6, "Still drawing", None)
        assert tx.jobs.note_step(job.id, "mine", done)

    # then it shows
    with database.read() as tx:
        record = tx.jobs.record(job.id)
    assert record.job == replace(
        running, lease_until=NOW + LEASE * 2, progress=0.6, message="Still drawing", backend={"kind": "builtin"}
    )
    assert record.steps == (done, STEPS[1])


def test_unknown_step_is_not_found(database: Database) -> None:
    running = add_running(database, add_user(database), token="mine")
    with database.begin() as tx, pytest.raises(NotFound):
        tx.jobs.note_step(running.id, "mine", STEPS[0])


def test_steps_start_again(database: Database) -> None:
    job = make_job(add_user(database))
    done = replace(STEPS[0], status=StepStatus.DONE, progress=1.0, seconds=3.25, reused=True)
    with database.begin() as tx:
        tx.jobs.add(job, [done, STEPS[1]])
        tx.jobs.reset_steps(job.id)
        assert tx.jobs.record(job.id).steps == tuple(STEPS)


@pytest.mark.parametrize(("late", "found"), [(timedelta(0), True), (-timedelta(microseconds=1), False)])
def test_lease_ends_at_its_moment(database: Database, late: timedelta, found: bool) -> None:
    running = add_running(database, add_user(database))
    add_job(database, running.user_id)
    with database.read() as tx:
        lost = tx.jobs.lost(NOW + LEASE + late)
    assert lost == ([running] if found else [])
