"""INSERT that leaves an existing row as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Base


def insert_new(connection: Connection, table: type[Base], values: Mapping[str, Any], unique: Sequence[str]) -> bool:
    """Insert a row unless one with the same `unique` columns exists; False when one does.

    An error would end the whole transaction on PostgreSQL. ON CONFLICT also waits for another transaction that is
    inserting the same row, so two at once cannot both be first.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=list(unique))
    # A row count is not to be had from an INSERT with every driver.
    return connection.execute(statement.returning(*table.__table__.primary_key)).first() is not None
