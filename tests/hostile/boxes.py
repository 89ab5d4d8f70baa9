"""Builds MP4 (ISO/IEC 14496-12) and Matroska (RFC 8794) files that no honest program writes."""

from __future__ import annotations

import struct
from collections.abc import Callable

INSIDE = (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"udta")


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def changed(data: bytes, kind: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """A file with the body of each box of this kind changed, and the sizes of those around it."""
    out, at = b"", 0
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + size]
        if name == kind:
            body = change(body)
        elif name in INSIDE:
            body = changed(body, kind, change)
        out += box(name, body)
        at += max(size, 8)
    return out


def tops(data: bytes) -> dict[bytes, bytes]:
    """The outermost boxes by name."""
    found, at = {}, 0
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        found[name] = data[at : at + size]
        at += max(size, 8)
    return found


def element(number: int, body: bytes) -> bytes:
    """A Matroska element: its number as written in the specification, its size in eight bytes."""
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


def matroska(inside: bytes) -> bytes:
    head = element(0x4286, b"\1") + element(0x42F7, b"\1") + element(0x4282, b"matroska") + element(0x4287, b"\4")
    return element(0x1A45DFA3, head) + element(0x18538067, inside)


def track(number: int, codec: bytes, kind: int = 1, sides: tuple[int, int] = (64, 64)) -> bytes:
    """A TrackEntry; kind 1 is a picture, 2 a sound, 17 subtitles."""
    width, height = (element(name, struct.pack(">I", side)) for name, side in zip((0xB0, 0xBA), sides, strict=True))
    facts = element(0xD7, struct.pack(">H", number)) + element(0x73C5, struct.pack(">H", number))
    return element(0xAE, facts + element(0x83, bytes([kind])) + element(0x86, codec) + element(0xE0, width + height))
