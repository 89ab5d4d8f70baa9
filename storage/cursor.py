"""Cursors: where a page of a list ended, as an opaque word."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Select, tuple_

from domain.errors import BadRequest
from storage.tables import AssetRow, JobRow, WebhookDeliveryRow

_MAX_CHARACTERS = 400


@dataclass(frozen=True)
class Cursor:
    """The last item of a page. Lists are sorted by `created_at`, then `id`."""

    created_at: datetime
    id: str

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.created_at.isoformat()}|{self.id}".encode()).decode().rstrip("=")


def decode_cursor(text: str) -> Cursor:
    """Read what `Cursor.encode` gave. Raises BadRequest for anything else."""
    try:
        cursor = _decode(text)
    except (ValueError, binascii.Error) as error:
        raise BadRequest("This page does not exist. Start again from the first page.") from error
    if cursor.encode() != text:
        raise BadRequest("This page does not exist. Start again from the first page.")
    return cursor


def _decode(text: str) -> Cursor:
    if len(text) > _MAX_CHARACTERS:
        raise ValueError("too long")
    padded = text + "=" * (-len(text) % 4)
    time, separator, item = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition("|")
    created_at = datetime.fromisoformat(time)
    if not separator or not item or "\x00" in item or created_at.utcoffset() is None:
        raise ValueError("no place in a list")
    return Cursor(created_at, item)


class _Listed(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


_Table = type[JobRow] | type[AssetRow] | type[WebhookDeliveryRow]
Item = TypeVar("Item", bound=_Listed)


def up_to(query: Select[Any], table: _Table, cursor: str | None, limit: int) -> Select[Any]:
    """The page of `query` after `cursor`, newest first, and one row more to tell whether another page follows."""
    if cursor is not None:
        place = decode_cursor(cursor)
        query = query.where(tuple_(table.created_at, table.id) < (place.created_at, place.id))
    return query.order_by(table.created_at.desc(), table.id.desc()).limit(limit + 1)


def split_page(items: list[Item], limit: int) -> tuple[list[Item], str | None]:
    """At most `limit` items, and the cursor of the next page if there are more."""
    if len(items) <= limit:
        return items, None
    last = items[limit - 1]
    return items[:limit], Cursor(last.created_at, last.id).encode()
