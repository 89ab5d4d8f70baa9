"""The database under test: every test of the storage runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, event, text

from storage.database import Database
from storage.tables import Base
from tests.support.migrated import migrated_sqlite
from tests.support.postgres import MISSING, PostgresServer, find_binaries, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(MISSING)
    with postgres_server(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres: PostgresServer) -> Iterator[Database]:
    """One migrated database for all tests: to copy one takes 0.3 s, to empty it 2 ms."""
    database = Database(postgres.url(postgres.create()))
    database.migrate()
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/kinora.db"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with all tables and no rows."""
    if request.param == "sqlite":
        opened = migrated_sqlite(tmp_path / "kinora.db")
        event.listen(opened._engine, "connect", _do_not_sync)
        yield opened
        opened.close()
        return
    shared: Database = request.getfixturevalue("postgres_database")
    yield shared
    _empty(shared)


def _do_not_sync(connection: sqlite3.Connection, _record: object) -> None:
    """No test cuts the power, and another test on the same disk would wait for each commit."""
    connection.execute("PRAGMA synchronous=OFF")


def _empty(database: Database) -> None:
    with database.begin() as tx:
        # Only a replica may delete from the ledger: its triggers do not fire.
        tx.users._connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in Base.metadata.tables.values():
            tx.users._connection.execute(delete(table))
