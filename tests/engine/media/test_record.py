"""A result carries the record of how it was made."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.generator import Artifact
from engine.media.audio.decode import decode_audio
from engine.media.audio.mp3 import encode_mp3
from engine.media.audio.wav import encode_wav
from engine.media.film.decode import read_frames
from engine.media.film.encoder import Encoder
from engine.media.film.format import VideoFormat
from engine.media.film.mp4 import read_mp4_record
from engine.media.film.probe import probe
from engine.media.images import encode_png
from engine.media.jpeg_tags import XMP
from engine.media.record import embed, read_audio_record, read_jpeg_record, read_png_record

RECORD = {"prompt": "Ünïcode – 猫", "seed": 7, "backends": [{"kind": "builtin"}]}


def made(record: dict[str, object]) -> bytes:
    png = encode_png(np.zeros((64, 64, 3), np.uint8))
    content = embed(Artifact("restyle-1.png", "image/png", png), record).content
    assert isinstance(content, bytes)
    return content


def test_the_record_comes_back_and_the_picture_still_opens() -> None:
    data = made(RECORD)
    assert read_png_record(data) == RECORD
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.info["kinora"]


@pytest.mark.parametrize(("kind", "source"), [("builtin", "algorithmicMedia"), ("neural", "trainedAlgorithmicMedia")])
def test_the_digital_source_type_says_which_kind_made_it(kind: str, source: str) -> None:
    data = made({"backends": [{"kind": kind}]})
    assert f"digitalsourcetype/{source}".encode() in data


def test_a_picture_of_another_program_has_no_record() -> None:
    assert read_png_record(encode_png(np.zeros((64, 64, 3), np.uint8))) is None
    assert read_png_record(b"not a png") is None


def test_types_that_carry_no_record_are_left_alone() -> None:
    artifact = Artifact("script.md", "text/markdown", b"# Title")
    assert embed(artifact, RECORD) is artifact


def test_sounds_carry_the_record_and_still_play() -> None:
    tone = (0.3 * np.sin(np.arange(24000) * 0.05)).astype(np.float32)
    for content_type, data in (("audio/wav", encode_wav(tone, 48000)), ("audio/mpeg", encode_mp3(tone, 48000))):
        assert read_audio_record(data) is None
        marked = embed(Artifact("speech", content_type, data), RECORD).content
        assert isinstance(marked, bytes)
        assert read_audio_record(marked) == RECORD
        assert b"digitalsourcetype/algorithmicMedia" in marked
        heard, rate = decode_audio(marked, 5)
        assert np.array_equal(heard, decode_audio(data, 5)[0]) and rate == 48000


@pytest.mark.parametrize("prompt", ["a cat", "猫" * 50_000])
def test_jpegs_carry_the_record_and_still_open(prompt: str) -> None:
    picture = Image.fromarray(np.tile(np.arange(64, dtype=np.uint8), (64, 1)))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    record = {**RECORD, "prompt": prompt}
    marked = embed(Artifact("thumbnail.jpg", "image/jpeg", file.getvalue()), record).content
    assert isinstance(marked, bytes)
    assert read_jpeg_record(file.getvalue()) is None
    assert read_jpeg_record(marked) == record
    with Image.open(io.BytesIO(marked)) as image, Image.open(file) as before:
        assert b"digitalsourcetype/algorithmicMedia" in image.info["xmp"]
        assert np.array_equal(np.asarray(image), np.asarray(before))
    assert marked[2:4] == b"\xff\xe0" and marked.count(XMP) == 1  # JFIF's own segment stays first


@pytest.mark.parametrize("in_file", [True, False])
def test_films_carry_the_record_and_still_play(tmp_path: Path, in_file: bool) -> None:
    # given
    film = tmp_path / "video.mp4"
    with Encoder(film, VideoFormat(64, 48, 10)) as encoder:
        for level in range(0, 200, 20):
            encoder.write(np.full((48, 64, 3), level, np.uint8))
    before = film.read_bytes()
    # when: twice, as when a film made of another one is marked anew
    once = embed(Artifact("video.mp4", "video/mp4", film if in_file else before), {"prompt": "old"})
    marked = embed(once, RECORD)
    # then
    assert (marked.name, isinstance(marked.content, Path)) == ("video.mp4", in_file)
    assert film.read_bytes() == before
    path = marked.content if isinstance(marked.content, Path) else tmp_path / "out.mp4"
    if isinstance(marked.content, bytes):
        path.write_bytes(marked.content)
    assert read_mp4_record(path) == RECORD
    facts = probe(path)
    assert facts.faststart and facts.colour.is_bt709 and facts.tags["ai_generated"] == "true"
    assert path.read_bytes().count(b"digitalsourcetype/algorithmicMedia") == 2  # a tag, and XMP
    assert b'"old"' not in path.read_bytes()
    assert all(map(np.array_equal, read_frames(path), read_frames(film)))
