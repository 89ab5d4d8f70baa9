"""A run of ffmpeg ends at its bounds, and knows nothing of this process."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from engine.media.contained import Bounds, ContainedFailure, foreign, run_contained

NULL = ["-f", "null", "-"]


def made(size: str, seconds: int) -> list[str]:
    return ["-f", "lavfi", "-i", f"testsrc=s={size}:r=25:d={seconds}"]


def test_a_small_run_ends_well() -> None:
    assert "progress=end" in run_contained([*made("64x64", 1), "-progress", "pipe:1", *NULL], Bounds(20))


def test_a_run_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(ContainedFailure, match="too slow"):
        run_contained(["-re", *made("64x64", 60), *NULL], Bounds(0.3))
    assert time.monotonic() - began < 5


def test_a_run_that_wants_too_much_memory_fails() -> None:
    large = [*made("2000x2000", 1), "-vf", "tile=3x3", "-frames:v", "1", *NULL]  # 108 MB a frame, and copies of it
    with pytest.raises(ContainedFailure):
        run_contained(large, Bounds(20, memory=420 << 20))


def test_a_run_that_writes_too_much_is_ended(tmp_path: Path) -> None:
    out = tmp_path / "out.raw"
    with pytest.raises(ContainedFailure):
        run_contained([*made("320x240", 30), "-f", "rawvideo", f"file:{out}"], Bounds(20, file_bytes=1 << 20))
    assert out.stat().st_size <= 1 << 20


def test_a_run_that_complains_without_end_is_ended() -> None:
    loud = [*made("64x64", 99999), "-stats_period", "0.0001", "-progress", "pipe:2", *NULL]
    with pytest.raises(ContainedFailure, match="too many complaints"):
        run_contained(loud, Bounds(60))


def test_a_run_is_ended_when_its_job_is() -> None:
    def cancelled() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_contained(["-re", *made("64x64", 60), *NULL], Bounds(60), check=cancelled)


@pytest.mark.parametrize("formats", ["mov", "hls"])
def test_a_playlist_opens_no_file_even_where_its_format_is_allowed(tmp_path: Path, formats: str) -> None:
    """An address is refused by its protocol, whatever else is."""
    given = tmp_path / "given.mp4"
    given.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n")
    with pytest.raises(ContainedFailure):
        run_contained([*foreign(given, formats, "h264"), *NULL], Bounds(20))
