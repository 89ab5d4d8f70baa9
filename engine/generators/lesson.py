"""Lesson: a topic becomes an animated, narrated film with notes, a quiz and a SCORM package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from data.curriculum import LENGTHS, SUBJECTS, Length
from domain.generator import Artifact, Example, Generator, PriceBook, RunContext, StagePlan
from domain.params import Control, Params, Widget
from domain.pronunciations import pronunciations
from engine.film_job import JOIN, finished_film
from engine.media.film.chunks import FilmPlan
from engine.media.film.format import VideoFormat
from engine.speech_fields import AUTO, AutoLanguage, Pronunciations, VoiceName
from engine.story_film.language import language_of

VIDEO = VideoFormat(1280, 720, 30)
FRAME_SECONDS, FRAME_SECONDS_3D = 0.016, 0.026
"""On two processor cores: drawing and encoding a frame of 1280 x 720."""


def _titles(subject: Any) -> Sequence[str]:
    from engine.lesson.catalogue import entries

    return [entry.title for entry in entries(subject)] if subject in SUBJECTS else []


class LessonParams(Params):
    subject: Annotated[
        Literal["physics", "chemistry", "biology", "history", "maths"],
        Control(Widget.CHOICE, "Subject"),
    ] = "physics"
    topic: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=120),
        Field(description="A topic of the shipped lessons, or, with `text`, the title of your own."),
        Control(
            Widget.SUGGESTION,
            "Topic",
            "Pick one or type. With a text of your own: its title.",
            suggestions=_titles,
            suggested_by="subject",
        ),
    ] = ""
    style: Annotated[
        Literal["3d", "whiteboard", "explainer", "motion"],
        Control(
            Widget.CHOICE,
            "Style",
            choices=(("3d", "3D"), ("whiteboard", "Whiteboard"), ("explainer", "Explainer"), ("motion", "Motion")),
        ),
    ] = "explainer"
    duration: Annotated[
        Length,
        Control(Widget.CHOICE, "Duration", choices=tuple((str(each), f"{each} s") for each in LENGTHS)),
    ] = 60
    difficulty: Annotated[
        Literal["beginner", "intermediate", "advanced"],
        Control(Widget.CHOICE, "Difficulty"),
    ] = "beginner"
    voice: VoiceName = "female-soft"
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=5000),
        Field(description="What is taught, in your own words, instead of a shipped lesson."),
        Control(Widget.LONG_TEXT, "Own text", "What is taught, instead of a shipped lesson: about 140 words a minute."),
    ] = ""
    language: AutoLanguage = AUTO
    pronunciations: Pronunciations = ""

    @model_validator(mode="after")
    def _something_to_teach(self) -> LessonParams:
        from engine.lesson.writing import check_wish

        check_wish(_wish(self))
        return self


def price(_params: LessonParams, book: PriceBook) -> int:
    return book.rate("lesson")


def stages(params: LessonParams) -> Sequence[StagePlan]:
    from engine.lesson.writing import outline

    known = outline(_wish(params))
    count, pictures = known.beats, known.pictures
    return (
        StagePlan("plan", "Writing the lesson", 0.2),
        StagePlan("pace", "Finding the pace", 0.2),
        *(StagePlan(f"speak-{n}", f"Recording part {n} of {count}", 0.2) for n in range(1, count + 1)),
        StagePlan("mix", "Levelling the voice", 0.2),
        *(StagePlan(f"picture-{n}", f"Drawing picture {n} of {pictures}", 0.5) for n in range(1, pictures + 1)),
        *([StagePlan("backdrop", "Building the place behind it", 0.5)] if params.style == "3d" else []),
        *FilmPlan(VIDEO, params.duration).stages(1),
        JOIN,
        StagePlan("notes", "Setting the notes", 0.3),
        StagePlan("package", "Packing for SCORM", 0.2),
    )


def run(params: LessonParams, ctx: RunContext) -> Iterator[Artifact]:
    from engine.lesson.handouts import Film, handouts
    from engine.lesson.make import film_lesson, talk_of
    from engine.lesson.speech import Teacher
    from engine.lesson.writing import planned_lesson
    from engine.media.subtitles.files import to_srt

    plan = planned_lesson(ctx, _wish(params))
    language = _language(params, plan)
    teacher = Teacher(params.voice, language, ctx.seed, pronunciations(params.pronunciations))
    talk = talk_of(ctx, plan, teacher, params.duration, VIDEO.fps)
    film = FilmPlan(VIDEO, talk.seconds, planned=params.duration)
    chunks, key = film_lesson(ctx, plan, talk, film, params.style, ctx.seed)
    cues = talk.cues()
    video, thumbnail = finished_film(ctx, chunks, film, key, talk.wav)
    yield from (video, thumbnail)
    yield Artifact("subtitles.srt", "application/x-subrip", to_srt(cues).encode())
    made = Film(Path(str(video.content)), bytes(thumbnail.content) if isinstance(thumbnail.content, bytes) else b"")
    yield from handouts(ctx, plan, language, cues, made, key)


def _language(params: LessonParams, plan: Any) -> str:
    """Shipped lessons are in English, whatever was chosen for a text of one's own."""
    from engine.lesson.cues import narrated

    if plan.written_by == "curriculum":
        return "en"
    if params.language != AUTO:
        return params.language
    return language_of(" ".join(narrated(beat.say).text for beat in plan.beats))


def _wish(params: LessonParams) -> Any:
    from engine.lesson.writing import Wish

    return Wish(
        subject=params.subject,
        topic=params.topic,
        difficulty=params.difficulty,
        seconds=params.duration,
        text=params.text,
        neural=params.backend == "neural",
    )


def estimate(params: LessonParams) -> float:
    solid = params.style == "3d"
    a_frame = FRAME_SECONDS_3D if solid else FRAME_SECONDS
    return 8.0 + (8.0 if solid else 0.0) + a_frame * VIDEO.fps * params.duration


GENERATOR = Generator(
    key="lesson",
    title="Lesson",
    section="Films",
    summary="A topic becomes an animated, narrated lesson with notes, a quiz and a SCORM package.",
    params=LessonParams,
    price=price,
    stages=stages,
    run=run,
    position=20,
    time_limit=1800,
    queue="gpu",
    estimate=estimate,
    capability="voice",
    examples=(
        Example(
            "Newton's laws on a whiteboard",
            {"subject": "physics", "topic": "Newton's laws", "style": "whiteboard", "duration": 60},
            "lesson-newton.jpg",
        ),
        Example(
            "How a cell is built",
            {"subject": "biology", "topic": "Cells", "style": "explainer", "duration": 60, "voice": "female-energetic"},
            "lesson-cell.jpg",
        ),
        Example(
            "Acids and bases",
            {"subject": "chemistry", "topic": "Acids and bases", "style": "motion", "difficulty": "intermediate"},
            "lesson-acids.jpg",
        ),
        Example(
            "The Silk Road",
            {"subject": "history", "topic": "The Silk Road", "style": "3d", "duration": 60, "voice": "male-warm"},
            "lesson-silk-road.jpg",
        ),
    ),
)
