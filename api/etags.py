"""Entity tags: a client that has the newest answer is told so instead of being sent it again (RFC 9110, 8.8.3).

Browsers keep no answers of the API at all; this is for programs that poll.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request, Response

LINKS_ARE_NEW = 1800
"""Seconds. Links to files work for an hour, so an answer with links is another one at least every half of it."""

NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The client's copy (If-None-Match) is the newest."}
}
"""For the description of a route."""

_LINKS = frozenset({"url", "thumbnail_url", "poster_url"})


def etag(value: Any, clock: Callable[[], float] = time.time) -> str:
    """A weak tag of JSON-able content. Links are left out, since each is signed anew; how old they may be is not."""
    told, linked = _without_links(value)
    era = int(clock() // LINKS_ARE_NEW) if linked else 0
    text = json.dumps([told, era], sort_keys=True, default=str, separators=(",", ":"))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def unless_known(request: Request, response: Response, view: Mapping[str, Any]) -> Mapping[str, Any] | Response:
    """The view, tagged; or 304 where the client has it already."""
    tag = etag(view)
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return view


def _tags(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def _without_links(value: Any) -> tuple[Any, bool]:
    """The content without its links, and whether it had any."""
    if isinstance(value, Mapping):
        parts = {name: _without_links(each) for name, each in value.items() if name not in _LINKS}
        linked = any(isinstance(value.get(name), str) for name in _LINKS)
        return {name: told for name, (told, _) in parts.items()}, linked or any(has for _, has in parts.values())
    if isinstance(value, list | tuple):
        items = [_without_links(each) for each in value]
        return [told for told, _ in items], any(has for _, has in items)
    return value, False
