"""Answers that stay open: how many of them a user may have, and until when."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_response
from api.identity import Identity
from api.open_routes import route_path
from api.rates import is_job_stream
from api.sse import stop
from domain.errors import KinoraError, NotAuthenticated, RateLimited, Unavailable
from domain.users import User

EVENT_STREAMS_MAX = 20
"""Live streams of one user in one process, WebSockets among them: a tab has one, a program one for each job."""
GRADIO_STREAMS_MAX = 60
"""Gradio's: every tab has a heartbeat, and a stream of results while it orders something."""
RECHECK_SECONDS = 15.0
"""How long a stream may outlive the key or session that opened it."""
RETRY_AFTER = 30

_GRADIO = ("/gradio_api/heartbeat/", "/gradio_api/call/")
_GRADIO_EXACT = frozenset({"/gradio_api/queue/data", "/gradio_api/upload_progress"})


class StreamGuard:
    """Middleware behind the guard, which has put the user into the scope.

    Refuses one stream too many with 429, and ends a stream soon after its key or session has been revoked.
    """

    def __init__(self, app: ASGIApp, identity: Identity, recheck_seconds: float = RECHECK_SECONDS) -> None:
        self._app = app
        self._identity = identity
        self._recheck_seconds = recheck_seconds
        self._places = Places()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = streams_max(scope)
        user = scope.get("state", {}).get("user")
        if limit is None or user is None:
            return await self._app(scope, receive, send)
        answer = _Answer(send)
        try:
            with self._places.hold(user.id, limit):
                await self._serve(scope, receive, answer)
        except (RateLimited, _Gone) as error:
            await _end(error, scope, receive, answer)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises _Gone when the stream was cut off."""
        serving = asyncio.ensure_future(self._app(scope, receive, send))
        try:
            while not (await asyncio.wait({serving}, timeout=self._recheck_seconds))[0]:
                if not await self._there(scope):
                    raise _Gone("Please sign in.")
            serving.result()
        finally:
            await stop(serving)

    async def _there(self, scope: Scope) -> bool:
        """Whether the proof that opened the stream still is one."""
        user: User = scope["state"]["user"]
        try:
            caller = await self._identity.of(HTTPConnection(scope))
        except NotAuthenticated:
            return False
        except Unavailable:
            return True  # An outage says nothing about the caller.
        return caller is not None and caller.user.id == user.id


def streams_max(scope: Scope) -> int | None:
    """How many streams of its kind a user may have open; None when a request opens none."""
    if scope["type"] == "websocket":
        return EVENT_STREAMS_MAX
    if scope["type"] != "http":
        return None
    path = route_path(scope)
    if path == "/mcp":  # a tool that waits for a job is as good as a stream
        return EVENT_STREAMS_MAX
    if scope["method"] != "GET":
        return None
    if path == "/api/v1/events" or is_job_stream(path):
        return EVENT_STREAMS_MAX
    return GRADIO_STREAMS_MAX if path.startswith(_GRADIO) or path in _GRADIO_EXACT else None


class Places:
    """Counts the open streams of each user, in this process."""

    def __init__(self) -> None:
        self._taken: Counter[tuple[str, int]] = Counter()

    @contextmanager
    def hold(self, user: str, limit: int) -> Iterator[None]:
        """One of the user's places among streams of this limit. Raises RateLimited when all are taken."""
        key = (user, limit)
        if self._taken[key] >= limit:
            raise RateLimited(
                "Too many live connections are open. Close some tabs or programs.",
                retry_after=RETRY_AFTER,
                limit=limit,
            )
        self._taken[key] += 1
        try:
            yield
        finally:
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]


class _Gone(NotAuthenticated):
    """The stream's caller may not have it any more."""


class _Answer:
    """A `send` that remembers whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        self.started = self.started or message["type"] == "http.response.start"
        await self._send(message)


async def _end(error: KinoraError, scope: Scope, receive: Receive, answer: _Answer) -> None:
    if scope["type"] == "websocket":
        await answer({"type": "websocket.close", "code": 4000 + error.status, "reason": error.message})
    elif answer.started:
        await answer({"type": "http.response.body", "body": b"", "more_body": False})
    else:
        await error_response(error)(scope, receive, answer)
