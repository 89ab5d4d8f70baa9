"""A job's events over SSE and WebSocket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from api.sse import event_text, last_event_id, with_heartbeat
from domain.ports import JobEvent
from tests.support.api_world import ApiWorld


@dataclass(frozen=True)
class Received:
    id: str
    event: str
    data: dict[str, Any]


def _received(text: str) -> list[Received]:
    return [_one(block) for block in text.split("\n\n") if block and not block.startswith(":")]


def _one(block: str) -> Received:
    fields = dict(line.split(": ", 1) for line in block.split("\n"))
    return Received(fields.get("id", ""), fields["event"], json.loads(fields["data"]))


def _finished_job(world: ApiWorld) -> str:
    """A job of Ada's that has run, with a preview, and succeeded."""
    job_id = world.order(world.program())
    job = world.lifecycle.claim(job_id)
    assert job is not None
    world.lifecycle.announce(job)
    data = {"progress": 0.5, "message": "Writing", "stage": "write", "eta": 3.0}
    world.channel.publish(JobEvent(job_id, job.user_id, "progress", data))
    world.channel.publish(JobEvent(job_id, job.user_id, "preview", {"version": 4}))
    world.lifecycle.announce(world.lifecycle.succeed(job, [], 1))
    return job_id


def _stream(world: ApiWorld, job_id: str, query: str = "", **headers: str) -> list[Received]:
    response = world.program().get(f"/api/v1/jobs/{job_id}/events{query}", headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    return _received(response.text)


def test_all_events_come_in_order_and_the_terminal_state_last(world: ApiWorld) -> None:
    job_id = _finished_job(world)

    events = _stream(world, job_id)

    assert [event.event for event in events] == ["state", "state", "progress", "preview", "state"]
    assert [event.data.get("status") for event in events] == ["queued", "running", None, None, "succeeded"]
    assert events[2].data["progress"] == 0.5
    assert events[3].data == {"job_id": job_id, "version": 4, "url": f"/api/v1/jobs/{job_id}/preview?v=4"}
    assert [event.id for event in events] == ["1-0", "2-0", "3-0", "4-0", "5-0"]


def test_a_reconnecting_client_goes_on_where_it_was(world: ApiWorld) -> None:
    job_id = _finished_job(world)

    after_header = _stream(world, job_id, **{"Last-Event-ID": "3-0"})
    after_query = _stream(world, job_id, "?after=3-0")
    header_wins = _stream(world, job_id, "?after=1-0", **{"Last-Event-ID": "4-0"})

    assert [event.id for event in after_header] == ["4-0", "5-0"]
    assert after_query == after_header
    assert [event.id for event in header_wins] == ["5-0"]


def test_a_client_that_has_seen_all_is_told_the_end_again(world: ApiWorld) -> None:
    [last] = _stream(world, _finished_job(world), **{"Last-Event-ID": "5-0"})

    assert (last.id, last.event, last.data["status"]) == ("5-0", "state", "succeeded")


def test_events_that_were_lost_do_not_hide_the_end(world: ApiWorld) -> None:
    job_id = _finished_job(world)
    world.channel.events.clear()

    [last] = _stream(world, job_id)

    assert (last.id, last.event, last.data["status"]) == ("0-0", "state", "succeeded")


@pytest.mark.parametrize("nonsense", ["abc", "1-0\r\nx", "-1", "9" * 30, "$", "0-0 OR 1"])
def test_an_id_that_is_none_begins_at_the_first_event(nonsense: str) -> None:
    assert last_event_id(nonsense, None) is None
    assert last_event_id(nonsense, "7-1") == "7-1"


def test_the_stream_tells_proxies_not_to_hold_it_back(world: ApiWorld) -> None:
    response = world.program().get(f"/api/v1/jobs/{_finished_job(world)}/events")

    assert response.headers["x-accel-buffering"] == "no"
    assert response.headers["cache-control"] == "no-store"


def test_text_with_line_breaks_stays_one_event() -> None:
    assert event_text("state", {"a": "x\n\ny"}, "1-0") == 'id: 1-0\nevent: state\ndata: {"a": "x\\n\\ny"}\n\n'


def test_silence_is_filled_with_comments_and_the_source_is_closed() -> None:
    closed = asyncio.Event()

    async def events() -> AsyncGenerator[str, None]:
        try:
            yield "a"
            await asyncio.sleep(0.05)
            yield "b"
            await asyncio.sleep(10)
        finally:
            closed.set()

    async def listen() -> list[str]:
        stream = with_heartbeat(events(), 0.02)
        heard = [await anext(stream) for _ in range(5)]
        await stream.aclose()
        return heard

    heard = asyncio.run(listen())

    assert heard[0] == "a"
    assert [text for text in heard if not text.startswith(":")] == ["a", "b"]
    assert ": heartbeat\n\n" in heard
    assert closed.is_set()


# --- WebSocket ----------------------------------------------------------------------------------------------------


def test_a_socket_carries_the_same_events(world: ApiWorld) -> None:
    job_id = _finished_job(world)
    heard = []

    with (
        world.program().websocket_connect(f"/ws/jobs/{job_id}") as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        while True:
            heard.append(Received(**socket.receive_json()))

    assert heard == _stream(world, job_id)
    assert closed.value.code == 1000


def test_a_socket_goes_on_after_an_event(world: ApiWorld) -> None:
    with world.browser().websocket_connect(f"/ws/jobs/{_finished_job(world)}?after=4-0") as socket:
        assert socket.receive_json()["id"] == "5-0"


def test_a_client_may_leave_a_socket(world: ApiWorld) -> None:
    job_id = world.order(world.program())

    with world.program().websocket_connect(f"/ws/jobs/{job_id}") as socket:
        assert socket.receive_json()["data"]["status"] == "queued"
        assert world.channel.followers == 1

    assert world.channel.followers == 0


def _close_code(client: Any, job_id: str) -> int:
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect(f"/ws/jobs/{job_id}") as socket:
        socket.receive_json()
    return int(closed.value.code)


def test_a_socket_is_closed_to_others(world: ApiWorld) -> None:
    job_id = world.order(world.program())

    assert _close_code(world.client(), job_id) == 4401
    assert _close_code(world.client(Authorization="Bearer nonsense"), job_id) == 4401
    assert _close_code(world.program("eve@example.org"), job_id) == 4403
    assert _close_code(world.program(), "0" * 32) == 4404


def test_another_site_cannot_open_a_socket_with_our_cookie(world: ApiWorld) -> None:
    job_id = world.order(world.program())

    assert _close_code(world.browser(Origin="https://evil.example"), job_id) == 4403
