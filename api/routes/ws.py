"""A job's events over WebSocket."""

from __future__ import annotations

import asyncio

from anyio import to_thread
from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from api.deps import ApiDeps, Deps, SocketUser
from api.job_events import follow
from api.sse import last_event_id
from domain.errors import KinoraError
from domain.users import User

NORMAL_CLOSURE = 1000

router = APIRouter()


@router.websocket("/ws/jobs/{job_id}")
async def job_socket(socket: WebSocket, job_id: str, user: SocketUser, deps: Deps) -> None:
    """The same events as the SSE stream, each {"id", "event", "data"}; closed after the terminal state.

    Close codes: 4401 not signed in, 4403 another account's job, 4404 no such job.
    """
    await socket.accept()
    try:
        await to_thread.run_sync(deps.studio.job, user, job_id)
    except KinoraError as error:
        return await socket.close(4000 + error.status, error.message)
    after = last_event_id(None, socket.query_params.get("after"))
    sending = asyncio.ensure_future(_send(socket, deps, user, job_id, after))
    leaving = asyncio.ensure_future(_until_left(socket))
    try:
        await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if sending.done():
            sending.result()
            await socket.close(NORMAL_CLOSURE)
    finally:
        for task in (sending, leaving):
            task.cancel()
        await asyncio.gather(sending, leaving, return_exceptions=True)


async def _send(socket: WebSocket, deps: ApiDeps, user: User, job_id: str, after: str | None) -> None:
    async for event in follow(deps.studio, user, job_id, after):
        await socket.send_json({"id": event.id, "event": event.name, "data": event.data})


async def _until_left(socket: WebSocket) -> None:
    """Wait for the client to go; what it sends has no meaning here."""
    try:
        while True:
            await socket.receive_text()
    except (WebSocketDisconnect, KeyError):
        return
