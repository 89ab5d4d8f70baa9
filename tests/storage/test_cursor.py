"""Cursors say where a page ended, and nothing else is taken for one."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadRequest
from storage.cursor import Cursor, decode_cursor

TIMES = st.datetimes(timezones=st.just(UTC))
IDS = st.from_regex(r"[0-9a-z|:-]{1,64}", fullmatch=True)


def word(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(TIMES, IDS)
def test_cursor_is_read_as_it_was_made(created_at: datetime, item: str) -> None:
    cursor = Cursor(created_at, item)
    assert decode_cursor(cursor.encode()) == cursor
    assert set(cursor.encode()) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text())
def test_any_other_text_is_a_bad_request(text: str) -> None:
    with pytest.raises(BadRequest):
        decode_cursor(text)


@pytest.mark.parametrize(
    "text",
    [
        word("2026-11-20T12:00:00+00:00|"),
        word("2026-11-20T12:00:00+00:00"),
        word("2026-11-20T12:00:00|id"),
        word("20261120T120000Z|id"),
        word("yesterday|id"),
        word("2026-11-20T12:00:00+00:00|a\x00b"),
        word("2026-11-20T12:00:00+00:00|" + "x" * 400),
        word("2026-11-20T12:00:00+00:00|id") + "=",
        word("2026-11-20T12:00:00+00:00|id") + "\n",
        base64.urlsafe_b64encode(b"\xff\xfe|id").decode(),
    ],
)
def test_changed_cursor_is_a_bad_request(text: str) -> None:
    with pytest.raises(BadRequest, match="first page"):
        decode_cursor(text)


def test_shortest_cursor_is_taken() -> None:
    assert decode_cursor(word("2026-11-20T12:00:00+00:00|x")) == Cursor(datetime(2026, 11, 20, 12, tzinfo=UTC), "x")
