"""A job's events over WebSocket."""

from __future__ import annotations

from anyio import CancelScope, create_task_group, to_thread
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
    async with create_task_group() as group:
        group.start_soon(_until_left, socket, group.cancel_scope)
        await _send(socket, deps, user, job_id, after)
        group.cancel_scope.cancel()


async def _send(socket: WebSocket, deps: ApiDeps, user: User, job_id: str, after: str | None) -> None:
    try:
        async for event in follow(deps.studio, user, job_id, after):
            await socket.send_json({"id": event.id, "event": event.name, "data": event.data})
        await socket.close(NORMAL_CLOSURE)
    except WebSocketDisconnect:
        return  # The client left while it was being told something.


async def _until_left(socket: WebSocket, rest: CancelScope) -> None:
    """End the rest when the client goes; what it sends has no meaning here."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    rest.cancel()
