"""How PostgreSQL is set up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, func, select

WRITER: Mapping[str, Any] = {"isolation_level": "READ COMMITTED"}
"""Each statement after a row lock was won must see what the one before it committed."""

READER: Mapping[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_MIGRATION_LOCK = 0x6B696E6F7261
"""Any number that no other program takes: "kinora"."""


def create_engine(address: URL) -> Engine:
    """An engine that notices when the server was restarted."""
    return sqlalchemy.create_engine(
        address,
        connect_args={"connect_timeout": 5},
        pool_size=5,
        max_overflow=15,
        pool_timeout=15,
        pool_pre_ping=True,
    )


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other process migrates. PostgreSQL undoes schema changes with it."""
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        yield connection
