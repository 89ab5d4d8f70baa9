"""What can be told of a picture file from its bytes, before a decoder sees them."""

from __future__ import annotations

import re

SCANS_MAX = 60
"""Of a JPEG. A progressive one has about ten; each scan costs a pass over the whole picture and may be empty."""
CHUNKS_MAX = 60_000
"""Of a PNG: 50 MB in pieces of one kilobyte. Each costs the reader the same, however small it is."""

_SCAN = re.compile(rb"\xff\xda")


def is_laborious(data: bytes) -> bool:
    """Whether reading the file would take far more work than its size and its sides promise."""
    if data.startswith(b"\xff\xd8"):
        return sum(1 for _ in _SCAN.finditer(data)) > SCANS_MAX
    return data.startswith(b"\x89PNG\r\n\x1a\n") and _chunks(data) > CHUNKS_MAX


def webp_canvas(data: bytes) -> tuple[int, int] | None:
    """Width and height of an extended WebP (RFC 9649, section 2.7), for which its reader would take memory at once."""
    if data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X" or len(data) < 30:
        return None
    return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1


def gif_canvas(data: bytes) -> tuple[int, int] | None:
    """How far the first frame of a GIF reaches, which may be beyond the sides that its header names."""
    if data[:4] != b"GIF8" or len(data) < 13:
        return None
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at : at + 1] == b"!":  # extensions before the frame
        at = _after_blocks(data, at + 2)
    if data[at : at + 1] != b"," or len(data) < at + 9:
        return None
    left, top, width, height = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (1, 3, 5, 7))
    return left + width, top + height


def _after_blocks(data: bytes, at: int) -> int:
    while size := data[at] if at < len(data) else 0:
        at += size + 1
    return at + 1


def _chunks(data: bytes) -> int:
    at, count = 8, 0
    while at + 8 <= len(data) and count <= CHUNKS_MAX:
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        count += 1
    return count
