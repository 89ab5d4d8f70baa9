"""Jobs that are made together: who is taken, and that each is a run of its own."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from domain.errors import InvalidParams
from domain.generator import Artifact, Generator, RunContext
from domain.jobs import Job, JobStatus, Priority
from domain.lifecycle import Lifecycle
from queue_worker.pulse import read_pulse
from queue_worker.supervisor import Supervisor, pulse_path
from queue_worker.watchdog import Times
from tests.queue_worker.installation import PRICE, WORK, Installation, Work, wait_until
from tests.queue_worker.supervised import supervised

QUICK = Times(look=0.02, beat=0.1, lease=2.0, grace=5.0)


@dataclass
class Meeting:
    """A generator whose runs gather and note who has come by then; those named in `hold` wait to be let go."""

    room: int = 3
    come: list[str] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)

    def generator(self) -> Generator[Any]:
        return replace(WORK, run=self._run)

    def _run(self, params: Work, ctx: RunContext) -> Iterator[Artifact]:
        def make() -> bytes:
            self.come.append(params.label)
            ctx.gather(self.room)
            self.seen[params.label] = set(self.come)
            if params.misdeed == "known":
                raise InvalidParams("The model withheld a picture.")
            while params.seconds and not self.hold.is_set():
                ctx.progress(0.5)
                time.sleep(0.01)
            return params.label.encode()

        for part in range(1, params.parts + 1):
            ctx.stage(f"part-{part}", params.label, part, make=make if part == 1 else lambda: b"")
        yield Artifact("result.txt", "text/plain", params.label.encode())


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


def run(installation: Installation, meeting: Meeting, job: Job) -> None:
    generators = {"work": meeting.generator()}
    replace(installation.runner, generators=generators, times=QUICK).run(job.id)


def statuses(installation: Installation, jobs: Sequence[Job]) -> list[JobStatus]:
    return [installation.job(job).status for job in jobs]


def test_queued_jobs_of_several_users_come_along_and_each_is_settled_once(
    installation: Installation, meeting: Meeting
) -> None:
    users = [installation.user() for _ in range(3)]
    jobs = [installation.add(user, label=f"job-{n}", together="a") for n, user in enumerate(users)]

    run(installation, meeting, jobs[0])
    for job in jobs:  # their own deliveries come later
        run(installation, meeting, job)

    assert statuses(installation, jobs) == [JobStatus.SUCCEEDED] * 3
    everybody = {"job-0", "job-1", "job-2"}
    assert meeting.seen == dict.fromkeys(everybody, everybody) and len(meeting.come) == 3
    for n, (user, job) in enumerate(zip(users, jobs, strict=True)):
        assert installation.content(job, "result.txt").startswith(f"job-{n}".encode())
        assert installation.settles(user, job) == 1 and installation.credits(user) == (1000 - PRICE, 0)


def test_only_what_fits_comes_along(
    installation: Installation, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = installation.user()
    first = installation.add(user, label="first", together="a")
    monkeypatch.setattr(Lifecycle, "claim_next", lambda self, *_: self.claim(first.id))  # before the others came
    others = {
        "another kind": installation.add(user, together="b"),
        "by itself": installation.add(user),
        "less urgent": installation.add(user, together="a", priority=Priority.LOW),
        "has killed a worker": installation.add(user, together="a", attempt=2),
    }
    more = [installation.add(user, label=f"more-{n}", together="a") for n in range(4)]
    urgent = installation.add(user, label="urgent", together="a", priority=Priority.HIGH)

    run(installation, meeting, first)

    assert {name: installation.job(job).status for name, job in others.items()} == dict.fromkeys(
        others, JobStatus.QUEUED
    )
    assert statuses(installation, [first, urgent, *more]) == [JobStatus.SUCCEEDED] * 4 + [JobStatus.QUEUED] * 2


@pytest.mark.parametrize(("room", "attempt"), [(0, 1), (-1, 1), (3, 2)])
def test_nobody_comes_where_there_is_no_room_or_the_first_may_be_dangerous(
    installation: Installation, room: int, attempt: int
) -> None:
    user = installation.user()
    first, other = installation.add(user, together="a", attempt=attempt), installation.add(user, together="a")

    run(installation, Meeting(room=room), first)

    assert statuses(installation, [first, other]) == [JobStatus.SUCCEEDED, JobStatus.QUEUED]


@pytest.mark.parametrize("cancelled", [0, 1])
def test_cancelling_one_does_not_disturb_the_others(
    installation: Installation, meeting: Meeting, cancelled: int
) -> None:
    user = installation.user()
    jobs = [installation.add(user, label=f"job-{n}", together="a", seconds=1) for n in range(3)]
    thread = threading.Thread(target=run, args=(installation, meeting, jobs[0]))
    thread.start()
    wait_until(lambda: len(meeting.seen) == 3)

    installation.cancel(jobs[cancelled])
    installation.wait_for(jobs[cancelled])
    time.sleep(0.1)
    others = [job for n, job in enumerate(jobs) if n != cancelled]
    assert statuses(installation, others) == [JobStatus.RUNNING] * 2
    meeting.hold.set()
    thread.join()

    assert installation.job(jobs[cancelled]).status is JobStatus.CANCELLED
    assert statuses(installation, others) == [JobStatus.SUCCEEDED] * 2
    assert installation.credits(user) == (1000 - 2 * PRICE, 0)


def test_one_that_fails_does_not_fail_the_others(installation: Installation, meeting: Meeting) -> None:
    user = installation.user()
    jobs = [installation.add(user, label=f"job-{n}", together="a", misdeed="known" if n == 1 else "") for n in range(3)]

    run(installation, meeting, jobs[0])

    assert statuses(installation, jobs) == [JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.SUCCEEDED]
    assert [installation.settles(user, job) for job in jobs] == [1, 1, 1]
    assert installation.credits(user) == (1000 - 2 * PRICE, 0)


def test_a_worker_that_stops_gives_all_of_them_back(installation: Installation, meeting: Meeting) -> None:
    user = installation.user()
    jobs = [installation.add(user, label=f"job-{n}", together="a", seconds=1) for n in range(3)]
    runner = replace(installation.runner, generators={"work": meeting.generator()}, times=QUICK)
    thread = threading.Thread(target=runner.run, args=(jobs[0].id,))
    thread.start()
    wait_until(lambda: len(meeting.seen) == 3)

    runner.stop()
    thread.join(5)

    assert not thread.is_alive()
    assert statuses(installation, jobs) == [JobStatus.QUEUED] * 3
    assert [installation.job(job).attempt for job in jobs] == [1, 1, 1]


@pytest.fixture
def worker(installation: Installation) -> Iterator[Supervisor]:
    with supervised(installation) as one:
        yield one


def test_a_killed_worker_loses_none_of_them(installation: Installation, worker: Supervisor) -> None:
    users = [installation.user() for _ in range(3)]
    jobs = [
        installation.add(user, label=f"job-{n}", together="a", seconds=2.5, parts=1) for n, user in enumerate(users)
    ]
    for job in jobs:
        installation.queue.enqueue(job)
    wait_until(lambda: statuses(installation, jobs) == [JobStatus.RUNNING] * 3, what="all to run at once")
    (pulse,) = installation.run_dir.glob("worker-*.pulse")
    wait_until(lambda: len(read_pulse(pulse)[1]) == 3, what="three leases in the pulse")
    assert pulse == pulse_path(installation.run_dir, pulse.stem.removeprefix("worker-")) and worker.worker_pid

    os.kill(worker.worker_pid, signal.SIGKILL)
    killed = time.monotonic()
    wait_until(lambda: JobStatus.RUNNING not in statuses(installation, jobs), what="all to be queued again")
    assert time.monotonic() - killed < 6, "at once, not when their leases end"

    for user, job in zip(users, jobs, strict=True):
        ended = installation.wait_for(job, timeout=60)
        assert (ended.status, ended.attempt) == (JobStatus.SUCCEEDED, 2)
        assert installation.settles(user, job) == 1 and installation.credits(user) == (1000 - PRICE, 0)
