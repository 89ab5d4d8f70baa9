"""Hostile pictures, and what only claims to be one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PIL import Image

from domain.assets import AssetType
from tests.hostile.case import Hostile

PNG = b"\x89PNG\r\n\x1a\n"
SCRIPT = b"<script>alert(document.cookie)</script>"
PIXELS = "pixels"
PLACE = b"48.13722"


def picture(kind: str = "PNG", side: int = 64, **options: Any) -> bytes:
    noise = np.random.default_rng(0).integers(0, 255, (side, side, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, kind, **options)
    return out.getvalue()


def flat(kind: str, **options: Any) -> bytes:
    """64 x 64 pixels of one colour: a few bytes."""
    out = io.BytesIO()
    Image.new("P" if kind == "GIF" else "RGB", (64, 64)).save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 64, height: int = 64, *, before: bytes = b"", rows: int | None = None) -> bytes:
    """A black PNG with chunks of one's own before its pixels, and as many rows as are asked for."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = bytes((1 + 3 * min(width, 64)) * (min(height, 64) if rows is None else rows))
    return PNG + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def _deflated(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes << 20), 9)


def _gif(frame: tuple[int, int] = (64, 64), frames: int = 1, screen: tuple[int, int] = (64, 64)) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", *screen, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    shown = b"!\xf9\x04\0\1\0\0\0," + struct.pack("<HHHHB", 0, 0, *frame, 0) + b"\x02\x02\x44\x01\0"
    return head + shown * frames + b";"


def _webp(canvas: tuple[int, int], inside: bytes, flags: int = 2) -> bytes:
    width, height = (side - 1 for side in canvas)
    extended = bytes([flags, 0, 0, 0]) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    return _riff(b"VP8X" + struct.pack("<I", 10) + extended + inside)


def _riff(body: bytes, size: int | None = None) -> bytes:
    return b"RIFF" + struct.pack("<I", len(body) + 4 if size is None else size) + b"WEBP" + body


def _many_webps() -> bytes:
    """An animated WebP with ten thousand frames."""
    still = flat("WEBP", lossless=True)[12:]
    box = bytes(6) + (63).to_bytes(3, "little") * 2 + (10).to_bytes(3, "little") + b"\0"
    frame = b"ANMF" + struct.pack("<I", len(box + still)) + box + still
    return _webp((64, 64), b"ANIM" + struct.pack("<I", 6) + bytes(6) + frame * 10_000)


def _many_gifs() -> bytes:
    """A GIF whose one frame comes ten thousand times."""
    whole = flat("GIF")
    start = whole.index(b",", 13 + (3 << (whole[10] & 7) + 1))
    return whole[:start] + whole[start:-1] * 10_000 + b";"


def _vp8l(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    return _riff(b"VP8L" + struct.pack("<I", 40) + b"\x2f" + struct.pack("<I", bits) + bytes(35))


def _jpeg(before: bytes) -> bytes:
    """A JPEG with segments of one's own after its start."""
    return (whole := picture("JPEG"))[:2] + before + whole[2:]


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _many_scans() -> bytes:
    """A progressive JPEG whose last scan comes a thousand times more."""
    whole = picture("JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * 1000 + whole[-2:]


def _wide_jpeg() -> bytes:
    whole = bytearray(picture("JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", 65535, 65535)
    return bytes(whole)


def _exif(tags: dict[int, Any], place: bool = False) -> bytes:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 13.992), 29: PLACE.decode()})
    return picture("JPEG", exif=exif)


def _exif_loop() -> bytes:
    """EXIF whose directory says that it is followed by itself."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHII", 1, 0x0112, 3, 1, 6 << 16) + struct.pack(">I", 8)
    return _jpeg(_segment(0xE1, b"Exif\0\0" + tiff))


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x:xmpmeta>&a11;</x:xmpmeta>'
    return _jpeg(_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xml.encode()))


def _two_pictures() -> bytes:
    """What phones call a JPEG: another picture follows the first (MPO)."""
    first, second = (Image.fromarray(np.full((64, 64, 3), grey, np.uint8)) for grey in (40, 200))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    return out.getvalue()


def _apng() -> bytes:
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 64, 64, 0, 0, 1, 10, 0, 0))
    return png(before=chunk(b"acTL", struct.pack(">II", 10_000, 0)) + frame)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/cron.d/evil", bytes(8 << 20))
    return out.getvalue()


def _foreign(kind: str, **options: Any) -> Callable[[], bytes]:
    return partial(picture, kind, **options)


def _is(start: bytes) -> Callable[[], bytes]:
    return lambda: start + bytes(200)


TEXT_BOMB = b"Comment\0\0" + _deflated(4)
ITEXT_BOMB = b"XML:com.adobe.xmp\0\1\0\0\0" + _deflated(4)
ICC_BOMB = b"icc\0\0" + _deflated(4)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
XXE = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
TRAGICK = b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/\"|id\")'\npop graphic-context\n"
NOT_ONE = "not a JPG, PNG, GIF or WEBP"

_PHOTOS: list[tuple[str, Callable[[], bytes], str]] = [
    ("png of 900 megapixels", partial(png, 30000, 30000), PIXELS),
    ("png of 64 megapixels", partial(png, 8000, 8000), PIXELS),
    ("png with the largest sides", partial(png, 2**31 - 1, 2**31 - 1), PIXELS),
    ("png 100000 x 1", partial(png, 100_000, 1), PIXELS),
    ("png 1 x 100000", partial(png, 1, 100_000), PIXELS),
    ("png 1 x 1", partial(png, 1, 1), PIXELS),
    ("png 0 x 64", partial(png, 0, 64), ""),
    ("png with a text bomb", partial(png, before=chunk(b"zTXt", TEXT_BOMB)), ""),
    ("png with a bomb of international text", partial(png, before=chunk(b"iTXt", ITEXT_BOMB)), ""),
    ("png with a bomb as colour profile", partial(png, before=chunk(b"iCCP", ICC_BOMB)), ""),
    ("png of 100000 empty chunks", partial(png, before=chunk(b"tEXt", b"a\0") * 100_000), "damaged"),
    ("png with a broken header", lambda: PNG + chunk(b"IHDR", b"\0" * 13)[:-1] + b"x", ""),
    ("png that ends early", lambda: picture("PNG")[:4000], "ends early"),
    ("gif whose frame is larger than it", partial(_gif, (60000, 60000)), PIXELS),
    ("gif of 65535 a side", partial(_gif, screen=(65535, 65535)), PIXELS),
    ("gif that is a script", lambda: b"GIF89a/*" + bytes(60) + b"*/=1;alert(1)//;", ""),
    ("gif without a frame", lambda: _gif(frames=0), ""),
    ("gif of endless extensions", lambda: _gif()[:19] + b"!\xfe\x01x" * 50_000, ""),
    ("webp with a canvas of 16384 a side", lambda: _webp((16384, 16384), picture("WEBP")[12:]), PIXELS),
    ("webp without loss of 16383 a side", partial(_vp8l, 16383, 16383), PIXELS),
    ("webp that ends early", lambda: picture("WEBP")[:300], ""),
    ("webp that claims 4 GB", lambda: _riff(picture("WEBP")[12:], 2**32 - 2), ""),
    ("jpeg of 65535 a side", _wide_jpeg, PIXELS),
    ("jpeg of 1000 scans", _many_scans, "damaged"),
    ("jpeg that ends early", lambda: picture("JPEG")[:900], ""),
    ("svg with a script", lambda: SVG, NOT_ONE),
    ("svg with an external entity", lambda: XXE, NOT_ONE),
    ("tiff", _foreign("TIFF"), NOT_ONE),
    ("bmp", _foreign("BMP"), NOT_ONE),
    ("ico", _foreign("ICO"), NOT_ONE),
    ("tga", _foreign("TGA"), NOT_ONE),
    ("psd", _is(b"8BPS\0\1\0\0\0\0\0\0\0\3\0\0\x75\x30\0\0\x75\x30\0\x08\0\3"), NOT_ONE),
    ("heic", _is(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"), NOT_ONE),
    ("avif", _is(b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"), NOT_ONE),
    ("dds of 65535 a side", _is(b"DDS |\0\0\0\7\x10\0\0\xff\xff\0\0\xff\xff\0\0"), NOT_ONE),
    ("postscript", _is(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run"), NOT_ONE),
    ("pdf", _is(b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"), NOT_ONE),
    ("commands for ImageMagick", lambda: TRAGICK, NOT_ONE),
    ("html", lambda: b"<!doctype html>" + SCRIPT, NOT_ONE),
    ("program for Windows", _is(b"MZ\x90\0\3\0\0\0"), NOT_ONE),
    ("program for Linux", _is(b"\x7fELF\2\1\1\0"), NOT_ONE),
    ("zip bomb", zip_bomb, NOT_ONE),
    ("no bytes", lambda: b"", "empty"),
    ("one byte", lambda: b"\x89", NOT_ONE),
    ("50 MB and a byte", lambda: bytes((50 << 20) + 1), "larger than 50 MB"),
]

_HARMLESS: list[tuple[str, Callable[[], bytes], tuple[bytes, ...]]] = [
    ("png with pixels for a thousand pictures", partial(png, rows=64_000), ()),
    ("png with 10000 frames", _apng, (b"acTL", b"fcTL")),
    ("png that is a page, too", lambda: picture("PNG") + b"<html>" + SCRIPT, (b"script",)),
    ("png that is an archive, too", lambda: picture("PNG") + zip_bomb(), (b"cron.d", b"PK\3\4")),
    ("png with a script as text", lambda: png(before=chunk(b"tEXt", b"Title\0" + SCRIPT)), (b"script",)),
    ("gif with 10000 frames", _many_gifs, ()),
    ("webp with 10000 frames", _many_webps, (b"ANMF",)),
    ("jpeg with its place", lambda: _exif({0x010F: "Maker"}, place=True), (PLACE, b"Maker", b"Exif")),
    ("jpeg with orientation 9", lambda: _exif({0x0112: 9}), (b"Exif",)),
    ("jpeg whose EXIF goes round in a circle", _exif_loop, (b"Exif",)),
    ("jpeg with a billion laughs", _laughs, (b"ENTITY",)),
    ("jpeg with a program as comment", lambda: _jpeg(_segment(0xFE, b"<?php system($_GET[0]);")), (b"php",)),
    ("jpeg that is a script, too", lambda: picture("JPEG") + SCRIPT, (b"script",)),
    ("jpeg with another picture behind it", _two_pictures, (b"MPF",)),
    ("jpeg in four inks", lambda: picture_cmyk(), ()),
]  # fmt: skip


def picture_cmyk() -> bytes:
    out = io.BytesIO()
    Image.new("CMYK", (64, 64), (10, 200, 30, 0)).save(out, "JPEG")
    return out.getvalue()


def pictures() -> list[Hostile]:
    refused = [Hostile(name, AssetType.PHOTO, make, "refused", message) for name, make, message in _PHOTOS]
    return refused + [Hostile(name, AssetType.GARMENT, make, "harmless", gone=gone) for name, make, gone in _HARMLESS]
