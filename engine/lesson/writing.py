"""Where a lesson comes from: the curriculum, a text of one's own, or a language model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from data.curriculum import Difficulty, Length, Subject
from domain.errors import InvalidParams
from domain.generator import RunContext
from engine.lesson.catalogue import find_topic, refuse_topic
from engine.lesson.cues import narrated
from engine.lesson.figures.registry import read_figure
from engine.lesson.pictures import prompts_of
from engine.lesson.plan import LessonPlan, plan_of_topic
from engine.lesson.timing import check_length
from engine.story.sentences import seconds as said_seconds

CHAT_BEATS: dict[Length, int] = {30: 2, 60: 4, 120: 8, 180: 12}
"""How many beats a language model writes for each length."""


@dataclass(frozen=True)
class Wish:
    """What is asked for. `neural`: a language model is to write it."""

    subject: Subject
    topic: str
    difficulty: Difficulty
    seconds: Length
    text: str = ""
    neural: bool = False


@dataclass(frozen=True)
class Outline:
    """What is known of a lesson before it is made: how many beats and pictures it has."""

    beats: int
    pictures: int


@lru_cache(maxsize=256)
def outline(wish: Wish) -> Outline:
    """Raises InvalidParams for what nobody can teach here."""
    if wish.neural:
        return Outline(CHAT_BEATS[wish.seconds], 0)
    plan = built_in_plan(wish)
    return Outline(len(plan.beats), len(prompts_of([read_figure(beat.show) for beat in plan.beats])))


def planned_lesson(ctx: RunContext, wish: Wish) -> LessonPlan:
    """The stage "plan".

    Raises:
        InvalidParams: a topic that is not shipped, or a text without words.
        BackendUnavailable: a language model is to write it, and there is none.
    """
    writer = ctx.backend("lesson", builtin=not wish.neural)
    # A new version may teach a topic otherwise: what an older one wrote is then not taken from the store.
    shipped = None if wish.neural else built_in_plan(wish).model_dump(mode="json")
    key = [wish.subject, wish.topic, wish.difficulty, wish.seconds, wish.text, writer.info.identity, shipped]
    made = ctx.stage("plan", key, make=lambda: writer.write(wish, ctx.seed, ctx.progress))
    return LessonPlan.model_validate(made)


def built_in_plan(wish: Wish) -> LessonPlan:
    """The lesson of the curriculum, or of the text. Raises InvalidParams."""
    if wish.text:
        from engine.lesson.own_text.lesson import plan_of_text

        return plan_of_text(wish.text, wish.topic, wish.difficulty, wish.seconds)
    key = find_topic(wish.subject, wish.topic)
    if key is None:
        raise refuse_topic(wish.subject, wish.topic)
    return plan_of_topic(wish.subject, key, wish.difficulty, wish.seconds)


def check_wish(wish: Wish) -> None:
    """Raises InvalidParams for a lesson that cannot be planned here."""
    if not wish.topic and not wish.text:
        raise InvalidParams.of_fields([("topic", "Name a topic, or write a text of your own.")])
    outline(wish)
    if wish.text and not wish.neural:
        spoken = [said_seconds(narrated(beat.say).text) for beat in built_in_plan(wish).beats]
        check_length(spoken, wish.seconds)
