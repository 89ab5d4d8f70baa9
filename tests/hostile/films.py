"""Hostile films, and what only claims to be one."""

from __future__ import annotations

import functools
import io
import struct
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image

from domain.assets import AssetType
from engine.media.film.ffmpeg import run_ffmpeg, target
from tests.hostile.boxes import box, changed, element, matroska, tops, track
from tests.hostile.case import Hostile
from tests.hostile.pictures import SCRIPT, picture

SECRET = b"the-secret-of-another-file"
CLIP = ["-f", "lavfi", "-i", "testsrc=s=96x64:r=10:d=1"]
TONE = ["-f", "lavfi", "-i", "sine=d=1"]
CODED = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"]


@functools.cache
def made(ending: str, *arguments: str) -> bytes:
    """A file by ffmpeg."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, f"made.{ending}")
        run_ffmpeg([*arguments, target(out)])
        return out.read_bytes()


def mp4(*more: str) -> bytes:
    return made("mp4", *CLIP, *TONE, *CODED, *more)


def playlist(*lines: str) -> bytes:
    return "\n".join(["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:9", *lines, "#EXT-X-ENDLIST", ""]).encode()


def _elsewhere(kind: bytes, place: bytes) -> bytes:
    """A film whose samples are said to lie in another file."""
    entry = box(kind, b"\0\0\0\0" + place)
    return changed(mp4(), b"dref", lambda _: struct.pack(">II", 0, 1) + entry)


def _samples(count: int) -> bytes:
    """A film that claims so many samples of one byte."""
    return changed(mp4(), b"stsz", lambda _: struct.pack(">III", 0, 1, count))


def _headless() -> bytes:
    return b"".join(each for name, each in tops(mp4()).items() if name != b"moov")


def _cut(share: float) -> bytes:
    whole = mp4("-movflags", "+faststart")
    return whole[: int(len(whole) * share)]


def _deep() -> bytes:
    inside = b""
    for _ in range(10_000):
        inside = box(b"moov", inside)
    return tops(mp4())[b"ftyp"] + inside


def _with_guests() -> bytes:
    """A film with an attachment, subtitles, chapters, a title and a place."""
    with tempfile.TemporaryDirectory() as folder:
        note, words, marks = (Path(folder, name) for name in ("evil.html", "words.srt", "marks.txt"))
        note.write_bytes(SCRIPT)
        words.write_text(f"1\n00:00:00,000 --> 00:00:01,000\n{SECRET.decode()}\n")
        marks.write_text(
            ";FFMETADATA1\ntitle=hidden-title\nlocation=+48.1+011.5/\n[CHAPTER]\nSTART=0\nEND=9\ntitle=hidden-title"
        )
        guests = [
            "-i",
            f"file:{words}",
            "-i",
            f"file:{marks}",
            "-map",
            "0",
            "-map",
            "1",
            "-map",
            "2",
            "-map_metadata",
            "3",
        ]
        attached = ["-attach", f"file:{note}", "-metadata:s:t", "mimetype=text/html", "-c:s", "srt", *CODED]
        return made("mkv", *CLIP, *TONE, *guests, *attached)


def _broadcast() -> bytes:
    return (b"\x47\x1f\xff\x10" + b"\xff" * 184) * 20_000


def _many_tracks() -> bytes:
    tracks = b"".join(track(n, b"V_MPEG4/ISO/AVC") for n in range(1, 1001))
    return matroska(element(0x1549A966, b"") + element(0x1654AE6B, tracks))


def _wide() -> bytes:
    """VP8 that says it is 16383 pixels a side."""
    frame = b"\x10\x02\0\x9d\x01\x2a" + struct.pack("<HH", 16383, 16383) + bytes(64)
    block = element(0xA3, b"\x81\0\0\x80" + frame)
    tracks = element(0x1654AE6B, track(1, b"V_VP8", sides=(16383, 16383)))
    return matroska(tracks + element(0x1F43B675, element(0xE7, b"\0") + block))


def _subtitles_in_avi() -> bytes:
    """An AVI with a playlist as its subtitles, which a player might open (the trick of 2016)."""
    words = playlist("#EXTINF:9,", "file:///etc/passwd")
    gab = b"GAB2\0" + struct.pack("<HI", 2, 4) + b"x\0\0\0" + struct.pack("<HI", 4, len(words)) + words
    head = b"strh" + struct.pack("<I", 56) + b"txts" + bytes(52) + b"strf" + struct.pack("<I", 0)
    streams = b"LIST" + struct.pack("<I", len(head) + 4) + b"strl" + head
    hdrl = b"LIST" + struct.pack("<I", len(streams) + 4 + 64) + b"hdrl" + b"avih" + struct.pack("<I", 56) + bytes(56)
    movi = b"LIST" + struct.pack("<I", len(gab) + 12) + b"movi" + b"00tx" + struct.pack("<I", len(gab)) + gab
    body = b"AVI " + hdrl + streams + movi
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _frames() -> bytes:
    out, still = io.BytesIO(), Image.new("P", (64, 64))
    still.save(out, "GIF", save_all=True, append_images=[still] * 50)
    return out.getvalue()


PORT = "54321"
"""Stands for the port of the address where nobody may call; every port that is free has five digits, too."""
ADDRESS = f"http://127.0.0.1:{PORT}/stolen"

_REFUSED: list[tuple[str, Callable[[], bytes]]] = [
    ("playlist of a local file", lambda: playlist("#EXTINF:9,", "file:///etc/passwd")),
    ("playlist of a relative file", lambda: playlist("#EXTINF:9,", "../kinora.db")),
    ("playlist of an address", lambda: playlist("#EXTINF:9,", ADDRESS)),
    ("playlist with a key from an address", lambda: playlist(f'#EXT-X-KEY:METHOD=AES-128,URI="{ADDRESS}"', "a.ts")),
    ("playlist of playlists", lambda: playlist("#EXT-X-STREAM-INF:BANDWIDTH=1", "concat:file:///etc/passwd")),
    ("list of files to join", lambda: b"ffconcat version 1.0\nfile /etc/passwd\n"),
    ("list of bytes to join", lambda: b"ffconcat version 1.0\nfile 'subfile,,start,0,end,9,,:/etc/passwd'\n"),
    ("DASH manifest", lambda: f"<MPD><Period><BaseURL>{ADDRESS}</BaseURL></Period></MPD>".encode()),
    ("session description", lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
    ("playlist for RealPlayer", lambda: b"rtsp://127.0.0.1/x\n--stop--\n"),
    ("filter graph", lambda: b"movie=/etc/passwd,scale=64:64"),
    ("avi with a playlist as subtitles", _subtitles_in_avi),
    ("mp4 with an alias to a file", lambda: _elsewhere(b"alis", bytes(150) + b"/etc/passwd")),
    ("mp4 without its index", _headless),
    ("mp4 that ends in its index", partial(_cut, 0.03)),
    ("mp4 with a box of 4 GB", lambda: tops(mp4())[b"ftyp"] + b"\xff\xff\xff\xffmoov" + bytes(100)),
    ("mp4 with a box of 8 EB", lambda: tops(mp4())[b"ftyp"] + b"\0\0\0\1moov\x7f" + b"\xff" * 7 + bytes(90)),
    ("mp4 with boxes 10000 deep", _deep),
    ("mp4 with sound only", lambda: made("mp4", *TONE, "-c:a", "aac")),
    ("mkv of 1000 tracks", _many_tracks),
    ("mkv with an element of 64 PB", lambda: matroska(b"\x16\x54\xae\x6b\x01" + b"\xfe" * 7 + bytes(50))),
    ("mp4 of 4 billion samples", partial(_samples, 2**32 - 1)),
    ("webm of 16383 a side", _wide),
    ("transport stream of nothing", _broadcast),
    ("raw film of 100000 a side", lambda: b"YUV4MPEG2 W100000 H100000 F25:1\nFRAME\n" + bytes(9000)),
    ("gif of many frames", _frames),
    ("picture", lambda: picture("JPEG")),
    ("html", lambda: b"<video src=x onerror=alert(1)>" + SCRIPT),
    ("flash", lambda: b"FWS\x09" + bytes(400)),
    ("no bytes", lambda: b""),
]

_HARMLESS: list[tuple[str, Callable[[], bytes], tuple[bytes, ...]]] = [
    ("mp4 with samples in a local file", lambda: _elsewhere(b"url ", b"file:///etc/passwd\0"), (b"passwd",)),
    ("mp4 with samples at an address", lambda: _elsewhere(b"url ", ADDRESS.encode() + b"\0"), (b"stolen",)),
    ("mp4 that is a page, too", lambda: mp4() + SCRIPT, (b"script",)),
    ("mp4 with its place", lambda: mp4("-metadata", "location=+48.1372+011.5756/"), (b"loci",)),
    ("mp4 that ends early", partial(_cut, 0.7), ()),
    ("mkv with guests", _with_guests, (b"script", SECRET, b"hidden-title", b"evil.html")),
]


def films() -> list[Hostile]:
    video = AssetType.VIDEO
    small = made("mp4", "-f", "lavfi", "-i", "testsrc=s=32x32:r=10:d=1", *CODED)
    refused = [Hostile(name, video, make, message="") for name, make in _REFUSED]
    harmless = [Hostile(name, video, make, "harmless", gone=gone) for name, make, gone in _HARMLESS]
    return [*refused, *harmless, Hostile("film of 32 pixels a side", video, lambda: small, message="32 x 32 pixels")]
