"""What running as a job costs, with its lease, stages, progress, artifacts and ledger, against a direct call."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from bench.rig import Rig, rig
from bench.table import Row, median, milliseconds, timed
from domain.assets import AssetType
from domain.jobs import JobStatus
from tests.support.pictures import photo

ROUNDS = 15


@dataclass
class BareContext:
    """`RunContext` that does nothing but call: the floor."""

    backends: Any
    photo: bytes
    seed: int
    workdir: Path = field(default=Path())

    def stage(self, _name: str, *_inputs: Any, make: Callable[[], Any]) -> Any:
        return make()

    def progress(self, _fraction: float, _message: str = "", preview: bytes | None = None) -> None:
        pass

    def check_cancelled(self) -> None:
        pass

    def open_input(self, _asset_id: str) -> IO[bytes]:
        return BytesIO(self.photo)

    def input_hash(self, _asset_id: str) -> str:
        return sha256(self.photo).hexdigest()

    def backend(self, capability: str, *, builtin: bool = False) -> Any:  # noqa: ARG002  the protocol's
        return self.backends.choose(capability, "builtin")


def measure() -> list[Row]:
    """Rows for a short job (a script) and a longer one (a photo in oils), rounds interleaved."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bench = stack.enter_context(rig(Path(folder)))
        asset = bench.desk.take(bench.user, AssetType.PHOTO, "photo.png", photo(512))
        orders = {
            "script, 60 s": ("script", {"topic": "How volcanoes erupt", "backend": "builtin"}),
            "restyle, oil, 512 px": ("restyle", {"photo": asset.id, "style": "oil", "backend": "builtin"}),
        }
        return [_row(bench, name, *order) for name, order in orders.items()]


def _row(bench: Rig, name: str, key: str, body: dict[str, Any]) -> Row:
    direct, jobs = [], []
    _run_bare(bench, key, body, 0)  # imports and caches are warm for both
    for seed in range(1, ROUNDS + 1):
        direct.append(timed(lambda seed=seed: _run_bare(bench, key, body, seed)))  # type: ignore[misc]  # loop default
        jobs.append(timed(lambda seed=seed: _run_job(bench, key, body, seed)))  # type: ignore[misc]  # loop default
    floor, job = median(direct), median(jobs)
    cost = median([ran - called for ran, called in zip(jobs, direct, strict=True)])  # of the same work each time
    verdict = "within" if cost <= max(0.01 * floor, 0.030) else "above"
    result = f"{cost * 1000:+.1f} ms ({cost / floor:+.1%}), {verdict} max(1 %, 30 ms)"
    return Row(f"job against direct call: {name}", milliseconds(job), milliseconds(floor), result)


def _run_bare(bench: Rig, key: str, body: dict[str, Any], seed: int) -> None:
    generator = bench.generators[key]
    params = generator.params.model_validate({**body, "seed": seed})
    list(generator.run(params, BareContext(bench.backends, photo(512), seed)))


def _run_job(bench: Rig, key: str, body: dict[str, Any], seed: int) -> None:
    job = bench.studio.submit(bench.user, key, {**body, "seed": seed}).job
    bench.runner.run(job.id)
    if bench.studio.job(bench.user, job.id).job.status is not JobStatus.SUCCEEDED:
        raise RuntimeError("the job did not succeed")
