"""HEAD for every page and answer that can be read by GET (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.gradio_tails import is_gradio_api
from api.open_routes import route_path
from api.streams import streams_max

_OWN = ("/objects/", "/static/", "/health/")
"""Where HEAD is answered without reading a file, or has a route."""


class HeadAsGet:
    """Middleware: the app sees a GET, and what it answers goes out without its body.

    Streams are left out: their GET would not end.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self._app(scope, receive, send)
        path, as_get = route_path(scope), {**scope, "method": "GET"}
        if path.startswith(_OWN) or is_gradio_api(path) or streams_max(as_get) is not None:
            return await self._app(scope, receive, send)

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app(as_get, receive, send_head)
