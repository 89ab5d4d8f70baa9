"""Answers of requests with an idempotency key, in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from domain.kept_answers import KeptAnswer
from storage.insert import insert_new
from storage.tables import KeptAnswerRow


class SqlKeptAnswers:
    """`domain.kept_answers.KeptAnswers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, answer: KeptAnswer) -> bool:
        return insert_new(self._connection, KeptAnswerRow, vars(answer), ["user_id", "key_hash"])

    def find(self, user_id: str, key_hash: str) -> KeptAnswer | None:
        own = (KeptAnswerRow.user_id == user_id, KeptAnswerRow.key_hash == key_hash)
        row = self._connection.execute(select(KeptAnswerRow).where(*own)).one_or_none()
        return None if row is None else KeptAnswer(**row._mapping)

    def swap(self, before: KeptAnswer, after: KeptAnswer) -> bool:
        done = self._connection.execute(update(KeptAnswerRow).where(*_same(before)).values(**vars(after)))
        return done.rowcount == 1

    def drop(self, answer: KeptAnswer) -> None:
        self._connection.execute(delete(KeptAnswerRow).where(*_same(answer)))

    def forget(self, created_before: datetime) -> None:
        self._connection.execute(delete(KeptAnswerRow).where(KeptAnswerRow.created_at < created_before))


def _same(answer: KeptAnswer) -> tuple[ColumnElement[bool], ...]:
    return (
        KeptAnswerRow.user_id == answer.user_id,
        KeptAnswerRow.key_hash == answer.key_hash,
        KeptAnswerRow.created_at == answer.created_at,
        KeptAnswerRow.status.is_not_distinct_from(answer.status),
    )
