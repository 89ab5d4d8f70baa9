"""What the database knows of files: which results are over, what an account keeps, whose turn a chore is."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.file_records import StorageUse
from domain.jobs import Job, StoredArtifact
from domain.library import item_of
from storage.database import Database
from tests.storage.factories import NOW, add_running, add_user, make_asset

DAY = timedelta(days=1)


def add_done(database: Database, user_id: str, at: datetime) -> Job:
    """A job with one file of ten bytes, in the library."""
    running = add_running(database, user_id)
    with database.begin() as tx:
        done = running.succeeded(0, at)
        assert tx.jobs.swap(running, done)
        stored = [StoredArtifact("a.png", "image/png", 10, f"outputs/{user_id}/{done.id}/a.png")]
        tx.artifacts.add(done.id, stored)
        tx.library.add(item_of(done, stored))
    return done


def test_expired_results_are_found_and_forgotten_once_unless_they_are_favourites(database: Database) -> None:
    user = add_user(database)
    old, loved, young = (
        add_done(database, user, NOW),
        add_done(database, user, NOW),
        add_done(database, user, NOW + DAY),
    )
    with database.begin() as tx:
        assert tx.library.set_favourite(loved.id, True)

    with database.begin() as tx:
        found = tx.files.expired_jobs(NOW + DAY, "", 10)
        assert [(job.id, job.size, len(job.keys)) for job in found] == [(old.id, 10, 1)]
        assert tx.files.expired_jobs(NOW + DAY, old.id, 10) == []
        assert not tx.files.forget_results(loved.id, NOW + DAY, NOW)
        assert not tx.files.forget_results(young.id, NOW + DAY, NOW)
        assert tx.files.forget_results(old.id, NOW + DAY, NOW + 2 * DAY)
        assert not tx.files.forget_results(old.id, NOW + DAY, NOW)

    with database.read() as tx:
        assert tx.jobs.get(old.id).files_removed_at == NOW + 2 * DAY
        assert tx.artifacts.of_job(old.id) == [] and tx.library.find(old.id) is None
        assert tx.files.known_jobs([old.id, loved.id, "0" * 32]) == {old.id: False, loved.id: True}
        assert [job for _, job, _ in tx.files.results(0, 10)] == [loved.id, young.id]


def test_what_an_account_keeps_is_summed(database: Database) -> None:
    user, other = add_user(database), add_user(database)
    add_done(database, user, NOW)
    asset = make_asset(user, size=5)
    with database.begin() as tx:
        tx.assets.add(asset)
    with database.read() as tx:
        assert tx.files.use_of(user) == StorageUse(1, 10, 1, 5)
        assert tx.files.use_of(other) == StorageUse(0, 0, 0, 0)
        assert tx.files.known_files([asset.id, "0" * 32]) == {asset.id}
        assert tx.files.assets("", 10) == [(asset.id, asset.key)]


def test_a_chore_is_claimed_by_one_until_it_is_due_again(database: Database) -> None:
    with database.begin() as tx:
        assert tx.files.claim("tidy", NOW, DAY)
        assert not tx.files.claim("tidy", NOW + DAY - timedelta(seconds=1), DAY)
        assert tx.files.claim("tidy", NOW + DAY, DAY)
        assert not tx.files.claim("tidy", NOW + DAY, DAY)
        assert tx.files.claim("other", NOW, DAY)
