"""How large a body may be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.body_limit import AUTH_MAX_BYTES, FILM_MAX_BYTES, JSON_MAX_BYTES, UPLOAD_MAX_BYTES, BodyLimit, body_limit
from tests.support.api_world import ApiWorld, error_code

CHUNK = b"x" * 65536


class Sink:
    """An app that reads all of a body and says how long it was."""

    def __init__(self) -> None:
        self.taken = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async for chunk in Request(scope, receive).stream():
            self.taken += len(chunk)
        await PlainTextResponse(str(self.taken))(scope, receive, send)


def _chunks(size: int) -> Iterator[bytes]:
    for start in range(0, size, len(CHUNK)):
        yield CHUNK[: min(len(CHUNK), size - start)]


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/v1/jobs/script", JSON_MAX_BYTES),
        ("/gradio_api/queue/join", JSON_MAX_BYTES),
        ("/login", AUTH_MAX_BYTES),
        ("/register", AUTH_MAX_BYTES),
        ("/api/v1/auth/register", AUTH_MAX_BYTES),
        ("/api/v1/assets", FILM_MAX_BYTES),
        ("/api/v1/assets/upload-url", JSON_MAX_BYTES),
        ("/gradio_api/upload", UPLOAD_MAX_BYTES),
        ("/objects/temp/x", FILM_MAX_BYTES),
    ],
)
def test_limits_by_path(path: str, limit: int) -> None:
    assert body_limit(path) == limit


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_at_the_limit_passes(declared: bool) -> None:
    content = b"x" * JSON_MAX_BYTES if declared else _chunks(JSON_MAX_BYTES)

    response = TestClient(BodyLimit(Sink())).post("/x", content=content)

    assert (response.status_code, response.text) == (200, str(JSON_MAX_BYTES))


@pytest.mark.parametrize("declared", [True, False])
def test_one_byte_more_does_not(declared: bool) -> None:
    sink = Sink()
    content = b"x" * (JSON_MAX_BYTES + 1) if declared else _chunks(JSON_MAX_BYTES + 1)

    response = TestClient(BodyLimit(sink)).post("/x", content=content)

    assert (response.status_code, error_code(response)) == (413, "too_large")
    assert response.json()["error"]["details"] == {"max_bytes": JSON_MAX_BYTES}
    assert sink.taken <= JSON_MAX_BYTES


def test_reading_stops_at_the_limit() -> None:
    read = 0

    async def endless() -> Message:
        nonlocal read
        read += len(CHUNK)
        return {"type": "http.request", "body": CHUNK, "more_body": True}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/x", "headers": []}
    asyncio.run(BodyLimit(Sink())(scope, endless, send))

    assert sent[0]["status"] == 413
    assert read <= JSON_MAX_BYTES + len(CHUNK)


@pytest.mark.parametrize("path", ["/api/v1/jobs/script", "/gradio_api/queue/join", "/api/v1/auth/login"])
def test_json_routes_answer_413_whatever_the_length_said(world: ApiWorld, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    client = world.program()

    declared = client.post(path, content=b" " * (JSON_MAX_BYTES + 1), headers=headers)
    streamed = client.post(path, content=_chunks(JSON_MAX_BYTES + 1), headers=headers)

    assert error_code(declared) == error_code(streamed) == "too_large"


def test_a_stranger_may_send_no_more_than_an_account_needs(world: ApiWorld) -> None:
    response = world.client().post(
        "/api/v1/auth/register",
        content=b" " * (AUTH_MAX_BYTES + 1),
        headers={"Content-Type": "application/json"},
    )

    assert (response.status_code, error_code(response)) == (413, "too_large")
    assert response.json()["error"]["message"] == "The request is larger than 16 KB."


def test_an_upload_above_the_limit_is_413(world: ApiWorld) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(FILM_MAX_BYTES + 1)}

    response = world.program().post("/api/v1/assets", content=b"", headers=headers)

    assert (response.status_code, error_code(response)) == (413, "too_large")


def test_a_stranger_is_sent_away_before_the_body_is_read(world: ApiWorld) -> None:
    assert world.client().post("/api/v1/assets", content=_chunks(UPLOAD_MAX_BYTES + 1)).status_code == 401
