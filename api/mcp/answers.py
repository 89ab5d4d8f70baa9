"""What tools answer: words for the assistant, the same as data for programs, and small copies of pictures."""

from __future__ import annotations

import base64
import io
import logging
from collections.abc import Iterable, Mapping
from typing import Any

import mcp_types as types
from PIL import Image, ImageOps

from api.mcp.calls import Call
from domain.errors import KinoraError, NotFound
from domain.jobs import JobRecord, JobStatus, StoredArtifact

log = logging.getLogger(__name__)

PICTURES_MAX = 4
"""Pictures shown inline with one result; the links lead to all of them."""
PICTURE_SIDE = 512
"""Pixels of the longer side of such a picture."""
_PICTURE_MAX_BYTES = 64 * 1024 * 1024
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def result(text: str, data: Mapping[str, Any], pictures: Iterable[bytes] = ()) -> types.CallToolResult:
    """An answer. `pictures` are JPEGs."""
    images = [types.ImageContent(data=base64.b64encode(each).decode(), mime_type="image/jpeg") for each in pictures]
    content: list[types.ContentBlock] = [types.TextContent(text=text), *images]
    return types.CallToolResult(content=content, structured_content=dict(data))


def error_result(error: KinoraError) -> types.CallToolResult:
    """A refusal that the assistant can read and act upon; each wrong field is named."""
    fields = error.details.get("fields", ())
    lines = [error.message, *(f"- {each['field']}: {each['message']}" for each in fields[1:])]
    body = {"error": {"code": error.code, "message": error.message, "details": dict(error.details)}}
    return types.CallToolResult(
        content=[types.TextContent(text="\n".join(lines))], structured_content=body, is_error=True
    )


def job_result(call: Call, record: JobRecord) -> types.CallToolResult:
    """A job as it stands, with its newest preview while it runs and small pictures once it has succeeded."""
    view = call.job(record)
    lines = [_headline(record), *(_file_line(each) for each in view["artifacts"])]
    return result("\n".join(lines), view, _pictures(call, record))


def _headline(record: JobRecord) -> str:
    job = record.job
    match job.status:
        case JobStatus.QUEUED:
            place = "" if record.queue_position is None else f" at place {record.queue_position}"
            said = f"waits in the queue{place}"
        case JobStatus.RUNNING:
            said = f"runs, {job.progress:.0%} done" + (f": {job.message}" if job.message else "")
        case JobStatus.SUCCEEDED:
            said = f"has succeeded, for {_credits(job.charged)}. Its files; the links work for an hour"
        case JobStatus.FAILED:
            said = f"has failed; nothing was charged: {job.error.message if job.error else 'no reason is known'}"
        case JobStatus.CANCELLED:
            said = "was cancelled; nothing was charged"
    return f"Job {job.id} ({job.generator}) {said}{':' if record.artifacts else '.' if said[-1] != '.' else ''}"


def _credits(count: int | None) -> str:
    return "1 credit" if count == 1 else f"{count} credits"


def _file_line(artifact: Mapping[str, Any]) -> str:
    size = f", {artifact['width']}x{artifact['height']}" if artifact.get("width") else ""
    length = f", {artifact['duration']:.1f} s" if artifact.get("duration") else ""
    return f"- {artifact['name']} ({artifact['content_type']}{size}{length}): {artifact['url']}"


def _pictures(call: Call, record: JobRecord) -> list[bytes]:
    if record.job.status is JobStatus.RUNNING:
        try:
            return [call.deps.studio.preview(call.user, record.job.id)]
        except NotFound:
            return []
    shown = [each for each in record.artifacts if each.content_type in ("image/png", "image/jpeg", "image/webp")]
    small = [_small(call, each) for each in shown[:PICTURES_MAX] if each.size <= _PICTURE_MAX_BYTES]
    return [each for each in small if each is not None]


def _small(call: Call, artifact: StoredArtifact) -> bytes | None:
    """A JPEG of a result; None where it is gone or cannot be read, since the link says so better."""
    try:
        with call.deps.objects.open(artifact.key) as stream, Image.open(stream, formats=_FORMATS) as image:
            image.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
            image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
            return _jpeg(ImageOps.exif_transpose(image))
    except (KinoraError, OSError, ValueError, Image.DecompressionBombError):
        log.warning("mcp.no_small_picture artifact=%s", artifact.key)
        return None


def _jpeg(image: Image.Image) -> bytes:
    """The picture on white where it is transparent."""
    rgba = image.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    buffer = io.BytesIO()
    flat.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
