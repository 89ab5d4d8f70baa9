"""Deliveries: each id once, in the order of priorities, and never pickled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from domain.clock import utc_now
from domain.errors import Unavailable
from domain.jobs import Job, Priority
from queue_worker.connections import connect
from queue_worker.rq_queue import RqQueue, queue_names

JOB = Job("a" * 32, "user", "image", {"prompt": "a secret"}, 5, 2, "gpu", utc_now(), 60.0)


@pytest.fixture
def queue(redis_url: str) -> RqQueue:
    return RqQueue(connect(redis_url))


def waiting(redis_url: str, name: str) -> list[str]:
    return list(Queue(name, connection=connect(redis_url), serializer=JSONSerializer).job_ids)


def test_urgent_work_of_all_queues_comes_before_high_work_of_any() -> None:
    assert queue_names(["gpu", "cpu"])[:4] == ["gpu-urgent", "cpu-urgent", "gpu-high", "cpu-high"]


def test_an_id_waits_once_however_often_it_is_delivered(queue: RqQueue, redis_url: str) -> None:
    queue.enqueue(JOB)
    queue.enqueue(JOB)
    queue.enqueue(replace(JOB, priority=Priority.HIGH))

    assert waiting(redis_url, "gpu-normal") == []
    assert waiting(redis_url, "gpu-high") == [JOB.id]
    assert queue.known([JOB.id, "b" * 32]) == {JOB.id}


def test_a_delivery_holds_the_id_and_nothing_else_of_the_job(queue: RqQueue, redis_url: str) -> None:
    queue.enqueue(JOB)

    with connect(redis_url) as client:
        everything = b" ".join(client.hvals(f"rq:job:{JOB.id}"))
        assert 0 < client.ttl(f"rq:job:{JOB.id}") <= 7 * 24 * 3600, "what a killed worker leaves goes by itself"
    assert b"secret" not in everything
    (delivery,) = Queue("gpu-normal", connection=connect(redis_url), serializer=JSONSerializer).jobs
    assert delivery.func_name == "wiring.run_job"
    assert list(delivery.args) == [JOB.id]
    assert delivery.timeout == -1 and delivery.result_ttl == 0


def test_an_id_without_its_delivery_is_not_known(queue: RqQueue, redis_url: str) -> None:
    queue.enqueue(JOB)
    with connect(redis_url) as client:
        client.delete(f"rq:job:{JOB.id}")

    assert queue.known([JOB.id]) == set()


def test_what_a_dead_run_left_is_replaced(queue: RqQueue, redis_url: str) -> None:
    queue.enqueue(JOB)
    with connect(redis_url) as client:
        client.hset(f"rq:job:{JOB.id}", "status", "started")
        client.delete("rq:queue:gpu-normal")
    assert queue.known([JOB.id]) == set()

    queue.enqueue(JOB)

    assert queue.known([JOB.id]) == {JOB.id}
    (delivery,) = Queue("gpu-normal", connection=connect(redis_url), serializer=JSONSerializer).jobs
    assert delivery.get_status() == "queued"


def test_a_forgotten_job_waits_no_more(queue: RqQueue) -> None:
    queue.enqueue(JOB)

    queue.forget(JOB.id)
    queue.forget(JOB.id)

    assert queue.known([JOB.id]) == set()


def test_without_redis_the_queue_is_unavailable() -> None:
    queue = RqQueue(connect("unix:///nonexistent/valkey.sock"))

    with pytest.raises(Unavailable):
        queue.enqueue(JOB)
    with pytest.raises(Unavailable):
        queue.known([JOB.id])
    queue.forget(JOB.id)
