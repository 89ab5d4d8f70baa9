"""Lessons, made small: what comes out, how long it is, and what happens after a crash."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from domain.errors import InvalidParams
from domain.generator import Artifact
from engine.builtin.backends import builtin_backends
from engine.generators import lesson
from engine.generators.lesson import GENERATOR, LessonParams
from engine.lesson import writing
from engine.lesson.writing import built_in_plan, planned_lesson
from engine.media.film.format import VideoFormat
from engine.media.film.probe import probe
from tests.support.recorded_run import Killed, RecordedRun


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "VIDEO", VideoFormat(320, 180, 10))


def params(**changes: Any) -> LessonParams:
    return LessonParams(**{"topic": "Newton's laws", "duration": 30, "style": "whiteboard", "seed": 7, **changes})


def made(tmp_path: Path, order: LessonParams, **run: Any) -> tuple[dict[str, Artifact], RecordedRun]:
    tmp_path.mkdir(parents=True, exist_ok=True)
    ctx = RecordedRun(tmp_path, builtin_backends(), **run)
    return {artifact.name: artifact for artifact in GENERATOR.run(order, ctx)}, ctx


def content(artifact: Artifact) -> bytes:
    return artifact.content if isinstance(artifact.content, bytes) else artifact.content.read_bytes()


@pytest.fixture(scope="module")
def newton(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Artifact]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lesson, "VIDEO", VideoFormat(320, 180, 10))
        return made(tmp_path_factory.mktemp("newton"), params())[0]


def test_a_topic_becomes_a_film_with_all_that_a_class_needs(newton: dict[str, Artifact]) -> None:
    assert list(newton) == [
        "video.mp4", "thumbnail.jpg", "subtitles.srt", "notes.json", "notes.md", "notes.pdf", "scorm.zip",
    ]  # fmt: skip
    film = probe(Path(str(newton["video.mp4"].content)))
    assert film.duration == pytest.approx(30, rel=0.05)
    assert film.has_audio


def test_the_notes_hold_what_is_taught(newton: dict[str, Artifact]) -> None:
    notes = json.loads(content(newton["notes.json"]))
    assert {"objectives", "sections", "formulas", "glossary", "quiz"} <= set(notes)
    assert notes["written_by"] == "curriculum"
    said = " ".join(section["text"] for section in notes["sections"])
    subtitles = content(newton["subtitles.srt"]).decode()
    spoken = " ".join(line for line in subtitles.splitlines() if line and not line[0].isdigit())
    assert set(spoken.split()) <= set(said.split())
    assert len(notes["sections"]) > 4  # the film of 30 s has two beats; the notes hold what answers the quiz


def test_the_package_holds_film_captions_notes_and_quiz(newton: dict[str, Artifact]) -> None:
    with zipfile.ZipFile(io.BytesIO(content(newton["scorm.zip"]))) as package:
        assert {"imsmanifest.xml", "index.html", "video.mp4", "poster.jpg", "captions.vtt", "notes.pdf"} <= set(
            package.namelist()
        )
        assert package.read("video.mp4") == content(newton["video.mp4"])
        assert b"What" in package.read("lesson.json.js")


def test_after_a_crash_only_what_was_missing_is_made_and_the_film_is_the_same(
    tmp_path: Path, newton: dict[str, Artifact]
) -> None:
    ctx = RecordedRun(tmp_path, builtin_backends(), kill_at="chunk-3")
    with pytest.raises(Killed):
        list(GENERATOR.run(params(), ctx))
    ctx.kill_at = ""
    ctx.made.clear()
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    again = {artifact.name: artifact for artifact in GENERATOR.run(params(), ctx)}
    assert ctx.made[0] == "chunk-3"
    assert "speak-1" not in ctx.made
    assert content(again["video.mp4"]) == content(newton["video.mp4"])
    assert content(again["scorm.zip"]) == content(newton["scorm.zip"])


def test_a_lesson_that_a_new_version_teaches_otherwise_is_not_taken_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx, wish = RecordedRun(tmp_path, builtin_backends()), lesson._wish(params())
    old = planned_lesson(ctx, wish)
    monkeypatch.setattr(writing, "built_in_plan", lambda _wish: old.model_copy(update={"title": "Anew"}))
    assert planned_lesson(ctx, wish).title == "Anew"


def test_every_planned_stage_is_made(tmp_path: Path) -> None:
    order = params(style="3d")
    _, ctx = made(tmp_path, order)
    assert ctx.made == [stage.name for stage in GENERATOR.stages(order)]


def test_an_own_text_is_taught_in_its_own_language(tmp_path: Path) -> None:
    text = "水是生命。人每天都要喝水。" * 5
    found, _ = made(tmp_path, params(topic="", text=text, style="motion"))
    notes = json.loads(content(found["notes.json"]))
    assert (notes["language"], notes["written_by"]) == ("zh", "own text")
    assert probe(Path(str(found["video.mp4"].content))).duration == pytest.approx(30, rel=0.05)


@pytest.mark.parametrize(
    ("order", "language"),
    [
        ({}, "en"),
        ({"language": "ja"}, "en"),
        ({"topic": "", "text": "水很重要。" * 20}, "zh"),
        ({"topic": "", "text": "El agua es vida. " * 20, "language": "es"}, "es"),
    ],
)
def test_a_lesson_is_spoken_in_the_language_of_its_words(order: dict[str, Any], language: str) -> None:
    wanted = params(**order)
    assert lesson._language(wanted, built_in_plan(lesson._wish(wanted))) == language


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({"topic": "Quantum cookery"}, "The nearest are"),
        ({"topic": ""}, "Name a topic"),
        ({"topic": "", "text": "..."}, "no sentences"),
        ({"duration": 45}, "30, 60, 120 or 180"),
        ({"text": "x" * 5001}, "5000"),
        ({"language": "xx"}, "not a language"),
    ],
)
def test_what_cannot_be_taught_is_refused_with_a_way_out(order: dict[str, Any], told: str) -> None:
    with pytest.raises((InvalidParams, ValueError), match=told):
        params(**order)


@pytest.mark.parametrize("typed", ["newtons laws", "Newton\u2019s Laws", "laws of motion", "newtons-laws"])
def test_topics_are_found_by_other_names(typed: str) -> None:
    params(topic=typed)


@pytest.mark.parametrize("text", ["Water is wet.", "Water is wet and cold today. " * 60])
def test_a_text_that_is_far_from_its_length_is_refused_before_it_is_ordered(text: str) -> None:
    with pytest.raises(InvalidParams, match="Choose another duration"):
        params(topic="", text=text)


def test_a_text_that_turns_out_too_long_is_refused_before_anything_is_filmed(tmp_path: Path) -> None:
    ctx = RecordedRun(tmp_path, builtin_backends())
    text = "Extraordinarily complicated institutional responsibilities characterise administrations. " * 6
    with pytest.raises(InvalidParams, match="Choose another duration"):
        list(GENERATOR.run(params(topic="", text=text), ctx))
    assert ctx.made == ["plan", "pace"]
