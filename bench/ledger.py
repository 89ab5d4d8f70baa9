"""Holds a second on the ledger, one account and many threads, against bare inserts into the same database."""

from __future__ import annotations

import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.table import Row, timed
from domain.clock import utc_now
from domain.users import Role, User, new_id
from storage.database import Database

HOLDS, THREADS = 1500, 8


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/ledger.db")
        database.migrate()
        users = [User(new_id(), f"u{n}@example.org", "u", Role.CREATOR, utc_now()) for n in range(THREADS)]
        with database.begin() as tx:
            for user in users:
                tx.users.add(user, "x")
                tx.ledger.grant(user.id, HOLDS, "bench")
        with ThreadPoolExecutor(THREADS) as pool:
            seconds = timed(lambda: list(pool.map(lambda n: _hold(database, users[n % THREADS].id), range(HOLDS))))
        database.close()
        floor = _inserts(Path(folder) / "floor.db")
    rate = HOLDS / seconds
    return [
        Row(
            f"holds a second, {THREADS} threads, SQLite",
            f"{rate:.0f}/s",
            f"{floor:.0f}/s",
            f"{rate / floor:.2f} of bare inserts",
        )
    ]


def _hold(database: Database, user: str) -> None:
    with database.begin() as tx:
        tx.ledger.hold(user, new_id(), 1)


def _inserts(path: Path) -> float:
    """Commits a second of one row each with the same durability, by sqlite3 alone: the floor."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table t (id integer primary key, a text)")

    def insert() -> None:
        for _ in range(HOLDS):
            database.execute("begin immediate")
            database.execute("insert into t (a) values ('x')")
            database.execute("commit")

    seconds = timed(insert)
    database.close()
    return HOLDS / seconds
