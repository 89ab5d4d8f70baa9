"""The routes of Gradio 6.31 that may be called, and what each of them names. All others are refused.

Left out on purpose: Gradio's MCP server and OAuth routes, /deep_link and /run-history (they keep one user's state for
others), /proxy= and /file/ (they fetch or read what the caller names), /stream (it takes any event's or session's
name), /custom_component, /process_recording, /profiling, /dev/reload, /vibe-*, /token, /user, /queue/status.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

GRADIO_API = "/gradio_api"


class Kind(Enum):
    """What a route does with what it names."""

    PLAIN = auto()
    SESSION_STREAM = auto()
    HEARTBEAT = auto()
    EVENT_RESULT = auto()
    FILE = auto()
    UPLOAD = auto()
    UPLOAD_PROGRESS = auto()
    JSON_BODY = auto()


@dataclass(frozen=True)
class Tail:
    """A route that may be called. `name` is the session, event or file in its path, or empty."""

    kind: Kind
    name: str = ""


_GET = frozenset({"GET"})
_GET_HEAD = frozenset({"GET", "HEAD"})
_POST = frozenset({"POST"})

_ROUTES = tuple(
    (methods, re.compile(pattern, re.DOTALL), kind)
    for methods, pattern, kind in (
        (_GET, r"(?:info|theme\.css|app_id|login_check|startup-events)/?", Kind.PLAIN),
        (_GET, r"queue/data", Kind.SESSION_STREAM),
        (_GET, r"heartbeat/([^/]+)", Kind.HEARTBEAT),
        (_GET, r"call/(?:v2/)?[^/]+/([^/]+)", Kind.EVENT_RESULT),
        (_GET_HEAD, r"file=(.+)", Kind.FILE),
        (_POST, r"upload", Kind.UPLOAD),
        (_GET, r"upload_progress", Kind.UPLOAD_PROGRESS),
        (_POST, r"(?:queue/join|cancel|(?:reset|component_server)/?)", Kind.JSON_BODY),
        (_POST, r"(?:call/(?:v2/)?|run/|api/)[^/]+/?", Kind.JSON_BODY),
    )
)


def is_gradio_api(path: str) -> bool:
    """Whether a path belongs to Gradio's API."""
    return path == GRADIO_API or path.startswith(f"{GRADIO_API}/")


def find_tail(method: str, path: str) -> Tail | None:
    """The route of Gradio's API that a request calls; None when it may not be called."""
    tail = path[len(GRADIO_API) + 1 :]
    for methods, pattern, kind in _ROUTES:
        match = pattern.fullmatch(tail)
        if match and method in methods:
            return Tail(kind, match.group(1) if match.groups() else "")
    return None
