"""All rows of one account, whatever table they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, or_, select, update

from storage.tables import Base, KeptAnswerRow, LedgerEntryRow, UserRow

USERS, LEDGER = UserRow.__table__, LedgerEntryRow.__table__
_KEPT_BACK = frozenset({KeptAnswerRow.__tablename__})
"""Answers of the API that are kept for a day, and may hold a key just made."""
_SECRET_WORDS = ("password", "secret", "hash", "token", "totp")
_AT_ONCE = 500


class SqlOwnRows:
    """`domain.ports.OwnRows`. A new table is taken along once it refers to users, or to a table that does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kinds(self) -> list[str]:
        """The names of the tables that may hold rows of an account; "users" first."""
        found = [table.name for table in Base.metadata.sorted_tables if _path(table) is not None]
        return [name for name in found if name not in _KEPT_BACK]

    def of_kind(self, kind: str, user_id: str) -> Iterator[Mapping[str, Any]]:
        """The rows of a table as JSON-able values, without what proves who somebody is."""
        table = Base.metadata.tables[kind]
        columns = [column for column in table.columns if not any(word in column.name for word in _SECRET_WORDS)]
        query = select(*columns).where(_owned(table, user_id)).order_by(*table.primary_key)
        for row in self._connection.execution_options(yield_per=_AT_ONCE).execute(query):
            yield {name: _plain(value) for name, value in row._mapping.items()}

    def delete(self, user_id: str) -> None:
        """Delete every row that refers to an account, but its ledger. What refers to those goes with them."""
        for table in reversed(Base.metadata.sorted_tables):
            if table in (USERS, LEDGER):
                continue
            for column, ondelete in _to_users(table):
                if ondelete == "SET NULL":
                    self._connection.execute(update(table).where(column == user_id).values({column.name: None}))
                else:
                    self._connection.execute(delete(table).where(column == user_id))


def _to_users(table: Table) -> list[tuple[Column[Any], str | None]]:
    """The columns that refer to users, with what becomes of a row whose user goes."""
    return [(key.parent, key.ondelete) for key in table.foreign_keys if key.column.table is USERS]


def _path(table: Table) -> list[Any] | None:
    """The foreign keys that lead to who owns a row; None where none does."""
    if table is USERS:
        return []
    if _to_users(table):
        return [column for column, _ in _to_users(table)]
    parents = [key for key in table.foreign_keys if key.column.table is not table]
    return [key for key in parents if _path(key.column.table)] or None


def _owned(table: Table, user_id: str) -> ColumnElement[bool]:
    if table is USERS:
        return UserRow.id == user_id
    mine = [column == user_id for column, _ in _to_users(table)]
    if not mine:
        for key in _path(table) or []:
            parent = key.column.table
            mine.append(key.parent.in_(select(key.column).where(_owned(parent, user_id))))
    return or_(*mine)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value.value if isinstance(value, Enum) else value
