"""A result carries the record of how it was made."""

import io

import numpy as np
import pytest
from PIL import Image

from domain.generator import Artifact
from engine.media.audio.decode import decode_audio
from engine.media.audio.mp3 import encode_mp3
from engine.media.audio.wav import encode_wav
from engine.media.images import encode_png
from engine.media.record import embed, read_audio_record, read_png_record

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
