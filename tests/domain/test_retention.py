"""What is kept and what is removed, over a real database and object store with the clock moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.clock import utc_now
from domain.jobs import Job, JobStatus, StoredArtifact
from domain.library import item_of
from domain.orphans import GRACE, OrphanSweep
from domain.retention import Periods, Retention
from domain.users import User, new_id
from tests.support.studio import StudioKit, studio_kit

NOW = utc_now()
WEEK = timedelta(days=7)
MOMENT, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[StudioKit]:
    made = studio_kit(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def user(kit: StudioKit) -> User:
    return kit.accounts.register("ada@example.org", "correct horse")


def ended(kit: StudioKit, user: User, at: datetime, *, favourite: bool = False) -> Job:
    """A job that succeeded at that moment with two files, and is in the library."""
    job = Job(new_id(), user.id, "script", {"topic": "volcanoes", "seed": 1}, 1, 1, "cpu", at - WEEK, 60.0)
    stored = []
    for name in ("script.md", "metadata.json"):
        size = kit.objects.put(job.output_prefix + name, b"text", "text/plain")
        stored.append(StoredArtifact(name, "text/plain", size, job.output_prefix + name))
    kit.objects.put(job.output_prefix + "thumb.webp", b"made later", "image/webp")
    with kit.database.begin() as tx:
        tx.jobs.add(job, [])
        tx.ledger.hold(user.id, job.id, 1)
        running = job.claimed("lease", at)
        assert tx.jobs.swap(job, running)
        done = running.succeeded(1, at)
        assert tx.jobs.swap(running, done)
        tx.artifacts.add(job.id, stored)
        tx.ledger.settle(user.id, job.id, 1)
        tx.library.add(replace(item_of(done, stored), favourite=favourite))
    return done


def files(kit: StudioKit, job: Job) -> list[str]:
    return [key.removeprefix(job.output_prefix) for key in kit.objects.keys(job.output_prefix)]


def retention(kit: StudioKit, now: datetime = NOW, periods: Periods = Periods()) -> Retention:  # noqa: B008  frozen
    return Retention(kit.database, kit.objects, periods, clock=lambda: now)


def put(kit: StudioKit, *keys: str) -> None:
    for key in keys:
        kit.objects.put(key, b"x", "application/octet-stream")


def test_results_go_after_a_week_to_the_second_and_favourites_stay(kit: StudioKit, user: User) -> None:
    old, young = ended(kit, user, NOW - WEEK - MOMENT), ended(kit, user, NOW - WEEK + MOMENT)
    kept = ended(kit, user, NOW - 30 * WEEK, favourite=True)

    tally = retention(kit).run()

    assert tally.lines() == ["results older than 7 days: 2 files, 0.0 MB"]
    assert files(kit, old) == [], "what was made of the results, too"
    assert len(files(kit, young)) == len(files(kit, kept)) == 3
    record = kit.studio.job(user, old.id)
    assert record.artifacts == () and record.job.files_removed_at == NOW
    assert record.job.status is JobStatus.SUCCEEDED and record.job.params["topic"] == "volcanoes"
    with kit.database.read() as tx:
        assert tx.library.find(old.id) is None and tx.library.find(kept.id) is not None
    assert kit.studio.job(user, young.id).job.files_removed_at is None
    assert retention(kit).run().lines() == []


def test_a_dry_run_says_what_would_go_and_removes_nothing(kit: StudioKit, user: User) -> None:
    old = ended(kit, user, NOW - 2 * WEEK)
    assert retention(kit).run(dry=True).files == {"results older than 7 days": 2}
    assert len(files(kit, old)) == 3 and kit.studio.job(user, old.id).artifacts


def test_no_period_keeps_for_ever(kit: StudioKit, user: User) -> None:
    old = ended(kit, user, NOW - 100 * WEEK)
    put(kit, "stages/u/ab/abc", "inputs/u/j/photo")
    assert retention(kit, NOW + 100 * WEEK, Periods(0, 0, 0)).run().lines() == []
    assert len(files(kit, old)) == 3


def test_stages_go_after_a_week_and_inputs_after_a_month(kit: StudioKit) -> None:
    put(kit, "inputs/u/j/photo", "stages/u/ab/abc")

    left = []
    for days in (6, 8, 29, 31):
        retention(kit, NOW + timedelta(days=days)).run()
        left.append(list(kit.objects.keys("")))

    assert left == [["inputs/u/j/photo", "stages/u/ab/abc"], ["inputs/u/j/photo"], ["inputs/u/j/photo"], []]


def orphans(kit: StudioKit, after: timedelta = GRACE + HOUR) -> OrphanSweep:
    return OrphanSweep(kit.database, kit.objects, clock=lambda: NOW + after)


def test_objects_without_a_record_go_when_they_are_a_day_old(kit: StudioKit, user: User) -> None:
    job = ended(kit, user, NOW)
    lost = {f"outputs/{user.id}/{new_id()}/a.png", f"references/{user.id}/{new_id()}.png", f"temp/{new_id()}/upload"}
    put(kit, *lost)

    assert orphans(kit, GRACE - HOUR).run().files == {}
    dry = orphans(kit).run(dry=True)
    assert lost < set(kit.objects.keys(""))
    swept = orphans(kit).run()

    assert dry.files == swept.files == {
        "results without a record": 1,
        "uploads without a record": 1,
        "temporary files without a record": 1,
    }  # fmt: skip
    assert not lost & set(kit.objects.keys("")) and len(files(kit, job)) == 3


def test_what_an_open_job_has_stored_is_never_an_orphan(kit: StudioKit, user: User) -> None:
    job = kit.studio.submit(user, "script", {"topic": "volcanoes"}).job
    put(kit, job.output_prefix + "script.md")
    assert orphans(kit, 2 * GRACE).run().files == {}
    kit.studio.cancel(user, job.id)
    assert orphans(kit, 2 * GRACE).run().files == {"results without a record": 1}


def test_records_without_a_file_go_and_lost_uploads_are_told(kit: StudioKit, user: User) -> None:
    job = ended(kit, user, NOW)
    kit.objects.delete(job.output_prefix + "script.md")
    assert orphans(kit).run().files == {"records of results without a file": 1}
    assert [artifact.name for artifact in kit.studio.job(user, job.id).artifacts] == ["metadata.json"]


def test_a_store_that_is_not_ours_is_not_emptied(kit: StudioKit, user: User) -> None:
    put(kit, *(f"outputs/{user.id}/{new_id()}/{n}.png" for n in range(25)))

    refused = orphans(kit).run()

    assert refused.files == {} and "belong together" in refused.notes[0]
    assert len(list(kit.objects.keys("outputs/"))) == 25
    assert orphans(kit).run(force=True).files == {"results without a record": 25}


def test_storage_use_counts_results_and_uploads_of_the_account_alone(kit: StudioKit, user: User) -> None:
    ended(kit, user, NOW)
    stranger = kit.accounts.register("eve@example.org", "correct horse")
    with kit.database.read() as tx:
        mine, theirs = tx.files.use_of(user.id), tx.files.use_of(stranger.id)
    assert (mine.results, mine.result_bytes, mine.assets, mine.bytes) == (2, 8, 0, 8)
    assert theirs.bytes == 0
