"""Refused orders in SQL."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, or_, select, update

from domain.errors import NotFound
from domain.refusals import Outcome, Refusal
from storage.tables import RefusalRow


class SqlRefusals:
    """`domain.refusals.Refusals`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, refusal: Refusal) -> None:
        self._connection.execute(insert(RefusalRow).values(**vars(refusal)))

    def get(self, refusal_id: str) -> Refusal:
        found = self._all(select(RefusalRow).where(RefusalRow.id == refusal_id))
        if not found:
            raise NotFound("There is no such refused order.")
        return found[0]

    def of_user(self, user_id: str, limit: int) -> list[Refusal]:
        query = select(RefusalRow).where(RefusalRow.user_id == user_id)
        return self._all(query.order_by(RefusalRow.created_at.desc(), RefusalRow.id.desc()).limit(limit))

    def same_text(self, user_id: str, text_hash: str, category: str) -> Refusal | None:
        same = (RefusalRow.user_id == user_id, RefusalRow.text_hash == text_hash, RefusalRow.category == category)
        found = self._all(select(RefusalRow).where(*same).order_by(RefusalRow.created_at.desc()).limit(1))
        return found[0] if found else None

    def allowed(self, user_id: str, hashes: Collection[str]) -> set[tuple[str, str]]:
        query = select(RefusalRow.text_hash, RefusalRow.category).where(
            RefusalRow.user_id == user_id,
            RefusalRow.text_hash.in_(sorted(hashes)),
            RefusalRow.outcome == Outcome.ALLOWED.value,
        )
        return {(row.text_hash, row.category) for row in self._connection.execute(query)}

    def appeals(self, *, waiting: bool, limit: int) -> list[Refusal]:
        if waiting:
            query = select(RefusalRow).where(RefusalRow.appealed_at.is_not(None), RefusalRow.resolved_at.is_(None))
            return self._all(query.order_by(RefusalRow.appealed_at, RefusalRow.id).limit(limit))
        query = select(RefusalRow).where(RefusalRow.resolved_at.is_not(None))
        return self._all(query.order_by(RefusalRow.resolved_at.desc(), RefusalRow.id).limit(limit))

    def appeal(self, refusal_id: str, message: str, at: datetime) -> bool:
        first = update(RefusalRow).where(RefusalRow.id == refusal_id, RefusalRow.appealed_at.is_(None))
        return self._connection.execute(first.values(appealed_at=at, message=message)).rowcount == 1

    def resolve(self, refusal_id: str, outcome: Outcome, note: str, by: str, at: datetime) -> bool:
        waits = (RefusalRow.appealed_at.is_not(None), RefusalRow.resolved_at.is_(None))
        values = {"outcome": outcome.value, "note": note, "resolved_by": by, "resolved_at": at}
        statement = update(RefusalRow).where(RefusalRow.id == refusal_id, *waits).values(**values)
        return self._connection.execute(statement).rowcount == 1

    def forget(self, before: datetime) -> int:
        done = or_(RefusalRow.appealed_at.is_(None), RefusalRow.outcome == Outcome.UPHELD.value)
        return self._connection.execute(delete(RefusalRow).where(RefusalRow.created_at < before, done)).rowcount

    def _all(self, query: Select[Any]) -> list[Refusal]:
        return [_refusal(row) for row in self._connection.execute(query)]


def _refusal(row: Row[Any]) -> Refusal:
    values = dict(row._mapping)
    values["outcome"] = None if values["outcome"] is None else Outcome(values["outcome"])
    return Refusal(**values)
