"""Delivers job ids by RQ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import redis
from rq import Queue
from rq.job import Job as Delivery
from rq.serializers import JSONSerializer

from domain.errors import Unavailable
from domain.jobs import Job, Priority

RUN_JOB = "wiring.run_job"
"""What a worker calls with a job's id. A name, so that the web process never imports what makes results."""

QUEUES = ("gpu", "cpu")

NO_LIMIT = -1
"""RQ's own time limit is an alarm that a native call ignores; the watchdog ends jobs that take too long."""

DELIVERY_LIFETIME = 7 * 24 * 3600
"""Seconds until Redis drops a delivery by itself: one whose worker was killed, or that waits for a week. A job that
still waits then is delivered again by the sweeper."""


def queue_names(queues: Sequence[str]) -> list[str]:
    """The RQ queues behind these queues in the order in which a worker serves them: by priority, then as given."""
    return [f"{queue}-{priority.value}" for priority in Priority for queue in queues]


class RqQueue:
    """`domain.ports.JobQueue`. A delivery has its job's id, and an id waits at most once.

    Deliveries are JSON, not RQ's pickles: whoever can write to Redis must not be able to run code in a worker.

    Args:
        connection: with short timeouts; see `connections.connect`.
        function: what the worker calls, by import path.
    """

    def __init__(self, connection: redis.Redis, function: str = RUN_JOB) -> None:
        self._connection = connection
        self._function = function

    def enqueue(self, job: Job) -> None:
        """Put a job at the end of its queue. What is left of an earlier delivery is replaced. Raises Unavailable."""
        target = self._queue(f"{job.queue}-{job.priority.value}")
        with _outages_reported(), self._connection.pipeline() as pipeline:
            self._take_out(pipeline, job.id)
            delivery = target.prepare_data(
                self._function,
                args=(job.id,),
                job_id=job.id,
                timeout=NO_LIMIT,
                result_ttl=0,
                ttl=DELIVERY_LIFETIME,
                description=job.generator,
            )
            target.enqueue_many([delivery], pipeline=pipeline)
            pipeline.sadd(target.redis_queues_keys, target.key)
            pipeline.execute()

    def known(self, job_ids: Sequence[str]) -> set[str]:
        """Those of the ids that wait in a queue and whose delivery is complete. Raises Unavailable."""
        wanted = set(job_ids)
        if not wanted:
            return set()
        with _outages_reported(), self._connection.pipeline(transaction=False) as pipeline:
            for name in queue_names(QUEUES):
                pipeline.lrange(self._queue(name).key, 0, -1)
            lists = cast(list[list[bytes]], pipeline.execute())
            waiting = sorted(wanted & {item.decode() for items in lists for item in items})
            for job_id in waiting:
                pipeline.hexists(Delivery.key_for(job_id), "data")
            return {job_id for job_id, complete in zip(waiting, pipeline.execute(), strict=True) if complete}

    def forget(self, job_id: str) -> None:
        """Take a job out. If Redis is down, nothing happens: the worker will find that there is nothing to do."""
        try:
            with self._connection.pipeline() as pipeline:
                self._take_out(pipeline, job_id)
                pipeline.execute()
        except (redis.RedisError, OSError):
            return

    def _queue(self, name: str) -> Queue:
        return Queue(name, connection=self._connection, serializer=JSONSerializer)

    def _take_out(self, pipeline: redis.client.Pipeline, job_id: str) -> None:
        for name in queue_names(QUEUES):
            pipeline.lrem(self._queue(name).key, 0, job_id)
        pipeline.delete(Delivery.key_for(job_id))


@contextmanager
def _outages_reported() -> Iterator[None]:
    try:
        yield
    except (redis.RedisError, OSError) as error:
        raise Unavailable("The job queue cannot be reached right now. Try again in a moment.") from error
