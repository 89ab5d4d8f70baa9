"""A database with all tables and no rows: migrated once a process, since each migration takes 0.1 s of a test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.database import Database
from tests.support.scaled import SCALED, open_database


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "kinora.db"
        database = Database(f"sqlite:///{file}")
        database.migrate()
        database.close()
        return file.read_bytes()


def migrated_database(file: Path) -> Database:
    """The database in `file`, which is made if it is not there; on a server in a scaled run."""
    return open_database(file) if SCALED else migrated_sqlite(file)


def migrated_sqlite(file: Path) -> Database:
    """The SQLite database in `file`, which is made if it is not there, in any run."""
    if not file.exists():
        file.write_bytes(_empty())
    return Database(f"sqlite:///{file}")
