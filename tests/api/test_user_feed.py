"""The live stream of one user."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.routes import events
from api.user_feed import UserFeed
from domain.ports import JobEvent
from tests.support.api_world import ApiWorld
from tests.support.live_server import live_server

Message = tuple[str, dict[str, Any]]
Step = Callable[[], object]


def _watch(world: ApiWorld, *steps: Step) -> list[list[Message]]:
    """What a watcher hears at first, and after each step until it has been quiet for a while."""

    async def watch() -> list[list[Message]]:
        messages = UserFeed(world.deps, world.user()).messages()
        heard = [[await anext(messages)]]
        following = asyncio.ensure_future(anext(messages))
        for step in steps:
            await asyncio.to_thread(step)
            heard.append([])
            while (await asyncio.wait({following}, timeout=0.3))[0]:
                heard[-1].append(following.result())
                following = asyncio.ensure_future(anext(messages))
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        return heard

    return asyncio.run(watch())


def test_it_begins_with_everything_that_is_open(world: ApiWorld) -> None:
    client = world.program()
    job_id = world.order(client)
    client.post(f"/api/v1/jobs/{world.order(client)}/cancel")
    world.order(world.program("eve@example.org"))

    [[(name, data)]] = _watch(world)

    assert name == "snapshot"
    assert data["credits"] == {"balance": 49, "held": 1}
    assert data["jobs"] == [client.get(f"/api/v1/jobs/{job_id}").json()]


def test_a_new_job_and_what_it_costs_are_told(world: ApiWorld) -> None:
    client = world.program()

    _, news = _watch(world, lambda: world.order(client))

    assert [name for name, _ in news] == ["job", "credits"]
    assert news[0][1]["status"] == "queued"
    assert news[1][1] == {"balance": 49, "held": 1}


def test_an_order_is_told_before_what_it_costs(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = UserFeed(world.deps, world.user())
    feed._snapshot()
    read = type(world.deps.studio).open_jobs
    client = world.program()

    def then_order(*arguments: Any) -> Any:
        found = read(*arguments)
        world.order(client)  # just after the jobs were read
        return found

    with monkeypatch.context() as patch:
        patch.setattr(type(world.deps.studio), "open_jobs", then_order)
        assert list(feed._everything()) == []

    assert [name for name, _ in feed._everything()] == ["job", "credits"]


def test_progress_and_previews_pass_through(world: ApiWorld) -> None:
    job_id = world.order(world.program())
    user_id = world.user().id
    progress = {"progress": 0.25, "message": "Drawing", "stage": "draw", "eta": 9.0}

    _, first, second = _watch(
        world,
        lambda: world.channel.publish(JobEvent(job_id, user_id, "progress", progress)),
        lambda: world.channel.publish(JobEvent(job_id, user_id, "preview", {"version": 2})),
    )

    assert first == [("progress", {"job_id": job_id, **progress})]
    assert second == [("preview", {"job_id": job_id, "version": 2, "url": f"/api/v1/jobs/{job_id}/preview?v=2"})]


def test_a_job_that_ended_while_no_event_came_is_told_all_the_same(world: ApiWorld) -> None:
    job_id = world.order(world.program())

    def end_silently() -> None:
        job = world.lifecycle.claim(job_id)
        assert job is not None
        world.lifecycle.succeed(job, [], 0)

    _, news = _watch(world, end_silently)

    assert [(name, data.get("status")) for name, data in news if name == "job"][-1] == ("job", "succeeded")
    assert news[-1] == ("credits", {"balance": 50, "held": 0})


def test_nothing_is_told_twice(world: ApiWorld) -> None:
    world.order(world.program())

    _, quiet = _watch(world, lambda: None)

    assert quiet == []


def test_others_do_not_hear(world: ApiWorld) -> None:
    eve = world.program("eve@example.org")

    _, heard = _watch(world, lambda: world.order(eve))

    assert heard == []


def test_over_a_socket_it_streams_and_ends_with_its_client(world: ApiWorld) -> None:
    token = world.token()
    with live_server(world.guarded) as url, httpx.Client(headers={"Authorization": f"Bearer {token}"}) as client:
        with client.stream("GET", f"{url}/api/v1/events") as stream:
            lines = (line for line in stream.iter_lines() if line)
            assert next(lines) == "event: snapshot"
            assert json.loads(next(lines).removeprefix("data: "))["jobs"] == []
            job_id = client.post(f"{url}/api/v1/jobs/script", json={"topic": "volcanoes"}).json()["job_id"]
            assert next(lines) == "event: job"
            assert json.loads(next(lines).removeprefix("data: "))["id"] == job_id
            assert world.channel.followers == 1
        _wait_until(lambda: world.channel.followers == 0)


def test_it_ends_in_time_so_that_its_client_proves_itself_again(
    world: ApiWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "STREAM_LIFETIME", 0.2)

    response = world.program().get("/api/v1/events")

    assert response.text.startswith("event: snapshot\n")
    assert world.channel.followers == 0


def _wait_until(condition: Callable[[], bool]) -> None:
    async def wait() -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.01)

    asyncio.run(wait())
