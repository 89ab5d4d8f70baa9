"""The lists that are read all the time are found by an index, in order, without sorting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from domain.jobs import JobFilter, JobStatus
from domain.library import LibraryFilter, search_terms
from domain.ports import Transaction
from storage.database import Database
from tests.storage.factories import NOW

Read = Callable[[Transaction], object]
QUEUED = (JobStatus.QUEUED,)
MINE, IN_PROJECT = LibraryFilter(user_id="u", style="oil"), LibraryFilter(project_id="p")
FOUND = LibraryFilter(user_id="u", terms=search_terms("fox"))


@pytest.fixture(scope="module")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """SQLite plans by the tables' declarations alone; PostgreSQL by the number of rows, and a test has few."""
    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('indexes')}/kinora.db")
    opened.migrate()
    yield opened
    opened.close()


def plan_of(database: Database, read: Read) -> str:
    """How SQLite finds the rows of the first query of `read`."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        if statement.startswith("SELECT") and "FROM users" not in statement:
            sent.append((statement, values))

    event.listen(database._engine, "before_cursor_execute", note)
    with database.read() as tx:
        read(tx)
    event.remove(database._engine, "before_cursor_execute", note)
    statement, values = sent[0]
    with database._engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    return "; ".join(row.detail for row in rows)


@pytest.mark.parametrize(
    ("read", "index"),
    [
        (lambda tx: tx.jobs.page(JobFilter("u"), None, 20), "ix_jobs_user_id_created_at_id (user_id=?)"),
        (lambda tx: tx.jobs.page(JobFilter("u", QUEUED), None, 20), "ix_jobs_user_id_status_created_at_id"),
        (lambda tx: tx.jobs.open_of("u"), "ix_jobs_user_id_status_created_at_id (user_id=? AND status=?)"),
        (lambda tx: tx.jobs.queued_of("u"), "ix_jobs_user_id_status_created_at_id (user_id=? AND status=?)"),
        (
            lambda tx: tx.orders.newest("u", minor=False, since=NOW, limit=10),
            "ix_orders_user_id_minor_at (user_id=? AND minor=? AND at>?)",
        ),
        (lambda tx: tx.jobs.lost(NOW), "ix_jobs_status_created_at_id (status=?)"),
        (lambda tx: tx.jobs.waiting(NOW), "ix_jobs_status_created_at_id (status=? AND created_at<?)"),
        (lambda tx: tx.jobs.waiting_for("image", 64), "ix_jobs_status_created_at_id (status=?)"),
        (lambda tx: tx.ledger.credits("u"), "COVERING INDEX ix_ledger_entries_sums (account_id=?)"),
        (lambda tx: tx.assets.of_user("u", (), "", None, 20), "ix_assets_user_id_created_at_id (user_id=?)"),
        (lambda tx: tx.drafts.of_user("u", None), "ix_drafts_user_id_updated_at_id (user_id=?)"),
        (
            lambda tx: tx.webhooks.deliveries("w", None, 20),
            "ix_webhook_deliveries_webhook_id_created_at_id (webhook_id=?)",
        ),
        (lambda tx: tx.events.of_job("j"), "ix_job_events_job_id_id (job_id=?)"),
        (lambda tx: tx.library.page(MINE, None, 20), "ix_library_items_of_user (user_id=?)"),
        (lambda tx: tx.library.page(IN_PROJECT, 9, 20), "ix_library_items_of_project (project_id=? AND id<?)"),
        (lambda tx: tx.library.page(FOUND, 9, 20), "SCAN library_search VIRTUAL TABLE INDEX"),
    ],
)
def test_list_is_found_by_its_index(sqlite_database: Database, read: Read, index: str) -> None:
    plan = plan_of(sqlite_database, read)
    assert index in plan
    assert "TEMP B-TREE" not in plan
