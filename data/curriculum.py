"""The lessons that the studio ships: data/lessons/<subject>/<topic>.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Subject = Literal["physics", "chemistry", "biology", "history", "maths"]
Difficulty = Literal["beginner", "intermediate", "advanced"]
Length = Literal[30, 60, 120, 180]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
DIFFICULTIES: tuple[Difficulty, ...] = get_args(Difficulty)
LENGTHS: tuple[Length, ...] = get_args(Length)

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=48)]

_FOLDER = Path(__file__).parent / "lessons"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Beat(_Entry):
    """One idea: what is said while one figure is drawn.

    Attributes:
        since: the beat belongs to lessons of this many seconds and longer ones.
        heading: over the figure.
        say: the narration. `{name}` before a word: at this word the figure's part of that name appears.
        show: a figure: `kind` and what that kind takes (engine.lesson.figures).
    """

    since: Length = 30
    heading: Heading
    say: Prose
    show: Mapping[str, Any]


class Formula(_Entry):
    """`typst`: in typst's math notation; `meaning`: what it says and what each symbol stands for, with units."""

    name: Line
    typst: Line
    meaning: Prose


class Step(_Entry):
    """A step of a worked example: words, and the line of mathematics that goes with it."""

    text: Prose
    typst: Line | None = None


class Example(_Entry):
    """A worked example."""

    question: Prose
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=5)]
    answer: Prose


class Misconception(_Entry):
    """What many believe, and what is so."""

    wrong: Prose
    right: Prose


class Term(_Entry):
    """A word of the glossary."""

    term: Line
    meaning: Prose


class Question(_Entry):
    """A multiple-choice question; `answer` counts from 0; `why` explains it."""

    question: Prose
    choices: Annotated[tuple[Line, ...], Field(min_length=3, max_length=4)]
    answer: Annotated[int, Field(ge=0, le=3)]
    why: Prose

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if self.answer >= len(self.choices):
            raise ValueError("answer is not one of the choices")
        if len(set(self.choices)) < len(self.choices):
            raise ValueError("two choices are the same")
        return self


class Lesson(_Entry):
    """A topic at one difficulty."""

    objectives: Annotated[tuple[Line, ...], Field(min_length=2, max_length=5)]
    beats: Annotated[tuple[Beat, ...], Field(min_length=1, max_length=24)]
    formulas: tuple[Formula, ...] = ()
    example: Example | None = None
    misconception: Misconception | None = None
    glossary: tuple[Term, ...] = ()
    quiz: tuple[Question, ...] = ()


class Source(_Entry):
    """Where the facts can be checked: a book or a page, by whom, when."""

    title: Line
    by: Line
    year: int | None = None


class Topic(_Entry):
    """What can be asked for.

    Attributes:
        key: the file's name.
        aliases: other words for it, for the search.
        scene: a prompt of the scene engine, for what stands behind the lesson in the style "3d".
    """

    key: str
    subject: Subject
    title: Heading
    aliases: tuple[Line, ...] = ()
    scene: Line
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    beginner: Lesson
    intermediate: Lesson
    advanced: Lesson

    def lesson(self, difficulty: Difficulty) -> Lesson:
        return {"beginner": self.beginner, "intermediate": self.intermediate, "advanced": self.advanced}[difficulty]


@cache
def load_topic(subject: Subject, key: str) -> Topic:
    """Raises FileNotFoundError for a topic that is not shipped, pydantic's ValidationError for a faulty one."""
    entries = tomllib.loads((_FOLDER / subject / f"{key}.toml").read_text(encoding="utf-8"))
    return Topic.model_validate({**entries, "subject": subject, "key": key})


@cache
def topics(subject: Subject) -> tuple[str, ...]:
    """The keys of a subject's topics, in the alphabet's order."""
    return tuple(sorted(path.stem for path in (_FOLDER / subject).glob("*.toml")))
