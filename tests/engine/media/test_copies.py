"""Results in other formats keep their record, or lose what nobody shall see."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from domain.errors import UnsupportedMedia
from domain.generator import Artifact
from engine.media.copies import NOTE, make_copy
from engine.media.film.ffmpeg import ffmpeg_path
from engine.media.film.mp4 import read_mp4_record
from engine.media.record import embed, read_audio_record, read_jpeg_record, read_png_record
from tests.support.pictures import photo

SECRET = "a prompt that nobody shall see"
RECORD: dict[str, Any] = {"ai_generated": True, "generator": "image", "params": {"prompt": SECRET}, "backends": []}
PLAIN = {"ai_generated": True, "generator": "image", "backends": []}


def made(path: Path, kind: str, *arguments: str) -> Path:
    """A file of one second by ffmpeg, with the record in it."""
    command = [ffmpeg_path(), "-loglevel", "error", "-y", *arguments, str(path)]
    subprocess.run(command, check=True)
    marked = embed(Artifact(path.name, kind, path.read_bytes()), RECORD).content
    assert isinstance(marked, bytes) and SECRET.encode() in marked
    path.write_bytes(marked)
    return path


def film(folder: Path) -> Path:
    sound = ("-f", "lavfi", "-i", "sine=duration=1")
    picture = ("-f", "lavfi", "-i", "testsrc=size=640x360:rate=24:duration=1")
    return made(folder / "film.mp4", "video/mp4", *picture, *sound, "-pix_fmt", "yuv420p", "-movflags", "+faststart")


def test_pictures_change_format_and_keep_their_record(tmp_path: Path) -> None:
    source = tmp_path / "image.png"
    source.write_bytes(photo())
    jpeg = make_copy(source, "image/png", "image/jpeg", RECORD, tmp_path).read_bytes()
    assert read_jpeg_record(jpeg) == RECORD
    webp = make_copy(source, "image/png", "image/webp", RECORD, tmp_path)
    with Image.open(webp) as opened, Image.open(source) as before:
        assert (opened.format, opened.size) == ("WEBP", before.size)
        assert SECRET.encode() in opened.info["xmp"] and b"algorithmicMedia" in opened.info["xmp"]
    assert read_png_record(make_copy(webp, "image/webp", "image/png", RECORD, tmp_path).read_bytes()) == RECORD


def test_a_plain_copy_says_nothing_of_what_it_was_made_from(tmp_path: Path) -> None:
    png = tmp_path / "image.png"
    marked = embed(Artifact("image.png", "image/png", photo()), RECORD).content
    assert isinstance(marked, bytes)
    png.write_bytes(marked)
    wav = made(tmp_path / "speech.wav", "audio/wav", "-f", "lavfi", "-i", "sine=duration=1")
    mp3 = made(tmp_path / "speech.mp3", "audio/mpeg", "-f", "lavfi", "-i", "sine=duration=1")
    for source, kind in ((png, "image/png"), (wav, "audio/wav"), (mp3, "audio/mpeg"), (film(tmp_path), "video/mp4")):
        copy = make_copy(source, kind, kind, PLAIN, tmp_path)
        data = copy.read_bytes()
        assert SECRET.encode() not in data and SECRET.encode("utf-16-le") not in data, kind
        read = {"image/png": read_png_record, "video/mp4": lambda _data, copy=copy: read_mp4_record(copy)}
        assert read.get(kind, read_audio_record)(data) == PLAIN, kind
    with Image.open(make_copy(png, "image/png", "image/png", PLAIN, tmp_path)) as copied, Image.open(png) as before:
        assert copied.tobytes() == before.tobytes()


def test_films_become_webm_and_gif(tmp_path: Path) -> None:
    source = film(tmp_path)
    webm = make_copy(source, "video/mp4", "video/webm", RECORD, tmp_path).read_bytes()
    assert webm.startswith(b"\x1aE\xdf\xa3") and NOTE.encode() in webm and SECRET.encode() not in webm
    with Image.open(make_copy(source, "video/mp4", "image/gif", RECORD, tmp_path)) as gif:
        assert (gif.format, gif.size, gif.n_frames) == ("GIF", (480, 270), 12)
        assert gif.info["comment"] == NOTE.encode()


@pytest.mark.parametrize(
    ("kind", "wanted"), [("image/png", "video/mp4"), ("video/mp4", "image/png"), ("audio/wav", "audio/mpeg")]
)
def test_what_cannot_be_is_refused(tmp_path: Path, kind: str, wanted: str) -> None:
    (tmp_path / "x").write_bytes(b"no such file")
    for other in (wanted, kind):
        with pytest.raises(UnsupportedMedia):
            make_copy(tmp_path / "x", kind, other, RECORD, tmp_path)
