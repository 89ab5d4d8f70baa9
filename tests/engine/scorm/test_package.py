"""SCORM packages: valid by the standard's schema, complete, and the same for the same lesson."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
import xmlschema

from engine.scorm.manifest import manifest
from engine.scorm.package import PASS, Lesson, QuizQuestion, write_package
from tests.support.npm_package import SCORM_SCHEMAS, npm_package

QUIZ = (
    QuizQuestion("What is 2 + 2?", ("3", "4", "5"), 1, "Count <on>."),
    QuizQuestion("Is </script> code?", ("yes", "no", "maybe"), 1),
)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"\x00" * 3_000_000)
    return path


def lesson(video: Path, title: str = 'Force & <motion> "now"', quiz: tuple[QuizQuestion, ...] = QUIZ) -> Lesson:
    return Lesson(title, "en", video, "WEBVTT\n", "<p>Notes</p>", quiz, b"\xff\xd8", {"notes.pdf": b"%PDF-1.7"})


def test_its_manifest_is_valid_and_names_all_files(video: Path, tmp_path: Path) -> None:
    path = write_package(lesson(video), tmp_path / "scorm.zip")
    with zipfile.ZipFile(path) as zipped:
        names, about = set(zipped.namelist()), zipped.read("imsmanifest.xml")
    folder = npm_package(SCORM_SCHEMAS) / "lib/schemas/definitionFiles/scorm12edition"
    schema = xmlschema.XMLSchema(
        str(folder / "imscp_rootv1p1p2.xsd"),
        locations={"http://www.adlnet.org/xsd/adlcp_rootv1p2": str(folder / "adlcp_rootv1p2.xsd")},
        allow="local",
        validation="lax",  # the 2001 schemas import xml.xsd by an address on the web
    )
    assert list(schema.iter_errors(ET.fromstring(about))) == []
    listed = {node.attrib["href"] for node in ET.fromstring(about).iter() if node.tag.endswith("}file")}
    assert listed == names - {"imsmanifest.xml"}
    assert ET.fromstring(about).find(".//{*}masteryscore").text == str(PASS)  # type: ignore[union-attr]


def test_a_lesson_without_questions_asks_for_no_score(video: Path, tmp_path: Path) -> None:
    path = write_package(lesson(video, quiz=()), tmp_path / "scorm.zip")
    with zipfile.ZipFile(path) as zipped:
        assert b"masteryscore" not in zipped.read("imsmanifest.xml")


def test_words_are_no_places_of_the_page(video: Path, tmp_path: Path) -> None:
    path = write_package(lesson(video, title="{{notes}} and {{title}}"), tmp_path / "scorm.zip")
    with zipfile.ZipFile(path) as zipped:
        page = zipped.read("index.html").decode()
    assert "<title>{{notes}} and {{title}}</title>" in page
    assert page.count("<p>Notes</p>") == 1


def test_the_same_lesson_gives_the_same_bytes(video: Path, tmp_path: Path) -> None:
    one = write_package(lesson(video), tmp_path / "one.zip").read_bytes()
    assert write_package(lesson(video), tmp_path / "two.zip").read_bytes() == one


def test_words_of_the_lesson_cannot_become_markup_or_script(video: Path, tmp_path: Path) -> None:
    path = write_package(lesson(video, title="</title><script>alert(1)</script>"), tmp_path / "scorm.zip")
    with zipfile.ZipFile(path) as zipped:
        page, data = zipped.read("index.html").decode(), zipped.read("lesson.json.js").decode()
    assert page.count("<script") == 3
    assert "</script>" not in data
    told = json.loads(re.sub(r"^window\.LESSON = |;\n$", "", data))
    assert told["quiz"][1]["question"] == "Is </script> code?"


@pytest.mark.parametrize("title", ["", "\x00\x0b", "水" * 300])
def test_any_title_makes_a_readable_manifest(title: str) -> None:
    root = ET.fromstring(manifest("a b/c", title, ["index.html"], None))
    told = root.find(".//{*}organization/{*}title")
    assert told is not None
    assert told.text
    assert len(told.text) <= 200
    assert root.attrib["identifier"] == "M-a-b-c"
