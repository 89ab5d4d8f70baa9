"""What every answer tells the browser to refuse."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.open_routes import route_path

_PERMISSIONS = "camera=(self), microphone=(self), fullscreen=(self), geolocation=(), payment=(), usb=(), midi=()"
_OVER_HTTPS = {
    "Strict-Transport-Security": "max-age=31536000",
    "Cross-Origin-Opener-Policy": "same-origin",  # over HTTP browsers only complain about it
}


@dataclass(frozen=True)
class SecurityPolicy:
    """What differs between installations.

    Attributes:
        secure: whether people come by HTTPS, so that browsers may insist on it.
        object_origin: scheme and host of links into an S3 store; "" when there is none.
        frame_ancestors: CSP sources that may show the studio in a frame.
    """

    secure: bool = False
    object_origin: str = ""
    frame_ancestors: tuple[str, ...] = ("'self'",)

    def content_security_policy(self) -> str:
        """The policy for pages. Gradio's page has inline scripts and styles, and builds functions from text."""
        files = f"'self' data: blob: {self.object_origin}".strip()
        directives = (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {files}",
            f"media-src {files}",
            f"connect-src {files}",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {' '.join(self.frame_ancestors)}",
        )
        return "; ".join(directives)


class SecurityHeaders:
    """Middleware: adds the headers that an answer does not set itself, and takes away leave for other origins.

    Gradio lets any site read its answers when it is not called by a local name; nothing here is meant for other sites.
    """

    def __init__(self, app: ASGIApp, policy: SecurityPolicy) -> None:
        self._app = app
        self._secure = policy.secure
        self._headers = {
            "Content-Security-Policy": policy.content_security_policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": _PERMISSIONS,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = dict(self._headers)
        if self._secure or scope.get("scheme") == "https":
            headers |= _OVER_HTTPS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), headers, route_path(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _complete(answer: MutableHeaders, headers: dict[str, str], path: str) -> None:
    for name in [name for name in answer if name.startswith("access-control-")]:
        del answer[name]
    for name, value in headers.items():
        answer.setdefault(name, value)
    if path.startswith("/api/"):
        answer.setdefault("Cache-Control", "no-store")
    elif answer.get("content-type", "").startswith("text/html"):
        answer.setdefault("Cache-Control", "private, no-cache")
