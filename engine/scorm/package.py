"""The zip file of a package."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from engine.scorm.manifest import manifest

PASS = 60
"""Percent of the questions to be answered rightly."""
_PLAYER = Path(__file__).parent / "player"
_PLACE = re.compile(r"\{\{(language|title|poster|extras|notes)\}\}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip, so that the same lesson gives the same bytes."""


@dataclass(frozen=True)
class QuizQuestion:
    """`answer` counts from 0."""

    question: str
    choices: Sequence[str]
    answer: int
    why: str = ""


@dataclass(frozen=True)
class Lesson:
    """What a package holds.

    Attributes:
        language: BCP 47 code of its words.
        video: an MP4 file. `captions`: WebVTT.
        notes: HTML of the notes, made by us and safe.
        poster: a JPEG that is shown before the film is played, or nothing.
        extras: more files to download, by name: their content.
    """

    title: str
    language: str
    video: Path
    captions: str
    notes: str
    quiz: Sequence[QuizQuestion] = ()
    poster: bytes = b""
    extras: Mapping[str, bytes] = field(default_factory=dict)


def write_package(lesson: Lesson, path: Path) -> Path:
    """Write scorm.zip to `path`. The same lesson gives the same bytes."""
    files: dict[str, bytes | Path] = {
        "index.html": _page(lesson).encode(),
        "player.js": _PLAYER / "player.js",
        "scorm.js": _PLAYER / "scorm.js",
        "player.css": _PLAYER / "player.css",
        "lesson.json.js": _data(lesson).encode(),
        "captions.vtt": lesson.captions.encode(),
        "video.mp4": lesson.video,
        **({"poster.jpg": lesson.poster} if lesson.poster else {}),
        **lesson.extras,
    }
    names = list(files)
    content = sha256(_data(lesson).encode() + lesson.captions.encode()).hexdigest()[:16]
    about = manifest(f"kinora-{content}", lesson.title, names, PASS if lesson.quiz else None)
    with zipfile.ZipFile(path, "w") as out:
        _add(out, "imsmanifest.xml", about)
        for name, data in files.items():
            _add(out, name, data)
    return path


def _add(out: zipfile.ZipFile, name: str, data: bytes | Path) -> None:
    about = zipfile.ZipInfo(name, _EPOCH)
    about.compress_type = zipfile.ZIP_STORED if name.endswith((".mp4", ".pdf", ".jpg")) else zipfile.ZIP_DEFLATED
    about.external_attr = 0o644 << 16
    if isinstance(data, bytes):
        out.writestr(about, data)
        return
    about.file_size = data.stat().st_size
    with data.open("rb") as source, out.open(about, "w") as target:
        while block := source.read(1 << 20):
            target.write(block)


def _data(lesson: Lesson) -> str:
    told = {
        "title": lesson.title,
        "pass": PASS,
        "quiz": [
            {"question": q.question, "choices": list(q.choices), "answer": q.answer, "why": q.why} for q in lesson.quiz
        ],
    }
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", " ").replace("\u2029", " ")
    return f"window.LESSON = {text};\n"


def _page(lesson: Lesson) -> str:
    extras = "".join(
        f'<li><a href="{html.escape(name, quote=True)}" download>{html.escape(name)}</a></li>' for name in lesson.extras
    )
    told = {
        "language": html.escape(lesson.language, quote=True),
        "title": html.escape(lesson.title),
        "poster": ' poster="poster.jpg"' if lesson.poster else "",
        "extras": f'<ul class="files">{extras}</ul>' if extras else "",
        "notes": lesson.notes,
    }
    page = (_PLAYER / "index.html").read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: told[place[1]], page)
