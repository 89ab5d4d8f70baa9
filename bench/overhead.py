"""What running as a job costs beside the work itself: lease, stages kept, progress, artifacts, ledger.

The work is timed inside the very job, so that its own scatter (some 100 ms on a shared machine) does not hide the cost.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.rig import Rig, rig
from bench.table import Row, median, milliseconds
from domain.assets import AssetType
from domain.generator import Generator, RunContext
from domain.jobs import JobStatus
from tests.support.pictures import photo

ROUNDS = 15


@dataclass
class Stopwatch:
    """`RunContext` that adds up the seconds that its own calls take, without what `make` does in them."""

    ctx: RunContext
    beside: float = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ctx, name)

    def stage(self, name: str, *inputs: Any, make: Callable[[], Any]) -> Any:
        return self._timed(lambda: self.ctx.stage(name, *inputs, make=lambda: self._timed(make, -1)), 1)

    def progress(self, fraction: float, message: str = "", preview: bytes | None = None) -> None:
        self._timed(lambda: self.ctx.progress(fraction, message, preview), 1)

    def _timed(self, call: Callable[[], Any], sign: int) -> Any:
        start = perf_counter()
        try:
            return call()
        finally:
            self.beside += sign * (perf_counter() - start)


def measure() -> list[Row]:
    """Rows for a short job (a script) and a longer one (a photo in oils)."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bench = stack.enter_context(rig(Path(folder)))
        asset = bench.desk.take(bench.user, AssetType.PHOTO, "photo.png", photo(512))
        orders = {
            "script, 60 s": ("script", {"topic": "How volcanoes erupt", "backend": "builtin"}),
            "restyle, oil, 512 px": ("restyle", {"photo": asset.id, "style": "oil", "backend": "builtin"}),
        }
        return [_row(bench, name, *order) for name, order in orders.items()]


def _row(bench: Rig, name: str, key: str, body: dict[str, Any]) -> Row:
    _run(bench, key, body, 0)  # imports and caches are warm
    rounds = [_run(bench, key, body, seed) for seed in range(1, ROUNDS + 1)]
    total, work = median([t for t, _ in rounds]), median([w for _, w in rounds])
    cost = median([t - w for t, w in rounds])
    verdict = "within" if cost <= max(0.01 * work, 0.030) else "above"
    result = f"{cost * 1000:+.1f} ms ({cost / work:+.1%}), {verdict} max(1 %, 30 ms)"
    return Row(f"submit to end of a job against its work: {name}", milliseconds(total), milliseconds(work), result)


def _run(bench: Rig, key: str, body: dict[str, Any], seed: int) -> tuple[float, float]:
    """Seconds from submit to the end of the job, and of them the work."""
    generator: Generator[Any] = bench.generators[key]
    work = 0.0

    def run(params: Any, ctx: RunContext) -> Iterator[Any]:
        nonlocal work
        watch, begun = Stopwatch(ctx), perf_counter()
        artifacts = list(generator.run(params, watch))
        work = perf_counter() - begun - watch.beside
        yield from artifacts

    runner = replace(bench.runner, generators={key: replace(generator, run=run)})
    start = perf_counter()
    job = bench.studio.submit(bench.user, key, {**body, "seed": seed}).job
    runner.run(job.id)
    total = perf_counter() - start
    if bench.studio.job(bench.user, job.id).job.status is not JobStatus.SUCCEEDED:
        raise RuntimeError("the job did not succeed")
    return total, work
