"""Only a film's own bytes are read, and of those no more than is needed."""

from pathlib import Path

import numpy as np
import pytest

from domain.errors import JobCancelled
from engine.media.film import container, decode
from engine.media.film.decode import frames_at, read_frames
from engine.media.film.encoder import Encoder
from engine.media.film.errors import FilmFailed
from engine.media.film.format import VideoFormat
from engine.media.film.probe import probe

LISTS = {
    "ffconcat": "ffconcat version 1.0\nfile film.mp4\n",
    "playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfilm.mp4\n#EXT-X-ENDLIST\n",
    "remote": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:9/film.mp4\n#EXT-X-ENDLIST\n",
}


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty frames that grow brighter, ten a second."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with Encoder(path, VideoFormat(64, 48, 10)) as encoder:
        for index in range(40):
            encoder.write(np.full((48, 64, 3), 5 * index, np.uint8))
    return path


@pytest.mark.parametrize("kind", LISTS)
def test_files_that_name_other_files_are_not_opened(film: Path, kind: str) -> None:
    listing = film.with_name(f"{kind}.mp4")
    listing.write_text(LISTS[kind])
    with pytest.raises(FilmFailed, match="could not be read"):
        probe(listing)
    with pytest.raises(FilmFailed, match="could not be read"):
        next(read_frames(listing))


def test_reading_can_be_cancelled(film: Path) -> None:
    seen = []

    def check() -> None:
        if len(seen) == 3:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        for frame in read_frames(film, check=check):
            seen.append(frame)
    assert len(seen) == 3


def test_too_large_films_are_refused(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "SIDE_MAX", 60)
    with pytest.raises(FilmFailed, match="too large"):
        next(read_frames(film))


@pytest.mark.parametrize("seek_seconds", [0.0, 1.0, 9.0])
def test_times_give_the_same_frames_however_they_are_reached(
    film: Path, seek_seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decode, "SEEK_SECONDS", seek_seconds)
    times = [0.0, 0.1, 0.15, 1.0, 1.0, 3.0, 0.5, 3.9, 50.0]
    levels = [float(frame.mean()) / 5 for frame in frames_at(film, times)]
    assert levels == pytest.approx([0, 1, 1, 10, 10, 30, 5, 39, 39], abs=0.5)
