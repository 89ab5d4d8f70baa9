"""Films are encoded in chunks, joined, resumed and cancelled."""

import math
import time
from pathlib import Path

import numpy as np
import pytest

from domain.errors import InvalidParams, JobCancelled
from engine.media.film import ffmpeg
from engine.media.film.chunks import Chunk, FilmPlan, plan_chunks
from engine.media.film.decode import read_frames
from engine.media.film.encoder import Encoder
from engine.media.film.errors import FilmFailed
from engine.media.film.format import VideoFormat
from engine.media.film.frames import Frame, luma, to_nv12
from engine.media.film.join import join
from engine.media.film.probe import probe
from engine.media.film.render import preview_jpeg, render_film
from tests.engine.media.film.films import scroll, texture, tone
from tests.support.recorded_run import RecordedRun

VIDEO = VideoFormat(192, 108, 24)
RECORD = {"generator": "clip", "created_at": "2026-11-20T10:00:00Z", "seed": 7}


def film(run: RecordedRun, seconds: float, out: Path, video: VideoFormat = VIDEO) -> Path:
    plan = FilmPlan(video, seconds)
    join(render_film(run, plan, scroll(*video.size), lambda _chunk: "scroll"), None, out, RECORD)
    return out


def psnr(first: Frame, second: Frame) -> float:
    error = np.mean((first.astype(float) - second.astype(float)) ** 2)
    return 99.0 if error == 0 else 10 * math.log10(255**2 / error)


@pytest.fixture
def run(tmp_path: Path) -> RecordedRun:
    folder = tmp_path / "it's a 'job'"
    folder.mkdir()
    return RecordedRun(folder)


def test_chunks_cover_the_film_without_gaps() -> None:
    assert plan_chunks(5.1, 30) == [Chunk(0, 0, 60), Chunk(1, 60, 60), Chunk(2, 120, 33)]
    assert plan_chunks(0.001, 30) == [Chunk(0, 0, 1)]
    assert sum(chunk.frames for chunk in plan_chunks(60, 25)) == 1500


def test_a_film_that_comes_out_longer_has_no_more_chunks_than_planned() -> None:
    planned = [stage.name for stage in FilmPlan(VIDEO, 6).stages()]
    longer, shorter = FilmPlan(VIDEO, 6.5, planned=6), FilmPlan(VIDEO, 5.5, planned=6)
    assert [chunk.stage for chunk in longer.chunks] == planned
    assert longer.chunks == [Chunk(0, 0, 48), Chunk(1, 48, 48), Chunk(2, 96, 60)]
    assert shorter.chunks == [Chunk(0, 0, 48), Chunk(1, 48, 48), Chunk(2, 96, 36)]


@pytest.mark.parametrize("duration", [0, -1, math.nan, math.inf])
def test_a_film_needs_a_duration(duration: float) -> None:
    with pytest.raises(InvalidParams, match="more than 0 seconds"):
        plan_chunks(duration, 30)


@pytest.mark.parametrize(("size", "field"), [((191, 108), "width"), ((192, 107), "height"), ((8192, 108), "width")])
def test_sizes_that_cannot_be_encoded_are_refused(size: tuple[int, int], field: str) -> None:
    with pytest.raises(InvalidParams, match=f"film's {field} must be an even number"):
        VideoFormat(*size)


@pytest.mark.parametrize("fps", [24, 30, 60])
def test_a_film_is_what_was_ordered(run: RecordedRun, tmp_path: Path, fps: int) -> None:
    facts = probe(film(run, 3.3, tmp_path / "film.mp4", VideoFormat(192, 108, fps)))
    assert (facts.width, facts.height, facts.fps, facts.frames) == (192, 108, fps, round(3.3 * fps))
    assert abs(facts.duration - 3.3) <= 1 / fps
    assert (facts.codec, facts.profile, facts.pixel_format) == ("h264", "High", "yuv420p")
    assert facts.colour.is_bt709
    assert facts.faststart
    assert not facts.has_audio


def test_joined_chunks_are_the_film(run: RecordedRun, tmp_path: Path) -> None:
    # given: the film in chunks, and the same frames in one go
    whole = tmp_path / "whole.mp4"
    joined = film(run, 4.5, tmp_path / "film.mp4")
    draw = scroll(*VIDEO.size)
    with Encoder(whole, VIDEO) as encoder:
        for index in range(108):
            encoder.write(draw(index))
    # then: joining changed no frame of a chunk, and every frame stands at its place
    chunks = [frame for path in sorted(run.workdir.glob("film/*.mp4")) for frame in read_frames(path)]
    pairs = zip(read_frames(joined), chunks, read_frames(whole), strict=True)
    for index, (frame, chunk, unchunked) in enumerate(pairs):
        assert np.array_equal(frame, chunk)
        assert psnr(frame, to_nv12(draw(index))) > 34
        assert psnr(frame, unchunked) > 36
    assert index == 107


def test_a_restarted_job_makes_only_what_is_missing(run: RecordedRun, tmp_path: Path) -> None:
    # given
    undisturbed = film(run, 6, tmp_path / "first.mp4").read_bytes()
    assert run.made == ["chunk-1", "chunk-2", "chunk-3"]
    del run.stored[list(run.stored)[1]]
    # when
    again = run.restarted()
    repeated = film(again, 6, tmp_path / "second.mp4").read_bytes()
    # then
    assert again.made == ["chunk-2"]
    assert repeated == undisturbed


def test_a_changed_scene_makes_only_its_chunks(run: RecordedRun) -> None:
    plan, draw = FilmPlan(VIDEO, 6), scroll(*VIDEO.size)
    render_film(run, plan, draw, lambda _chunk: "old")
    again = run.restarted()
    render_film(again, plan, draw, lambda chunk: "new" if chunk.index == 2 else "old")
    assert again.made == ["chunk-3"]


@pytest.mark.parametrize("after", [10, 48])
def test_cancelling_ends_within_a_second(run: RecordedRun, after: int) -> None:
    # given: large frames of the slowest quality, so that ffmpeg has work left
    noise = np.random.default_rng(0).integers(0, 255, (648, 640), dtype=np.uint8)
    run.cancel_after = after
    moment = 0.0

    def draw(_index: int) -> Frame:
        nonlocal moment
        moment = time.monotonic()
        return noise

    # when
    with pytest.raises(JobCancelled):
        render_film(run, FilmPlan(VideoFormat(640, 432, 24, "high"), 8), draw, lambda _chunk: "noise")
    # then
    assert time.monotonic() - moment < 1
    assert len(run.reports) == after
    assert not list(run.workdir.glob("film/*.mp4"))


def test_progress_rises_and_shows_previews(run: RecordedRun) -> None:
    render_film(run, FilmPlan(VIDEO, 2), scroll(*VIDEO.size), lambda _chunk: "scroll")
    fractions = [fraction for fraction, _ in run.reports]
    assert fractions == sorted(fractions) and 0 < fractions[0] < fractions[-1] < 1
    previews = [preview for _, preview in run.reports if preview]
    assert len(previews) == 1 and previews[0].startswith(b"\xff\xd8")


def test_previews_are_small_even_of_noise() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (1080, 1920, 3), dtype=np.uint8)
    preview = preview_jpeg(noise)
    assert preview is not None and len(preview) <= 64_000


@pytest.mark.parametrize("seconds", [0.7, 5.0], ids=["too short", "too long"])
def test_sound_gets_the_length_of_the_picture(run: RecordedRun, tmp_path: Path, seconds: float) -> None:
    chunks = render_film(run, FilmPlan(VIDEO, 2.5), scroll(*VIDEO.size), lambda _chunk: "scroll")
    out = tmp_path / "film.mp4"
    join(chunks, tone(tmp_path / "tone.wav", seconds), out, RECORD)
    facts = probe(out)
    assert facts.has_audio and facts.frames == 60
    assert abs(_sound_length(out) - 2.5) < 0.05


def _sound_length(path: Path) -> float:
    import av

    with av.open(str(path)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_an_encoder_that_dies_says_so_without_paths(tmp_path: Path) -> None:
    with pytest.raises(FilmFailed) as failure:
        with Encoder(tmp_path / "no-such-folder" / "film.mp4", VIDEO) as encoder:
            for _ in range(200):
                encoder.write(texture(*VIDEO.size))
    assert "Could not encode the film" in failure.value.message
    assert str(tmp_path) not in failure.value.message


def test_an_error_while_drawing_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with pytest.raises(ZeroDivisionError), Encoder(path, VIDEO) as encoder:
        encoder.write(texture(*VIDEO.size))
        raise ZeroDivisionError
    assert not path.exists()


def test_frames_of_another_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="frame of"), Encoder(tmp_path / "film.mp4", VIDEO) as encoder:
        encoder.write(texture(200, 100))


def test_the_system_s_ffmpeg_is_second_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise RuntimeError

    monkeypatch.setattr(ffmpeg.imageio_ffmpeg, "get_ffmpeg_exe", missing)
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda _name: "/usr/bin/ffmpeg")
    assert ffmpeg.ffmpeg_path() == "/usr/bin/ffmpeg"
    monkeypatch.setattr(ffmpeg.shutil, "which", lambda _name: None)
    with pytest.raises(Exception, match="imageio-ffmpeg"):
        ffmpeg.ffmpeg_path()


def test_no_other_host_is_reached(tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text("file 'http://127.0.0.1:9/film.mp4'\n")
    with pytest.raises(FilmFailed):
        ffmpeg.run_ffmpeg([*ffmpeg.source(listing, "-f", "concat", "-safe", "0"), "-f", "null", "-"])


def test_what_is_no_film_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"hello" * 100)
    with pytest.raises(FilmFailed, match="could not be read"):
        probe(path)
    with pytest.raises(FilmFailed, match="could not be read"):
        next(read_frames(path))


def test_decoding_gives_the_frames_drawn(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Encoder(path, VideoFormat(192, 108, 24, "high")) as encoder:
        for level in (40, 120, 200):
            encoder.write(np.full((108, 192, 3), level, np.uint8))
    means = [float(luma(frame).mean()) for frame in read_frames(path)]
    assert means == pytest.approx([16 + level * 219 / 255 for level in (40, 120, 200)], abs=1)
