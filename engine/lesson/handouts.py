"""What a class gets beside the film: notes, quiz and a SCORM package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.generator import Artifact, RunContext
from engine.lesson.notes import notes_of, to_html, to_markdown, to_pdf
from engine.lesson.plan import LessonPlan
from engine.media.subtitles.cues import Cue
from engine.media.subtitles.files import to_vtt
from engine.scorm.package import Lesson, QuizQuestion, write_package


@dataclass(frozen=True)
class Film:
    """The finished film, and a JPEG that stands for it."""

    video: Path
    poster: bytes


def handouts(
    ctx: RunContext, plan: LessonPlan, language: str, cues: Sequence[Cue], film: Film, key: Any
) -> Iterator[Artifact]:
    """The stages "notes" and "package", and their files.

    Args:
        key: JSON that names all that the film depends on.
    """
    notes = notes_of(plan, language)
    pdf = ctx.stage("notes", notes, make=lambda: to_pdf(notes))
    yield Artifact("notes.json", "application/json", json.dumps(notes, ensure_ascii=False, indent=2).encode())
    yield Artifact("notes.md", "text/markdown", to_markdown(notes).encode())
    yield Artifact("notes.pdf", "application/pdf", pdf)
    quiz = [QuizQuestion(q.question, q.choices, q.answer, q.why) for q in plan.quiz]
    lesson = Lesson(
        plan.title, language, film.video, to_vtt(cues), to_html(notes), quiz, film.poster, {"notes.pdf": pdf}
    )
    package = ctx.stage("package", notes, key, make=lambda: write_package(lesson, ctx.workdir / "scorm.zip"))
    yield Artifact("scorm.zip", "application/zip", package)
