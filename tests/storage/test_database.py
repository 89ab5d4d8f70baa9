"""Transactions: all or nothing, readers beside writers, and failures in words that a user may see."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, StatementError

from domain.errors import BadRequest, StorageFull, Unavailable
from storage import sqlite
from storage.database import Database
from tests.storage.factories import add_job, add_user, make_job, make_user


def test_block_that_ends_is_committed_and_one_that_raises_is_not(database: Database) -> None:
    # given one user added in a block that ends, and one in a block that raises
    kept, dropped = make_user(), make_user()
    with database.begin() as tx:
        tx.users.add(kept, "hash")
    with pytest.raises(RuntimeError), database.begin() as tx:
        tx.users.add(dropped, "hash")
        raise RuntimeError

    # then only the first is there
    with database.read() as tx:
        assert tx.users.by_email(kept.email) == (kept, "hash")
        assert tx.users.by_email(dropped.email) is None


def test_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(DatabaseError, match="read-?only|readonly"), database.read() as tx:
        tx.users.add(make_user(), "hash")


def test_connection_can_write_again_after_it_has_read(database: Database) -> None:
    # given a connection that was used to read
    with database.read() as tx:
        assert not tx.users.admin_exists()

    # when the pool gives it to a writer / then it writes
    add_user(database)


def test_reader_sees_one_moment_and_waits_for_nobody(database: Database) -> None:
    # given a reader that has looked, and a writer that has written but not committed
    user_id = add_user(database, credits=50)
    with database.read() as reader:
        assert reader.ledger.credits(user_id).balance == 50
        with database.begin() as writer:
            writer.ledger.grant(user_id, 5, "bonus")

            # then another reader does not wait
            with database.read() as other:
                assert other.ledger.credits(user_id).balance == 50

        # and after the commit the first one still sees its own moment
        assert reader.ledger.credits(user_id).balance == 50
    with database.read() as later:
        assert later.ledger.credits(user_id).balance == 55


def test_writers_wait_for_each_other(database: Database) -> None:
    # given a writer in the middle of its transaction
    user_id = add_user(database, credits=10)
    second = threading.Thread(target=_hold, args=(database, user_id, "job-2"))
    with database.begin() as tx:
        tx.ledger.hold(user_id, "job-1", 4)

        # when a second one wants the same account
        second.start()
        second.join(0.2)

        # then it waits
        assert second.is_alive()
    second.join(10)
    with database.read() as tx:
        assert tx.ledger.credits(user_id).held == 8


def _hold(database: Database, user_id: str, job: str) -> None:
    with database.begin() as tx:
        tx.ledger.hold(user_id, job, 4)


def test_times_come_back_in_utc_to_the_microsecond(database: Database) -> None:
    # given a time of another zone
    local = datetime(2026, 7, 1, 1, 30, 0, 987654, tzinfo=timezone(timedelta(hours=5, minutes=30)))

    # when stored and read
    user_id = add_user(database, created_at=local)
    with database.read() as tx:
        stored = tx.users.get(user_id).created_at

    # then it is the same moment, in UTC
    assert stored == local and stored.tzinfo is UTC


def test_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="aware"):
        add_user(database, created_at=datetime(2026, 7, 1))


@pytest.mark.parametrize("name", ["half \ud800 a pair", "nul \x00 character"])
def test_text_that_cannot_be_stored_is_a_bad_request(database: Database, name: str) -> None:
    if "\x00" in name and database._engine.dialect.name == "sqlite":
        pytest.skip("SQLite stores null characters")
    with pytest.raises(BadRequest, match="cannot be stored"):
        add_user(database, name=name)


def test_number_that_cannot_be_stored_is_a_bad_request(database: Database) -> None:
    user_id = add_user(database)
    with pytest.raises(BadRequest, match="cannot be stored"):
        add_job(database, user_id, seed=2**64)


def test_prompt_may_hold_any_character(database: Database) -> None:
    # given parameters with a null character, half a surrogate pair, emoji and more than ASCII
    params = {"prompt": "a\x00b \ud800 \U0001f98a 狐 é", "z": 1, "a": [0.1, None, True]}

    # when stored with a job
    job = add_job(database, add_user(database), params=params)

    # then they come back the same, in the same order
    with database.read() as tx:
        assert list(tx.jobs.get(job.id).params.items()) == list(params.items())


def test_unreachable_server_is_unavailable() -> None:
    database = Database("postgres://nobody@127.0.0.1:1/nothing")
    with pytest.raises(Unavailable, match="cannot be reached"), database.read():
        pass
    database.close()


def test_lock_that_is_not_released_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a database whose write lock is taken, and little patience
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    database = Database(f"sqlite:///{tmp_path}/kinora.db")
    database.migrate()
    with database.begin(), pytest.raises(Unavailable, match="Try again"), database.begin():
        pass
    database.close()


def test_full_disk_is_storage_full(tmp_path: Path) -> None:
    # given a database that may not grow
    database = Database(f"sqlite:///{tmp_path}/kinora.db")
    database.migrate()
    user_id = add_user(database)

    # when much is written
    with pytest.raises(StorageFull, match="full"), database.begin() as tx:
        tx.users._connection.execute(text("PRAGMA max_page_count=1"))
        tx.jobs.add(make_job(user_id, params={"prompt": "x" * 1_000_000}), [])

    # then it is undone
    with database.read() as tx:
        assert tx.jobs.open_of(user_id) == []
    database.close()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "postgresql+asyncpg://host/db", "no url"]
)
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite needs a file|not supported|not a database URL"):
        Database(url)


def test_refused_url_does_not_show_its_password() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as caught:
        Database("postgresql//user:geheim@host/db")
    assert "geheim" not in str(caught.value)


def test_sqlite_is_durable_and_checks_references(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/kinora.db")
    database.migrate()
    with database.begin() as tx:
        found = [
            tx.users._connection.execute(text(f"PRAGMA {each}")).scalar_one()
            for each in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.close()
    assert found == ["wal", 2, 1, 15_000]
