"""Worker processes: started, killed, stopped and starved, with real Valkey and SQLite."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from domain.jobs import Job, JobStatus, StepStatus
from queue_worker.connections import connect
from queue_worker.embedded import EmbeddedRedis
from queue_worker.status import WorkerStatus
from queue_worker.supervisor import Supervisor
from tests.queue_worker.installation import PRICE, Installation, wait_until
from tests.queue_worker.supervised import supervised


@pytest.fixture(scope="module")
def installation(valkey: EmbeddedRedis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation")
    one = Installation(folder, valkey.url)
    yield one
    one.close()


@pytest.fixture(scope="module")
def supervisor(installation: Installation) -> Iterator[Supervisor]:
    """One for all tests of this file: what a test does to its worker must be mended before the next job anyway."""
    with supervised(installation) as one:
        yield one


def made(installation: Installation, label: str) -> list[str]:
    """The stages that jobs with this label have made, in order."""
    lines = (installation.folder / "made.log").read_text().split()
    return [line for line in lines if line.startswith(label)]


def running_stage(installation: Installation, job: Job, stage: str) -> None:
    """Wait until the job is in this stage."""
    wait_until(
        lambda: any(s.name == stage and s.status is StepStatus.RUNNING for s in installation.record(job).steps),
        what=stage,
    )


def test_a_job_runs_end_to_end(installation: Installation, supervisor: Supervisor) -> None:
    user = installation.user(credits=50)

    job = installation.order(user, seconds=0.05)
    ended = installation.wait_for(job)

    assert ended.status is JobStatus.SUCCEEDED
    assert ended.progress == 1.0
    assert ended.backend is not None and ended.backend["kind"] == "builtin"
    assert installation.content(job, "result.txt").startswith(b"work/1/5\nwork/2/5\nwork/3/5")
    assert installation.credits(user) == (50 - PRICE, 0)
    assert supervisor.worker_pid is not None


def test_cancel_ends_a_cooperative_job_and_keeps_the_process(
    installation: Installation, supervisor: Supervisor
) -> None:
    user = installation.user()
    job = installation.order(user, seconds=30)
    running_stage(installation, job, "part-1")
    worker, begun = supervisor.worker_pid, time.monotonic()

    installation.cancel(job)
    ended = installation.wait_for(job)

    assert ended.status is JobStatus.CANCELLED
    assert time.monotonic() - begun < 1.5
    assert supervisor.worker_pid == worker
    assert installation.credits(user) == (1000, 0)


def test_a_job_that_ignores_cancel_is_killed_and_refunded(installation: Installation, supervisor: Supervisor) -> None:
    user = installation.user()
    job = installation.order(user, misdeed="deaf")
    running_stage(installation, job, "part-2")
    worker, begun = supervisor.worker_pid, time.monotonic()

    installation.cancel(job)
    ended = installation.wait_for(job)

    assert ended.status is JobStatus.CANCELLED
    assert 2.5 < time.monotonic() - begun < 6.0
    assert installation.credits(user) == (1000, 0)
    wait_until(lambda: supervisor.worker_pid not in (None, worker), what="a new worker")


def test_a_killed_worker_s_job_goes_on_where_it_was(installation: Installation, supervisor: Supervisor) -> None:
    user = installation.user()
    job = installation.order(user, seconds=0.5, label="film")
    running_stage(installation, job, "part-2")
    assert supervisor.worker_pid is not None

    os.kill(supervisor.worker_pid, signal.SIGKILL)
    begun = time.monotonic()
    ended = installation.wait_for(job)

    assert ended.status is JobStatus.SUCCEEDED
    assert ended.attempt == 2
    assert time.monotonic() - begun < 7.0, "the supervisor must not wait for the lease to end"
    assert made(installation, "film") == ["film/1", "film/2", "film/2", "film/3"]
    assert [step.reused for step in installation.record(job).steps] == [True, False, False]
    assert installation.content(job, "result.txt").startswith(b"film/1/5\nfilm/2/5\nfilm/3/5")
    assert installation.settles(user, job) == 1
    assert installation.credits(user) == (1000 - PRICE, 0)


def test_a_job_that_kills_its_worker_fails_after_three_attempts(
    installation: Installation, supervisor: Supervisor
) -> None:
    user = installation.user()
    job = installation.order(user, misdeed="die", label="poison")
    healthy = installation.order(user, label="healthy")

    ended = installation.wait_for(job, timeout=40)

    assert ended.status is JobStatus.FAILED
    assert ended.error is not None and ended.error.code == "worker_lost"
    assert made(installation, "poison").count("poison/2") == 3
    assert installation.wait_for(healthy).status is JobStatus.SUCCEEDED
    assert installation.credits(user) == (1000 - PRICE, 0)
    assert supervisor.worker_pid is not None or wait_until(lambda: supervisor.worker_pid)


def test_valkey_killed_while_a_job_runs(
    installation: Installation, supervisor: Supervisor, valkey: EmbeddedRedis
) -> None:
    user = installation.user()
    job = installation.order(user, seconds=0.5)
    running_stage(installation, job, "part-2")
    worker = supervisor.worker_pid
    assert valkey.pid is not None

    os.kill(valkey.pid, signal.SIGKILL)
    ended = installation.wait_for(job)
    valkey.ensure()
    after = installation.order(user, label="after")

    assert ended.status is JobStatus.SUCCEEDED and ended.attempt == 1
    assert installation.wait_for(after).status is JobStatus.SUCCEEDED
    assert supervisor.worker_pid == worker, "the worker keeps its warm models"


def test_jobs_survive_the_loss_of_all_that_valkey_holds(installation: Installation, supervisor: Supervisor) -> None:
    user = installation.user()
    jobs = [installation.order(user, seconds=0.4, parts=2, label=f"job-{n}") for n in range(3)]
    running_stage(installation, jobs[0], "part-1")

    with connect(installation.redis_url) as client:
        client.flushall()

    assert [installation.wait_for(job).status for job in jobs] == [JobStatus.SUCCEEDED] * 3
    assert len(made(installation, "job-")) == 6, "no stage was made twice"
    assert supervisor.worker_pid is not None


def test_workers_show_what_they_do(installation: Installation, supervisor: Supervisor) -> None:
    status = WorkerStatus(connect(installation.redis_url))
    job = installation.order(installation.user(), seconds=3)

    card = wait_until(lambda: next((c for c in status.workers() if c["job_id"] == job.id), None), what="the job's card")

    assert card["state"] == "busy"
    assert card["pid"] == supervisor.worker_pid
    assert card["queues"] == ["cpu"] and card["device"] == "cpu"
    installation.cancel(job)
    wait_until(lambda: status.workers()[0]["state"] == "idle", what="an idle worker")
