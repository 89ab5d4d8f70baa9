"""The resident worker in this process: order of service, recycling, and what a bad delivery does."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.clock import utc_now
from domain.jobs import Job, Priority
from queue_worker.connections import connect
from queue_worker.pulse import Pulse
from queue_worker.rq_queue import RqQueue
from queue_worker.status import Presence, WorkerCard
from queue_worker.worker import ResidentWorker, WorkerHooks, resident_worker, work_until_stopped

JOB = Job("0" * 32, "user", "image", {}, 5, 2, "cpu", utc_now(), 60.0)
NOTE = "tests.queue_worker.test_worker.note"


def note(job_id: str) -> None:
    """What the deliveries of these tests call: leaves a file with the time of its making."""
    folder = Path(os.environ["KINORA_TEST_NOTES"])
    (folder / f"{len(list(folder.iterdir()))}-{job_id}").touch()


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv("KINORA_TEST_NOTES", str(folder))
    return folder


@pytest.fixture
def handlers() -> Iterator[None]:
    """Give the signals of the test run their old handlers back."""
    old = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    yield
    for each, handler in old.items():
        signal.signal(each, handler)


@pytest.fixture
def stopped() -> list[bool]:
    return []


@pytest.fixture
def worker(redis_url: str, tmp_path: Path, stopped: list[bool], handlers: None) -> ResidentWorker:  # noqa: ARG001
    card = WorkerCard("w1", ["gpu", "cpu"], "cpu", utc_now())
    presence = Presence(card, Pulse(tmp_path / "w1.pulse"), connect(redis_url))
    return resident_worker(
        ["gpu", "cpu"], "w1", connect(redis_url), WorkerHooks(presence, lambda: stopped.append(True))
    )


def deliver(redis_url: str, job_id: str, priority: Priority = Priority.NORMAL, function: str = NOTE) -> None:
    RqQueue(connect(redis_url), function).enqueue(replace(JOB, id=job_id, priority=priority))


def noted(notes: Path) -> list[str]:
    return [path.name.split("-", 1)[1] for path in sorted(notes.iterdir())]


def test_urgent_jobs_come_first(worker: ResidentWorker, redis_url: str, notes: Path) -> None:
    deliver(redis_url, "low", Priority.LOW)
    deliver(redis_url, "normal")
    deliver(redis_url, "urgent", Priority.URGENT)

    work_until_stopped(worker, max_jobs=3)

    assert noted(notes) == ["urgent", "normal", "low"]


def test_a_process_ends_after_its_last_job_and_leaves_the_rest(
    worker: ResidentWorker, redis_url: str, notes: Path
) -> None:
    for job_id in ("a", "b", "c"):
        deliver(redis_url, job_id)

    work_until_stopped(worker, max_jobs=2)

    assert noted(notes) == ["a", "b"]
    assert RqQueue(connect(redis_url)).known(["a", "b", "c"]) == {"c"}
    with connect(redis_url) as client:
        assert not client.exists("rq:job:a"), "a delivery is forgotten with its job"


def test_a_delivery_that_cannot_be_called_does_not_end_the_worker(
    worker: ResidentWorker, redis_url: str, notes: Path, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(redis_url, "broken", function="tests.queue_worker.test_worker.no_such_function")
    deliver(redis_url, "whole")

    work_until_stopped(worker, max_jobs=2)

    assert noted(notes) == ["whole"]
    assert "delivery.failed job=broken" in caplog.text


def test_an_idle_worker_ends_at_once_when_told(worker: ResidentWorker, stopped: list[bool]) -> None:
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM))
    timer.start()

    work_until_stopped(worker)

    timer.join()
    assert stopped == [True]
