"""The tools beside the generators: prices, jobs and credits."""

from __future__ import annotations

from typing import Annotated, Any

import mcp_types as types
from pydantic import Field, StringConstraints

from api.mcp.answers import job_result, result
from api.mcp.calls import Arguments, Call, Tool, in_thread
from api.mcp.pages import Cursor, Limit
from domain.jobs import JobFilter, JobRecord, JobStatus
from domain.users import Scope

JobId = Annotated[
    str, StringConstraints(max_length=100), Field(description="As the tool that ordered it has given it.")
]


class NoArguments(Arguments):
    """Nothing."""


class QuoteArguments(Arguments):
    """An order that is not made."""

    generator: str = Field(max_length=100, description="The name of a generator's tool, such as `image`.")
    arguments: dict[str, Any] = Field({}, description="What would be given to that tool.")


class JobArguments(Arguments):
    """One job."""

    job_id: JobId


class JobsArguments(Arguments):
    """Which jobs a list shows."""

    status: JobStatus | None = None
    generator: str | None = Field(None, max_length=100, description="The name of a generator's tool.")
    cursor: Cursor = None
    limit: Limit = 10


def desk_tools() -> list[Tool]:
    """All of them but wait_for_job and those for files, which have files of their own."""
    return [
        Tool(
            "quote",
            "Price of an order",
            "What an order would cost, in credits, and how many are there. Nothing is ordered.",
            QuoteArguments.model_json_schema(),
            in_thread(_quote),
        ),
        Tool(
            "get_job",
            "A job as it stands",
            "State, progress, and after success the links to the files and small copies of the pictures.",
            JobArguments.model_json_schema(),
            in_thread(_get_job),
        ),
        Tool(
            "list_jobs",
            "Jobs",
            "The account's jobs, newest first.",
            JobsArguments.model_json_schema(),
            in_thread(_list_jobs),
        ),
        Tool(
            "cancel_job",
            "Cancel a job",
            "Ends a queued or running job. Its credits come back.",
            JobArguments.model_json_schema(),
            in_thread(_cancel_job),
            needs=Scope.JOBS,
            ends=True,
        ),
        Tool(
            "credits",
            "Credits",
            "How many credits can be spent, and how many are set aside for jobs that have not ended.",
            NoArguments.model_json_schema(),
            in_thread(_credits),
        ),
    ]


def _quote(call: Call) -> types.CallToolResult:
    asked = call.parsed(QuoteArguments)
    found = call.deps.studio.quote(call.user, asked.generator, asked.arguments)
    enough = found.credits.balance >= found.price
    seconds = None if found.seconds is None else round(found.seconds, 1)
    takes = "" if seconds is None else f" It takes about {seconds:.0f} seconds once it runs."
    text = f"{found.price} credits; the account has {found.credits.balance}{'' if enough else ': too few'}.{takes}"
    data = {"price": found.price, "balance": found.credits.balance, "sufficient": enough, "estimated_seconds": seconds}
    return result(text, data)


def _get_job(call: Call) -> types.CallToolResult:
    return job_result(call, call.deps.studio.job(call.user, call.parsed(JobArguments).job_id))


def _list_jobs(call: Call) -> types.CallToolResult:
    asked = call.parsed(JobsArguments)
    statuses = () if asked.status is None else (asked.status,)
    where = JobFilter(call.user.id, statuses, asked.generator)
    page = call.deps.studio.jobs(where, asked.cursor, asked.limit)
    items = [_brief(call.job(record)) for record in page.items]
    lines = [_job_line(record) for record in page.items] or ["There are no such jobs."]
    if page.next_cursor is not None:
        lines.append(f"More with cursor {page.next_cursor}")
    return result("\n".join(lines), {"items": items, "next_cursor": page.next_cursor})


def _brief(view: dict[str, Any]) -> dict[str, Any]:
    """A job without its parameters, stages and links: get_job has them."""
    kept = ("id", "generator", "status", "progress", "price", "charged", "created_at", "finished_at", "error")
    return {name: view[name] for name in kept} | {"artifacts": [each["name"] for each in view["artifacts"]]}


def _job_line(record: JobRecord) -> str:
    job = record.job
    return f"- {job.id}: {job.generator}, {job.status}, ordered {job.created_at:%Y-%m-%d %H:%M} UTC"


def _cancel_job(call: Call) -> types.CallToolResult:
    job_id = call.parsed(JobArguments).job_id
    call.deps.studio.cancel(call.user, job_id)
    record = call.deps.studio.job(call.user, job_id)
    if record.job.status.terminal:
        return job_result(call, record)
    return result(f"Job {job_id} ends at its next step; nothing will be charged.", call.job(record))


def _credits(call: Call) -> types.CallToolResult:
    found = call.deps.studio.credits(call.user)
    return result(
        f"{found.balance} credits can be spent; {found.held} are set aside for jobs that have not ended.",
        {"balance": found.balance, "held": found.held},
    )
