"""Shows errors as pages to people who navigate; programs get them as JSON, as they were."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ErrorPage = Callable[[Request, int], Response]

_PROGRAMS = ("/api/", "/gradio_api/", "/static/", "/ws/")
_KEPT = ("retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "allow")
"""Headers of the error that its page has too."""


class HtmlErrors:
    """Middleware: puts a page in the place of an error's JSON body when a person opens an address or sends a form."""

    def __init__(self, app: ASGIApp, error_page: ErrorPage) -> None:
        self._app = app
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _navigates(scope):
            return await self._app(scope, receive, send)
        replaced = False

        async def send_page(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                replaced = message["status"] >= 400 and "json" in headers.get("content-type", "")
                if replaced:
                    page = self._error_page(Request(scope), message["status"])
                    page.headers.update({name: headers[name] for name in _KEPT if name in headers})
                    return await page(scope, receive, send)
            if not replaced:
                await send(message)

        await self._app(scope, receive, send_page)


def _navigates(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] not in ("GET", "POST") or scope["path"].startswith(_PROGRAMS):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
