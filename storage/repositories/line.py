"""The line of queued jobs: one order for who is served next and for what people are told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Subquery, case, func, select

from domain.jobs import JobStatus, Priority
from storage.account_lock import lock_account
from storage.tables import JobRow


@dataclass(frozen=True)
class Place:
    """`position` is 1 for the job that is served next; `work_ahead`: seconds of work, for one worker, before it."""

    position: int
    work_ahead: float


def places(connection: Connection, ids: Sequence[str]) -> Mapping[str, Place]:
    """The places of those of the jobs that are queued, in one line over both queues."""
    if not ids:
        return {}
    line = _line().subquery()
    ordered = select(
        line.c.id,
        func.row_number().over(order_by=_turn(line)).label("position"),
        func.sum(line.c.expected_seconds).over(order_by=_turn(line), rows=(None, 0)).label("until_done"),
        line.c.expected_seconds,
    ).subquery()
    left = func.sum(JobRow.expected_seconds * (1.0 - JobRow.progress))
    under_way = select(left).where(JobRow.status == JobStatus.RUNNING).scalar_subquery()
    found = connection.execute(select(ordered, under_way.label("under_way")).where(ordered.c.id.in_(ids)))
    return {row.id: _place(row) for row in found}


def _place(row: Row[Any]) -> Place:
    return Place(row.position, (row.under_way or 0.0) + row.until_done - row.expected_seconds)


def next_in_line(connection: Connection, queues: Sequence[str], running_max: int) -> Row[Any] | None:
    """The queued job whose turn it is, of a user with less than `running_max` running; None where there is none.

    Until our transaction ends, nobody else gives that user a turn.
    """
    while True:
        line = _line(JobRow.queue.in_(queues)).subquery()
        free = select(line.c.id, line.c.user_id).where(line.c.running < running_max)
        first = connection.execute(free.order_by(*_turn(line)).limit(1)).first()
        if first is None:
            return None
        lock_account(connection, first.user_id)
        # On PostgreSQL another worker may have served this user meanwhile; then somebody else may be next.
        if _running_of(connection, first.user_id) < running_max:
            still = (JobRow.id == first.id, JobRow.status == JobStatus.QUEUED)
            row = connection.execute(select(JobRow).where(*still)).first()
            if row is not None:
                return row


def _line(*where: ColumnElement[bool]) -> Any:
    """Each queued job with what decides its turn.

    Users take turns: `round` is how many of a user's own jobs go before it, those that run now included. Among equals
    goes first whose last job was started the longest ago.
    """
    running = (
        select(JobRow.user_id, func.count().label("running"))
        .where(JobRow.status == JobStatus.RUNNING)
        .group_by(JobRow.user_id)
        .subquery()
    )
    earlier = JobRow.__table__.alias("earlier")
    served = select(func.max(earlier.c.started_at)).where(earlier.c.user_id == JobRow.user_id).scalar_subquery()
    rank = case({priority: place for place, priority in enumerate(Priority)}, value=JobRow.priority)
    own = func.row_number().over(partition_by=(JobRow.user_id, rank), order_by=(JobRow.created_at, JobRow.id))
    at_work = func.coalesce(running.c.running, 0)
    return (
        select(
            JobRow.id,
            JobRow.user_id,
            JobRow.created_at,
            JobRow.expected_seconds,
            rank.label("rank"),
            (own + at_work).label("round"),
            at_work.label("running"),
            served.label("served"),
        )
        .outerjoin(running, running.c.user_id == JobRow.user_id)
        .where(JobRow.status == JobStatus.QUEUED, *where)
    )


def _turn(line: Subquery) -> tuple[ColumnElement[Any], ...]:
    columns = line.c
    return columns.rank, columns.round, columns.served.asc().nulls_first(), columns.created_at, columns.id


def _running_of(connection: Connection, user_id: str) -> int:
    own = (JobRow.user_id == user_id, JobRow.status == JobStatus.RUNNING)
    return connection.execute(select(func.count()).select_from(JobRow).where(*own)).scalar_one()
