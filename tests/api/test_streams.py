"""How many streams a user may have, and when they end."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from api.guard import Guard
from api.identity import Identity
from api.streams import EVENT_STREAMS_MAX, GRADIO_STREAMS_MAX, StreamGuard, streams_max
from domain.errors import Unavailable
from domain.sessions import SignedIn
from domain.users import User
from tests.support.api_world import ApiWorld

SOON = 0.05


def _client(world: ApiWorld, **headers: str) -> TestClient:
    """A client of an API that asks again after SOON who listens."""
    streams = StreamGuard(world.app, Identity(world.accounts), SOON)
    return TestClient(Guard(streams, world.deps), headers=headers)


def _key(world: ApiWorld) -> tuple[dict[str, str], str]:
    key, secret = world.accounts.keys.create(world.user().id, "program")
    return {"Authorization": f"Bearer {secret}"}, key.id


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/jobs/{job}/events"])
def test_a_stream_ends_when_its_key_is_revoked(world: ApiWorld, path: str) -> None:
    headers, key = _key(world)
    job = world.order(world.program())
    revocation = threading.Timer(5 * SOON, world.accounts.keys.revoke, (world.user().id, key))
    revocation.start()

    response = _client(world, **headers).get(path.format(job=job))

    revocation.join()
    assert response.status_code == 200
    assert "event: " in response.text
    assert world.channel.followers == 0


def test_a_socket_ends_when_its_session_does(world: ApiWorld) -> None:
    browser = world.browser()
    client = _client(world, Origin="http://testserver", Cookie=f"kinora_session={browser.cookies['kinora_session']}")

    with client.websocket_connect(f"/ws/jobs/{world.order(world.program())}") as socket:
        assert socket.receive_json()["data"]["status"] == "queued"
        world.accounts.sessions.end_all(world.user().id)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()

    assert closed.value.code == 4401
    assert world.channel.followers == 0


def test_an_outage_ends_nothing(world: ApiWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    headers, key = _key(world)
    job_id = world.order(world.program())
    checks = 0

    def by_bearer(_sessions: object, _token: str) -> SignedIn:
        nonlocal checks
        checks += 1
        if checks > 1:
            raise Unavailable("The database is away.")
        return SignedIn(user, None)

    user = world.user()
    monkeypatch.setattr(type(world.accounts.sessions), "by_bearer", by_bearer)
    end = threading.Timer(6 * SOON, world.deps.studio.cancel, (user, job_id))
    end.start()

    response = _client(world, **headers).get(f"/api/v1/jobs/{job_id}/events")

    assert '"cancelled"' in response.text
    assert checks > 2


class Gate:
    """An app whose streams end when they are told to."""

    def __init__(self) -> None:
        self.end = asyncio.Event()

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await self.end.wait()
        await send({"type": "http.response.body", "body": b""})


def _scope(user: User, path: str = "/api/v1/events", **more: Any) -> Scope:
    return {"type": "http", "method": "GET", "path": path, "headers": [], "state": {"user": user}, **more}


def test_streams_of_a_user_are_limited(world: ApiWorld) -> None:
    ada, eve = world.user(), world.user("eve@example.org")

    async def body() -> None:
        gate = Gate()
        guard = StreamGuard(gate, Identity(world.accounts))

        async def opened(user: User, path: str = "/api/v1/events") -> tuple[asyncio.Task[None], list[Message]]:
            sent: list[Message] = []

            async def send(message: Message) -> None:
                sent.append(message)

            async def receive() -> Message:
                raise AssertionError("nothing is read")

            task = asyncio.ensure_future(guard(_scope(user, path), receive, send))
            await asyncio.sleep(0.01)
            return task, sent

        async def status(user: User, path: str = "/api/v1/events") -> int:
            task, sent = await opened(user, path)
            streams.append(task)
            return int(sent[0]["status"])

        streams: list[asyncio.Task[None]] = []
        assert [await status(ada) for _ in range(EVENT_STREAMS_MAX)] == [200] * EVENT_STREAMS_MAX
        assert await status(ada) == await status(ada, "/api/v1/jobs/x/events") == 429
        assert await status(eve) == await status(ada, "/gradio_api/heartbeat/x") == 200
        streams[0].cancel()
        await asyncio.gather(streams[0], return_exceptions=True)
        assert await status(ada) == 200
        gate.end.set()
        await asyncio.gather(*streams[1:])
        gate.end.clear()
        assert await status(ada) == 200
        gate.end.set()
        await asyncio.gather(*streams[1:])

    asyncio.run(body())


@pytest.mark.parametrize(
    ("method", "path", "most"),
    [
        ("GET", "/api/v1/events", EVENT_STREAMS_MAX),
        ("GET", "/api/v1/jobs/x/events", EVENT_STREAMS_MAX),
        ("GET", "/gradio_api/heartbeat/x", GRADIO_STREAMS_MAX),
        ("GET", "/gradio_api/queue/data", GRADIO_STREAMS_MAX),
        ("GET", "/gradio_api/call/restyle/e1", GRADIO_STREAMS_MAX),
        ("POST", "/gradio_api/call/restyle", None),
        ("HEAD", "/api/v1/events", None),
        ("GET", "/api/v1/jobs", None),
        ("GET", "/", None),
    ],
)
def test_what_is_a_stream(world: ApiWorld, method: str, path: str, most: int | None) -> None:
    assert streams_max(_scope(world.user(), path, method=method)) == most
    assert streams_max({"type": "websocket", "path": "/ws/jobs/x"}) == EVENT_STREAMS_MAX
