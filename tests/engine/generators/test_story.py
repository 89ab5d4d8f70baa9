"""A story from its script to its files, on small frames; the pictures are plain ones, the voices real."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from domain.errors import InvalidParams
from domain.generator import Artifact, BackendInfo
from engine.builtin.image import Still, StillWish
from engine.builtin.voice.voice import BuiltinVoice
from engine.generators import story
from engine.media.film.decode import read_frames
from engine.media.film.frames import luma
from engine.media.film.probe import probe
from engine.media.images import png_size
from engine.scene.scene import Camera, Picture
from engine.scene.spec import SceneSpec
from tests.support.recorded_run import Killed, RecordedRun, artifacts_of

SCRIPT = """Mira lived in a lighthouse on an island. Her lamp was bright and warm.

The next day she sailed to the village across the sea.

At night she came home again."""
FPS = 5


class PlainImage:
    """Draws a block before a ramp, in a colour of the scene's own."""

    info = BackendInfo("builtin", "plain", None, "1")

    def still(self, spec: SceneSpec, size: tuple[int, int], report: Callable[[float], None], wish: StillWish) -> Still:
        report(0.5)
        width, height = size
        rng = np.random.default_rng(spec.seed)
        rgb = np.empty((height, width, 3), np.uint8)
        rgb[:] = np.linspace(80, 200, width)[None, :, None]
        block = slice(height // 3, height * 2 // 3), slice(width // 3, width * 2 // 3)
        rgb[block] = rng.integers(60, 220, 3)
        depth = np.full((height, width), 40.0, np.float32)
        depth[block] = 5.0
        subjects = (depth < 10).astype(np.uint8)
        picture = Picture(rgb, depth, subjects)
        assert wish.aim(Camera((0, 1, 10), (0, 1, 0)), picture).fov >= 40
        return Still(picture, ("snow",) if spec.weather == "snow" else ())


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordedRun:
    monkeypatch.setattr(story, "SIZES", {"landscape": (160, 90), "portrait": (90, 160), "square": (90, 90)})
    monkeypatch.setattr(story, "FPS", FPS)
    folder = tmp_path / "work"
    folder.mkdir()
    return RecordedRun(folder, {"image": PlainImage(), "voice": BuiltinVoice()})


def made_of(run: RecordedRun, **body: Any) -> dict[str, Artifact]:
    return artifacts_of(story.GENERATOR, {"script": SCRIPT, "music": "none", **body}, run)


def text_of(made: dict[str, Artifact], name: str) -> str:
    content = made[name].content
    assert isinstance(content, bytes)
    return content.decode()


def film_of(made: dict[str, Artifact]) -> Path:
    content = made["video.mp4"].content
    assert isinstance(content, Path)
    return content


def edited(made: dict[str, Artifact], index: int, **changes: Any) -> Any:
    board = json.loads(text_of(made, "storyboard.json"))
    board["scenes"][index].update(changes)
    return board


def sound_of(film: Path) -> tuple[Any, int]:
    with av.open(str(film)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
        return sound, container.streams.audio[0].rate


def test_a_script_becomes_a_film_with_everything_that_belongs_to_it(run: RecordedRun) -> None:
    made = made_of(run)
    planned = {stage.name for stage in story.stages(story.StoryParams(script=SCRIPT, music="none", seed=run.seed))}
    assert set(run.made) == planned
    board = json.loads(text_of(made, "storyboard.json"))
    count = len(board["scenes"])
    assert count >= 3
    assert {f"scene-{n:02d}.png" for n in range(1, count + 1)} | {"thumbnail.jpg", "subtitles.srt"} < set(made)
    facts = probe(film_of(made))
    assert (facts.width, facts.height, facts.codec, facts.has_audio) == (160, 90, "h264", True)
    lengths = sum(scene["duration"] for scene in board["scenes"])
    assert facts.duration == pytest.approx(lengths + 3.2, abs=0.05)
    png = made["scene-01.png"].content
    assert isinstance(png, bytes) and png_size(png)[0] == made["scene-01.png"].width


def test_words_are_heard_when_their_subtitles_say_so(run: RecordedRun) -> None:
    made = made_of(run)
    first = text_of(made, "subtitles.srt").splitlines()[1]
    minutes, seconds = first.split(" --> ")[0].split(":")[1:]
    start = 60 * int(minutes) + float(seconds.replace(",", "."))
    sound, rate = sound_of(film_of(made))
    loud = np.flatnonzero(np.abs(sound) > 0.03)
    assert loud[0] / rate == pytest.approx(start, abs=0.2)
    assert np.abs(sound).max() < 0.95


def test_the_film_begins_and_ends_in_black_and_moves_between(run: RecordedRun) -> None:
    frames = [luma(frame).astype(int) for frame in read_frames(film_of(made_of(run)))]
    assert frames[0].mean() < 60 and frames[-1].mean() < 22
    assert np.mean([frame.mean() < 25 for frame in frames[FPS : -2 * FPS]]) < 0.06  # dips between scenes
    assert all(np.abs(frames[n] - frames[n + 3 * FPS]).mean() > 0.5 for n in range(FPS, len(frames) - 5 * FPS, FPS))


def test_a_changed_sentence_makes_only_its_scene_and_its_seams_again(run: RecordedRun) -> None:
    board = edited(made_of(run), 1, text="The next day she sailed far away to another village across the stormy sea.")
    again = run.restarted()
    artifacts_of(story.GENERATOR, {"storyboard": board}, again)
    assert (
        {"speak-2", "film-2"} <= set(again.made) <= {"plan", "speak-2", "mix", "film-2", "blend-2", "blend-3", "join"}
    )


def test_scenes_in_another_order_keep_their_voices_and_pictures(run: RecordedRun) -> None:
    board = json.loads(text_of(made_of(run), "storyboard.json"))
    first, second = board["scenes"][1:3]
    board["scenes"][1:3] = [second, first]
    again = run.restarted()
    made = artifacts_of(story.GENERATOR, {"storyboard": board}, again)
    assert not [name for name in again.made if name.startswith(("speak", "draw"))]
    assert [scene["id"] for scene in json.loads(text_of(made, "storyboard.json"))["scenes"]][1:3] == ["s03", "s02"]


def test_a_killed_film_goes_on_where_it_was_and_is_the_same(run: RecordedRun) -> None:
    undisturbed = film_of(made_of(run)).read_bytes()
    again = run.restarted()
    again.stored = {}
    again.kill_at = "film-2"
    with pytest.raises(Killed):
        made_of(again)
    resumed = again.restarted()
    assert film_of(made_of(resumed)).read_bytes() == undisturbed
    assert "film-2" in resumed.made and not set(resumed.made) & set(again.made)


def test_without_burnt_in_subtitles_only_films_differ(run: RecordedRun) -> None:
    made = made_of(run)
    with_text = [luma(frame).astype(int) for frame in read_frames(film_of(made))]
    again = run.restarted()
    bare = made_of(again, subtitles=False)
    assert {name.split("-")[0] for name in again.made} <= {"film", "blend", "join"}
    middle = round(4.5 * FPS)
    without = luma(list(read_frames(film_of(bare)))[middle]).astype(int)
    assert np.abs(with_text[middle] - without)[60:].max() > 40
    assert text_of(bare, "subtitles.srt") == text_of(made, "subtitles.srt")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"script": ""}, "script"),
        ({"script": "…!"}, "script"),
        ({"storyboard": {"scenes": [{"id": "s1", "text": "Hello.", "shot": "sideways"}]}}, "storyboard.scenes[0].shot"),
        ({"storyboard": "{"}, "storyboard"),
    ],
)
def test_bad_input_is_refused_with_its_place(body: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidParams) as caught:
        story.stages(story.StoryParams.model_validate(body))
    assert caught.value.details["fields"][0]["field"] == field


@pytest.mark.parametrize(
    "script", ["Run!", "从前有一只小狐狸，住在雪山上。", "كان يا ما كان في قديم الزمان قط صغير.", "🦊 A fox 🌙 ran."]
)
def test_other_languages_and_very_short_texts_are_told(run: RecordedRun, script: str) -> None:
    made = made_of(run, script=script, format="portrait")
    facts = probe(film_of(made))
    assert (facts.width, facts.height) == (90, 160)
    assert text_of(made, "subtitles.srt").strip()


def test_a_scene_without_words_is_seen_for_its_own_time(run: RecordedRun) -> None:
    scenes = [{"id": "a", "text": "Hello there."}, {"id": "b", "prompt": "snow", "duration": 4, "transition": "cut"}]
    made = artifacts_of(story.GENERATOR, {"storyboard": {"scenes": scenes, "music": "none", "end_card": False}}, run)
    board = json.loads(text_of(made, "storyboard.json"))
    total = probe(film_of(made)).duration
    assert total == pytest.approx(board["scenes"][0]["duration"] + 4.7, abs=0.25)


def test_a_storyboard_brings_the_seed_of_its_film_unless_another_is_given() -> None:
    board = {"scenes": [{"id": "a", "text": "Hello there."}], "seed": 41}
    assert story.StoryParams.model_validate({"storyboard": board}).seed == 41
    assert story.StoryParams.model_validate({"storyboard": json.dumps(board)}).seed == 41
    assert story.StoryParams.model_validate({"storyboard": board, "seed": 5}).seed == 5
    assert story.StoryParams.model_validate({"script": "Hello there."}).seed is None


def test_the_plan_of_work_does_not_depend_on_the_seed() -> None:
    plans = {tuple(s.name for s in story.stages(story.StoryParams(script=SCRIPT, seed=seed))) for seed in (None, 1, 99)}
    assert len(plans) == 1


def test_a_storyboard_order_draws_what_its_film_then_takes_over(run: RecordedRun) -> None:
    drawn = made_of(run, make="storyboard")
    params = story.StoryParams(script=SCRIPT, music="none", seed=run.seed, make="storyboard")
    assert run.made == [stage.name for stage in story.stages(params)]
    count = len(json.loads(text_of(drawn, "storyboard.json"))["scenes"])
    assert set(drawn) == {"storyboard.json", *(f"scene-{n:02d}.png" for n in range(1, count + 1))}
    film = run.restarted()
    made = artifacts_of(story.GENERATOR, {"storyboard": text_of(drawn, "storyboard.json")}, film)
    assert not [name for name in film.made if name.startswith("draw")]
    assert made["scene-02.png"].content == drawn["scene-02.png"].content


def test_one_scene_is_drawn_anew_and_heard(run: RecordedRun) -> None:
    drawn = made_of(run, make="storyboard")
    board = edited(drawn, 1, seed=99)
    again = run.restarted()
    made = artifacts_of(story.GENERATOR, {"storyboard": board, "make": "storyboard", "scene": "s02"}, again)
    assert again.made == ["plan", "speak-2", "draw-2"]
    assert set(made) == {"storyboard.json", "scene-02.png", "scene-02.mp3"}
    assert made["scene-02.png"].content != drawn["scene-02.png"].content
    mp3 = made["scene-02.mp3"].content
    assert isinstance(mp3, bytes) and len(mp3) > 4000 and (made["scene-02.mp3"].duration or 0) > 1
    board["scenes"][1]["text"] = ""
    silent = artifacts_of(story.GENERATOR, {"storyboard": board, "make": "storyboard", "scene": "s02"}, again)
    assert set(silent) == {"storyboard.json", "scene-02.png"}


@pytest.mark.parametrize("body", [{"scene": "s02"}, {"scene": "nobody", "make": "storyboard"}])
def test_a_scene_that_cannot_be_drawn_alone_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidParams) as caught:
        story.stages(story.StoryParams(script=SCRIPT, **body))
    assert caught.value.details["fields"][0]["field"] == "scene"


def test_a_script_is_read_once_for_plan_price_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.story import writing

    read: list[str] = []
    whole = writing.storyboard_of
    monkeypatch.setattr(
        writing, "storyboard_of", lambda script, wishes: (read.append(script), whole(script, wishes))[1]
    )
    params = story.StoryParams(script="A script that nobody has told before.", seed=3)
    story.stages(params)
    assert story.estimate(params) > 0
    story.board_of(params, 3)
    assert len(read) == 1
