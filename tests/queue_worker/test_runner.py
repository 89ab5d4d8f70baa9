"""One run of one job in this process: what it leaves behind, however it ends."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.clock import utc_now
from domain.errors import StorageFull, Unavailable
from domain.generator import Artifact, RunContext, StagePlan
from domain.jobs import Job, JobStatus, StepStatus
from queue_worker.watchdog import Times
from tests.queue_worker.installation import PRICE, WORK, Installation, Work, wait_until

QUICK = Times(look=0.02, beat=0.1, lease=0.4, grace=0.2)


def run_in_thread(installation: Installation, job: Job, **changes: Any) -> threading.Thread:
    runner = replace(installation.runner, **changes)
    thread = threading.Thread(target=runner.run, args=(job.id,))
    thread.start()
    installation.wait_for(job, JobStatus.RUNNING)
    return thread


def left_behind(installation: Installation) -> list[Path]:
    return list((installation.folder / "temp").glob("*"))


def test_a_result_comes_with_the_record_of_how_it_was_made(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user)

    installation.runner.run(job.id)

    record = installation.record(job)
    assert record.job.status is JobStatus.SUCCEEDED
    assert [artifact.name for artifact in record.artifacts] == ["result.txt", "metadata.json"]
    assert all(installation.objects.size(artifact.key) == artifact.size for artifact in record.artifacts)
    assert [step.status for step in record.steps] == [StepStatus.DONE] * 3
    metadata = json.loads(installation.content(job, "metadata.json"))
    assert metadata["ai_generated"] is True
    assert metadata["job_id"] == job.id
    assert (metadata["generator"], metadata["generator_version"], metadata["seed"]) == ("work", "3", 5)
    assert metadata["params"] == dict(job.params)
    assert metadata["backends"][0]["identity"] == "builtin:builtin:1"
    assert metadata["versions"] == {"numpy": "1.26.4"}
    assert [timing["stage"] for timing in metadata["timings"]] == ["part-1", "part-2", "part-3"]
    assert installation.content(job, "result.txt").endswith(b"made by " + job.id.encode())
    assert left_behind(installation) == []


def test_a_delivery_of_a_job_that_has_ended_does_nothing(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user)
    installation.runner.run(job.id)

    installation.runner.run(job.id)
    installation.runner.run("no-such-job")

    assert installation.settles(user, job) == 1
    assert installation.credits(user) == (1000 - PRICE, 0)


@pytest.mark.parametrize(
    ("misdeed", "code", "told"),
    [
        ("memory", "out_of_memory", "memory"),
        ("disk", "storage_full", "disk"),
        ("known", "backend_unavailable", "Choose the built-in one"),
        ("bug", "internal", "Its number is"),
        ("unplanned", "internal", "Its number is"),
    ],
)
def test_a_failure_is_told_and_refunded(installation: Installation, misdeed: str, code: str, told: str) -> None:
    user = installation.user()
    job = installation.add(user, misdeed=misdeed)

    installation.runner.run(job.id)

    ended = installation.job(job)
    assert ended.status is JobStatus.FAILED
    assert ended.error is not None and ended.error.code == code and told in ended.error.message
    assert installation.credits(user) == (1000, 0)
    assert installation.record(job).artifacts == ()
    assert left_behind(installation) == []


def test_what_a_fault_says_is_not_logged_since_it_may_hold_a_prompt(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    job = installation.add(installation.user(), misdeed="bug")

    with caplog.at_level(logging.INFO):
        installation.runner.run(job.id)

    assert job.id in caplog.text
    assert "_misbehave" in caplog.text, "the traceback says where it happened"
    assert "ValueError" in caplog.text
    assert "a secret prompt" not in caplog.text.replace('raise ValueError("a secret prompt")', "")


def test_a_generator_that_is_not_installed_fails_the_job(installation: Installation) -> None:
    job = installation.add(installation.user())

    replace(installation.runner, generators={}).run(job.id)

    error = installation.job(job).error
    assert error is not None and error.code == "not_found"


def test_parameters_of_an_older_version_fail_the_job(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user)

    class NewWork(Work):
        needed: int

    replace(installation.runner, generators={"work": replace(WORK, params=NewWork)}).run(job.id)

    error = installation.job(job).error
    assert error is not None and error.code == "invalid_params"
    assert installation.credits(user) == (1000, 0)


def test_a_neural_backend_that_is_missing_fails_the_job_with_what_to_do(installation: Installation) -> None:
    job = installation.add(installation.user(), backend="neural")

    installation.runner.run(job.id)

    error = installation.job(job).error
    assert error is not None and error.code == "backend_unavailable"


@pytest.mark.parametrize("name", ["../escape.txt", "metadata.json", ""])
def test_an_artifact_with_a_bad_name_is_a_fault(installation: Installation, name: str) -> None:
    job = installation.add(installation.user())

    def run(_params: Work, _ctx: RunContext) -> Iterator[Artifact]:
        yield Artifact(name, "text/plain", b"x")

    replace(installation.runner, generators={"work": replace(WORK, run=run)}).run(job.id)

    error = installation.job(job).error
    assert error is not None and error.code == "internal"
    assert list(installation.objects.keys("outputs/")) == []


def test_a_file_outside_the_workdir_is_never_given_out(installation: Installation) -> None:
    secret = installation.folder / "secret"
    secret.write_text("secret")
    job = installation.add(installation.user())

    def run(_params: Work, _ctx: RunContext) -> Iterator[Artifact]:
        yield Artifact("result.txt", "text/plain", secret)

    replace(installation.runner, generators={"work": replace(WORK, run=run)}).run(job.id)

    assert installation.job(job).status is JobStatus.FAILED


def test_a_full_store_fails_the_job(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    user = installation.user()
    job = installation.add(user)

    def full(*_: object, **_how: object) -> int:
        raise StorageFull("The disk is full. Free some space and try again.")

    monkeypatch.setattr(type(installation.objects), "put", full)
    installation.runner.run(job.id)

    error = installation.job(job).error
    assert error is not None and error.code == "storage_full"
    assert installation.credits(user) == (1000, 0)


def test_a_store_that_fills_up_keeps_no_half_result(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = installation.add(installation.user())
    put = type(installation.objects).put

    def nearly_full(store: object, key: str, content: bytes, content_type: str, **_how: bool) -> int:
        if key.endswith("metadata.json"):
            raise StorageFull("The disk is full. Free some space and try again.")
        return put(store, key, content, content_type)  # type: ignore[arg-type]  # the store itself

    monkeypatch.setattr(type(installation.objects), "put", nearly_full)
    installation.runner.run(job.id)

    assert installation.job(job).status is JobStatus.FAILED
    assert list(installation.objects.keys("outputs/")) == []


# --- ending early ---------------------------------------------------------------------------------------------


def test_the_time_limit_ends_a_job_at_its_next_step(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user, seconds=20, time_limit=0.3)
    killed: list[bool] = []

    begun = time.monotonic()
    run_in_thread(installation, job, kill=lambda: killed.append(True)).join()

    ended = installation.job(job)
    assert time.monotonic() - begun < 2
    assert ended.error is not None and ended.error.code == "time_limit_exceeded"
    assert "limit" in ended.error.message and "not charged" in ended.error.message
    assert installation.credits(user) == (1000, 0)
    assert killed == []


def test_a_job_deaf_to_its_time_limit_is_ended_by_force(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user, time_limit=0.2)
    killed, release = threading.Event(), threading.Event()

    def run(_params: Work, _ctx: RunContext) -> Iterator[Artifact]:
        release.wait(20)
        yield Artifact("result.txt", "text/plain", b"too late")

    generators = {"work": replace(WORK, run=run)}
    thread = run_in_thread(installation, job, generators=generators, kill=killed.set, times=QUICK)
    assert killed.wait(5)
    release.set()
    thread.join()

    ended = installation.job(job)
    assert ended.error is not None and ended.error.code == "time_limit_exceeded"
    assert installation.settles(user, job) == 1
    assert installation.credits(user) == (1000, 0)
    assert installation.record(job).artifacts == ()


def test_a_run_that_has_lost_its_lease_writes_nothing(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user, seconds=5)
    thread = run_in_thread(installation, job)
    running = installation.job(job)

    with installation.storage.begin() as tx:
        assert tx.jobs.swap(running, running.worker_lost(utc_now()))
    thread.join()

    assert installation.job(job).status is JobStatus.QUEUED
    assert installation.credits(user) == (1000 - PRICE, PRICE)
    assert installation.record(job).artifacts == ()


def test_stop_gives_the_job_back_and_starts_no_other(installation: Installation) -> None:
    user = installation.user()
    job, other = installation.add(user, seconds=10), installation.add(user)
    thread = run_in_thread(installation, job)

    installation.runner.stop()
    thread.join(5)
    installation.runner.run(other.id)

    given_back = installation.job(job)
    assert (given_back.status, given_back.attempt) == (JobStatus.QUEUED, 1)
    assert installation.job(other).status is JobStatus.QUEUED
    assert installation.credits(user) == (1000 - 2 * PRICE, 2 * PRICE)


def test_a_wish_to_cancel_survives_a_lost_worker(installation: Installation) -> None:
    user = installation.user()
    job = installation.add(user, seconds=10)
    thread = run_in_thread(installation, job)
    installation.runner.stop()
    installation.cancel(job)
    thread.join(5)

    after = replace(installation.runner, _stopping=threading.Event())
    after.run(job.id)

    assert installation.job(job).status is JobStatus.CANCELLED
    assert installation.credits(user) == (1000, 0)


def test_the_lease_is_kept_while_a_job_runs(installation: Installation) -> None:
    job = installation.add(installation.user(), seconds=0.9, parts=1)
    thread = run_in_thread(installation, job, times=replace(QUICK, lease=8.0))
    first = installation.job(job).lease_until
    assert first is not None

    wait_until(lambda: (installation.job(job).lease_until or first) > first + timedelta(seconds=0.5), what="a beat")
    thread.join()

    assert installation.job(job).status is JobStatus.SUCCEEDED


def test_a_database_that_is_away_for_a_moment_costs_no_job(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = installation.user()
    job = installation.add(user)
    succeed, failures = type(installation.lifecycle).succeed, iter([True, True, False])

    def unreliable(*args: Any) -> Job:
        if next(failures):
            raise Unavailable("The database cannot be reached right now.")
        return succeed(*args)

    monkeypatch.setattr(type(installation.lifecycle), "succeed", unreliable)
    installation.runner.run(job.id)

    assert installation.job(job).status is JobStatus.SUCCEEDED
    assert installation.settles(user, job) == 1


def test_a_database_that_stays_away_ends_the_run_with_its_lease(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = installation.add(installation.user(), seconds=20)
    thread = run_in_thread(installation, job, times=QUICK)

    def away(_self: object) -> None:
        raise Unavailable("The database cannot be reached right now.")

    with monkeypatch.context() as broken:
        broken.setattr(type(installation.storage), "begin", away)
        broken.setattr(type(installation.storage), "read", away)
        thread.join(5)

    assert not thread.is_alive()
    assert installation.job(job).status is JobStatus.RUNNING, "the sweeper takes it from here"


# --- folders --------------------------------------------------------------------------------------------------


def test_folders_of_dead_runs_are_removed_and_those_of_others_kept(installation: Installation) -> None:
    from queue_worker.workdirs import workdir

    root = installation.folder / "temp"
    dead = root / "run-dead"
    dead.mkdir(parents=True)
    (dead / "frame.png").write_bytes(b"x")
    (root / "run-dead.lock").touch()

    with workdir(root) as living, workdir(root) as second:
        assert living.is_dir() and second.is_dir()
        assert not dead.exists()

    assert list(root.iterdir()) == []


def test_stages_are_taken_over_and_progress_says_so(installation: Installation) -> None:
    user = installation.user()
    installation.runner.run(installation.add(user, label="once").id)

    job = installation.add(user, label="once")
    installation.runner.run(job.id)
    foreign = installation.add(installation.user(), label="once")
    installation.runner.run(foreign.id)

    assert [step.reused for step in installation.record(job).steps] == [True, True, True]
    assert [step.reused for step in installation.record(foreign).steps] == [False, False, False]


def test_a_damaged_stage_is_made_again(installation: Installation) -> None:
    user = installation.user()
    first = installation.add(user, parts=1)
    installation.runner.run(first.id)
    (key,) = installation.objects.keys("stages/")
    with installation.objects.open(key) as stream:
        whole = stream.read()
    installation.objects.put(key, whole[:-3], "application/octet-stream")

    job = installation.add(user, parts=1)
    installation.runner.run(job.id)

    assert [step.reused for step in installation.record(job).steps] == [False]
    assert installation.content(job, "result.txt").startswith(b"work/1/5")
    with installation.objects.open(key) as stream:
        assert stream.read() == whole


def test_stage_plans_and_steps_agree(installation: Installation) -> None:
    job = installation.add(installation.user(), parts=2)

    steps = installation.record(job).steps

    assert [(step.name, step.title) for step in steps] == [
        (stage.name, stage.title)
        for stage in [StagePlan("part-1", "Making part 1"), StagePlan("part-2", "Making part 2")]
    ]
