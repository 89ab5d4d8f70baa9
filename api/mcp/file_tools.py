"""The tools that bring and list files."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

import mcp_types as types
from pydantic import Field, StringConstraints

from api.mcp.answers import result
from api.mcp.calls import Arguments, Call, Tool, in_thread
from api.mcp.pages import Cursor, Limit
from domain.asset_names import NAME_MAX
from domain.assets import MIB, VIDEO_MAX_BYTES, Asset, AssetType
from domain.errors import InvalidParams, TooLarge
from domain.upload_desk import UNKNOWN_TYPE, UploadDesk, UploadOrder
from domain.users import Scope
from domain.views import asset_view, upload_target_view

UPLOAD_MAX_BYTES = 8 * MIB
"""A file in a message is a third larger than it is, and held in memory several times over."""

Name = Annotated[str, Field(max_length=10 * NAME_MAX, description="The file's name.")]
Kind = Annotated[AssetType, Field(description="What it is used as; a generator's field says which types it takes.")]
Consent = Annotated[
    bool,
    Field(
        description="For a portrait, a person or a voice sample: true when the person you work for has told you that "
        "whoever is seen or heard there agrees to this use. Never assume it."
    ),
]


class AssetsArguments(Arguments):
    """Which files a list shows."""

    type: AssetType | None = None
    cursor: Cursor = None
    limit: Limit = 20


class UploadArguments(Arguments):
    """A file, whole."""

    name: Name
    type: Kind
    content_base64: str = Field(description=f"The file, at most {UPLOAD_MAX_BYTES // MIB} MB, in base64.")
    consent: Consent = False


class LinkArguments(Arguments):
    """A file that will be sent to a link."""

    name: Name
    type: Kind
    size: int = Field(ge=1, le=10 * VIDEO_MAX_BYTES, description="Bytes, exactly.")
    content_type: str = Field(UNKNOWN_TYPE, max_length=200, description="The media type, such as video/mp4.")
    consent: Consent = False


class ConfirmArguments(Arguments):
    """A file that has been sent."""

    id: Annotated[str, StringConstraints(max_length=100)] = Field(description="As upload_link has given it.")


def file_tools() -> list[Tool]:
    """All of them."""
    return [
        Tool(
            "list_assets",
            "Files",
            "The files that were brought to this account, newest first; their ids go into generators' fields.",
            AssetsArguments.model_json_schema(),
            in_thread(_list),
        ),
        Tool(
            "upload_asset",
            "Bring a file",
            f"Takes in a file of at most {UPLOAD_MAX_BYTES // MIB} MB and gives its id. Its content is checked.",
            UploadArguments.model_json_schema(),
            in_thread(_upload),
            needs=Scope.WRITE,
        ),
        Tool(
            "upload_link",
            "A link to send a file to",
            "For files too large for upload_asset, where a program can send them: gives the HTTP request that does. "
            "Send by `method` to `url` with `headers`; where there are `fields`, as a form of these and then `file`. "
            "Then call confirm_upload.",
            LinkArguments.model_json_schema(),
            in_thread(_link),
            needs=Scope.WRITE,
        ),
        Tool(
            "confirm_upload",
            "Confirm a file that was sent",
            "Checks what has arrived at an upload_link, and keeps it.",
            ConfirmArguments.model_json_schema(),
            in_thread(_confirm),
            needs=Scope.WRITE,
        ),
    ]


def _list(call: Call) -> types.CallToolResult:
    asked = call.parsed(AssetsArguments)
    kinds = None if asked.type is None else {asked.type}
    assets, following = call.deps.desk.list(call.user, kinds, asked.cursor, asked.limit)
    lines = [f"- {asset.id}: {asset.type} {asset.name} ({asset.content_type})" for asset in assets]
    if following is not None:
        lines.append(f"More with cursor {following}")
    data = {"items": [_view(call, asset) for asset in assets], "next_cursor": following}
    return result("\n".join(lines) or "There are no such files.", data)


def _upload(call: Call) -> types.CallToolResult:
    asked = call.parsed(UploadArguments)
    if len(asked.content_base64) > UPLOAD_MAX_BYTES * 4 // 3 + 4:
        raise TooLarge(
            f"A file in a message may have at most {UPLOAD_MAX_BYTES // MIB} MB. Larger ones go by upload_link, or are "
            "brought on the studio's Assets page.",
            max_bytes=UPLOAD_MAX_BYTES,
        )
    try:
        content = base64.b64decode(asked.content_base64, validate=True)
    except binascii.Error:
        raise InvalidParams.of_fields([("content_base64", "This is not base64")]) from None
    return _kept(call, call.deps.desk.take(call.user, asked.type, asked.name, content, consent=asked.consent))


def _link(call: Call) -> types.CallToolResult:
    asked = call.parsed(LinkArguments)
    order = UploadOrder(asked.type, asked.name, asked.size, asked.content_type, asked.consent)
    upload, target = UploadDesk(call.deps.desk).begin(call.user, order)
    data = upload_target_view(upload, target)
    data["url"] = call.absolute(data["url"])
    how = "as a form of `fields` and then `file`" if target.fields else "as its body, with `headers`"
    text = f"Send the file within an hour by {target.method} to {data['url']} {how}; then confirm_upload {upload.id}."
    return result(text, data)


def _confirm(call: Call) -> types.CallToolResult:
    return _kept(call, UploadDesk(call.deps.desk).confirm(call.user, call.parsed(ConfirmArguments).id))


def _kept(call: Call, asset: Asset) -> types.CallToolResult:
    return result(f"The file is kept as {asset.type} {asset.id}.", _view(call, asset))


def _view(call: Call, asset: Asset) -> dict[str, Any]:
    return asset_view(asset, call.absolute(call.deps.desk.url(asset)))
