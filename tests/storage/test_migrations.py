"""Migrations make exactly the tables that the code uses, whoever else migrates at the same time."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from storage import postgres, sqlite
from storage.database import Database
from storage.tables import Base
from tests.storage.factories import add_user

ROOT = Path(__file__).parents[2]


def engine_of(database: Database) -> Engine:
    engine: Engine = database._engine
    return engine


def checks(connection: Connection) -> set[tuple[str, str, str]]:
    """All CHECK constraints as (table, name, condition); Alembic's comparison leaves them out."""
    seen = inspect(connection)
    return {
        (table, str(check["name"]), " ".join(check["sqltext"].split()))
        for table in Base.metadata.tables
        for check in seen.get_check_constraints(table)
    }


def test_migrations_and_tables_agree(database: Database) -> None:
    # given a migrated database / when compared with the declared tables
    with engine_of(database).connect() as connection:
        opts = {"compare_type": True, "include_object": _declared}
        context = MigrationContext.configure(connection, opts=opts)
        differences: list[Any] = compare_metadata(context, Base.metadata)

    # then nothing differs
    assert differences == []


def _declared(_object: object, name: str | None, *_rest: object) -> bool:
    """Not the search of the library: each database has its own, which SQLAlchemy cannot declare."""
    return name is not None and not (name.startswith("library_search") or name in ("search", "ix_library_items_search"))


def test_migrations_make_the_declared_checks(database: Database) -> None:
    # given the tables that migrations made
    with engine_of(database).connect() as connection:
        migrated = checks(connection)

        # when they are made from their declarations instead
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)

        # then each has the same checks
        assert migrated == checks(connection) and migrated


def test_migrating_again_changes_nothing(database: Database) -> None:
    # given a migrated database with a user
    user_id = add_user(database, credits=50)

    # when it is migrated again
    database.migrate()

    # then the user is still there
    with database.read() as tx:
        assert tx.ledger.credits(user_id).balance == 50


def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    # given three processes, ready to migrate a database without tables
    code = "from storage.database import Database; import storage.tables, alembic.command\ninput('ready')\n"
    code += f"Database({empty_url!r}).migrate()"
    started = [_python(code) for _ in range(3)]
    for process in started:
        assert process.stdout is not None and process.stdout.read(5) == b"ready"

    # when all start at once
    for process in started:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    failures = [error for process in started if (error := process.communicate(timeout=60)[1])]

    # then none failed and the tables are there
    assert failures == []
    database = Database(empty_url)
    add_user(database, credits=1)
    database.close()


def _python(code: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe)


def test_sqlite_migrates_in_one_process_at_a_time(tmp_path: Path) -> None:
    # given another process that is switching the new database to WAL, which SQLite would refuse to two at once
    database = Database(f"sqlite:///{tmp_path}/kinora.db")
    migration = threading.Thread(target=database.migrate)
    with (tmp_path / "kinora.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        # when this one starts
        migration.start()
        migration.join(0.2)

        # then it waits
        assert migration.is_alive() and not (tmp_path / "kinora.db").exists()
    migration.join(10)
    add_user(database)
    database.close()


def test_failed_migration_leaves_the_database_as_it_was(empty_url: str) -> None:
    # given a migration that fails half-way
    database = Database(empty_url)
    engine = engine_of(database)
    kind = sqlite if engine.dialect.name == "sqlite" else postgres
    with pytest.raises(RuntimeError, match="half-way"), kind.migrating(engine) as connection:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError("half-way")

    # when looked at
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    database.close()

    # then it made nothing
    assert tables == []


def test_migration_on_sqlite_refuses_to_leave_broken_references(tmp_path: Path) -> None:
    # given a migrated database
    database = Database(f"sqlite:///{tmp_path}/kinora.db")
    database.migrate()

    # when a migration would leave a session of nobody
    orphan = "INSERT INTO one_time_tokens VALUES ('h', 'p', '2026-01-01 00:00:00.000000', NULL, 'nobody')"
    with pytest.raises(RuntimeError, match="refer to nothing"), sqlite.migrating(engine_of(database)) as connection:
        connection.execute(text(orphan))

    # then it is undone
    with engine_of(database).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM one_time_tokens")).scalar_one() == 0
    database.close()


@pytest.mark.parametrize("change", ["UPDATE ledger_entries SET amount = 1000", "DELETE FROM ledger_entries"])
def test_database_refuses_to_change_the_ledger(database: Database, change: str) -> None:
    # given an account with credits
    user_id = add_user(database, credits=50)

    # when somebody changes its rows by hand
    with pytest.raises(DatabaseError, match="append-only"), engine_of(database).begin() as connection:
        connection.execute(text(change))

    # then they are as before
    with database.read() as tx:
        assert tx.ledger.credits(user_id).balance == 50


def test_postgres_refuses_to_empty_the_ledger(database: Database) -> None:
    if engine_of(database).dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), engine_of(database).begin() as connection:
        connection.execute(text("TRUNCATE ledger_entries"))
