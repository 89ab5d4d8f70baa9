"""Keeps the users of one Gradio app apart.

Gradio knows a user only by names that anyone may send: a session_hash, an event_id, the path of a cached file. This
binds each of them to the user who first used it or was given it, and refuses them to all others.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_response
from api.file_data import file_paths, named_paths
from api.gradio_answers import EventStream, WholeAnswer
from api.gradio_tails import Kind, Tail, find_tail, is_gradio_api
from api.open_routes import route_path
from api.ownership import Ownership
from domain.errors import BadRequest, Forbidden, KinoraError, NotFound, UnsupportedMedia


@dataclass(frozen=True)
class SharedFiles:
    """What every signed-in user may name as a file.

    Attributes:
        paths: absolute files and folders, such as that of the example pictures.
    """

    paths: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether the path, taken as it stands, is one of these files."""
        if ".." in path.split("/"):
            return False
        return any(path == shared or path.startswith(shared.rstrip("/") + "/") for shared in self.paths)


class GradioGuard:
    """Middleware; a guard before it has put the user into the scope."""

    def __init__(self, app: ASGIApp, ownership: Ownership, shared: SharedFiles) -> None:
        self._app = app
        self._ownership = ownership
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_gradio_api(path := route_path(scope)):
            return await self._app(scope, receive, send)
        request = _Request(scope, receive, send, scope["state"]["user"].id)
        try:
            tail = find_tail(scope["method"], path)
            if tail is None:
                raise NotFound("There is nothing at this address.")
            await self._serve(tail, request)
        except KinoraError as error:
            await error_response(error)(scope, receive, send)

    async def _serve(self, tail: Tail, request: _Request) -> None:
        match tail.kind:
            case Kind.FILE:
                await self._require_file(tail.name, request)
            case Kind.HEARTBEAT:
                await self._claim("session", tail.name, request.user)
            case Kind.EVENT_RESULT:
                await self._require("event", tail.name, request.user)
                return await self._stream(request)
            case Kind.SESSION_STREAM:
                await self._claim("session", _one(request.query, "session_hash"), request.user)
                return await self._stream(request)
            case Kind.UPLOAD | Kind.UPLOAD_PROGRESS:
                if "upload_id" in request.query:
                    await self._claim("upload", _one(request.query, "upload_id"), request.user)
                if tail.kind is Kind.UPLOAD:
                    return await self._upload(request)
            case Kind.JSON_BODY:
                return await self._post(request)
        await self._app(request.scope, request.receive, request.send)

    # --- what a request names ---------------------------------------------------------------------------------

    async def _claim(self, kind: str, name: str, user: str) -> None:
        if not await self._ownership.claim(f"{kind}:{name}", user):
            raise Forbidden(f"This {kind} belongs to another account.")

    async def _require(self, kind: str, name: str, user: str) -> None:
        if not await self._ownership.mine(f"{kind}:{name}", user):
            raise Forbidden(f"This {kind} belongs to another account.")

    async def _require_file(self, path: str, request: _Request) -> None:
        if not self._shared.holds(path):
            await self._require("file", path, request.user)

    async def _post(self, request: _Request) -> None:
        body = await request.json_object()
        await self._require_names(body, request)

        async def note(answer: bytes) -> None:
            event = _parsed(answer)
            if isinstance(event, dict) and isinstance(event.get("event_id"), str):
                await self._ownership.bind(f"event:{event['event_id']}", request.user)
            await self._bind_files(event, request.user)

        scope, receive = request.with_body(body)
        answer = WholeAnswer(request.send, note)
        await self._app(scope, receive, answer)
        await answer.finish()

    async def _require_names(self, body: dict[str, Any], request: _Request) -> None:
        session, event = body.get("session_hash"), body.get("event_id")
        if not isinstance(session, str | None) or not isinstance(event, str | None):
            raise BadRequest("session_hash and event_id are text.")
        if session is not None:
            await self._claim("session", session, request.user)
        if event is not None:
            await self._require("event", event, request.user)
        for path in set(named_paths(body)):
            # Links to results, too: Gradio takes what stands there for a path on the disk, or fetches it.
            await self._require_file(path, request)

    # --- what an answer gives ---------------------------------------------------------------------------------

    async def _upload(self, request: _Request) -> None:
        async def note(answer: bytes) -> None:
            paths = _parsed(answer)
            for path in paths if isinstance(paths, list) else ():
                await self._ownership.bind(f"file:{path}", request.user)

        answer = WholeAnswer(request.send, note)
        await self._app(request.uncompressed(), request.receive, answer)
        await answer.finish()

    async def _stream(self, request: _Request) -> None:
        async def note(event: Any) -> None:
            await self._bind_files(event, request.user)

        await self._app(request.uncompressed(), request.receive, EventStream(request.send, note))

    async def _bind_files(self, answer: Any, user: str) -> None:
        for path in set(file_paths(answer)):
            await self._ownership.bind(f"file:{path}", user)


@dataclass(frozen=True)
class _Request:
    """One request to Gradio."""

    scope: Scope
    receive: Receive
    send: Send
    user: str

    @property
    def query(self) -> QueryParams:
        return QueryParams(self.scope["query_string"])

    def uncompressed(self, **headers: str) -> Scope:
        """The scope of a request whose answer we can read, with these headers changed."""
        left_out = {b"accept-encoding", *(name.encode() for name in headers)}
        kept = [(name, value) for name, value in self.scope["headers"] if name not in left_out]
        return {**self.scope, "headers": kept + [(n.encode(), v.encode()) for n, v in headers.items()]}

    async def json_object(self) -> dict[str, Any]:
        """The body. Raises UnsupportedMedia, BadRequest."""
        media = Headers(scope=self.scope).get("content-type", "").partition(";")[0].strip().lower()
        if media != "application/json":
            raise UnsupportedMedia("Send JSON.")
        body = _parsed(await _read(self.receive))
        if not isinstance(body, dict):
            raise BadRequest("The body is not a JSON object.")
        return body

    def with_body(self, body: dict[str, Any]) -> tuple[Scope, Receive]:
        """The same request with the body that was checked.

        It is written anew, so that no other parser can read a repeated key in another way than we did.
        """
        content = json.dumps(body).encode()
        messages = [{"type": "http.request", "body": content, "more_body": False}]

        async def receive() -> Message:
            return messages.pop() if messages else await self.receive()

        scope = self.uncompressed(**{"content-length": str(len(content)), "content-type": "application/json"})
        kept = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
        return {**scope, "headers": kept}, receive


async def _read(receive: Receive) -> bytes:
    """The whole body; BodyLimit stands before us."""
    chunks: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest("The request ended early.")
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(chunks)


def _one(query: QueryParams, name: str) -> str:
    """A parameter that is there once: of several, two parsers could take different ones."""
    values = query.getlist(name)
    if len(values) != 1:
        raise BadRequest(f"{name} must be given once.")
    return values[0]


def _parsed(text: bytes) -> Any:
    """A JSON value; None for what is no JSON or nested beyond reason."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
