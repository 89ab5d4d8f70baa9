"""What a lesson is made from: the shipped curriculum, an own text or a language model all end in one of these."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from data.curriculum import (
    Beat,
    Difficulty,
    Example,
    Formula,
    Length,
    Misconception,
    Question,
    Source,
    Subject,
    Term,
    load_topic,
)

COVERED = 0.6
"""Share of a lesson's beats that its film must hold to claim the objectives."""


class LessonPlan(BaseModel):
    """A lesson of one length.

    Attributes:
        title, subtitle: of the first card.
        scene: a prompt of the scene engine, for what stands behind the lesson in the style "3d".
        written_by: "curriculum", "own text" or a language model's name.
        objectives: what the lesson at its full length teaches.
        beats: those of the film; `whole`: those of the longest one, which the notes tell; empty where it is this.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    subtitle: str
    subject: Subject | None = None
    difficulty: Difficulty
    scene: str = "a meadow with hills and trees in the morning"
    written_by: str = "curriculum"
    objectives: tuple[str, ...] = ()
    beats: tuple[Beat, ...]
    whole: tuple[Beat, ...] = ()
    formulas: tuple[Formula, ...] = ()
    example: Example | None = None
    misconception: Misconception | None = None
    glossary: tuple[Term, ...] = ()
    quiz: tuple[Question, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def closing(self) -> tuple[str, Sequence[str]]:
        """Heading and lines of the last card: the objectives, or of a much shortened lesson what it was about."""
        if len(self.beats) >= COVERED * len(self.whole):
            return "Now you can", self.objectives
        return "In short", [beat.heading for beat in self.beats]


SUBJECT_NAMES = {
    "physics": "Physics", "chemistry": "Chemistry", "biology": "Biology", "history": "History", "maths": "Mathematics",
}  # fmt: skip


def plan_of_topic(subject: Subject, key: str, difficulty: Difficulty, seconds: Length) -> LessonPlan:
    """The shipped lesson, cut to a length. Raises FileNotFoundError for a topic that is not shipped."""
    topic = load_topic(subject, key)
    lesson = topic.lesson(difficulty)
    return LessonPlan(
        title=topic.title,
        subtitle=f"{SUBJECT_NAMES[subject]} · {difficulty}",
        subject=subject,
        difficulty=difficulty,
        scene=topic.scene,
        objectives=lesson.objectives,
        beats=tuple(beat for beat in lesson.beats if beat.since <= seconds),
        whole=lesson.beats,
        formulas=lesson.formulas,
        example=lesson.example,
        misconception=lesson.misconception,
        glossary=lesson.glossary,
        quiz=lesson.quiz,
        sources=topic.sources,
    )
