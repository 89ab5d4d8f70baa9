"""The tools beside the generators: prices, jobs, files and credits."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

import mcp_types as types
from pydantic import Field, StringConstraints

from api.mcp.answers import job_result, result
from api.mcp.calls import Arguments, Call, Tool, in_thread
from domain.assets import MIB, Asset, AssetType
from domain.errors import InvalidParams, TooLarge
from domain.jobs import JobFilter, JobRecord, JobStatus
from domain.studio import PAGE_MAX
from domain.users import Scope
from domain.views import asset_view

UPLOAD_MAX_BYTES = 8 * MIB
"""A file in a message is a third larger than it is, and held in memory several times over."""

JobId = Annotated[
    str, StringConstraints(max_length=100), Field(description="As the tool that ordered it has given it.")
]
Cursor = Annotated[str | None, Field(max_length=500, description="`next_cursor` of the page before.")]
Limit = Annotated[int, Field(ge=1, le=PAGE_MAX)]


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


class AssetsArguments(Arguments):
    """Which files a list shows."""

    type: AssetType | None = None
    cursor: Cursor = None
    limit: Limit = 20


class UploadArguments(Arguments):
    """A file, whole."""

    name: str = Field(max_length=300, description="The file's name.")
    type: AssetType = Field(description="What it is used as; a generator's field says which types it takes.")
    content_base64: str = Field(description=f"The file, at most {UPLOAD_MAX_BYTES // MIB} MB, in base64.")
    consent: bool = Field(
        False,
        description="For a portrait, a person or a voice sample: true when the person you work for has told you that "
        "whoever is seen or heard there agrees to this use. Never assume it.",
    )


def desk_tools() -> list[Tool]:
    """All of them but wait_for_job, which has a file of its own."""
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
            "list_assets",
            "Files",
            "The files that were brought to this account, newest first; their ids go into generators' fields.",
            AssetsArguments.model_json_schema(),
            in_thread(_list_assets),
        ),
        Tool(
            "upload_asset",
            "Bring a file",
            f"Takes in a file of at most {UPLOAD_MAX_BYTES // MIB} MB and gives its id. Its content is checked.",
            UploadArguments.model_json_schema(),
            in_thread(_upload_asset),
            needs=Scope.WRITE,
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


def _list_assets(call: Call) -> types.CallToolResult:
    asked = call.parsed(AssetsArguments)
    kinds = () if asked.type is None else {asked.type}
    assets, following = call.deps.desk.list(call.user, kinds, asked.cursor, asked.limit)
    lines = [f"- {asset.id}: {asset.type} {asset.name} ({asset.content_type})" for asset in assets]
    if following is not None:
        lines.append(f"More with cursor {following}")
    data = {"items": [_asset(call, asset) for asset in assets], "next_cursor": following}
    return result("\n".join(lines) or "There are no such files.", data)


def _upload_asset(call: Call) -> types.CallToolResult:
    asked = call.parsed(UploadArguments)
    if len(asked.content_base64) > UPLOAD_MAX_BYTES * 4 // 3 + 4:
        raise TooLarge(
            f"A file in a message may have at most {UPLOAD_MAX_BYTES // MIB} MB. Larger ones are brought on the "
            "studio's Assets page, or by POST /api/v1/assets.",
            max_bytes=UPLOAD_MAX_BYTES,
        )
    try:
        content = base64.b64decode(asked.content_base64, validate=True)
    except binascii.Error:
        raise InvalidParams.of_fields([("content_base64", "This is not base64")]) from None
    asset = call.deps.desk.take(call.user, asked.type, asked.name, content, consent=asked.consent)
    return result(f"The file is kept as {asset.type} {asset.id}.", _asset(call, asset))


def _asset(call: Call, asset: Asset) -> dict[str, Any]:
    return asset_view(asset, call.absolute(call.deps.desk.url(asset)))


def _credits(call: Call) -> types.CallToolResult:
    found = call.deps.studio.credits(call.user)
    return result(
        f"{found.balance} credits can be spent; {found.held} are set aside for jobs that have not ended.",
        {"balance": found.balance, "held": found.held},
    )
