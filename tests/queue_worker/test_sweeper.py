"""Jobs that nobody works on are found, and found once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.clock import utc_now
from domain.errors import Unavailable
from domain.jobs import Job, JobStatus
from tests.queue_worker.installation import Installation, wait_until


def claimed(installation: Installation, job: Job) -> Job:
    running = installation.lifecycle.claim(job.id)
    assert running is not None
    return running


def expire(installation: Installation, job: Job) -> None:
    with installation.storage.begin() as tx:
        assert tx.jobs.beat(job.id, job.lease_token or "", utc_now() - timedelta(seconds=1))


def test_a_job_whose_lease_has_ended_is_queued_again(installation: Installation) -> None:
    job = claimed(installation, installation.add(installation.user()))
    installation.sweeper.sweep()
    assert installation.job(job).status is JobStatus.RUNNING, "its lease still holds"

    expire(installation, job)
    installation.sweeper.sweep()

    again = installation.job(job)
    assert (again.status, again.attempt) == (JobStatus.QUEUED, 2)
    assert installation.queue.known([job.id]) == {job.id}


def test_many_sweepers_at_once_queue_it_once(installation: Installation) -> None:
    job = claimed(installation, installation.add(installation.user(), age=10))
    expire(installation, job)

    threads = [threading.Thread(target=installation.sweeper.sweep) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert installation.job(job).attempt == 2


def test_a_queued_job_that_the_queue_does_not_know_is_delivered(installation: Installation) -> None:
    old, new = installation.add(installation.user(), age=10), installation.add(installation.user())

    installation.sweeper.sweep()

    assert installation.queue.known([old.id, new.id]) == {old.id}, "a new one may be on its way"


def test_a_job_that_waits_keeps_its_place(installation: Installation) -> None:
    user = installation.user()
    first, second = installation.order(user, age=10), installation.order(user, age=9)

    installation.sweeper.sweep()

    from rq import Queue
    from rq.serializers import JSONSerializer

    from queue_worker.connections import connect

    waiting = Queue("cpu-normal", connection=connect(installation.redis_url), serializer=JSONSerializer)
    assert waiting.job_ids == [first.id, second.id]


def test_a_dead_worker_s_job_is_released_at_once_but_not_its_successor_s(installation: Installation) -> None:
    job = claimed(installation, installation.add(installation.user()))

    installation.sweeper.release(job.id, "another-lease")
    installation.sweeper.release("no-such-job", "lease")
    assert installation.job(job).status is JobStatus.RUNNING

    installation.sweeper.release(job.id, job.lease_token or "")
    assert installation.job(job).status is JobStatus.QUEUED


def test_a_job_that_was_to_be_cancelled_ends_with_its_worker(installation: Installation) -> None:
    user = installation.user()
    job = claimed(installation, installation.add(user))
    installation.cancel(job)
    expire(installation, job)

    installation.sweeper.sweep()

    assert installation.job(job).status is JobStatus.CANCELLED
    assert installation.credits(user) == (1000, 0)


def test_the_thread_goes_on_after_a_failure(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = iter([Unavailable("no database"), RuntimeError("a fault")])
    read = type(installation.storage).read

    def unreliable(storage: object) -> object:
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return read(storage)  # type: ignore[arg-type]  # the storage itself

    monkeypatch.setattr(type(installation.storage), "read", unreliable)
    job = installation.add(installation.user(), age=10)
    sweeper = replace(installation.sweeper, interval=0.02)
    sweeper.start()

    wait_until(lambda: installation.queue.known([job.id]), what="a delivery")
    sweeper.stop()
