"""From submit to the first progress event that a follower sees, through Valkey, RQ and a resident worker."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.table import Row, milliseconds, percentile
from tests.support.studio_process import StudioProcess

JOBS = 60


def measure() -> list[Row]:
    """Polls nothing: reads the server-sent events of each job, as a client would."""
    with tempfile.TemporaryDirectory() as folder:
        studio = StudioProcess(Path(folder) / "var").start()
        try:
            keys = [studio.sign_up(f"bench{n}@example.org") for n in range(2)]
            first, floor = [], []
            for n in range(JOBS):
                with studio.client(keys[n % 2]) as client:
                    start = time.perf_counter()
                    client.get("/api/v1/credits").raise_for_status()
                    floor.append(time.perf_counter() - start)
                    body = {"topic": f"Bench {n}", "duration": 15, "backend": "builtin"}
                    start = time.perf_counter()
                    answer = client.post("/api/v1/jobs/script", json=body)
                    answer.raise_for_status()
                    first.append(_first_progress(client, answer.json()["job_id"]) - start)
        finally:
            studio.stop()
    measured = f"p50 {milliseconds(percentile(first, 0.5))}, p95 {milliseconds(percentile(first, 0.95))}"
    against = f"p50 {milliseconds(percentile(floor, 0.5))}, p95 {milliseconds(percentile(floor, 0.95))}"
    ratio = percentile(first, 0.5) / percentile(floor, 0.5)
    return [
        Row("submit to first progress, warm worker, against one GET", measured, against, f"{ratio:.1f} x one request")
    ]


def _first_progress(client: object, job_id: str) -> float:
    import httpx

    assert isinstance(client, httpx.Client)
    with client.stream("GET", f"/api/v1/jobs/{job_id}/events") as answer:
        for line in answer.iter_lines():
            if line.startswith(("event: progress", "event:progress")):
                seen = time.perf_counter()
                break
        else:
            raise RuntimeError("the job ended without progress")
    with client.stream("GET", f"/api/v1/jobs/{job_id}/events") as answer:
        for _ in answer.iter_lines():
            pass  # until its end, so that the next job finds an idle worker
    return seen
