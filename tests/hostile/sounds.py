"""Hostile sounds and texts, and what only claims to be one."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import partial

import numpy as np

from domain.assets import AssetType
from tests.hostile.case import Hostile
from tests.hostile.films import ADDRESS, TONE, made, mp4, playlist
from tests.hostile.pictures import SCRIPT, picture, zip_bomb

PCM, FLOATS = 1, 3


def wav(
    samples: bytes,
    *,
    channels: int = 1,
    rate: int = 8000,
    coding: int = PCM,
    bits: int = 16,
    size: int | None = None,
    align: int | None = None,
) -> bytes:
    """A WAV file with what its header says."""
    block = channels * bits // 8 if align is None else align
    head = struct.pack("<HHIIHH", coding, channels, rate, min(rate * block, 2**32 - 1), block & 0xFFFF, bits)
    length = len(samples) if size is None else size
    body = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", length) + samples
    return b"RIFF" + struct.pack("<I", min(2**32 - 1, length + 36)) + body


def tone(seconds: float = 3.0) -> bytes:
    return bytes((12000 * np.sin(np.arange(int(8000 * seconds)) * 0.3)).astype("<i2").tobytes())


def _odd_floats() -> bytes:
    wave = (0.3 * np.sin(np.arange(24000) * 0.3)).astype("<f4")
    wave[::7], wave[1::7], wave[2::7], wave[3::7] = np.nan, np.inf, -np.inf, 3e38
    return wav(wave.tobytes(), coding=FLOATS, bits=32)


def _only_nan() -> bytes:
    return wav(np.full(24000, np.nan, "<f4").tobytes(), coding=FLOATS, bits=32)


def _long_flac() -> bytes:
    """A FLAC that claims 2^36 - 1 samples."""
    whole = bytearray(made("flac", *TONE))
    whole[21] |= 0x0F
    whole[22:26] = b"\xff" * 4
    return bytes(whole)


def _covered_mp3() -> bytes:
    """An MP3 with a picture of 8 MB that is a page."""
    body = b"\0image/png\0\3\0" + SCRIPT + bytes(8 << 20)
    frame = b"APIC" + struct.pack(">I", len(body)) + b"\0\0" + body
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + frame + made("mp3", *TONE)


_SOUNDS: list[tuple[str, Callable[[], bytes], str]] = [
    ("wav of 65535 channels", lambda: wav(bytes(262_140), channels=65535), ""),
    ("wav of no channels", lambda: wav(tone(), channels=0), ""),
    ("wav at 4 GHz", lambda: wav(tone(), rate=2**32 - 1), ""),
    ("wav at 0 Hz", lambda: wav(tone(), rate=0), ""),
    ("wav of NaN only", _only_nan, "no sound"),
    ("wav of NaN and infinity", _odd_floats, "no sound"),
    ("wav without samples", lambda: wav(b""), ""),
    ("wav header only", lambda: b"RIFF\xff\xff\xff\xffWAVE", ""),
    ("silence", lambda: wav(bytes(32000)), "no sound"),
    ("flac that ends early", lambda: made("flac", *TONE)[:60], ""),
    ("ogg of one page", lambda: b"OggS\0\2" + bytes(20) + b"\1\x1e\1vorbis" + b"\xff" * 23, ""),
    ("picture", lambda: picture("PNG"), ""),
    ("playlist of a local file", lambda: playlist("#EXTINF:9,", "/etc/passwd"), ""),
    ("playlist of an address", lambda: playlist("#EXTINF:9,", ADDRESS), ""),
    ("list of files to join", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", ""),
    ("no bytes", lambda: b"", "empty"),
    ("50 MB and a byte", lambda: bytes((50 << 20) + 1), "larger than 50 MB"),
]

_HARMLESS: list[tuple[str, Callable[[], bytes], tuple[bytes, ...]]] = [
    ("wav that claims 4 GB", lambda: wav(tone(), size=2**32 - 1), ()),
    ("wav with blocks of no bytes", lambda: wav(tone(), align=0), ()),
    ("wav with a page behind it", lambda: wav(tone()) + SCRIPT, (b"script",)),
    ("flac that claims ten days", _long_flac, ()),
    ("mp3 with a page as its cover", _covered_mp3, (b"script", b"APIC")),
    ("film", mp4, (b"avc1",)),
]

_TEXTS: list[tuple[str, Callable[[], bytes], str]] = [
    ("bytes that are no text", partial(bytes, range(256)), "not a plain text"),
    ("text with U+0000", lambda: b"one\0two", "U+0000"),
    ("text that steers a terminal", lambda: b"\x1b]0;owned\x07\x1b[2J", "U+001B"),
    ("half a surrogate pair", lambda: b"\xff\xfe\x00\xd8a\x00", "not a plain text"),
    ("overlong UTF-8", lambda: b"a\xc0\xaf..", "not a plain text"),
    ("UTF-16 without its mark", lambda: "scene".encode("utf-16-le"), "U+0000"),
    ("document for Word", zip_bomb, "not a plain text"),
    ("white space", lambda: b" \r\n\t" * 1000, "empty"),
    ("1 MB and a byte", lambda: b"a" * ((1 << 20) + 1), "larger than 1 MB"),
    ("UTF-16 that is 1.5 MB in UTF-8", lambda: ("\u4e00" * 500_000).encode("utf-16"), "larger than 1 MB"),
]


def sounds() -> list[Hostile]:
    refused = [Hostile(name, AssetType.AUDIO, make, message=message) for name, make, message in _SOUNDS]
    return refused + [Hostile(name, AssetType.AUDIO, make, "harmless", gone=gone) for name, make, gone in _HARMLESS]


def texts() -> list[Hostile]:
    refused = [Hostile(name, AssetType.SCRIPT, make, message=message) for name, make, message in _TEXTS]
    page = Hostile("page", AssetType.SCRIPT, lambda: b"<html>" + SCRIPT, "harmless", file_name="page.html")
    turned = Hostile("text that turns around", AssetType.SCRIPT, lambda: "a\u202eb".encode(), "harmless")
    return [*refused, page, turned]
