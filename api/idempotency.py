"""Requests that carry an Idempotency-Key are answered once, and their answer is told again."""

from __future__ import annotations

import hashlib
import re

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_response
from api.open_routes import route_path
from domain.errors import KinoraError
from domain.idempotency import Answer, Idempotency
from domain.kept_answers import KeptAnswer

HEADER = "idempotency-key"
REPLAYED = "Idempotency-Replayed"
ANSWER_MAX = 1024 * 1024

_OWN_KEY = re.compile(r"/api/v1/jobs/[^/]+(?:/retry)?")
"""Orders of jobs keep their key with the job, for as long as there is one."""


class KeyedRequests:
    """Middleware: of a POST to the API with the header, by a signed-in user.

    Files sent as forms are left out: the same file becomes the same asset anyway.
    """

    def __init__(self, app: ASGIApp, answers: Idempotency) -> None:
        self._app = app
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        user = scope.get("state", {}).get("user")
        if scope["type"] != "http" or user is None or not _applies(scope):
            return await self._app(scope, receive, send)
        body = await _read(receive)
        if body is None:
            return  # The client has left.
        key = Headers(scope=scope)[HEADER]
        try:
            begun = await to_thread.run_sync(self._answers.begin, user.id, key, _hash(scope, body))
        except KinoraError as error:
            return await error_response(error)(scope, receive, send)
        if isinstance(begun, Answer):
            headers = {"Content-Type": begun.content_type, REPLAYED: "true"}
            return await Response(begun.body, begun.status, headers)(scope, receive, send)
        await self._answer(begun, scope, _again(body, receive), send)

    async def _answer(self, mine: KeptAnswer, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app answer; keep the answer before it is sent."""
        held = _Held()
        try:
            await self._app(scope, receive, held)
        except BaseException:
            await to_thread.run_sync(self._answers.drop, mine)
            raise
        answer = held.answer
        if answer is None:
            await to_thread.run_sync(self._answers.drop, mine)
        else:
            await to_thread.run_sync(self._answers.keep, mine, answer)
        for message in held.messages:
            await send(message)


class _Held:
    """A `send` that holds an answer back."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def answer(self) -> Answer | None:
        """What is worth keeping: a success that is not too long."""
        if not self.messages or not 200 <= self.messages[0]["status"] < 300:
            return None
        body = b"".join(message.get("body", b"") for message in self.messages[1:])
        content_type = MutableHeaders(scope=self.messages[0]).get("content-type", "")
        return Answer(self.messages[0]["status"], content_type, body) if len(body) <= ANSWER_MAX else None


def _applies(scope: Scope) -> bool:
    path, headers = route_path(scope), Headers(scope=scope)
    if scope["method"] != "POST" or not path.startswith("/api/v1/") or HEADER not in headers:
        return False
    return not _OWN_KEY.fullmatch(path) and not headers.get("content-type", "").startswith("multipart/")


async def _read(receive: Receive) -> bytes | None:
    """The whole body, which is limited in size; None where it does not arrive."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body that was read, and then what else comes."""
    given = False

    async def from_memory() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return from_memory


def _hash(scope: Scope, body: bytes) -> str:
    target = f"{scope['method']} {route_path(scope)}?{scope['query_string'].decode('latin-1')}\n"
    return hashlib.sha256(target.encode() + body).hexdigest()
