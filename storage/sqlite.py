"""How SQLite is set up so that several processes can use one file."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15
WRITER: Mapping[str, Any] = {"kinora_writes": True}
READER: Mapping[str, Any] = {"kinora_writes": False}


def create_engine(address: URL) -> Engine:
    """An engine whose transactions state from the start whether they write.

    BEGIN IMMEDIATE takes the write lock at once and waits for it. A transaction that begins as a reader and then
    writes gets "database is locked" without any waiting whenever another one wrote in between.
    """
    engine = sqlalchemy.create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=10,
        max_overflow=40,
        pool_timeout=BUSY_SECONDS,
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # The driver shall send no BEGIN of its own.
    # FULL syncs the log at each commit: credits that were charged stay charged when the power fails.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("kinora_writes", True)
    connection.exec_driver_sql("PRAGMA query_only=" + ("OFF" if writes else "ON"))
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction in which no other process migrates, and in which a table may be replaced by a copy.

    Foreign keys are checked at the end instead of in between: dropping a table would delete the rows that refer to it.
    """
    file = Path(str(engine.url.database)).resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    with _locked(file.with_name(file.name + ".lock")), engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101  tells the type checker what the engine made
        driver.execute("PRAGMA journal_mode=WAL")
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                _check_foreign_keys(connection)
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"the migration left {len(broken)} rows that refer to nothing")


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """A lock among processes. Switching to WAL is refused, not queued, while another connection is open."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
