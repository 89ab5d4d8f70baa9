"""Where a lesson comes from: the curriculum, or a text of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from data.curriculum import Difficulty, Length, Subject
from domain.generator import RunContext
from engine.lesson.catalogue import check_topic, find_topic
from engine.lesson.figures.registry import read_figure
from engine.lesson.pictures import prompts_of
from engine.lesson.plan import LessonPlan, plan_of_topic


@dataclass(frozen=True)
class Wish:
    """What is asked for. `neural`: a language model is insisted on."""

    subject: Subject
    topic: str
    difficulty: Difficulty
    seconds: Length
    text: str = ""
    neural: bool = False


def planned_lesson(ctx: RunContext, wish: Wish) -> LessonPlan:
    """The stage "plan". Raises InvalidParams for a topic that nobody can write about here."""
    key: list[Any] = [wish.subject, wish.topic, wish.difficulty, wish.seconds, wish.text]
    made = ctx.stage("plan", key, make=lambda: _written(wish).model_dump(mode="json"))
    return LessonPlan.model_validate(made)


@dataclass(frozen=True)
class Outline:
    """What is known of a lesson before it is made: how many beats and pictures it has."""

    beats: int
    pictures: int


@lru_cache(maxsize=256)
def outline(wish: Wish) -> Outline:
    """Raises InvalidParams for a topic that nobody can write about here."""
    plan = _written(wish)
    return Outline(len(plan.beats), len(prompts_of([read_figure(beat.show) for beat in plan.beats])))


def _written(wish: Wish) -> LessonPlan:
    if wish.text:
        from engine.lesson.own_text.lesson import plan_of_text

        return plan_of_text(wish.text, wish.topic, wish.difficulty, wish.seconds)
    key = find_topic(wish.subject, wish.topic)
    if key is None:
        check_topic(wish.subject, wish.topic)
        raise AssertionError("a topic that is not found is refused")
    return plan_of_topic(wish.subject, key, wish.difficulty, wish.seconds)
