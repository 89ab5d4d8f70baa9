"""Kill app, supervisor, worker and Valkey at random: every job ends once, no finished stage is made again.

A small form runs by default; `make chaos` runs 60 jobs under at least 15 kills.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import text

from domain.ports import ObjectStore
from storage.database import Database
from storage.local_signer import LocalSigner
from tests.support.scaled import objects_in
from tests.support.studio_process import ROOT, StudioProcess, copy_tree

FULL = os.environ.get("KINORA_CHAOS") == "full"
JOBS, KILLS = (60, 18) if FULL else (10, 5)
PARTS = ("app", "supervisor", "worker", "redis")
STAGES = 4


@dataclass
class StoreWatch(threading.Thread):
    """Notes when each stage's output first stood in the object store."""

    objects: ObjectStore

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.first_seen: dict[str, float] = {}
        self.done = threading.Event()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        seen: set[str] = set()
        while not self.done.wait(0.05):
            now = time.time()
            for key in set(self.objects.keys("stages/")) - seen:
                seen.add(key)
                with self.objects.open(key) as stream:
                    content = stream.read()
                labels = [label for label in LABELS if f'"{label}"'.encode() in content]
                self.first_seen.update({label: now for label in labels})


LABELS = [f"job {n}/{part}" for n in range(JOBS) for part in range(1, STAGES + 1)]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[StudioProcess]:
    root = copy_tree(tmp_path / "kinora")
    shutil.copy(ROOT / "tests/support/chaos_sample.py", root / "engine/generators/chaos.py")
    process = StudioProcess(tmp_path / "var", root, CHAOS_LOG=str(tmp_path / "stages.log"))
    yield process.start()
    if process.alive:
        process.stop()


class ExtraWorker:
    """A second supervisor with its worker, restarted when killed, as systemd would."""

    def __init__(self, studio: StudioProcess) -> None:
        self._studio = studio
        self._process = studio.start_worker()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)
        self._process = self._studio.start_worker()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture
def extra(studio: StudioProcess) -> Iterator[ExtraWorker]:
    worker = ExtraWorker(studio)
    yield worker
    worker.stop()


@pytest.mark.chaos
@pytest.mark.timeout(900)
def test_every_job_ends_exactly_once(studio: StudioProcess, extra: ExtraWorker, tmp_path: Path) -> None:
    rng = random.Random(20261120)
    keys = _accounts(studio)
    watch = StoreWatch(objects_in(studio.data_dir, LocalSigner(b"s" * 32)))
    watch.start()
    submitted: dict[str, str] = {}
    kills: Counter[str] = Counter()
    cancelled = {n for n in range(JOBS) if n % 10 == 7}

    for n in range(JOBS):
        _submit(studio, keys[n % len(keys)], n, submitted)
        if n in cancelled:
            _cancel(studio, keys[n % len(keys)], submitted[f"job {n}"])
        if sum(kills.values()) < KILLS and rng.random() < KILLS / JOBS * 1.3:
            kills[_kill(studio, extra, rng)] += 1
    while sum(kills.values()) < KILLS:
        time.sleep(rng.uniform(0.1, 1.0))
        kills[_kill(studio, extra, rng)] += 1
    _wait_all(studio, keys, len(submitted))
    watch.done.set()

    database = studio.database()
    states = Counter(status for (status,) in rows(database, "select status from jobs"))
    print(f"\nkills: {dict(kills)}  states: {dict(states)}")
    assert sum(states.values()) == JOBS
    assert set(states) <= {"succeeded", "failed", "cancelled"}
    _check_ledger(database)
    _check_artifacts(database, watch.objects)
    database.close()
    _check_stages(tmp_path / "stages.log", watch.first_seen)


def _accounts(studio: StudioProcess) -> list[str]:
    """Enough accounts for the sign-up grant to pay for all jobs."""
    return [studio.sign_up(f"creator{n}@example.org") for n in range(JOBS * 2 // 50 + 1)]


def _submit(studio: StudioProcess, key: str, n: int, submitted: dict[str, str]) -> None:
    """Submit until it is accepted, as a client would: the idempotency key makes repeating safe."""
    body = {"text": f"job {n}", "seconds": 0.3, "seed": n}
    for _ in range(200):
        try:
            with studio.client(key) as client:
                answer = client.post("/api/v1/jobs/chaos", json=body, headers={"Idempotency-Key": f"chaos-{n}"})
            if answer.status_code == 202:
                submitted[f"job {n}"] = answer.json()["job_id"]
                return
            assert answer.status_code >= 500, answer.text
        except httpx.HTTPError:
            pass
        _revive(studio)
        time.sleep(0.2)
    raise AssertionError(f"job {n} was never accepted:\n{studio.tail()}")


def _cancel(studio: StudioProcess, key: str, job_id: str) -> None:
    try:
        with studio.client(key) as client:
            client.post(f"/api/v1/jobs/{job_id}/cancel")
    except httpx.HTTPError:
        pass  # killed in that moment: then the job simply runs


def _kill(studio: StudioProcess, extra: ExtraWorker, rng: random.Random) -> str:
    part = rng.choice(PARTS)
    if part == "app":
        studio.kill()
        _revive(studio)
        return part
    if part == "supervisor":
        extra.kill()
        return part
    if part == "redis" and studio.redis is not None:
        psutil.Process(studio.redis_pid()).kill()
        studio.revive_redis()
        return part
    for _ in range(100):
        targets = studio.children()[part]
        if targets:
            try:
                rng.choice(targets).kill()
                return part
            except psutil.NoSuchProcess:
                pass
        time.sleep(0.1)
    raise AssertionError(f"no {part} came back:\n{studio.tail()}")


def _revive(studio: StudioProcess) -> None:
    """What systemd or Docker does."""
    if not studio.alive:
        studio.start()


def _wait_all(studio: StudioProcess, keys: list[str], count: int) -> None:
    end = time.monotonic() + (400 if FULL else 150)
    while time.monotonic() < end:
        _revive(studio)
        try:
            ended = 0
            for key in keys:
                with studio.client(key) as client:
                    stats = client.get("/api/v1/jobs/stats").json()["by_status"]
                    ended += sum(stats.get(state, 0) for state in ("succeeded", "failed", "cancelled"))
            if ended == count:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise AssertionError(f"{count - ended} jobs never ended:\n{studio.tail()}")


def rows(database: Database, query: str) -> Sequence[Any]:
    with database.read() as tx:
        return tx.users._connection.execute(text(query)).all()


def _check_ledger(database: Database) -> None:
    """One hold and one settlement for each job; what is gone is what was charged; nothing is held."""
    found = rows(
        database,
        "select j.id, j.status, j.price, j.charged, sum(case when e.kind = 'hold' then 1 else 0 end),"
        " sum(case when e.kind in ('settle', 'refund') then 1 else 0 end), sum(e.amount)"
        " from jobs j left join ledger_entries e on e.job_id = j.id group by j.id, j.status, j.price, j.charged",
    )
    for job, status, price, charged, holds, settlements, total in found:
        assert (holds, settlements) == (1, 1), (job, status, holds, settlements)
        assert charged == (price if status == "succeeded" else 0), (job, status)
        assert total == -charged, (job, status, total)


def _check_artifacts(database: Database, objects: ObjectStore) -> None:
    names: dict[str, list[str]] = {}
    for job, name in rows(database, "select job_id, name from artifacts"):
        names.setdefault(job, []).append(name)
    for status, user, job in rows(database, "select status, user_id, id from jobs"):
        if status == "succeeded":
            assert sorted(names[job]) == ["chaos.txt", "metadata.json"]
            assert objects.exists(f"outputs/{user}/{job}/chaos.txt")
        else:
            assert job not in names, (status, names[job])


def _check_stages(log: Path, first_seen: dict[str, float]) -> None:
    """No stage was begun after its output stood in the store."""
    begun: dict[str, list[float]] = {}
    for line in log.read_text().splitlines():
        moment, label = line.split(" ", 1)
        begun.setdefault(label, []).append(float(moment))
    late = {label: times for label, times in begun.items() if times[-1] > first_seen.get(label, float("inf"))}
    repeats = sum(len(times) - 1 for times in begun.values())
    print(
        f"stages begun: {sum(map(len, begun.values()))}, begun again after a crash: {repeats}, "
        f"begun although stored: {len(late)}"
    )
    assert not late, late
    assert len(first_seen) >= len(begun) * 0.8  # the watch did see the store
