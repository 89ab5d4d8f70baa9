"""Which kind a file is, by its first bytes, of those that can carry credentials."""

from __future__ import annotations

import re

MP4 = "video/mp4"
AUDIO = ("audio/wav", "audio/mpeg")
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
}
_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), "audio/wav"),
    (re.compile(rb"RIFF.{4}AVI ", re.DOTALL), "video/avi"),
    (re.compile(rb"ID3|\xff[\xe2\xe3\xf2-\xfb]"), "audio/mpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "image/tiff"),
    (re.compile(rb"%PDF-"), "application/pdf"),
)


def sniff(start: bytes) -> str | None:
    """The media type of a file that begins so, or None."""
    if start[4:8] == b"ftyp":
        return _BRANDS.get(start[8:12], MP4)
    return next((kind for signature, kind in _SIGNATURES if signature.match(start)), None)
