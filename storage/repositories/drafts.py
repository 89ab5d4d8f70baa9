"""Drafts in SQL."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select, update

from domain.drafts import Draft, DraftFacts
from storage.account_lock import lock_account
from storage.insert import insert_new
from storage.tables import DraftRow

_FACTS = [column for column in DraftRow.__table__.columns if column.name != "content"]


class SqlDrafts:
    """`domain.ports.Drafts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, draft_id: str) -> Draft | None:
        row = self._connection.execute(select(DraftRow).where(DraftRow.id == draft_id)).one_or_none()
        return None if row is None else Draft(**row._mapping)

    def of_user(self, user_id: str, generator: str | None) -> list[DraftFacts]:
        """Without their contents, the last changed first."""
        query = select(*_FACTS).where(DraftRow.user_id == user_id)
        if generator is not None:
            query = query.where(DraftRow.generator == generator)
        rows = self._connection.execute(query.order_by(DraftRow.updated_at.desc(), DraftRow.id.desc()))
        return [DraftFacts(**row._mapping) for row in rows]

    def count(self, user_id: str) -> int:
        """How many drafts an account has; until our transaction ends nobody else adds one."""
        lock_account(self._connection, user_id)
        query = select(func.count()).select_from(DraftRow).where(DraftRow.user_id == user_id)
        return int(self._connection.execute(query).scalar_one())

    def add(self, draft: Draft) -> bool:
        """False where the id is taken."""
        return insert_new(self._connection, DraftRow, {**vars(draft), "content": dict(draft.content)}, ["id"])

    def replace(self, version: int, draft: Draft) -> bool:
        """Compare and set: write name and content only if the stored version still is `version`."""
        values = {
            "name": draft.name,
            "content": dict(draft.content),
            "size": draft.size,
            "version": draft.version,
            "updated_at": draft.updated_at,
        }
        same = (DraftRow.id == draft.id, DraftRow.version == version)
        return self._connection.execute(update(DraftRow).where(*same).values(**values)).rowcount == 1

    def delete(self, draft_id: str) -> None:
        """Deleting what is not there is no error."""
        self._connection.execute(delete(DraftRow).where(DraftRow.id == draft_id))
