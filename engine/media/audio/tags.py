"""Puts the record of how a sound was made into its file.

WAV: the chunks LIST/INFO (software and comment, which players show) and _PMX (XMP specification part 3, "WAV").
MP3: an ID3v2.4 tag (id3.org, "ID3 tag version 2.4.0") with the record and the digital source type as TXXX frames.
"""

from __future__ import annotations

import struct

_RIFF = struct.Struct("<4sI4s")


def wav_with_record(wav: bytes, record: str, xmp: str) -> bytes:
    """The WAV file with both texts after its samples. Raises ValueError for anything but a RIFF WAVE file."""
    if len(wav) < _RIFF.size or wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    info = b"INFO" + _chunk(b"ISFT", b"Kinora\0") + _chunk(b"ICMT", record.encode() + b"\0")
    body = wav[_RIFF.size :] + _chunk(b"LIST", info) + _chunk(b"_PMX", xmp.encode())
    return _RIFF.pack(b"RIFF", len(body) + 4, b"WAVE") + body


def wav_record(wav: bytes) -> str | None:
    """The comment that `wav_with_record` put there, or None."""
    for kind, body in _chunks(wav, _RIFF.size):
        if kind == b"LIST" and body.startswith(b"INFO"):
            for name, text in _chunks(body, 4):
                if name == b"ICMT":
                    return text.rstrip(b"\0").decode()
    return None


def mp3_with_record(mp3: bytes, keyword: str, record: str, source: str) -> bytes:
    """The MP3 file, which has no tag yet, with a tag before it."""
    frames = _user_text(keyword, record) + _user_text("DigitalSourceType", source)
    return b"ID3\x04\x00\x00" + _synchsafe(len(frames)) + frames + mp3


def mp3_record(mp3: bytes, keyword: str) -> str | None:
    """The text that `mp3_with_record` stored under a keyword, or None."""
    if not mp3.startswith(b"ID3\x04"):
        return None
    position, end = 10, 10 + _from_synchsafe(mp3[6:10])
    while position + 10 <= end:
        size = _from_synchsafe(mp3[position + 4 : position + 8])
        name, _, text = mp3[position + 11 : position + 10 + size].partition(b"\0")
        if mp3[position : position + 4] == b"TXXX" and name.decode() == keyword:
            return text.decode()
        position += 10 + size
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _chunks(data: bytes, position: int) -> list[tuple[bytes, bytes]]:
    found = []
    while position + 8 <= len(data):
        (size,) = struct.unpack_from("<I", data, position + 4)
        found.append((data[position : position + 4], data[position + 8 : position + 8 + size]))
        position += 8 + size + size % 2
    return found


def _user_text(name: str, text: str) -> bytes:
    body = b"\x03" + name.encode() + b"\0" + text.encode()
    return b"TXXX" + _synchsafe(len(body)) + b"\0\0" + body


def _synchsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _from_synchsafe(data: bytes) -> int:
    return sum(byte << shift for byte, shift in zip(data, (21, 14, 7, 0), strict=True))
