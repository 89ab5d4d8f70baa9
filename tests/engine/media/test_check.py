"""What is kept of films, sounds and texts."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.assets import AssetType, CheckedMedia
from domain.errors import InvalidParams
from engine.media.audio.wav import encode_wav
from engine.media.check import check_media
from engine.media.check_script import check_script
from engine.media.film.ffmpeg import run_ffmpeg, target
from engine.media.film.probe import probe
from engine.media.waveform import BARS, waveform

PICTURE = ["-f", "lavfi", "-i", "testsrc=s=128x64:r=12:d=1"]
SOUND = ["-f", "lavfi", "-i", "sine=d=1"]


def film(folder: Path, name: str, *coding: str) -> Path:
    out = folder / name
    run_ffmpeg([*PICTURE, *SOUND, *coding, "-pix_fmt", "yuv420p", target(out)])
    return out


def checked(file: Path, kind: AssetType = AssetType.VIDEO) -> CheckedMedia:
    folder = file.parent / "check"
    folder.mkdir()
    return check_media(file, kind, folder)


@pytest.mark.parametrize(
    ("name", "coding", "ending"),
    [
        ("a.mp4", ["-c:v", "libx264", "-c:a", "aac"], "mp4"),
        ("a.mkv", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"], "mp4"),
        ("a.webm", ["-c:v", "libvpx", "-c:a", "libvorbis"], "webm"),
        ("a.avi", ["-c:v", "mjpeg", "-c:a", "libmp3lame"], "mp4"),
    ],
)
def test_films_keep_their_picture_and_sound(tmp_path: Path, name: str, coding: list[str], ending: str) -> None:
    media = checked(film(tmp_path, name, *coding))

    assert isinstance(media.content, Path)
    facts = probe(media.content)
    assert (media.ending, media.content_type, media.width, media.height) == (ending, f"video/{ending}", 128, 64)
    assert (media.fps, facts.has_audio) == (12.0, True)
    assert media.duration == pytest.approx(1, abs=0.1)
    assert Image.open(io.BytesIO(media.thumb or b"")).size == (640, 320)


def test_a_film_that_lies_on_its_side_is_told_upright_and_stays_turned(tmp_path: Path) -> None:
    straight, turned = film(tmp_path, "a.mp4", "-c:v", "libx264", "-c:a", "aac"), tmp_path / "b.mp4"
    run_ffmpeg(["-display_rotation", "90", "-i", f"file:{straight}", "-c", "copy", target(turned)])

    media = checked(turned)

    assert (media.width, media.height) == (64, 128)
    assert Image.open(io.BytesIO(media.thumb or b"")).size == (320, 640)


@pytest.mark.parametrize(("size", "taken"), [("4096x64", True), ("4098x64", False), ("64x64", True), ("64x62", False)])
def test_sides_of_films_have_limits(tmp_path: Path, size: str, taken: bool) -> None:
    out = tmp_path / "a.mp4"
    run_ffmpeg(["-f", "lavfi", "-i", f"color=s={size}:r=2:d=1", "-c:v", "mpeg4", target(out)])
    if taken:
        media = checked(out)
        assert f"{media.width}x{media.height}" == size
    else:
        with pytest.raises(InvalidParams, match=size.replace("x", " x ")):
            checked(out)


def test_a_sound_is_told_with_its_length_and_loudness(tmp_path: Path) -> None:
    half = np.concatenate([np.zeros(8000), 0.5 * np.sin(np.arange(8000) * 0.3)]).astype(np.float32)
    file = tmp_path / "a.wav"
    file.write_bytes(encode_wav(half, 16000))

    media = checked(file, AssetType.AUDIO)

    levels = bytes.fromhex(media.waveform)
    assert (media.duration, len(levels), media.ending) == (1.0, BARS, "flac")
    assert max(levels[: BARS // 2 - 1]) < 8 and min(levels[BARS // 2 + 1 :]) > 200


@pytest.mark.parametrize("samples", [[], [0], [-32768], [1] * 50, [0, 100] * 500])
def test_a_waveform_has_as_many_bars_whatever_the_sound(samples: list[int]) -> None:
    levels = bytes.fromhex(waveform(np.array(samples, np.int16)))
    assert len(levels) == BARS
    assert max(levels) == (255 if any(samples) else 0)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("Z\u00fcrich \U0001f3ac".encode("utf-16"), "Z\u00fcrich \U0001f3ac"),
        (b"a" * (1 << 20), "a" * (1 << 20)),
    ],
)
def test_texts_are_kept_as_utf_8_with_plain_line_ends(given: bytes, kept: str) -> None:
    media = check_script(given)
    assert (media.data.decode(), media.content_type, media.ending) == (kept, "text/plain; charset=utf-8", "txt")
