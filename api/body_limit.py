"""How large a request's body may be, counted while it comes in."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_response
from api.open_routes import FORM_PAGES, route_path
from domain.assets import IMAGE_MAX_BYTES, MIB, VIDEO_MAX_BYTES
from domain.errors import TooLarge

KIB = 1024
AUTH_MAX_BYTES = 16 * KIB
"""For an address, a password and a name, also from strangers: a larger body is nobody's sign-in."""
JSON_MAX_BYTES = MIB
MCP_MAX_BYTES = 12 * MIB
"""For a tool's arguments, among them a file of 8 MB in base64."""
UPLOAD_MAX_BYTES = IMAGE_MAX_BYTES + 4 * MIB
"""Above the largest picture or sound: what is a little too large, the asset desk refuses in better words."""
FILM_MAX_BYTES = VIDEO_MAX_BYTES + 4 * MIB
"""The same for films. They go to disk while they come in."""

VERIFY_MAX_BYTES = 512 * MIB
"""A film to be verified: it goes to disk while it comes in, and is removed with its answer."""

_AUTH = ("/api/v1/auth/", *FORM_PAGES)
_FILES = "/objects/"
_UPLOADS = "/gradio_api/upload"
_ASSETS = frozenset({"/api/v1/assets", "/api/v1/assets/"})


def body_limit(path: str) -> int:
    """The most bytes that a request to this path may send."""
    if path.startswith(_AUTH):
        return AUTH_MAX_BYTES
    if path == "/mcp":
        return MCP_MAX_BYTES
    if path in ("/api/v1/verify", "/api/v1/records/read"):
        return VERIFY_MAX_BYTES
    if path in _ASSETS or path.startswith(_FILES):
        return FILM_MAX_BYTES
    return UPLOAD_MAX_BYTES if path.startswith(_UPLOADS) else JSON_MAX_BYTES


class BodyLimit:
    """Middleware: answers 413 as soon as a body is seen to be too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        limit = body_limit(route_path(scope))
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isascii() and declared.isdigit() and int(declared) > limit:
            return await _refusal(limit)(scope, receive, send)
        await _Counted(limit, scope, receive, send).run(self._app)


class _Counted:
    """One request. Past the limit the app sees its client leave, and whatever it answers becomes a 413."""

    def __init__(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        self._limit, self._scope, self._receive, self._send = limit, scope, receive, send
        self._taken = 0
        self._started = False

    async def run(self, app: ASGIApp) -> None:
        try:
            await app(self._scope, self.receive, self.send)
        except ClientDisconnect:
            if not self._exceeded:
                raise
        if self._exceeded and not self._started:
            await _refusal(self._limit)(self._scope, self._receive, self._send)

    @property
    def _exceeded(self) -> bool:
        return self._taken > self._limit

    async def receive(self) -> Message:
        if self._exceeded:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._exceeded else message

    async def send(self, message: Message) -> None:
        if self._exceeded and not self._started:
            return
        self._started = True
        await self._send(message)


def _refusal(limit: int) -> ASGIApp:
    shown = f"{limit // MIB} MB" if limit >= MIB else f"{limit // KIB} KB"
    return error_response(TooLarge(f"The request is larger than {shown}.", max_bytes=limit))
