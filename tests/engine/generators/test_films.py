"""scene3d and clip, from parameters to files, on small frames."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from domain.generator import Artifact
from engine.builtin.backends import builtin_backends
from engine.builtin.kept_renderer import KeptRenderer
from engine.generators import clip, scene3d
from engine.media.film.decode import read_frames
from engine.media.film.format import VideoFormat
from engine.media.film.probe import probe
from engine.video_quality import drawing_of, drawing_seconds, frame_size
from tests.support.pictures import photo
from tests.support.recorded_run import Killed, RecordedRun, artifacts_of

SMALL = VideoFormat(128, 72, 2)
PROMPT = "A red barn on a farm, two cows"


@pytest.fixture(scope="module")
def backends() -> Iterator[Any]:
    """Shared: a renderer compiles its shaders once."""
    with KeptRenderer() as renderer:
        yield builtin_backends(renderer)


@pytest.fixture
def run(tmp_path: Path, backends: Any, monkeypatch: pytest.MonkeyPatch) -> RecordedRun:
    monkeypatch.setattr(scene3d, "VIDEO", SMALL)
    monkeypatch.setattr(clip, "FPS", 2)
    folder = tmp_path / "work"
    folder.mkdir()
    return RecordedRun(folder, backends, {"a" * 32: photo()})


def film_of(made: dict[str, Artifact]) -> Path:
    content = made["video.mp4"].content
    assert isinstance(content, Path)
    return content


def scene_of(made: dict[str, Artifact]) -> Any:
    content = made["scene.json"].content
    assert isinstance(content, bytes)
    return json.loads(content)


def test_a_scene_film_is_as_long_as_ordered_and_moves(run: RecordedRun) -> None:
    made = artifacts_of(scene3d.GENERATOR, {"prompt": PROMPT, "camera": "dolly"}, run)
    facts = probe(film_of(made))
    assert (facts.width, facts.height, facts.duration, facts.codec) == (128, 72, 15.0, "h264")
    assert facts.colour.is_bt709 and facts.faststart and not facts.has_audio
    assert {subject["noun"] for subject in scene_of(made)["subjects"]} == {"barn", "cow"}
    frames = list(read_frames(film_of(made)))
    assert np.abs(frames[0].astype(int) - frames[-1]).mean() > 3


def test_a_killed_render_makes_only_what_is_missing_and_the_same_film(run: RecordedRun) -> None:
    body = {"prompt": PROMPT, "camera": "static", "style": "cartoon"}
    undisturbed = film_of(artifacts_of(scene3d.GENERATOR, body, run)).read_bytes()
    again = run.restarted()
    again.stored = {}
    again.kill_at = "chunk-4"
    with pytest.raises(Killed):
        artifacts_of(scene3d.GENERATOR, body, again)
    resumed = again.restarted()
    assert film_of(artifacts_of(scene3d.GENERATOR, body, resumed)).read_bytes() == undisturbed
    assert resumed.made == ["chunk-4", "chunk-5", "chunk-6", "chunk-7", "chunk-8", "join"]


def test_a_voiceover_is_heard_and_its_words_are_timed(run: RecordedRun) -> None:
    made = artifacts_of(scene3d.GENERATOR, {"prompt": PROMPT, "voiceover": "auto", "style": "abstract"}, run)
    with av.open(str(film_of(made))) as film:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])
        rate = film.streams.audio[0].rate
    assert np.abs(sound[: int(0.9 * rate)]).max() < 0.01  # a moment of silence first
    assert np.abs(sound[rate : 8 * rate]).max() > 0.05
    subtitles = made["subtitles.srt"].content
    assert isinstance(subtitles, bytes)
    assert subtitles.decode().startswith("1\n00:00:01,") or subtitles.decode().startswith("1\n00:00:00,9")


def test_a_scene_that_is_sent_back_is_filmed_as_it_stands(run: RecordedRun) -> None:
    scene = scene_of(artifacts_of(scene3d.GENERATOR, {"prompt": PROMPT, "style": "abstract"}, run))
    scene["subjects"][1]["count"] = 5
    changed = artifacts_of(scene3d.GENERATOR, {"prompt": "ignored", "scene": scene, "style": "abstract"}, run)
    assert scene_of(changed)["subjects"][1]["count"] == 5
    assert scene_of(changed)["prompt"] == PROMPT


def test_only_unknown_words_give_a_mood_and_are_listed(run: RecordedRun) -> None:
    made = artifacts_of(scene3d.GENERATOR, {"prompt": "Glorp blarg fnord", "style": "abstract"}, run)
    assert scene_of(made)["unknown_words"] == ["glorp", "blarg", "fnord"]


@pytest.mark.parametrize(("aspect", "size"), [("16:9", (854, 480)), ("9:16", (480, 854)), ("1:1", (480, 480))])
def test_a_picture_comes_to_life_in_each_shape(run: RecordedRun, aspect: str, size: tuple[int, int]) -> None:
    body = {"prompt": "zoom in", "start_image": "a" * 32, "resolution": "480p", "aspect": aspect, "duration": 3}
    made = artifacts_of(clip.GENERATOR, body, run)
    facts = probe(film_of(made))
    assert ((facts.width, facts.height), facts.duration) == (size, 3.0)
    assert made["thumbnail.jpg"].content[:2] == b"\xff\xd8"  # type: ignore[index]  # bytes
    first, *_, last = read_frames(film_of(made))
    assert np.abs(first.astype(int) - last).mean() > 2


@pytest.mark.parametrize(
    ("resolution", "size"), [("480p", (854, 480)), ("720p", (1280, 720)), ("1080p", (1920, 1080)), ("4k", (3840, 2160))]
)
def test_resolutions(resolution: Any, size: tuple[int, int]) -> None:
    assert frame_size(resolution, "16:9") == size


def test_better_quality_is_drawn_finer_and_takes_longer() -> None:
    for size in ((1280, 720), (3840, 2160)):
        drawings = [drawing_of(VideoFormat(*size, 30, quality)) for quality in ("low", "medium", "high")]
        pixels = [d.width * d.height * d.samples**2 for d in drawings]
        assert pixels == sorted(pixels) and len(set(pixels)) == 3
        times = [drawing_seconds(VideoFormat(*size, 30, quality), 10) for quality in ("low", "medium", "high")]
        assert times == sorted(times)


def test_the_price_grows_with_length_and_size() -> None:
    class Book:
        def rate(self, _key: str) -> int:
            return 4

    def price(**body: Any) -> int:
        return clip.price(clip.ClipParams.model_validate({"prompt": "x", **body}), Book())

    assert [price(duration=seconds) for seconds in (1, 20, 21, 60)] == [4, 4, 8, 12]
    assert price(duration=60, resolution="4k") == 24
