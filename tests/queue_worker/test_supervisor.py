"""Supervisors: no orphan, no stuck worker, no hammering."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from domain.jobs import JobStatus
from queue_worker import supervisor as supervisor_module
from queue_worker.connections import connect
from queue_worker.pulse import Held, Pulse, read_pulse
from queue_worker.status import WorkerStatus
from queue_worker.supervisor import Supervisor, pulse_path, worker_command
from tests.queue_worker.child import command
from tests.queue_worker.installation import Installation, wait_until

SUPERVISE = """
import sys
from pathlib import Path
from queue_worker.status import WorkerStatus
from queue_worker.supervisor import Supervisor, run_until_signalled
from tests.queue_worker.child import command
from tests.queue_worker.installation import Installation
installation = Installation(Path(sys.argv[1]), sys.argv[2])
run_until_signalled(Supervisor("own", command(*sys.argv[1:3]), installation.run_dir, installation.sweeper))
installation.close()
"""


def supervise(installation: Installation) -> tuple[subprocess.Popen[bytes], int]:
    """A supervisor in a process of its own, and the process id of its worker once that is at work."""
    process = subprocess.Popen([sys.executable, "-c", SUPERVISE, str(installation.folder), installation.redis_url])
    pulse = wait_until(lambda: next(installation.run_dir.glob("*.pulse"), None), what="a pulse")
    held = wait_until(lambda: read_pulse(pulse)[0], what="a beat")
    assert held
    (worker,) = psutil.Process(process.pid).children()
    return process, worker.pid


def ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_worker_dies_with_its_supervisor(installation: Installation) -> None:
    process, worker = supervise(installation)

    process.kill()
    process.wait()

    wait_until(lambda: ended(worker), timeout=3, what="the worker's end")


def test_sigterm_ends_both_and_gives_the_job_back(installation: Installation) -> None:
    process, worker = supervise(installation)
    job = installation.order(installation.user(), seconds=20)
    installation.wait_for(job, JobStatus.RUNNING)
    begun = time.monotonic()

    process.terminate()

    assert process.wait(15) == 0
    assert time.monotonic() - begun < supervisor_module.STOP_PATIENCE - 2, "it ended by itself"
    assert ended(worker)
    assert installation.job(job).status is JobStatus.QUEUED
    assert list(installation.run_dir.iterdir()) == []
    assert WorkerStatus(connect(installation.redis_url)).workers() == []


def test_a_worker_that_cannot_beat_is_killed(
    installation: Installation, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor_module, "SILENCE_MAX", 2.5)
    job = installation.order(installation.user(), misdeed="stuck")
    installation.wait_for(job, JobStatus.RUNNING)
    worker = supervisor.worker_pid

    wait_until(lambda: supervisor.worker_pid not in (None, worker), timeout=10, what="a new worker")

    wait_until(lambda: installation.job(job).attempt == 2, what="the job's second attempt")


def test_a_worker_that_dies_at_once_is_not_started_over_and_over(installation: Installation) -> None:
    starts: list[str] = []

    def failing(name: str) -> Sequence[str]:
        starts.append(name)
        return [sys.executable, "-S", "-c", "raise SystemExit(3)"]

    one = Supervisor("failing", failing, installation.run_dir, installation.sweeper)
    one.start()
    time.sleep(1.0)
    one.stop()

    assert 2 <= len(starts) <= 4
    assert len(set(starts)) == len(starts), "each process has a name of its own"


def test_the_command_line_of_a_worker() -> None:
    line = worker_command(["gpu", "cpu"])("host-1")

    assert line[1:] == ["-m", "queue_worker", "--child", "--name", "host-1", "--queues", "gpu,cpu"]


def test_a_pulse_tells_the_leases_and_changes_with_each_beat(tmp_path: Path) -> None:
    path = pulse_path(tmp_path, "w1")
    assert read_pulse(path) == ("", ())
    pulse = Pulse(path)

    pulse.beat()
    first = read_pulse(path)
    with pulse.holding("job", "token"):
        with pulse.holding("other", "its token"):
            both = read_pulse(path)
        second = read_pulse(path)
    third = read_pulse(path)

    assert first[1] == third[1] == ()
    assert second[1] == (Held("job", "token"),)
    assert both[1] == (Held("job", "token"), Held("other", "its token"))
    assert len({first[0], second[0], third[0]}) == 3


def test_a_pulse_that_cannot_be_written_costs_no_job(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    pulse = Pulse(tmp_path / "file" / "w1.pulse")

    with pulse.holding("job", "token"):
        pulse.beat()


def test_two_supervisors_share_the_work(installation: Installation) -> None:
    both = [
        Supervisor(
            f"s{n}", command(installation.folder, installation.redis_url), installation.run_dir, installation.sweeper
        )
        for n in range(2)
    ]
    for one in both:
        one.start()
    try:
        status = WorkerStatus(connect(installation.redis_url))
        wait_until(lambda: len(status.workers()) == 2, what="both workers")
        user = installation.user()
        jobs = [installation.order(user, seconds=1.0, parts=1) for _ in range(2)]
        wait_until(
            lambda: sum(installation.job(job).status is JobStatus.RUNNING for job in jobs) == 2, what="two at once"
        )
        assert {installation.wait_for(job).status for job in jobs} == {JobStatus.SUCCEEDED}
    finally:
        for one in both:
            one.stop()


def test_no_signal_of_the_terminal_reaches_the_worker(supervisor: Supervisor) -> None:
    pid = wait_until(lambda: supervisor.worker_pid)

    assert os.getpgid(pid) != os.getpgid(0)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
