"""The database: SQLite on one machine, PostgreSQL on many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import Unavailable
from storage import postgres, sqlite
from storage.failures import translate_failures
from storage.migrate import upgrade
from storage.transaction import SqlTransaction


class Database:
    """The unit of work (`domain.ports.UnitOfWork`) over SQLite or PostgreSQL. Threads may share it, forks may not.

    Args:
        url: "sqlite:///relative.db", "sqlite:////absolute.db", "postgres://..." or "postgresql://...".

    Raises:
        ValueError: another kind of URL, or a SQLite database without a file.
    """

    def __init__(self, url: str) -> None:
        address = _parse(url)
        kind = sqlite if address.drivername == "sqlite" else postgres
        self._engine = kind.create_engine(address)
        translate_failures(self._engine)
        self._writer = self._engine.execution_options(**kind.WRITER)
        self._reader = self._engine.execution_options(**kind.READER)

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A transaction that may write: committed when the block ends, rolled back when it raises.

        Raises:
            Unavailable: the database cannot be reached, or stayed locked for 15 seconds.
            StorageFull: its disk is full.
        """
        with _connected(self._writer) as connection, connection.begin():
            yield SqlTransaction(connection)

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """A transaction that sees one moment of the database and cannot write. Never waits for a writer."""
        with _connected(self._reader) as connection, connection.begin():
            yield SqlTransaction(connection)

    def migrate(self) -> None:
        """Bring the tables up to date. Processes that do so at once wait for each other."""
        upgrade(self._engine)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _parse(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # The error of SQLAlchemy holds the URL, and that may hold a password.
        raise ValueError("DATABASE_URL is not a database URL") from None
    if address.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername != "sqlite":
        raise ValueError(f"{address.drivername} is not supported: use sqlite:///file.db or postgresql://...")
    if address.database in (None, "", ":memory:"):
        raise ValueError("SQLite needs a file here: threads and workers share the database")
    return address


def _connected(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except PoolTimeout as error:
        raise Unavailable("The studio is very busy right now. Try again in a moment.") from error
