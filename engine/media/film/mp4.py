"""Reads and writes the record of how a film was made, inside the MP4 file.

The record stands as JSON in the comment of the iTunes-style item list (moov/udta/meta/ilst), next to a sentence and
two free-form items that mark the film as AI-generated; an XMP packet in its own box says the same in IPTC's terms
(XMP specification part 3, "MPEG-4": a uuid box). Boxes are those of ISO/IEC 14496-12. Sound and picture data are
copied byte by byte. The index is put before the data, so that a film starts to play while it is still loading.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from engine.media.film.errors import FilmFailed
from engine.media.source_type import source_type

XMP_BOX = UUID("BE7ACFCB-97A9-42E8-9C71-999491E3AFAC").bytes
MARK = "AI-generated with Kinora. The comment says how, as JSON."
INDEX_MAX = 64 << 20
COPY = 1 << 20
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_TIMES = (b"mvhd", b"tkhd", b"mdhd")
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Box:
    """Where a box lies: `start` of its header, `body` of its content, `end` after it."""

    kind: bytes
    start: int
    body: int
    end: int


def top_boxes(file: IO[bytes]) -> list[Box]:
    """The outermost boxes of a file. Raises FilmFailed when they do not add up."""
    size = file.seek(0, 2)
    found, position = [], 0
    while position < size:
        file.seek(position)
        box = _box(file.read(16), position, size)
        found.append(box)
        position = box.end
    return found


def write_mp4_record(film: Path, record: Mapping[str, Any], out: Path) -> None:
    """Copy an MP4 file with the record in it, in place of one that it had.

    Args:
        record: JSON-able. `created_at` (ISO 8601), where given, becomes the file's creation time; `title` its title;
            `backends` decides between the IPTC marks for neural and for other algorithms.
        out: another path.

    Raises:
        FilmFailed: not an MP4 file with one block of data.
    """
    with film.open("rb") as file:
        boxes = top_boxes(file)
        index = _only(boxes, b"moov")
        data = _only(boxes, b"mdat")
        head = _read(file, _only(boxes, b"ftyp"))
        moov = _with_items(_read(file, index), record)
        xmp = _make(b"uuid", XMP_BOX + _xmp(record).encode())
        shift = len(head) + len(moov) + len(xmp) - data.start
        moov = _patched(moov, shift, _created(record))
        with out.open("wb") as target:
            target.write(head + moov + xmp)
            file.seek(data.start)
            _copy(file, target, data.end - data.start)


def read_mp4_record(film: Path) -> dict[str, Any] | None:
    """The record in a film that Kinora made, or None."""
    try:
        with film.open("rb") as file:
            moov = _read(file, _only(top_boxes(file), b"moov"))
    except FilmFailed:
        return None
    comment = _find(moov, (b"moov", b"udta", b"meta", b"ilst", b"\xa9cmt", b"data"))
    try:
        record = json.loads(comment[8:]) if comment else None
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def first_track_duration(film: Path) -> Fraction:
    """Seconds, exactly, of the first track, which in our films is the picture. Raises FilmFailed: not an MP4 file."""
    with film.open("rb") as file:
        moov = _read(file, _only(top_boxes(file), b"moov"))
    header = _find(moov, (b"moov", b"trak", b"mdia", b"mdhd"))
    layout = ">12xII" if header and header[0] == 0 else ">20xIQ"
    if header is None or len(header) < struct.calcsize(layout):
        raise _damaged()
    scale, length = struct.unpack_from(layout, header)
    if not scale:
        raise _damaged()
    return Fraction(length, scale)


def has_faststart(film: Path) -> bool:
    """Whether the index comes before the data."""
    with film.open("rb") as file:
        kinds = [box.kind for box in top_boxes(file)]
    return b"moov" in kinds and b"mdat" in kinds and kinds.index(b"moov") < kinds.index(b"mdat")


def _box(header: bytes, start: int, limit: int) -> Box:
    if len(header) < 8:
        raise _damaged()
    size, kind = struct.unpack_from(">I4s", header)
    body = 8
    if size == 1 and len(header) >= 16:
        (size,), body = struct.unpack_from(">Q", header, 8), 16
    end = limit if size == 0 else start + size
    if end > limit or end < start + body:
        raise _damaged()
    return Box(kind, start, start + body, end)


def _damaged() -> FilmFailed:
    return FilmFailed("This film could not be read: it is not a whole MP4 file.")


def _only(boxes: list[Box], kind: bytes) -> Box:
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise _damaged()
    return found[0]


def _read(file: IO[bytes], box: Box) -> bytes:
    if box.end - box.start > INDEX_MAX:
        raise _damaged()
    file.seek(box.start)
    return file.read(box.end - box.start)


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        part = source.read(min(size, COPY))
        if not part:
            raise _damaged()
        target.write(part)
        size -= len(part)


def _children(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    while start < end:
        box = _box(bytes(data[start : min(end, start + 16)]), start, end)
        yield box
        start = box.end


def _find(data: bytes, path: tuple[bytes, ...]) -> bytes | None:
    """The content of the box at a path of kinds, the first of which is `data` itself."""
    start, end = 0, len(data)
    for kind in path:
        if kind == b"ilst":
            start += 4  # meta begins with version and flags
        match = next((box for box in _children(data, start, end) if box.kind == kind), None)
        if match is None:
            return None
        start, end = match.body, match.end
    return data[start:end]


def _make(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _with_items(moov: bytes, record: Mapping[str, Any]) -> bytes:
    kept = [moov[box.start : box.end] for box in _children(moov, 8, len(moov)) if box.kind not in (b"udta", b"meta")]
    handler = _make(b"hdlr", bytes(8) + b"mdirappl" + bytes(9))
    meta = _make(b"meta", bytes(4) + handler + _make(b"ilst", b"".join(_items(record))))
    return _make(b"moov", b"".join(kept) + _make(b"udta", meta))


def _items(record: Mapping[str, Any]) -> Iterator[bytes]:
    if title := record.get("title"):
        yield _make(b"\xa9nam", _text(str(title)))
    yield _make(b"\xa9cmt", _text(json.dumps(record, ensure_ascii=False, sort_keys=True)))
    yield _make(b"desc", _text(MARK))
    yield _make(b"\xa9too", _text("Kinora"))
    yield _free_form("ai_generated", "true")
    yield _free_form("digital_source_type", source_type(record))


def _text(text: str) -> bytes:
    return _make(b"data", struct.pack(">II", 1, 0) + text.encode())


def _free_form(name: str, text: str) -> bytes:
    mean = _make(b"mean", bytes(4) + b"com.apple.iTunes")
    return _make(b"----", mean + _make(b"name", bytes(4) + name.encode()) + _text(text))


def _xmp(record: Mapping[str, Any]) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'Iptc4xmpExt:DigitalSourceType="{source_type(record)}"/></rdf:RDF></x:xmpmeta>'
    )


def _created(record: Mapping[str, Any]) -> int:
    """Seconds since 1904, the format's epoch; 0, "unknown", without a date. The record decides, never the clock."""
    text = record.get("created_at")
    if not text:
        return 0
    moment = datetime.fromisoformat(str(text))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - _EPOCH.timestamp())


def _patched(moov: bytes, shift: int, created: int) -> bytes:
    """Data offsets moved by `shift` bytes, creation and modification times set."""
    data = bytearray(moov)
    _patch(data, 0, len(data), shift, created)
    return bytes(data)


def _patch(data: bytearray, start: int, end: int, shift: int, created: int) -> None:
    for box in _children(data, start, end):
        if box.kind in _CONTAINERS:
            _patch(data, box.body, box.end, shift, created)
        elif box.kind in (b"stco", b"co64"):
            _move(data, box, "I" if box.kind == b"stco" else "Q", shift)
        elif box.kind in _TIMES:
            layout = ">QQ" if data[box.body] == 1 else ">II"
            struct.pack_into(layout, data, box.body + 4, created, created)


def _move(data: bytearray, box: Box, width: str, shift: int) -> None:
    (count,) = struct.unpack_from(">I", data, box.body + 4)
    layout = f">{count}{width}"
    offsets = [offset + shift for offset in struct.unpack_from(layout, data, box.body + 8)]
    try:
        struct.pack_into(layout, data, box.body + 8, *offsets)
    except struct.error:
        raise FilmFailed("This film is too large to be marked: more than 4 GB.") from None
