"""The worker process of a test installation: `python -m tests.queue_worker.child FOLDER REDIS_URL NAME`."""

from __future__ import annotations

import functools
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.clock import utc_now
from queue_worker.connections import connect
from queue_worker.pulse import Pulse
from queue_worker.runner import JobRunner
from queue_worker.status import Presence, WorkerCard
from queue_worker.supervisor import pulse_path
from queue_worker.worker import WorkerHooks, resident_worker, work_until_stopped
from tests.queue_worker.installation import Installation


def command(folder: Path, redis_url: str) -> Callable[[str], Sequence[str]]:
    return lambda name: [sys.executable, "-m", "tests.queue_worker.child", str(folder), redis_url, name]


@functools.cache
def _installation() -> tuple[Installation, Pulse]:
    folder, url, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    found = Installation(folder, url)
    return found, Pulse(pulse_path(found.run_dir, name))


@functools.cache
def _runner() -> JobRunner:
    found, pulse = _installation()
    return found.new_runner(pulse)


def run_job(job_id: str) -> None:
    """What RQ calls, by name."""
    _runner().run(job_id)


def main() -> None:
    url, name = sys.argv[2], sys.argv[3]
    logging.basicConfig(level="INFO", format=f"%(asctime)s {name} %(message)s")
    _, pulse = _installation()
    presence = Presence(WorkerCard(name, ["cpu"], "cpu", utc_now()), pulse, connect(url))
    worker = resident_worker(["gpu", "cpu"], name, connect(url), WorkerHooks(presence, _runner().stop))
    work_until_stopped(worker)


if __name__ == "__main__":
    from tests.queue_worker import child  # One module, not two: RQ imports this file by its name.

    child.main()
