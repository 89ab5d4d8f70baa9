"""Following jobs: nothing twice, nothing lost, whatever the speed of the reader and the health of Valkey."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from domain.ports import EventType, JobEvent
from queue_worker import channel as channel_module
from queue_worker.channel import RedisChannel
from queue_worker.connections import connect
from queue_worker.embedded import EmbeddedRedis
from queue_worker.event_stream import place
from queue_worker.watcher import WAITING_MAX, Watcher

NOWHERE = "unix:///nonexistent/valkey.sock"


@pytest.fixture
def channel(redis_url: str) -> Iterator[RedisChannel]:
    one = RedisChannel(redis_url)
    yield one
    one.close()


def event(number: int = 0, *, job: str = "job", user: str = "user", kind: EventType = "progress") -> JobEvent:
    return JobEvent(job, user, kind, {"number": number, "status": "running"})


async def take(events: AsyncIterator[JobEvent | None], count: int, timeout: float = 8.0) -> list[JobEvent]:
    """The next events that are no nudges."""
    found: list[JobEvent] = []
    async with asyncio.timeout(timeout):
        async for each in events:
            if each is not None:
                found.append(each)
            if len(found) == count:
                break
    return found


def numbers(events: list[JobEvent]) -> list[Any]:
    return [each.data["number"] for each in events]


async def publish(channel: RedisChannel, *events: JobEvent) -> None:
    for each in events:
        await asyncio.to_thread(channel.publish, each)


async def live(channel: RedisChannel) -> None:
    """Until this process reads live events."""
    await anext(channel.follow_user("nobody"))
    await asyncio.sleep(0.3)


def states(*these: int, **which: Any) -> list[JobEvent]:
    return [event(number, kind="state", **which) for number in these]


def test_a_follower_gets_what_was_kept_and_then_what_comes(channel: RedisChannel) -> None:
    async def scenario() -> None:
        await publish(channel, *states(1, 2))
        follower = channel.follow("job")
        kept = await take(follower, 2)
        await publish(channel, *states(3, 4), *states(9, job="another"))
        live = await take(follower, 2)

        assert numbers(kept + live) == [1, 2, 3, 4]
        assert all(each.id for each in kept + live)

    asyncio.run(scenario())


def test_a_follower_goes_on_after_the_id_that_it_has(channel: RedisChannel) -> None:
    async def scenario() -> None:
        await publish(channel, *states(1, 2, 3))
        seen = await take(channel.follow("job"), 2)

        rest = await take(channel.follow("job", after=seen[-1].id), 1)

        assert numbers(rest) == [3]

    asyncio.run(scenario())


@pytest.mark.parametrize("after", ["nonsense", "", "9999999999999-0"])
def test_an_id_that_this_stream_never_gave_replays_all(channel: RedisChannel, after: str) -> None:
    async def scenario() -> None:
        await publish(channel, *states(1))
        assert numbers(await take(channel.follow("job", after), 1)) == [1]

    asyncio.run(scenario())


def test_ids_are_compared_as_numbers() -> None:
    assert place("10-2") > place("9-11")
    assert place("5-10") > place("5-9")
    assert place(None) == place("nonsense") < place("0-1")


def test_events_during_the_replay_come_once(channel: RedisChannel) -> None:
    async def scenario() -> None:
        async def publisher() -> None:
            await publish(channel, *states(*range(150)))

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(publisher())
            await asyncio.sleep(0.01)
            followers = [tasks.create_task(take(channel.follow("job"), 150)) for _ in range(5)]
        for follower in followers:
            assert numbers(follower.result()) == list(range(150))

    asyncio.run(scenario())


def test_processes_that_begin_to_follow_in_the_middle_lose_nothing(channel: RedisChannel, redis_url: str) -> None:
    count = 200

    async def follow_late(delay: float) -> list[Any]:
        await asyncio.sleep(delay)
        own = RedisChannel(redis_url)
        try:
            return numbers(await take(own.follow("job"), count))
        finally:
            await asyncio.to_thread(own.close)

    async def scenario() -> None:
        async with asyncio.TaskGroup() as tasks:
            late = [tasks.create_task(follow_late(n * 0.005)) for n in range(20)]
            tasks.create_task(publish(channel, *states(*range(count))))
        for each in late:
            assert each.result() == list(range(count))

    asyncio.run(scenario())


def test_two_followers_of_one_job_both_get_it(channel: RedisChannel) -> None:
    async def scenario() -> None:
        first, second = channel.follow("job"), channel.follow("job")
        assert await anext(first) is None, "a nudge comes at once when nothing is kept"
        assert await anext(second) is None
        await publish(channel, *states(1))

        assert numbers(await take(first, 1)) == numbers(await take(second, 1)) == [1]

    asyncio.run(scenario())


def test_a_user_s_follower_gets_all_jobs_of_that_user_only(channel: RedisChannel) -> None:
    async def scenario() -> None:
        follower = channel.follow_user("user")
        assert await anext(follower) is None
        await live(channel)
        await publish(
            channel, *states(1, job="a"), *states(2, job="b", user="stranger"), *states(3, job="c"),
        )  # fmt: skip

        assert numbers(await take(follower, 2)) == [1, 3]

    asyncio.run(scenario())


def test_a_slow_follower_misses_progress_and_no_state(channel: RedisChannel) -> None:
    async def scenario() -> None:
        await live(channel)
        follower = channel.follow("job")
        assert await anext(follower) is None
        for number in range(300):
            await publish(channel, event(number))
        await publish(channel, *states(1000))
        await asyncio.sleep(0.5)

        found = numbers(await take(follower, 2))

        assert found == [299, 1000], "of the progress only the newest has waited"

    asyncio.run(scenario())


def test_a_follower_that_never_reads_costs_little_and_is_told() -> None:
    async def scenario() -> None:
        watcher = Watcher(("user", "user"))
        for number in range(WAITING_MAX * 3):
            watcher.offer(JobEvent(f"job-{number}", "user", "progress", {}, f"{number}-0"))
        assert len(watcher.take()) == WAITING_MAX
        assert not watcher.missed
        for number in range(WAITING_MAX * 3):
            watcher.offer(JobEvent("job", "user", "state", {"number": number}, f"{number}-0"))

        waiting = watcher.take()

        assert len(waiting) == WAITING_MAX
        assert waiting[-1].data["number"] == WAITING_MAX * 3 - 1, "the last state is never dropped"
        assert watcher.missed

    asyncio.run(scenario())


def test_a_refresh_just_before_waiting_is_not_slept_through() -> None:
    async def scenario() -> None:
        watcher = Watcher(("job", "job"))
        watcher.stale = False
        assert not await watcher.wait(0.01)
        watcher.refresh()
        watcher.take()

        assert await watcher.wait(0.01)

    asyncio.run(scenario())


def test_an_entry_in_another_form_is_passed_over(channel: RedisChannel, redis_url: str) -> None:
    async def scenario() -> None:
        follower = channel.follow("job")
        await publish(channel, *states(1))
        assert numbers(await take(follower, 1)) == [1]
        with connect(redis_url) as client:
            client.xadd("kinora:events", {"another": "form"})
            client.xadd("kinora:job:job", {"another": "form"})
        await publish(channel, *states(2))

        assert numbers(await take(follower, 1)) == [2]
        assert numbers(await take(channel.follow("job"), 2)) == [1, 2]

    asyncio.run(scenario())


def test_silence_brings_nudges(channel: RedisChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "NUDGE", 0.05)

    async def scenario() -> None:
        follower = channel.follow("job")
        async with asyncio.timeout(2):
            assert [await anext(follower) for _ in range(4)] == [None] * 4

    asyncio.run(scenario())


def test_followers_that_leave_are_forgotten(channel: RedisChannel) -> None:
    async def scenario() -> None:
        follower = channel.follow("job")
        await anext(follower)
        assert channel.watching == 1
        await follower.aclose()  # type: ignore[attr-defined]  # what a server calls when the client has gone
        assert channel.watching == 0

        waiting = asyncio.create_task(take(channel.follow_user("user"), 1))
        await asyncio.sleep(0.1)
        assert channel.watching == 1
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.sleep(0)
        assert channel.watching == 0

    asyncio.run(scenario())


def test_followers_on_several_event_loops(channel: RedisChannel) -> None:
    async def follow() -> list[Any]:
        return numbers(await take(channel.follow("job"), 3))

    async def scenario() -> None:
        elsewhere = [asyncio.create_task(asyncio.to_thread(asyncio.run, follow())) for _ in range(3)]
        here = asyncio.create_task(follow())
        await asyncio.sleep(0.2)
        await publish(channel, *states(1, 2, 3))
        assert await asyncio.gather(here, *elsewhere) == [[1, 2, 3]] * 4

    asyncio.run(scenario())


def test_following_survives_a_killed_valkey(channel: RedisChannel, valkey: EmbeddedRedis) -> None:
    async def scenario() -> None:
        follower = channel.follow("job")
        await publish(channel, *states(1))
        assert numbers(await take(follower, 1)) == [1]
        await asyncio.sleep(1.2)  # The file on disk is written every second.
        assert valkey.pid is not None
        os.kill(valkey.pid, signal.SIGKILL)
        await asyncio.to_thread(valkey.ensure)

        nudged = False
        async with asyncio.timeout(10):
            while not nudged:
                nudged = await anext(follower) is None
        await publish(channel, *states(2))
        assert numbers(await take(follower, 1)) == [2]

    asyncio.run(scenario())


def test_following_survives_the_loss_of_all_streams(channel: RedisChannel, redis_url: str) -> None:
    async def scenario() -> None:
        follower = channel.follow("job")
        await publish(channel, *states(1))
        assert numbers(await take(follower, 1)) == [1]
        with connect(redis_url) as client:
            client.flushall()

        await publish(channel, *states(2))

        assert numbers(await take(follower, 1)) == [2]

    asyncio.run(scenario())


def test_publishing_without_valkey_costs_nearly_nothing() -> None:
    channel = RedisChannel(NOWHERE)
    begun = time.monotonic()

    for number in range(2000):
        channel.publish(event(number))
        channel.put_preview("job", b"jpeg")

    assert time.monotonic() - begun < 0.5
    assert channel.preview("job") is None
    channel.close()


def test_following_without_valkey_gives_nudges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_module, "NUDGE", 0.05)
    channel = RedisChannel(NOWHERE)

    async def scenario() -> None:
        follower = channel.follow("job")
        assert [await anext(follower) for _ in range(3)] == [None] * 3

    asyncio.run(scenario())
    channel.close()


def test_only_the_newest_preview_is_kept(channel: RedisChannel) -> None:
    channel.put_preview("job", b"one")
    channel.put_preview("job", b"two")

    assert channel.preview("job") == b"two"
    assert channel.preview("another") is None


def test_streams_are_bounded_and_expire(channel: RedisChannel, redis_url: str) -> None:
    for number in range(900):
        channel.publish(event(number))

    with connect(redis_url) as client:
        assert 500 <= client.xlen("kinora:job:job") <= 650
        assert 3600 < client.ttl("kinora:job:job") <= 24 * 3600
        channel.publish(JobEvent("job", "user", "state", {"status": "succeeded"}))
        assert 0 < client.ttl("kinora:job:job") <= 3600
