"""What a running generator may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar

from domain.access import may_use
from domain.assets import Asset
from domain.errors import NotFound, ObjectMissing
from domain.generator import BackendInfo, Generator, JsonValue
from domain.jobs import Job
from domain.params import Params
from domain.ports import Backends, ObjectStore, UnitOfWork
from queue_worker.reporter import Reporter
from queue_worker.stages import StageStore, reusable, stage_hash
from queue_worker.watchdog import Watchdog

T = TypeVar("T")


@dataclass
class Run:
    """One run of one job: what its context needs.

    Attributes:
        chosen: the backends used, in the order in which they were first asked for.
        notes: what the generator has noted for the record.
        gather: brings the runs together that are made together; see `Company.gather`.
    """

    job: Job
    generator: Generator[Any]
    params: Params
    workdir: Path
    reporter: Reporter
    watchdog: Watchdog
    storage: UnitOfWork
    objects: ObjectStore
    backends: Backends
    chosen: list[tuple[str, BackendInfo]] = field(default_factory=list)
    notes: dict[str, JsonValue] = field(default_factory=dict)
    gather: Callable[[Run, int], None] | None = None


class JobContext:
    """`domain.generator.RunContext` for one run. May be used from several threads of the generator."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._stages = StageStore(run.objects)
        self._assets: dict[str, Asset] = {}

    @property
    def seed(self) -> int:
        return self._run.job.seed

    @property
    def workdir(self) -> Path:
        return self._run.workdir

    def stage(self, name: str, *inputs: JsonValue, make: Callable[[], T]) -> T:
        run = self._run
        run.watchdog.check()
        run.reporter.start(name)
        digest = stage_hash(run.generator.key, run.generator.version, run.job.seed, name, inputs)
        key = self._stages.key(run.job.user_id, digest)
        reused, value = reusable(self._stages, key, run.workdir)
        if not reused:
            made = make()
            run.watchdog.check()
            value = self._stages.save(key, made, run.workdir)
        run.reporter.finish(name, reused=reused)
        run.watchdog.check()
        result: T = value
        return result

    def progress(self, fraction: float, message: str = "", preview: bytes | None = None) -> None:
        self._run.watchdog.check()
        self._run.reporter.advance(fraction, message)
        if preview is not None:
            self._run.reporter.preview(preview)

    def check_cancelled(self) -> None:
        self._run.watchdog.check()

    def open_input(self, asset_id: str) -> IO[bytes]:
        return self._run.objects.open(self._asset(asset_id).key)

    def input_hash(self, asset_id: str) -> str:
        return self._asset(asset_id).sha256

    def note(self, name: str, value: JsonValue) -> None:
        self._run.notes[name] = value

    def gather(self, room: int) -> None:
        self._run.watchdog.check()
        if self._run.gather is not None:
            self._run.gather(self._run, room)

    def backend(self, capability: str, *, builtin: bool = False, model: str | None = None) -> Any:
        run = self._run
        if builtin:
            backend = run.backends.choose(capability, "builtin")
        else:
            backend = run.backends.choose(capability, run.params.backend, model)
        if (capability, backend.info) not in run.chosen:
            run.chosen.append((capability, backend.info))
            run.reporter.backend(main_backend(run.chosen, run.generator.capability))
        return backend

    def _asset(self, asset_id: str) -> Asset:
        """Raises ObjectMissing for a deleted asset, and for one that the account may not use."""
        if asset_id not in self._assets:
            try:
                asset = self._run.watchdog.persist(lambda: self._read(asset_id))
            except NotFound:
                raise _missing(asset_id) from None
            if asset.user_id != self._run.job.user_id:
                raise _missing(asset_id)
            self._assets[asset_id] = asset
        return self._assets[asset_id]

    def _read(self, asset_id: str) -> Asset:
        with self._run.storage.read() as tx:
            asset = tx.assets.get(asset_id)
            if not may_use(tx, self._run.job.user_id, asset):
                raise _missing(asset_id)
        return asset


def backend_view(info: BackendInfo) -> dict[str, Any]:
    """A backend as it is recorded with the job and in the result."""
    return {**asdict(info), "identity": info.identity}


def main_backend(chosen: list[tuple[str, BackendInfo]], main: str = "") -> dict[str, Any]:
    """The backend that a job is said to be made by: that of the capability `main` where it was asked for,
    else a neural one if one took part to the end, else the first.

    Of two backends for one capability the later one counts: the earlier one has failed.
    """
    last = {capability: info for capability, info in chosen}
    if main in last:
        return backend_view(last[main])
    neural = (info for info in last.values() if info.kind == "neural")
    return backend_view(next(neural, next(iter(last.values()))))


def _missing(asset_id: str) -> ObjectMissing:
    return ObjectMissing("A file that this job needs has been deleted. Upload it again.", asset_id=asset_id)
