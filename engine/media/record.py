"""Embeds the record of how a result was made into its file.

PNG: an iTXt chunk with the keyword "kinora" (PNG specification, third edition, 11.3.3.4), and an XMP packet that
marks the picture as made by an algorithm (IPTC digital source type). WAV and MP3: see engine.media.audio.tags; JPEG:
engine.media.jpeg_tags; MP4: engine.media.film.mp4. Other types come back as they are.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from domain.generator import Artifact
from engine.media.audio.tags import mp3_record, mp3_with_record, wav_record, wav_with_record
from engine.media.film.mp4 import write_mp4_record
from engine.media.jpeg_tags import jpeg_record, jpeg_with_record
from engine.media.source_type import source_type

KEYWORD = "kinora"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_IHDR_END = 8 + 8 + 13 + 4


def embed(artifact: Artifact, record: Mapping[str, Any]) -> Artifact:
    """The artifact with the record inside, where its type can carry one."""
    content = artifact.content
    if artifact.content_type == "video/mp4":
        return replace(artifact, content=_in_mp4(content, record))
    writer = _WRITERS.get(artifact.content_type)
    if writer is None:
        return artifact
    data = content.read_bytes() if isinstance(content, Path) else content
    return replace(artifact, content=writer(data, record))


def read_audio_record(data: bytes) -> dict[str, Any] | None:
    """The record in a WAV or MP3 that Kinora made, or None."""
    text = wav_record(data) if data.startswith(b"RIFF") else mp3_record(data, KEYWORD)
    record: dict[str, Any] | None = json.loads(text) if text else None
    return record


def read_jpeg_record(data: bytes) -> dict[str, Any] | None:
    """The record in a JPEG that Kinora made, or None."""
    text = jpeg_record(data, KEYWORD)
    record: dict[str, Any] | None = json.loads(text) if text else None
    return record


def read_png_record(data: bytes) -> dict[str, Any] | None:
    """The record in a PNG that Kinora made, or None. Reads no more than the chunks before the picture's data."""
    position = len(_SIGNATURE)
    while data.startswith(_SIGNATURE) and position + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind, body = data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        if kind == b"IDAT":
            return None
        prefix = KEYWORD.encode() + b"\x00\x00\x00\x00\x00"
        if kind == b"iTXt" and body.startswith(prefix):
            record: dict[str, Any] = json.loads(body[len(prefix) :])
            return record
        position += 12 + length
    return None


def _in_png(png: bytes, record: Mapping[str, Any]) -> bytes:
    chunks = _text_chunk(KEYWORD, _json(record)) + _text_chunk("XML:com.adobe.xmp", _xmp(record))
    return png[:_IHDR_END] + chunks + png[_IHDR_END:]


def _in_jpeg(jpeg: bytes, record: Mapping[str, Any]) -> bytes:
    return jpeg_with_record(jpeg, KEYWORD, _json(record), _xmp(record))


def _in_mp4(content: bytes | Path, record: Mapping[str, Any]) -> bytes | Path:
    """A film in a file is copied to another one beside it, block by block; never loaded."""
    if isinstance(content, Path):
        marked = content.with_name(f"{content.stem}.marked.mp4")
        write_mp4_record(content, record, marked)
        return marked
    with TemporaryDirectory() as folder:
        film, marked = Path(folder, "film.mp4"), Path(folder, "marked.mp4")
        film.write_bytes(content)
        write_mp4_record(film, record, marked)
        return marked.read_bytes()


def _in_wav(wav: bytes, record: Mapping[str, Any]) -> bytes:
    return wav_with_record(wav, _json(record), _xmp(record))


def _in_mp3(mp3: bytes, record: Mapping[str, Any]) -> bytes:
    return mp3_with_record(mp3, KEYWORD, _json(record), source_type(record))


_WRITERS: Mapping[str, Callable[[bytes, Mapping[str, Any]], bytes]] = {
    "image/png": _in_png,
    "image/jpeg": _in_jpeg,
    "audio/wav": _in_wav,
    "audio/mpeg": _in_mp3,
}


def _json(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def _text_chunk(keyword: str, text: str) -> bytes:
    body = keyword.encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.encode()
    return struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))


def _xmp(record: Mapping[str, Any]) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'Iptc4xmpExt:DigitalSourceType="{source_type(record)}"/></rdf:RDF></x:xmpmeta>'
    )
