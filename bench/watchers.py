"""How soon 50, 200 and 500 watchers in one process see an event, against one watcher alone."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from bench.table import Row, milliseconds, percentile
from domain.ports import JobEvent
from queue_worker.channel import RedisChannel
from queue_worker.embedded import EmbeddedRedis

COUNTS = (50, 200, 500)
EVENTS = 20


def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        redis = EmbeddedRedis(Path(folder))
        redis.start()
        try:
            alone = asyncio.run(_watch(redis.url, 1))
            rows = [_row(count, asyncio.run(_watch(redis.url, count)), alone) for count in COUNTS]
        finally:
            redis.stop()
    return rows


def _row(count: int, delays: list[float], alone: list[float]) -> Row:
    p50, p95 = percentile(delays, 0.5), percentile(delays, 0.95)
    floor = percentile(alone, 0.95)
    measured = f"p50 {milliseconds(p50)}, p95 {milliseconds(p95)}"
    return Row(
        f"publish to {count} watchers", measured, f"one watcher: p95 {milliseconds(floor)}", f"{p95 / floor:.1f} x"
    )


async def _watch(url: str, count: int) -> list[float]:
    """Delays in seconds of every event at every watcher."""
    channel = RedisChannel(url)
    job_id = f"bench-{count}"
    delays: list[float] = []
    ready = [asyncio.Event() for _ in range(count)]

    async def follow(n: int) -> None:
        seen = 0
        async for event in channel.follow(job_id):
            ready[n].set()
            if event is not None:
                delays.append(time.perf_counter() - event.data["at"])
                seen += 1
            if seen == EVENTS:
                return

    tasks = [asyncio.create_task(follow(n)) for n in range(count)]
    await asyncio.gather(*(event.wait() for event in ready))
    for n in range(EVENTS):
        event = JobEvent(job_id, "user", "progress", {"progress": n / EVENTS, "at": time.perf_counter()})
        await asyncio.to_thread(channel.publish, event)
        await asyncio.sleep(0.1)
    _, late = await asyncio.wait(tasks, timeout=10)
    for task in late:
        task.cancel()
    channel.close()
    return delays
