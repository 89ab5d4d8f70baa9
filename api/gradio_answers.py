"""Reads Gradio's answers on their way out: what they give must be bound to its user before the user has it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Message, Send

_FILE_MARK = b"gradio.FileData"
_UNFINISHED_MAX = 8 * 1024 * 1024
"""Bytes kept of an event that has not ended; a longer one passes unread, so its files stay closed."""


class WholeAnswer:
    """A `send` that holds an answer back until `finish`, and shows it to `note` then when it is a success.

    When the app raises instead of returning, what it has answered until then is dropped: whoever catches the error
    has not begun to answer yet.
    """

    def __init__(self, send: Send, note: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._note = note
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")

    async def finish(self) -> None:
        """Give the answer on. Call it when the app has returned."""
        if not self._start:
            return  # The app has seen its client leave.
        if self._start["status"] == 200:
            await self._note(bytes(self._body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": bytes(self._body), "more_body": False})


class EventStream:
    """A `send` that shows each server-sent event with files in it to `note` before its end is passed on."""

    def __init__(self, send: Send, note: Callable[[Any], Awaitable[None]]) -> None:
        self._send = send
        self._note = note
        self._unfinished = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            *events, rest = (self._unfinished + message.get("body", b"")).split(b"\n\n")
            self._unfinished = rest if len(rest) <= _UNFINISHED_MAX else b""
            for event in events:
                if _FILE_MARK in event:
                    await self._note(_data(event))
        await self._send(message)


def _data(event: bytes) -> Any:
    """The JSON of an event's data; None when it has none."""
    lines = (line.removeprefix(b"data:") for line in event.split(b"\n") if line.startswith(b"data:"))
    try:
        return json.loads(b"\n".join(lines))
    except ValueError:
        return None
