"""Job events in SQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from domain.ports import JobEvent
from storage.tables import JobEventRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class SqlJobEvents:
    """`domain.ports.JobEvents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: JobEvent, at: datetime) -> None:
        """Keep an event. Its `id` is not kept: `of_job` makes one from `at`."""
        values = {"job_id": event.job_id, "user_id": event.user_id, "type": event.type, "data": event.data, "at": at}
        self._connection.execute(insert(JobEventRow).values(**values))

    def of_job(self, job_id: str) -> list[JobEvent]:
        """Oldest first. Ids are "{milliseconds since 1970}-{row}", so they sort with those of a Redis stream."""
        query = select(JobEventRow).where(JobEventRow.job_id == job_id).order_by(JobEventRow.id)
        return [_event(row) for row in self._connection.execute(query)]


def _event(row: Row[Any]) -> JobEvent:
    return JobEvent(row.job_id, row.user_id, row.type, row.data, f"{(row.at - _EPOCH) // _MILLISECOND}-{row.id}")
