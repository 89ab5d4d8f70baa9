"""A small installation for tests: SQLite, local objects, an embedded Valkey, and generators that misbehave to order."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.clock import utc_now
from domain.errors import BackendUnavailable
from domain.generator import Artifact, BackendInfo, Batching, Generator, RunContext, StagePlan
from domain.jobs import Job, JobRecord, JobStatus, Priority, Step
from domain.lifecycle import Lifecycle
from domain.params import BackendChoice, Params
from domain.users import Role, User, new_id
from queue_worker.channel import RedisChannel
from queue_worker.connections import connect
from queue_worker.pulse import Pulse
from queue_worker.rq_queue import RqQueue
from queue_worker.runner import JobRunner
from queue_worker.sweeper import Sweeper
from queue_worker.watchdog import Times
from storage.local_signer import LocalSigner
from tests.support.migrated import migrated_database
from tests.support.scaled import objects_in

RUN_JOB = "tests.queue_worker.child.run_job"
PRICE = 7


class Work(Params):
    """What a test makes a job do.

    Attributes:
        seconds: how long each stage takes.
        parts: how many stages.
        misdeed: what goes wrong: see `_misbehave`.
        label: tells results apart.
        together: jobs with the same value, if it is not empty, come together in the first stage.
    """

    seconds: float = 0.0
    parts: int = 3
    misdeed: str = ""
    label: str = "work"
    together: str = ""


def plan(params: Work) -> list[StagePlan]:
    return [StagePlan(f"part-{n}", f"Making part {n}") for n in range(1, params.parts + 1)]


def work(params: Work, ctx: RunContext) -> Iterator[Artifact]:
    ctx.backend("testing")
    parts = [
        ctx.stage(f"part-{n}", params.label, n, params.misdeed, make=lambda n=n: _make(params, ctx, n))
        for n in range(1, params.parts + 1)
    ]
    yield Artifact("result.txt", "text/plain", b"\n".join(parts))


def _make(params: Work, ctx: RunContext, part: int) -> bytes:
    if params.together and part == 1:
        ctx.gather(3)
    if log := os.environ.get("KINORA_TEST_LOG"):
        with Path(log).open("a") as file:
            file.write(f"{params.label}/{part}\n")
    if params.misdeed and part == 2:
        _misbehave(params.misdeed, ctx)
    end = time.monotonic() + params.seconds
    while (left := end - time.monotonic()) > 0:
        ctx.progress(1 - left / params.seconds, preview=b"jpeg")
        time.sleep(0.01)
    return f"{params.label}/{part}/{ctx.seed}".encode()


def _misbehave(misdeed: str, ctx: RunContext) -> None:
    if misdeed == "deaf":
        time.sleep(60)
    elif misdeed == "stuck":
        ctypes.PyDLL(None).sleep(60)  # Holds the interpreter, so that no thread of this process runs.
    elif misdeed == "die":
        os.kill(os.getpid(), 9)
    elif misdeed == "memory":
        raise MemoryError
    elif misdeed == "disk":
        raise OSError(28, "No space left on device")
    elif misdeed == "bug":
        raise ValueError("a secret prompt")
    elif misdeed == "known":
        raise BackendUnavailable("No model is installed. Choose the built-in one.")
    elif misdeed == "unplanned":
        ctx.stage("surprise", make=lambda: b"")


WORK: Generator[Any] = Generator(
    "work",
    "Work",
    "Tests",
    "Works.",
    Work,
    lambda _p, _b: PRICE,
    plan,
    work,
    queue="cpu",
    version="3",
    batching=Batching(key=lambda params: params.together or None, size=lambda _params: 1),
)


@dataclass(frozen=True)
class PlainBackend:
    info: BackendInfo = BackendInfo("builtin", "plain", None, "1")


class PlainBackends:
    """`domain.ports.Backends` with one that does nothing."""

    def choose(self, capability: str, requested: BackendChoice, model: str | None = None) -> PlainBackend:
        if requested == "neural" or model is not None:
            raise BackendUnavailable(f"There is no model for {capability}.")
        return PlainBackend()


def mark(artifact: Artifact, record: Mapping[str, Any]) -> Artifact:
    """Embeds the record's job id at the end of text artifacts."""
    assert isinstance(artifact.content, bytes)
    content = artifact.content + b"\nmade by " + record["job_id"].encode()
    return Artifact(artifact.name, artifact.content_type, content)


class Installation:
    """All of it in one folder, usable from several processes."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder, self.redis_url = folder, redis_url
        self.storage = migrated_database(folder / "test.db")
        self.objects = objects_in(folder, LocalSigner(b"s" * 32))
        self.channel = RedisChannel(redis_url)
        self.queue = RqQueue(connect(redis_url), function=RUN_JOB)
        self.lifecycle = Lifecycle(self.storage, self.channel)
        self.sweeper = Sweeper(self.lifecycle, self.storage, self.queue)

    @property
    def run_dir(self) -> Path:
        return self.folder / "workers"

    @cached_property
    def runner(self) -> JobRunner:
        return self.new_runner(Pulse(self.run_dir / "worker-test.pulse"))

    def new_runner(self, pulse: Pulse, **changes: Any) -> JobRunner:
        return JobRunner(
            **{
                "lifecycle": self.lifecycle,
                "storage": self.storage,
                "objects": self.objects,
                "channel": self.channel,
                "generators": {"work": WORK},
                "backends": PlainBackends(),
                "embed": mark,
                "versions": {"numpy": "1.26.4"},
                "temp_root": self.folder / "temp",
                "pulse": pulse,
                "times": Times(),
                **changes,
            }
        )

    def close(self) -> None:
        self.channel.close()
        self.storage.close()

    # --- what tests do ----------------------------------------------------------------------------------------

    def user(self, credits: int = 1000) -> str:
        user = User(new_id(), f"{new_id()}@example.org", "Ada", Role.CREATOR, utc_now())
        with self.storage.begin() as tx:
            tx.users.add(user, "hash")
            tx.ledger.grant(user.id, credits, "signup")
        return user.id

    def add(
        self,
        user: str,
        *,
        age: float = 0.0,
        time_limit: float = 60.0,
        priority: Priority = Priority.NORMAL,
        attempt: int = 1,
        **params: Any,
    ) -> Job:
        """A queued job with its credits held, not delivered yet."""
        wanted = Work(**params)
        job = Job(
            id=new_id(),
            user_id=user,
            generator="work",
            params={**wanted.model_dump(mode="json"), "seed": 5},
            seed=5,
            price=PRICE,
            queue="cpu",
            created_at=utc_now() - timedelta(seconds=age),
            time_limit=time_limit,
            priority=priority,
            attempt=attempt,
        )
        with self.storage.begin() as tx:
            tx.jobs.add(job, [Step(stage.name, stage.title, stage.weight) for stage in plan(wanted)])
            tx.ledger.hold(user, job.id, job.price)
        return job

    def order(self, user: str, **wanted: Any) -> Job:
        """A job on its way to a worker."""
        job = self.add(user, **wanted)
        self.queue.enqueue(job)
        return job

    def cancel(self, job: Job) -> None:
        with self.storage.begin() as tx:
            assert tx.jobs.request_cancel(job.id)

    def record(self, job: Job) -> JobRecord:
        with self.storage.read() as tx:
            return tx.jobs.record(job.id)

    def job(self, job: Job) -> Job:
        return self.record(job).job

    def credits(self, user: str) -> tuple[int, int]:
        """Balance and held."""
        with self.storage.read() as tx:
            credits = tx.ledger.credits(user)
            return credits.balance, credits.held

    def settles(self, user: str, job: Job) -> int:
        """How many times this job's hold was ended."""
        with self.storage.read() as tx:
            entries = tx.ledger.entries(user, limit=1000)
        return sum(entry.job_id == job.id and entry.kind.value in ("settle", "refund") for entry in entries)

    def content(self, job: Job, name: str) -> bytes:
        with self.objects.open(f"{job.output_prefix}{name}") as stream:
            return stream.read()

    def wait_for(self, job: Job, *statuses: JobStatus, timeout: float = 20.0) -> Job:
        """Until the job is in one of these states, or has ended."""
        wanted = statuses or tuple(status for status in JobStatus if status.terminal)
        return wait_until(lambda: (found := self.job(job)).status in wanted and found, timeout, f"{wanted}")


def wait_until(look: Any, timeout: float = 20.0, what: str = "it") -> Any:
    """What `look` gives once it is true."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {timeout} s for {what}")
