"""How long a job will take here, learned from the jobs that this installation has finished."""

from __future__ import annotations

import statistics
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from domain.errors import InvalidParams
from domain.generator import Generator
from domain.jobs import EXPECTED_SECONDS, JobRecord
from domain.params import Params
from domain.ports import UnitOfWork

LOOK_AT, LOOK_BACK = 12, timedelta(days=30)
"""So many of the newest jobs decide."""
KEEP = timedelta(minutes=5)
SLOWEST, FASTEST = 20.0, 0.02
"""A machine further away from the estimates than this was not measured but disturbed."""


class Pace:
    """Estimates of duration, corrected by how long earlier jobs of the same generator took."""

    def __init__(self, storage: UnitOfWork) -> None:
        self._storage = storage
        self._known: dict[str, tuple[datetime, float]] = {}
        self._lock = threading.Lock()

    def seconds(self, generator: Generator[Any], params: Params, now: datetime) -> float | None:
        """Seconds that a run takes, waiting left out; None where the generator gives no estimate."""
        if generator.estimate is None:
            return None
        return generator.estimate(params) * self._factor(generator, now)

    def run_seconds(self, generator: Generator[Any], params: Params, now: datetime) -> float:
        """Seconds that a run may be expected to take, if only as others of its generator took."""
        return _estimate(generator, params) * self._factor(generator, now)

    def _factor(self, generator: Generator[Any], now: datetime) -> float:
        with self._lock:
            since, factor = self._known.get(generator.key, (None, 1.0))
        if since is not None and now - since < KEEP:
            return factor
        with self._storage.read() as tx:
            done = tx.jobs.succeeded(generator.key, now - LOOK_BACK, LOOK_AT)
        factor = _typical(generator, done)
        with self._lock:
            self._known[generator.key] = (now, factor)
        return factor


def _typical(generator: Generator[Any], records: Sequence[JobRecord]) -> float:
    """The median of taken to estimated time; 1 as long as there is nothing to learn from.

    Where the generator gives no estimate, that is the median of seconds.
    """
    ratios = [ratio for record in records if (ratio := _ratio(generator, record)) is not None]
    if generator.estimate is None:
        return statistics.median(ratios) if ratios else EXPECTED_SECONDS
    return min(max(statistics.median(ratios), FASTEST), SLOWEST) if ratios else 1.0


def _estimate(generator: Generator[Any], params: Params) -> float:
    return 1.0 if generator.estimate is None else generator.estimate(params)


def _ratio(generator: Generator[Any], record: JobRecord) -> float | None:
    job = record.job
    if job.started_at is None or job.finished_at is None or any(step.reused for step in record.steps):
        return None
    try:
        params = generator.params.model_validate(dict(job.params))
        expected = _estimate(generator, params)
    except (ValidationError, InvalidParams):  # of an older version
        return None
    return (job.finished_at - job.started_at).total_seconds() / expected if expected > 0 else None
