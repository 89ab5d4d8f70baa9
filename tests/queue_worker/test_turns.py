"""Users take turns, whoever's jobs were delivered first. A real worker over real Valkey and SQLite."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from domain.jobs import Job, JobFilter, JobStatus
from queue_worker.connections import connect
from queue_worker.pulse import Pulse
from queue_worker.rq_queue import RqQueue
from queue_worker.runner import JobRunner
from queue_worker.status import Presence, WorkerCard
from queue_worker.sweeper import Sweeper
from queue_worker.worker import WorkerHooks, resident_worker
from tests.queue_worker.installation import Installation
from tests.storage.factories import NOW

RUNNERS: list[JobRunner] = []


def run_job(job_id: str) -> None:
    """What RQ calls, by name."""
    RUNNERS[-1].run(job_id)


@pytest.fixture
def queue(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> RqQueue:
    monkeypatch.setitem(globals(), "RUNNERS", [installation.runner])
    return RqQueue(connect(installation.redis_url), "tests.queue_worker.test_turns.run_job")


def order(installation: Installation, queue: RqQueue, user: str, **wanted: Any) -> Job:
    job = installation.add(user, parts=1, **wanted)
    queue.enqueue(job)
    return job


def work(installation: Installation, deliveries: int) -> None:
    """Serve the queues until they are empty, or so many deliveries were taken."""
    connection = connect(installation.redis_url)
    card = WorkerCard("turns", ["gpu", "cpu"], "cpu", NOW)
    presence = Presence(card, Pulse(installation.run_dir / "turns.pulse"), connection)
    hooks = WorkerHooks(presence, installation.runner.stop)
    worker = resident_worker(["gpu", "cpu"], "turns", connection, hooks)
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        worker.work(burst=True, max_jobs=deliveries, logging_level="WARNING")
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)


def started(installation: Installation, *users: str) -> list[str]:
    """The users whose jobs were started, in that order."""
    with installation.storage.read() as tx:
        jobs = [record.job for user in users for record in tx.jobs.page(JobFilter(user), None, 200)[0]]
    begun = [(job.started_at, job.user_id) for job in jobs if job.started_at is not None]
    return [user for _, user in sorted(begun)]


def test_one_job_does_not_wait_for_a_hundred_of_another_user(installation: Installation, queue: RqQueue) -> None:
    # given a hundred jobs of one user, the first of which has run, and one of another user, ordered last
    many, single = installation.user(), installation.user()
    for _ in range(100):
        order(installation, queue, many)
    work(installation, 1)
    last = order(installation, queue, single)
    assert installation.record(last).queue_position == 1

    # when the worker goes on
    work(installation, 2)

    # then that one is next
    assert started(installation, many, single)[:2] == [many, single]
    assert installation.job(last).status is JobStatus.SUCCEEDED


def test_all_are_served_in_turns_each_once_whatever_was_delivered(installation: Installation, queue: RqQueue) -> None:
    # given jobs whose deliveries stand user after user
    users = [installation.user() for _ in range(3)]
    jobs = [order(installation, queue, user, age=9) for user in users for _ in range(4)]
    sweeper = Sweeper(installation.lifecycle, installation.storage, queue)

    # when the worker works and the sweeper delivers what has lost its delivery to another's turn
    work(installation, 6)
    sweeper.sweep()
    work(installation, 100)

    # then
    assert started(installation, *users) == users * 4
    assert all(installation.job(job).status is JobStatus.SUCCEEDED for job in jobs)
    assert all(installation.settles(job.user_id, job) == 1 for job in jobs)


def test_the_sweeper_delivers_nothing_of_users_who_get_no_turn(installation: Installation, queue: RqQueue) -> None:
    busy, other = installation.user(), installation.user()
    running = installation.add(busy, age=20)
    assert installation.lifecycle.claim(running.id) is not None
    blocked, free = installation.add(busy, age=10), installation.add(other, age=10)
    sweeper = Sweeper(installation.lifecycle, installation.storage, queue, running_max=1)

    sweeper.sweep()

    assert queue.known([blocked.id, free.id]) == {free.id}
