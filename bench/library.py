"""Pages and searches of a library of 50,000 results, on SQLite and on PostgreSQL.

Rows are written straight into the tables, for one account and as many for others; each request is another one.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import insert, text

from bench.table import Row, milliseconds, percentile, timed
from domain.clock import utc_now
from domain.jobs import Job, JobStatus
from domain.library import LibraryFilter, item_of, search_terms
from domain.users import Role, User, new_id
from storage.database import Database
from storage.repositories.job_rows import job_values
from storage.tables import JobRow, LibraryItemRow
from tests.storage.factories import make_job
from tests.support.postgres import find_binaries, postgres_server

ITEMS, OTHERS = 50_000, 10_000
REQUESTS, PAGE = 60, 40
GOAL = 0.150

NOUNS = (
    "fox",
    "owl",
    "castle",
    "volcano",
    "whale",
    "tram",
    "lantern",
    "meadow",
    "harbour",
    "violin",
    "comet",
    "orchard",
)
LOOKS = (
    "red",
    "sleepy",
    "ancient",
    "glowing",
    "tiny",
    "paper",
    "stormy",
    "golden",
    "frozen",
    "quiet",
    "mossy",
    "bright",
)
PLACES = ("in the snow", "at dusk", "under the sea", "on a hill", "in a city of glass", "by the river", "on the moon")
GENERATORS = ("image", "restyle", "clip", "story", "scene3d", "script")
STYLES = ("realistic", "anime", "cinematic", "3d")

Ask = Callable[[random.Random], LibraryFilter]
LOOK_UPS: dict[str, Ask] = {
    "a page": lambda _rng: LibraryFilter(),
    "a page of one style and generator": lambda rng: LibraryFilter(
        generator=rng.choice(GENERATORS), style=rng.choice(STYLES)
    ),
    "one seed": lambda rng: LibraryFilter(seed=rng.randrange(ITEMS)),
    "a word in every twelfth": lambda rng: LibraryFilter(terms=search_terms(rng.choice(NOUNS))),
    "a word in all": lambda _rng: LibraryFilter(terms=search_terms("picture")),
    "three words": lambda rng: LibraryFilter(
        terms=search_terms(f"{rng.choice(LOOKS)} {rng.choice(NOUNS)} {rng.choice(NOUNS)}")
    ),
    "the beginning of a word": lambda rng: LibraryFilter(terms=search_terms(rng.choice(NOUNS)[:2])),
    "a phrase in one": lambda rng: LibraryFilter(terms=search_terms(f'"number {rng.randrange(ITEMS)}"')),
    "nothing": lambda rng: LibraryFilter(terms=search_terms(f"zzz{rng.random()}")),
    "a word and a rare filter": lambda rng: LibraryFilter(terms=search_terms("picture"), seed=rng.randrange(ITEMS)),
}

PAGES = ("a page", "a page of one style and generator", "one seed")
SEARCHES = tuple(what for what in LOOK_UPS if what not in PAGES)


def measure() -> list[Row]:
    rows: list[Row] = []
    for name, opened in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        with opened() as database:
            if database is None:
                rows.append(Row(f"library of 50,000 on {name}", "not measured", "no server installed", "-"))
                continue
            user = _seed(database)
            for kind in (PAGES, SEARCHES):
                rows.append(_row(name, kind, {what: _p95(database, user, LOOK_UPS[what]) for what in kind}))
    return rows


def _row(name: str, looked_up: Sequence[str], p95: dict[str, float]) -> Row:
    worst = max(p95, key=lambda what: p95[what])
    share = p95[worst] / GOAL
    return Row(
        f"library of {ITEMS:,} on {name}: {', '.join(looked_up)}",
        f"worst p95 {milliseconds(p95[worst])} ({worst}), best {milliseconds(min(p95.values()))}",
        f"goal: p95 {milliseconds(GOAL)}",
        f"{share:.2f} of the goal: {'met' if share <= 1 else 'not met'} (machine shared with eight others)",
    )


def _p95(database: Database, user: str, ask: Ask) -> float:
    """Seconds; every other page is one from deep in the library."""
    rng, times = random.Random(7), []
    for number in range(REQUESTS):
        where, before = ask(rng), None if number % 2 else rng.randrange(1, ITEMS)
        times.append(timed(partial(_page, database, user, where, before)))
    return percentile(times, 0.95)


def _page(database: Database, user: str, where: LibraryFilter, before: int | None) -> None:
    with database.read() as tx:
        tx.library.page(replace(where, user_id=user), before, PAGE + 1)


def _seed(database: Database) -> str:
    """Gives the id of the account whose library is looked at."""
    rng = random.Random(1)
    now = utc_now() - timedelta(days=30)
    owner, other = (User(new_id(), f"{name}@example.org", name, Role.CREATOR, now) for name in ("ada", "eve"))
    with database.begin() as tx:
        for user in (owner, other):
            tx.users.add(user, "x")
        connection = tx._connection  # a bench may: one INSERT for thousands of rows
        for start in range(0, ITEMS + OTHERS, 5_000):
            jobs, items = [], []
            for number in range(start, start + 5_000):
                mine = number % 6 != 5
                job = _job(rng, number, owner.id if mine else other.id, now + timedelta(seconds=number))
                jobs.append(job_values(job))
                item = item_of(job, ())
                items.append({**{k: v for k, v in vars(item).items() if k != "id"}, "kinds": "image"})
            connection.execute(insert(JobRow), jobs)
            connection.execute(insert(LibraryItemRow), items)
    if database._engine.dialect.name == "postgresql":
        with database._engine.begin() as connection:
            connection.execute(text("ANALYZE library_items"))  # as its autovacuum does within a minute
    return owner.id


def _job(rng: random.Random, number: int, user_id: str, at: datetime) -> Job:
    words = (
        f"{rng.choice(LOOKS)} {rng.choice(NOUNS)} and a {rng.choice(LOOKS)} {rng.choice(NOUNS)} {rng.choice(PLACES)}"
    )
    prompt = f"A picture of a {words}, number {number}, soft light, " + "much detail in every corner of it, " * 4
    return make_job(
        user_id, generator=rng.choice(GENERATORS), seed=number, created_at=at, finished_at=at,
        status=JobStatus.SUCCEEDED, charged=4, backend={"kind": "builtin", "name": "built-in renderer"},
        params={"prompt": prompt, "style": rng.choice(STYLES)},
    )  # fmt: skip


@contextmanager
def _sqlite() -> Iterator[Database | None]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/library.db")
        database.migrate()
        yield database
        database.close()


@contextmanager
def _postgres() -> Iterator[Database | None]:
    binaries = find_binaries()
    if binaries is None:
        yield None
        return
    with postgres_server(binaries) as server:
        database = Database(server.url(server.create()))
        database.migrate()
        yield database
        database.close()
