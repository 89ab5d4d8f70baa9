"""Files of the store on the local disk, by signed links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, Annotated
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from api.byte_range import ByteRange, Unsatisfiable, parse_range
from api.deps import ApiDeps, Deps, LinkGrant
from domain.errors import Forbidden, NotFound, TooLarge, UnsupportedMedia
from domain.upload_desk import UploadDesk

CHUNK_BYTES = 256 * 1024
SIGNATURE_BYTES = 16

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "json": "application/json",
    "md": "text/plain; charset=utf-8",
    "srt": "text/plain; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}
"""What may be shown, by the ending of a key. Everything else is bytes to save: never a page, never a script."""

_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
)
"""What pictures begin with (WHATWG MIME Sniffing, section 6.1). Uploads have keys without an ending."""

_UNKNOWN = "application/octet-stream"
_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
    "Accept-Ranges": "bytes",
}

router = APIRouter(prefix="/objects")


@router.api_route("/{key:path}", methods=["GET", "HEAD"])
def download(key: str, request: Request, deps: Deps, wanted: Annotated[str, Header(alias="Range")] = "") -> Response:
    """The file, or the part that a Range header asks for."""
    grant = _grant(deps, request, key)
    size = deps.objects.size(key)
    headers = {**_HEADERS, "Content-Disposition": _disposition(grant.download_name)}
    try:
        part = parse_range(wanted, size)
    except Unsatisfiable:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if part is not None:
        headers["Content-Range"] = part.content_range
    whole = part or ByteRange(0, size - 1, size)
    headers |= {"Content-Length": str(whole.length), "Content-Type": _type(deps, key)}
    status = 200 if part is None else 206
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    return StreamingResponse(_read(deps.objects.open(key), whole), status, headers)


@router.put("/{key:path}", status_code=204)
async def upload(key: str, request: Request, deps: Deps) -> Response:
    """Take in the file that the link was made for, no larger and of no other type."""
    grant = await to_thread.run_sync(_grant, deps, request, key)
    if not await to_thread.run_sync(UploadDesk(deps.desk).expects, key):
        raise Forbidden("Nothing is awaited here any more. Ask for a new upload link.")
    if request.headers.get("content-type", "") != grant.content_type:
        raise UnsupportedMedia(f"This link takes {grant.content_type} only.")
    with NamedTemporaryFile(prefix="kinora-upload-") as draft:
        await _receive(request, draft, grant.max_bytes or 0)
        await to_thread.run_sync(deps.objects.put, key, Path(draft.name), grant.content_type)
    return Response(status_code=204)


def _grant(deps: ApiDeps, request: Request, key: str) -> LinkGrant:
    if deps.local_objects is None:
        raise NotFound("There is nothing at this address.")
    return deps.local_objects.verify(request.method, key, request.query_params)


async def _receive(request: Request, draft: IO[bytes], max_bytes: int) -> None:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > max_bytes:
            raise TooLarge("This file is larger than was agreed.", max_bytes=max_bytes)
        await to_thread.run_sync(draft.write, chunk)
    draft.flush()


def _read(file: IO[bytes], part: ByteRange) -> Iterator[bytes]:
    with file:
        file.seek(part.start)
        left = part.length
        while left > 0:
            chunk = file.read(min(CHUNK_BYTES, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk


def _type(deps: ApiDeps, key: str) -> str:
    """The media type by the ending of the key, or by the content when the key has none.

    Never by the name to save under: the user has chosen it.
    """
    ending = PurePosixPath(key).suffix
    if ending:
        return _TYPES.get(ending[1:].lower(), _UNKNOWN)
    with deps.objects.open(key) as file:
        start = file.read(SIGNATURE_BYTES)
    return next((kind for signature, kind in _SIGNATURES if signature.match(start)), _UNKNOWN)


def _disposition(name: str) -> str:
    """How to save the file (RFC 6266): in plain ASCII for old clients, and in full."""
    if not name:
        return "inline"
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
