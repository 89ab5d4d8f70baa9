"""Keeps one worker process running, and puts right what a dead one has left."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.errors import KinoraError
from queue_worker.pulse import read_pulse
from queue_worker.sweeper import Sweeper
from queue_worker.tether import tethered

log = logging.getLogger(__name__)

STOP_PATIENCE = 10.0
"""Seconds that a worker may take to give its job back and end, before it is killed."""

SILENCE_MAX = 15.0
"""Seconds without a beat after which a worker is stuck: native code holds the interpreter, and its lease has ended."""

START_PATIENCE = 120.0
"""Seconds until the first beat: loading large libraries from a cold disk takes time."""

LOOK = 0.1
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds before a worker is started again, doubling while it does not even get to work. One that dies of a job is
started at once: others wait for it, and that job can do it three times at most."""

PULSE_KEPT = 3600.0

Command = Callable[[str], Sequence[str]]


def pulse_path(run_dir: Path, worker: str) -> Path:
    """The file of a worker's pulse."""
    return run_dir / f"worker-{worker}.pulse"


def worker_command(queues: Sequence[str]) -> Command:
    """The command line of a worker process, given its name."""
    return lambda name: [sys.executable, "-m", "queue_worker", "--child", "--name", name, "--queues", ",".join(queues)]


class Supervisor:
    """One supervisor, one worker process. For more, make more supervisors.

    Args:
        name: unique on this machine; each process gets a name of its own from it.
        command: makes a worker's command line from its name.
        run_dir: where workers keep their pulses; see `pulse_path`.
        sweeper: asked to release what a dead worker held. The supervisor does not start it.
    """

    def __init__(self, name: str, command: Command, run_dir: Path, sweeper: Sweeper) -> None:
        self._name = name
        self._command = command
        self._run_dir = run_dir
        self._sweeper = sweeper
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._count = 0

    @property
    def worker_pid(self) -> int | None:
        """The process id of the worker that runs now."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Supervise in a thread, until `stop`."""
        self._thread = threading.Thread(target=self.run, name=f"supervisor-{self._name}", daemon=True)
        self._thread.start()

    def request_stop(self) -> None:
        """Let `run` end its worker and return. Safe in a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """End the worker; its job goes back to the queue. Returns when it is gone, after ten seconds at most."""
        self.request_stop()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Keep a worker running until `request_stop`. The thread that calls this must live as long as the worker."""
        self._remove_old_pulses()
        pause = SHORTEST_PAUSE
        while not self._stopping.is_set():
            try:
                worked = self._run_worker()
            except Exception:
                log.exception("worker.not_started")
                worked = False
            pause = SHORTEST_PAUSE if worked else min(pause * 2, LONGEST_PAUSE)
            self._stopping.wait(pause)

    def _run_worker(self) -> bool:
        """Run one worker to its end; False when it never got to work."""
        self._count += 1
        name = f"{self._name}-{os.getpid()}-{self._count}"
        pulse = pulse_path(self._run_dir, name)
        child = self._child = subprocess.Popen(  # noqa: S603  our own command line
            tethered(self._command(name), signal.SIGKILL),
            stdin=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C must reach only the supervisor, which then ends the worker in good order.
        )
        log.info("worker.started worker=%s pid=%d", name, child.pid)
        try:
            code = self._watch(child, pulse)
        finally:
            _end(child)
        level = logging.INFO if code == 0 else logging.WARNING
        log.log(level, "worker.ended worker=%s pid=%d code=%d", name, child.pid, code)
        return self._put_right(pulse)

    def _watch(self, child: subprocess.Popen[bytes], pulse: Path) -> int:
        """Wait for the worker's end; bring it about if we must stop or the worker is stuck."""
        last, since = "", time.monotonic()
        while True:
            try:
                return child.wait(LOOK)
            except subprocess.TimeoutExpired:
                beat, _ = read_pulse(pulse)
            if beat != last:
                last, since = beat, time.monotonic()
            if self._stopping.is_set():
                return _end(child)
            if time.monotonic() - since > (SILENCE_MAX if last else START_PATIENCE):
                log.error("worker.stuck pid=%d", child.pid)
                child.kill()

    def _put_right(self, pulse: Path) -> bool:
        """Requeue what the dead worker held, without waiting for its lease to end; whether it ever had a pulse."""
        beat, held = read_pulse(pulse)
        for leftover in (pulse, pulse.with_suffix(".draft")):
            leftover.unlink(missing_ok=True)
        try:
            for each in held:
                self._sweeper.release(each.job_id, each.lease_token)
            self._sweeper.sweep()
        except KinoraError as error:
            log.warning("sweep.failed code=%s", error.code)
        return bool(beat)

    def _remove_old_pulses(self) -> None:
        self._run_dir.mkdir(parents=True, exist_ok=True)
        for pulse in self._run_dir.glob("worker-*.pulse"):
            try:
                if time.time() - pulse.stat().st_mtime > PULSE_KEPT:
                    pulse.unlink()
            except OSError:
                continue  # Another supervisor was first.


def run_until_signalled(supervisor: Supervisor) -> None:
    """Supervise in the main thread until SIGTERM or SIGINT, then end the worker in good order."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: supervisor.request_stop())
    supervisor.run()


def _end(child: subprocess.Popen[bytes]) -> int:
    """Ask, wait, kill."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
    return child.wait()


def _environment() -> dict[str, str]:
    """Ours, with the project importable from wherever it was started."""
    root = str(Path(__file__).resolve().parent.parent)
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}
