"""Server-sent events (WHATWG HTML, section 9.2) on the wire."""

from __future__ import annotations

import asyncio
import json
import math
import re
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from anyio import CancelScope
from starlette.responses import StreamingResponse

HEARTBEAT_SECONDS = 15.0
"""Proxies close a connection that is silent for a minute; a comment keeps it open."""

_EVENT_ID = re.compile(r"\d{1,20}(?:-\d{1,20})?")


def event_text(event: str, data: Any, event_id: str = "") -> str:
    """One event. JSON holds no line breaks, so it fits one data line."""
    before = f"id: {event_id}\n" if event_id else ""
    return f"{before}event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def last_event_id(header: str | None, after: str | None) -> str | None:
    """Where a client wants to go on: the header of a reconnecting browser goes before the query's `after`.

    What is no event id is taken for none: the stream then begins with the first event kept.
    """
    return next((text for text in (header, after) if text and _EVENT_ID.fullmatch(text)), None)


async def with_heartbeat(
    events: AsyncGenerator[str, None], seconds: float = HEARTBEAT_SECONDS, lifetime: float = math.inf
) -> AsyncGenerator[str, None]:
    """The events, with a comment whenever none has come for `seconds`; ends with them, or after `lifetime` seconds."""
    end = time.monotonic() + lifetime
    async with aclosing(events):
        following = asyncio.ensure_future(anext(events, None))
        try:
            while (left := end - time.monotonic()) > 0:
                done, _ = await asyncio.wait({following}, timeout=min(seconds, left))
                if not done:
                    yield ": heartbeat\n\n"
                    continue
                text = following.result()
                if text is None:
                    return
                following = asyncio.ensure_future(anext(events, None))
                yield text
        finally:
            await stop(following)


async def stop(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait for its end, so that the subscription behind it is closed before we are."""
    task.cancel()
    with CancelScope(shield=True):
        await asyncio.gather(task, return_exceptions=True)


def event_stream(events: AsyncGenerator[str, None], lifetime: float = math.inf) -> StreamingResponse:
    """The answer that streams events for at most `lifetime` seconds; tells nginx not to hold them back."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(with_heartbeat(events, lifetime=lifetime), media_type="text/event-stream", headers=headers)
