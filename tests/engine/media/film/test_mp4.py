"""A film carries the record of how it was made."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.media.film.encoder import Encoder
from engine.media.film.errors import FilmFailed
from engine.media.film.format import VideoFormat
from engine.media.film.mp4 import has_faststart, read_mp4_record, write_mp4_record
from engine.media.film.probe import probe
from tests.engine.media.film.films import texture


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with Encoder(path, VideoFormat(64, 64)) as encoder:
        for _ in range(5):
            encoder.write(texture(64, 64))
    return path


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"params": {"prompt": "l'été \"=;#\\\n\U0001f30b 火山"}},
        {"params": {"scene": "x" * 300_000}},
    ],
    ids=["empty", "awkward", "long"],
)
def test_a_record_comes_back(film: Path, tmp_path: Path, record: dict[str, object]) -> None:
    out = tmp_path / "out.mp4"
    write_mp4_record(film, record, out)
    assert read_mp4_record(out) == record
    assert has_faststart(out) and probe(out).frames == 5


def test_other_programs_see_the_mark(film: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    write_mp4_record(film, {"title": "A sea", "created_at": "2026-11-20T10:00:00Z"}, out)
    tags = probe(out).tags
    assert tags["title"] == "A sea"
    assert tags["description"].startswith("AI-generated with Kinora")
    assert tags["ai_generated"] == "true"
    assert tags["digital_source_type"].endswith("/algorithmicMedia")
    created = datetime.fromisoformat(tags["creation_time"])
    assert created == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert b"Iptc4xmpExt:DigitalSourceType" in out.read_bytes()


def test_neural_films_are_marked_as_such(film: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    write_mp4_record(film, {"backends": [{"kind": "builtin"}, {"kind": "neural"}]}, out)
    assert probe(out).tags["digital_source_type"].endswith("/trainedAlgorithmicMedia")


def test_a_second_record_takes_the_first_one_s_place(film: Path, tmp_path: Path) -> None:
    first, second, direct = (tmp_path / f"{name}.mp4" for name in ("first", "second", "direct"))
    write_mp4_record(film, {"seed": 1, "note": "n" * 999}, first)
    write_mp4_record(first, {"seed": 2}, second)
    write_mp4_record(film, {"seed": 2}, direct)
    assert second.read_bytes() == direct.read_bytes()


def test_films_of_others_have_no_record(film: Path, tmp_path: Path) -> None:
    assert read_mp4_record(film) is None
    other = tmp_path / "other.mp4"
    other.write_bytes(b"\x00\x00\x00\x08moov" * 3)
    assert read_mp4_record(other) is None


@pytest.mark.parametrize("cut", [0, 5, 40, -30])
def test_a_file_that_ends_early_is_refused(film: Path, tmp_path: Path, cut: int) -> None:
    part = tmp_path / "part.mp4"
    part.write_bytes(film.read_bytes()[:cut])
    with pytest.raises(FilmFailed, match="not a whole MP4 file"):
        write_mp4_record(part, {}, tmp_path / "out.mp4")
