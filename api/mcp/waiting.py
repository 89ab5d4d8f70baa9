"""`wait_for_job`: how an assistant gets from an order to its result without asking again and again."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

import mcp_types as types
from anyio import move_on_after, to_thread
from pydantic import Field

from api.mcp.answers import job_result
from api.mcp.calls import Arguments, Call, Tool
from api.mcp.desk_tools import JobId
from domain.ports import JobEvent

WAIT_MAX = 300
"""Seconds that one call may wait; a longer job is waited for again."""


class Wait(Arguments):
    """Which job, and how long."""

    job_id: JobId
    seconds: int = Field(60, ge=1, le=WAIT_MAX, description="How long to wait at most. Many clients end calls at 60.")


def wait_tool() -> Tool:
    return Tool(
        name="wait_for_job",
        title="Wait for a job",
        description="Waits until a job has ended, and gives it as get_job does. Comes back after `seconds` with the "
        "job as it then stands; call it again for one that still runs. Tells its progress meanwhile.",
        schema=Wait.model_json_schema(),
        run=_wait,
    )


async def _wait(call: Call) -> types.CallToolResult:
    asked = call.parsed(Wait)
    studio = call.deps.studio
    await to_thread.run_sync(studio.job, call.user, asked.job_id)  # checks the owner
    with move_on_after(asked.seconds):
        told = -1.0
        following = cast(AsyncGenerator[JobEvent, None], studio.follow(call.user, asked.job_id))
        async with aclosing(following) as events:
            async for event in events:
                told = await _tell(call, event, told)
    record = await to_thread.run_sync(studio.job, call.user, asked.job_id)
    return await to_thread.run_sync(job_result, call, record)


async def _tell(call: Call, event: JobEvent, told: float) -> float:
    """Report an event that is farther than what was told before, as the protocol wants; gives how far it is."""
    progress = event.data.get("progress")
    if event.type != "progress" or not isinstance(progress, int | float) or progress <= told:
        return told
    await call.report(float(progress), 1.0, str(event.data.get("message") or "") or None)
    return float(progress)
