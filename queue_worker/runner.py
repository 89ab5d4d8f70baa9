"""Runs one job from claim to end. Whatever goes wrong in a run is caught here, once."""

from __future__ import annotations

import errno
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Generator as Generation
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.errors import (
    InvalidParams,
    JobCancelled,
    KinoraError,
    LeaseLost,
    NotFound,
    OutOfMemory,
    StorageFull,
    Unavailable,
    WorkerStopping,
)
from domain.generator import Artifact, Generator
from domain.jobs import Job, JobError, Step, StoredArtifact
from domain.lifecycle import Lifecycle
from domain.ports import Backends, Embed, Inspect, ObjectStore, ProgressChannel, Sign, UnitOfWork
from domain.quotas import RUNNING_MAX
from queue_worker.company import CONSIDERED, Company, companions
from queue_worker.context import JobContext, Run
from queue_worker.inspection import cannot_tell, inspect_inputs, inspect_results
from queue_worker.pulse import Pulse
from queue_worker.record import METADATA, metadata, record_of
from queue_worker.reporter import Reporter
from queue_worker.rq_queue import QUEUES
from queue_worker.watchdog import Guard, Times, Watchdog, kill_this_process
from queue_worker.workdirs import workdir

log = logging.getLogger(__name__)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


def unsigned(artifact: Artifact, _record: Mapping[str, Any]) -> tuple[Artifact, str]:
    """Where results are not signed."""
    return artifact, ""


@dataclass(frozen=True)
class JobRunner:
    """What a worker process needs to run jobs: one delivery at a time, and with it jobs that can be made together.

    Attributes:
        versions: of the libraries that shape results, for the record.
        temp_root: where runs get their folders, on a disk of this machine.
        pulse: tells the supervisor which leases this process holds.
        queues: those that this worker serves.
        running_max: jobs of one user that run at once.
        sign: signs each result.
        inspect: looks at the pictures that jobs are given and that models make.
    """

    lifecycle: Lifecycle
    storage: UnitOfWork
    objects: ObjectStore
    channel: ProgressChannel
    generators: Mapping[str, Generator[Any]]
    backends: Backends
    embed: Embed
    versions: Mapping[str, str]
    temp_root: Path
    pulse: Pulse
    queues: Sequence[str] = QUEUES
    running_max: int = RUNNING_MAX
    sign: Sign = unsigned
    inspect: Inspect = cannot_tell
    times: Times = Times()
    kill: Callable[[], None] = kill_this_process
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, delivered: str) -> None:
        """Run the job whose turn it is, if one waits. Never raises: how it went is in the jobs table.

        A delivery says that there is work, not whose: users take turns, however many jobs of one were delivered
        first. The job whose id it names stays queued then, and its turn comes with another delivery.

        Returns when the jobs that were made together with it have ended, too.
        """
        if self._stopping.is_set():
            return  # The sweeper delivers it to another worker.
        claimed = self._claimed(delivered, lambda: self.lifecycle.claim_next(self.queues, self.running_max))
        if claimed is None:
            return
        company = Company(lambda run, room: self._recruit(company, run, room))
        try:
            self._run_claimed(company, *claimed)
        finally:
            company.join()

    def _run_claimed(self, company: Company, job: Job, steps: Sequence[Step]) -> None:
        log.info("job.started job=%s account=%s generator=%s", job.id, job.user_id, job.generator)
        self.lifecycle.announce(job)
        reporter = Reporter(job, steps, self.channel)
        guard = Guard(self.lifecycle, self.storage, self._stopping, self.times, self.kill)
        with self.pulse.holding(job.id, job.lease_token or ""), Watchdog(job, reporter, guard) as watchdog:
            ended = self._ended(job, company, reporter, watchdog)
        if ended is not None:
            log.info("job.ended job=%s account=%s status=%s", ended.id, ended.user_id, ended.status)
            self.lifecycle.announce(ended)

    def stop(self) -> None:
        """Give running jobs back to the queue at their next step, and start no other."""
        self._stopping.set()

    def _claimed(self, job_id: str, claim: Callable[[], Job | None]) -> tuple[Job, Sequence[Step]] | None:
        try:
            job = claim()
            if job is None:
                return None
            with self.storage.read() as tx:
                return job, tx.jobs.record(job.id).steps
        except KinoraError as error:
            log.warning("job.not_claimed job=%s code=%s", job_id, error.code)
            return None

    def _recruit(self, company: Company, run: Run, room: int) -> dict[str, Callable[[], None]]:
        """Claim queued jobs that can be made together with a run: what runs each of them, by the job's id.

        Their deliveries stay in the queue and have no effect, as any second delivery.
        """
        if run.generator.batching is None or self._stopping.is_set():
            return {}
        try:
            with self.storage.read() as tx:
                queued = tx.jobs.waiting_for(run.job.generator, CONSIDERED)
        except KinoraError as error:
            log.warning("companions.not_found job=%s code=%s", run.job.id, error.code)
            return {}
        chosen = companions(run, queued, room)
        claims = [self._claimed(job.id, partial(self.lifecycle.claim, job.id)) for job in chosen]
        return {claimed[0].id: partial(self._run_claimed, company, *claimed) for claimed in claims if claimed}

    # --- a run and its end ------------------------------------------------------------------------------------

    def _ended(self, job: Job, company: Company, reporter: Reporter, watchdog: Watchdog) -> Job | None:
        """Run the job and write its end; None when the lease is lost, so that nothing may be written."""
        try:
            with workdir(self.temp_root) as folder:
                run = self._prepare(job, reporter, watchdog, folder)
                run.gather = company.gather
                return self._succeed(run)
        except Exception as error:  # noqa: BLE001  the one place that turns any failure of a run into a state
            watchdog.disarm()
            return self._fail(reporter.latest(), watchdog, watchdog.reason or error)

    def _prepare(self, job: Job, reporter: Reporter, watchdog: Watchdog, folder: Path) -> Run:
        generator = self.generators.get(job.generator)
        if generator is None:
            raise NotFound(f"This worker does not have the generator {job.generator!r}. You were not charged.")
        try:
            params = generator.params.model_validate(dict(job.params))
        except ValidationError:
            raise InvalidParams("These settings are from an older version of Kinora. Order the job again.") from None
        return Run(job, generator, params, folder, reporter, watchdog, self.storage, self.objects, self.backends)

    def _succeed(self, run: Run) -> Job:
        inputs = inspect_inputs(self.inspect, run)
        artifacts = _make(run)
        safety = {"inputs": inputs, "results": inspect_results(self.inspect, run, artifacts)}
        record = {**record_of(run, self.versions, self.lifecycle.clock), "safety": safety}
        marked = [self.sign(self.embed(made, record), record) for made in artifacts]
        record["credentials"] = {artifact.name: note for artifact, note in marked if note}
        stored = self._store_all(run, (*(artifact for artifact, _ in marked), metadata(record)))
        run.watchdog.disarm()
        run.watchdog.persist(run.watchdog.save)
        return run.watchdog.persist(lambda: self.lifecycle.succeed(run.reporter.latest(), stored, run.job.price))

    def _store_all(self, run: Run, artifacts: Sequence[Artifact]) -> list[StoredArtifact]:
        """All of them or, where the run must end or the disk is full, none."""
        stored: list[StoredArtifact] = []
        try:
            for artifact in artifacts:
                run.watchdog.check()
                stored.append(self._store(run.job, artifact))
            run.watchdog.check()
        except LeaseLost:
            raise  # Another run stores its results under the same keys.
        except Exception:
            for each in stored:
                with suppress(KinoraError, OSError):
                    self.objects.delete(each.key)
            raise
        return stored

    def _store(self, job: Job, artifact: Artifact) -> StoredArtifact:
        key = job.output_prefix + artifact.name
        size = self.objects.put(key, artifact.content, artifact.content_type)
        return StoredArtifact(
            artifact.name, artifact.content_type, size, key, artifact.width, artifact.height, artifact.duration
        )

    def _fail(self, job: Job, watchdog: Watchdog, error: Exception) -> Job | None:
        if isinstance(error, LeaseLost):
            log.warning("lease.lost job=%s account=%s", job.id, job.user_id)
            return None
        try:
            with suppress(Unavailable):
                watchdog.save()
            return watchdog.persist(lambda: self._write_end(job, error))
        except LeaseLost:
            return None
        except Exception:
            log.exception("job.end_not_written job=%s account=%s", job.id, job.user_id)
            return None

    def _write_end(self, job: Job, error: Exception) -> Job | None:
        if isinstance(error, JobCancelled):
            return self.lifecycle.cancel(job)
        if isinstance(error, WorkerStopping):
            return self.lifecycle.give_back(job)
        return self.lifecycle.fail(job, _told(job, error))


def _make(run: Run) -> list[Artifact]:
    """Run the generator. Raises ValueError for artifacts that no store could take."""
    artifacts: dict[str, Artifact] = {}
    made: Iterator[Artifact] = run.generator.run(run.params, JobContext(run))
    with closing(_closable(made)) as each:
        for artifact in each:
            _check(artifact, run.workdir)
            if artifact.name in artifacts or artifact.name == METADATA:
                raise ValueError(f"two artifacts are named {artifact.name!r}")
            artifacts[artifact.name] = artifact
            run.watchdog.check()
    return list(artifacts.values())


def _closable(made: Iterator[Artifact]) -> Generation[Artifact, None, None]:
    """A generator that is closed at once when a run ends early, rather than some time later."""
    yield from made


def _check(artifact: Artifact, folder: Path) -> None:
    if not _NAME.fullmatch(artifact.name):
        raise ValueError(f"{artifact.name!r} is no name for an artifact")
    if isinstance(artifact.content, Path) and not artifact.content.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"the artifact {artifact.name!r} is not in the workdir")


def _told(job: Job, error: Exception) -> JobError:
    """What a user is told. Only errors of our own have messages that are safe to show."""
    if isinstance(error, MemoryError):
        return JobError(OutOfMemory.code, "This machine has too little free memory for this job. Try a smaller size.")
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        return JobError(StorageFull.code, "The disk of this machine is full, so the result could not be kept.")
    if isinstance(error, KinoraError):
        log.info("job.failed job=%s account=%s code=%s", job.id, job.user_id, error.code)
        return JobError(error.code, error.message)
    log.error("job.failed job=%s account=%s code=internal", job.id, job.user_id, exc_info=_without_values(error))
    return JobError(
        "internal",
        f"This job failed because of a fault in Kinora, and you were not charged. Its number is {job.id[:8]}.",
    )


def _without_values(error: Exception) -> tuple[type[Exception], Exception, Any]:
    """Where it happened, without the message: that may hold a prompt."""
    return Exception, Exception(f"{type(error).__name__}, message left out"), error.__traceback__
