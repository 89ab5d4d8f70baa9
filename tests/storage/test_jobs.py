"""Jobs: records, lists and places in the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from domain.errors import BadRequest, Conflict, NotFound
from domain.jobs import JobError, JobFilter, JobStatus, Priority, Step, StoredArtifact
from domain.lifecycle import Lifecycle
from domain.ports import JobEvent
from storage.database import Database
from tests.storage.factories import NOW, add_job, add_running, add_user, make_job
from tests.support.studio import RememberedChannel

STEPS = [Step("draw-1", "Drawing picture 1 of 2", 2.0), Step("draw-2", "Drawing picture 2 of 2", 2.0)]
PICTURE = StoredArtifact("image-1.png", "image/png", 12_345, "outputs/u/j/image-1.png", 640, 480)
SOUND = StoredArtifact("speech.wav", "audio/wav", 3_000_000_000, "outputs/u/j/speech.wav", duration=12.5)


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(database._engine, "before_cursor_execute", note)
    yield statements
    event.remove(database._engine, "before_cursor_execute", note)


def test_job_comes_back_as_it_was_stored(database: Database) -> None:
    job = add_job(
        database,
        add_user(database),
        project_id="p1",
        priority=Priority.URGENT,
        idempotency_key="k1",
        request_hash="abc",
        backend={"kind": "builtin", "model": None},
        queue="gpu",
    )
    with database.read() as tx:
        assert tx.jobs.get(job.id) == job


def test_ended_job_comes_back_with_its_error(database: Database) -> None:
    running = add_running(database, add_user(database))
    failed = running.failed(JobError("out_of_memory", "Choose a smaller picture."), NOW)
    with database.begin() as tx:
        assert tx.jobs.swap(running, failed)
    with database.read() as tx:
        assert tx.jobs.get(running.id) == failed


def test_unknown_job_is_not_found(database: Database) -> None:
    with database.begin() as tx:
        with pytest.raises(NotFound):
            tx.jobs.get("nothing")
        with pytest.raises(NotFound):
            tx.jobs.record("nothing")
        assert not tx.jobs.cancel_requested("nothing")
        assert not tx.jobs.request_cancel("nothing")


def test_record_has_steps_in_order_artifacts_and_place(database: Database) -> None:
    # given a queued job with steps and results
    job = make_job(add_user(database))
    with database.begin() as tx:
        tx.jobs.add(job, STEPS)
        tx.artifacts.add(job.id, [SOUND, PICTURE])

    # when read
    with database.read() as tx:
        record = tx.jobs.record(job.id)

        # then everything is with it
        assert record.job == job
        assert record.steps == tuple(STEPS)
        assert record.artifacts == (SOUND, PICTURE)
        assert record.queue_position == 1
        assert tx.artifacts.of_job(job.id) == [SOUND, PICTURE]


def test_artifact_name_comes_once_in_a_job(database: Database) -> None:
    job = add_job(database, add_user(database))
    with pytest.raises(IntegrityError), database.begin() as tx:
        tx.artifacts.add(job.id, [PICTURE, PICTURE])


def test_idempotency_key_is_per_user(database: Database) -> None:
    # given two users with the same key
    user_id = add_user(database)
    mine = add_job(database, user_id, idempotency_key="k")
    theirs = add_job(database, add_user(database), idempotency_key="k")

    # when a second job comes with it / then it is refused, and the transaction can go on
    with database.begin() as tx:
        with pytest.raises(Conflict, match="idempotency key"):
            tx.jobs.add(make_job(user_id, idempotency_key="k"), STEPS)
        assert tx.jobs.by_idempotency_key(user_id, "k") == mine
        assert tx.jobs.by_idempotency_key(theirs.user_id, "k") == theirs
        assert tx.jobs.by_idempotency_key(user_id, "other") is None


def test_jobs_without_a_key_do_not_collide(database: Database) -> None:
    user_id = add_user(database)
    add_job(database, user_id)
    add_job(database, user_id)
    with database.read() as tx:
        assert len(tx.jobs.open_of(user_id)) == 2


def test_pages_give_each_job_once_newest_first(database: Database) -> None:
    # given seven jobs, some made at the same moment, and one of somebody else
    user_id = add_user(database)
    made = [add_job(database, user_id, created_at=NOW + timedelta(seconds=number // 3)) for number in range(7)]
    add_job(database, add_user(database))

    # when read by pages of three, a new job coming in between
    seen, cursor, sizes = [], None, []
    with database.begin() as tx:
        while True:
            records, cursor = tx.jobs.page(JobFilter(user_id), cursor, 3)
            seen += [record.job for record in records]
            sizes.append(len(records))
            if cursor is None:
                break
            tx.jobs.add(make_job(user_id, created_at=NOW + timedelta(hours=1)), [])

    # then
    assert seen == sorted(made, key=lambda job: (job.created_at, job.id), reverse=True)
    assert sizes == [3, 3, 1]


def test_page_that_ends_with_the_last_job_has_no_next_one(database: Database) -> None:
    user_id = add_user(database)
    for _ in range(2):
        add_job(database, user_id)
    with database.read() as tx:
        assert tx.jobs.page(JobFilter(user_id), None, 2)[1] is None
        assert tx.jobs.page(JobFilter(user_id), None, 1)[1] is not None


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, {"a", "b", "c"}),
        ({"statuses": (JobStatus.RUNNING,)}, {"c"}),
        ({"statuses": (JobStatus.QUEUED, JobStatus.RUNNING)}, {"a", "b", "c"}),
        ({"statuses": (JobStatus.FAILED,)}, set()),
        ({"generator": "story"}, {"b"}),
        ({"project_id": "p"}, {"a"}),
        ({"priority": Priority.HIGH}, {"b"}),
        ({"priority": Priority.HIGH, "generator": "image"}, set()),
    ],
)
def test_list_is_filtered(database: Database, where: dict[str, object], expected: set[str]) -> None:
    user_id = add_user(database)
    add_job(database, user_id, id="a", project_id="p")
    add_job(database, user_id, id="b", generator="story", priority=Priority.HIGH)
    add_running(database, user_id, id="c")
    with database.read() as tx:
        records, _ = tx.jobs.page(JobFilter(user_id, **where), None, 10)  # type: ignore[arg-type]  # by parametrize
    assert {record.job.id for record in records} == expected


def test_foreign_cursor_is_a_bad_request(database: Database) -> None:
    with database.read() as tx, pytest.raises(BadRequest, match="first page"):
        tx.jobs.page(JobFilter(add_user(database)), "no cursor", 10)


@pytest.mark.parametrize("count", [1, 12])
def test_number_of_queries_does_not_grow_with_the_list(database: Database, count: int) -> None:
    # given jobs with steps and artifacts
    user_id = add_user(database)
    with database.begin() as tx:
        for _ in range(count):
            job = make_job(user_id)
            tx.jobs.add(job, STEPS)
            tx.artifacts.add(job.id, [PICTURE])

    # when listed
    with counted_queries(database) as queries, database.read() as tx:
        records, _ = tx.jobs.page(JobFilter(user_id), None, 50)

    # then: jobs, steps, artifacts, places
    assert len(records) == count and all(record.steps and record.artifacts for record in records)
    assert len(queries) == 4


def test_open_jobs_are_the_queued_and_running_ones(database: Database) -> None:
    user_id = add_user(database)
    queued = add_job(database, user_id)
    running = add_running(database, user_id, created_at=NOW + timedelta(seconds=1))
    ended = add_running(database, user_id)
    add_job(database, add_user(database))
    with database.begin() as tx:
        tx.jobs.swap(ended, ended.succeeded(4, NOW))
    with database.read() as tx:
        assert [record.job for record in tx.jobs.open_of(user_id)] == [running, queued]


def test_queue_serves_by_priority_then_age(database: Database) -> None:
    # given jobs of several users, in both queues
    def queued(job_id: str, seconds: int, priority: Priority = Priority.NORMAL, queue: str = "cpu") -> None:
        made = NOW + timedelta(seconds=seconds)
        add_job(database, add_user(database), id=job_id, created_at=made, priority=priority, queue=queue)

    queued("low", 0, Priority.LOW)
    queued("second", 2)
    queued("first", 1)
    queued("urgent", 9, Priority.URGENT)
    queued("high", 8, Priority.HIGH)
    queued("other-queue", 0, queue="gpu")
    running = add_running(database, add_user(database))

    # when looked at
    with database.read() as tx:
        names = ("urgent", "high", "first", "second", "low", "other-queue", running.id)
        places = [tx.jobs.record(name).queue_position for name in names]

    # then
    assert places == [1, 2, 4, 5, 6, 3, None]


def test_users_take_turns_and_those_that_were_served_least_go_first(database: Database) -> None:
    # given three jobs of one user, of whom one more runs, and later one of each of two others; one was served before
    many, one, served = (add_user(database) for _ in range(3))
    add_running(database, many)
    for place in range(3):
        add_job(database, many, id=f"many-{place}", created_at=NOW + timedelta(seconds=place))
    past = add_running(database, served, "lease-2")
    with database.begin() as tx:
        assert tx.jobs.swap(past, past.succeeded(1, NOW))
    add_job(database, served, id="served", created_at=NOW + timedelta(seconds=5))
    add_job(database, one, id="one", created_at=NOW + timedelta(seconds=6), expected_seconds=3.0)

    # when looked at
    names = ["one", "served", "many-0", "many-1", "many-2"]
    with database.read() as tx:
        records = [tx.jobs.record(name) for name in names]
        first = tx.jobs.next_in_line(["gpu", "cpu"], 4)
        other_queue = tx.jobs.next_in_line(["gpu"], 4)

    # then places and work ahead follow one order, and the first in it is served
    assert [record.queue_position for record in records] == [1, 2, 3, 4, 5]
    assert [record.work_ahead for record in records] == [10.0, 13.0, 23.0, 33.0, 43.0]
    assert first is not None and first.id == "one"
    assert other_queue is None


def test_users_with_as_many_jobs_running_as_they_may_get_no_turn(database: Database) -> None:
    busy, other = add_user(database), add_user(database)
    add_running(database, busy)
    add_job(database, busy, id="urgent", priority=Priority.URGENT)
    add_job(database, other, id="low", priority=Priority.LOW)
    with database.begin() as tx:
        turns = [tx.jobs.next_in_line(["cpu"], most) for most in (2, 1)]
    assert [job and job.id for job in turns] == ["urgent", "low"]


def test_orders_are_counted_apart_and_forgotten(database: Database) -> None:
    user_id, other, minute = add_user(database), add_user(database), timedelta(minutes=1)
    with database.begin() as tx:
        for moment, minor in ((NOW, False), (NOW + minute, True), (NOW + 2 * minute, False)):
            tx.orders.add(user_id, minor=minor, at=moment, forget=NOW - minute)
        tx.orders.add(other, minor=False, at=NOW + minute, forget=NOW - minute)
        assert tx.orders.newest(user_id, minor=False, since=NOW - minute, limit=5) == [NOW + 2 * minute, NOW]
        assert tx.orders.newest(user_id, minor=False, since=NOW, limit=5) == [NOW + 2 * minute]
        tx.orders.add(user_id, minor=True, at=NOW + 3 * minute, forget=NOW)
        assert tx.orders.newest(user_id, minor=False, since=NOW - minute, limit=5) == [NOW + 2 * minute]


def test_waiting_and_running_jobs_oldest_first(database: Database) -> None:
    user_id = add_user(database)
    late = add_job(database, user_id, created_at=NOW + timedelta(seconds=2))
    early = add_job(database, user_id, created_at=NOW)
    running = add_running(database, user_id)
    with database.read() as tx:
        assert tx.jobs.waiting(NOW + timedelta(seconds=3)) == [early, late]
        assert tx.jobs.waiting(late.created_at) == [early]
        assert tx.jobs.running() == [running]
        assert tx.jobs.waiting_for(early.generator, 5) == [early, late]
        assert tx.jobs.waiting_for(early.generator, 1) == [early] and tx.jobs.waiting_for("another", 5) == []


def test_events_are_replayed_in_order_with_ids_that_grow(database: Database) -> None:
    job = add_job(database, add_user(database))
    other = add_job(database, job.user_id)
    sent = [JobEvent(job.id, job.user_id, "state", {"status": status}) for status in ("queued", "running")]
    with database.begin() as tx:
        for number, each in enumerate(sent):
            tx.events.add(each, NOW + timedelta(milliseconds=number))
        tx.events.add(replace(sent[0], job_id=other.id), NOW)

    with database.read() as tx:
        found = tx.events.of_job(job.id)
    assert [replace(each, id="") for each in found] == sent
    milliseconds = [int(each.id.split("-")[0]) for each in found]
    assert milliseconds == [1_795_176_000_123, 1_795_176_000_124]


def at_once(times: int, work: Callable[[], bool]) -> int:
    """Do `work` in so many threads at once; gives how often it said yes."""
    start = Barrier(times)

    def wait_and_work(_number: int) -> bool:
        start.wait()
        return work()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(wait_and_work, range(times))).count(True)


def test_same_request_sent_eight_times_at_once_makes_one_job(database: Database) -> None:
    # given a client that sends a request again and again
    user_id = add_user(database)

    def submit() -> bool:
        with database.begin() as tx:
            if tx.jobs.by_idempotency_key(user_id, "k") is not None:
                return False
            tx.jobs.add(make_job(user_id, idempotency_key="k"), [])
            return True

    # then one makes a job and the others see it
    assert at_once(8, submit) == 1


def test_limit_holds_for_eight_requests_at_once(database: Database) -> None:
    # given a limit of three jobs
    user_id = add_user(database)

    def submit() -> bool:
        with database.begin() as tx:
            if len(tx.orders.newest(user_id, minor=False, since=NOW - timedelta(hours=1), limit=3)) == 3:
                return False
            tx.orders.add(user_id, minor=False, at=NOW, forget=NOW - timedelta(hours=1))
            return True

    # then three are made
    assert at_once(8, submit) == 3


def test_workers_that_claim_at_once_give_a_user_no_more_turns_than_there_are(database: Database) -> None:
    # given a user with eight jobs that wait
    user_id = add_user(database)
    for number in range(8):
        add_job(database, user_id, created_at=NOW + timedelta(seconds=number))
    lifecycle = Lifecycle(database, RememberedChannel())

    # when eight workers claim at once, then three jobs run, each once
    assert at_once(8, lambda: lifecycle.claim_next(["cpu"], 3) is not None) == 3
    with database.read() as tx:
        running = tx.jobs.running()
    assert len(running) == 3 and len({job.lease_token for job in running}) == 3
