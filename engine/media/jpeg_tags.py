"""Texts inside JPEG files (ITU-T T.81, annex B): comment segments for a record, an XMP packet in an APP1 segment."""

from __future__ import annotations

import struct
from collections.abc import Iterator

XMP = b"http://ns.adobe.com/xap/1.0/\x00"
"""Begins an APP1 segment with XMP (XMP specification part 3, "JPEG")."""
_START, _APP0, _APP1, _COMMENT, _SCAN = b"\xff\xd8", 0xE0, 0xE1, 0xFE, 0xDA
_SEGMENT_MAX = 65_000


def jpeg_with_record(data: bytes, keyword: str, text: str, xmp: str) -> bytes:
    """The picture with a text in comments that begin with `keyword`, as many as its length needs, and with XMP.

    Raises:
        ValueError: not a JPEG file.
    """
    if not data.startswith(_START):
        raise ValueError("not a JPEG file")
    head = 2
    for kind, start, end in _segments(data):
        if kind != _APP0:
            break
        head = end if start == head else head
    body, prefix = text.encode(), keyword.encode() + b"\x00"
    step = _SEGMENT_MAX - len(prefix)
    comments = (prefix + body[at : at + step] for at in range(0, len(body), step))
    new = _segment(_APP1, XMP + xmp.encode()) + b"".join(_segment(_COMMENT, comment) for comment in comments)
    return data[:head] + new + data[head:]


def jpeg_record(data: bytes, keyword: str) -> str | None:
    """The text that `jpeg_with_record` put there, or None."""
    if not data.startswith(_START):
        return None
    prefix = keyword.encode() + b"\x00"
    bodies = (data[start + 4 : end] for kind, start, end in _segments(data) if kind == _COMMENT)
    found = [body[len(prefix) :] for body in bodies if body.startswith(prefix)]
    return b"".join(found).decode() if found else None


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of each segment before the picture's data."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield data[at + 1], at, at + 2 + length
        at += 2 + length


def _segment(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body
