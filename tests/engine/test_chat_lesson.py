"""Lessons by a language model: what is used of its answers, and what is sent back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from domain.errors import Unavailable
from domain.generator import BackendInfo
from engine.chat_lesson import WORDS, ChatLesson
from engine.chat_message import ChatMessage
from engine.lesson.plan import LessonPlan
from engine.lesson.writing import Wish

WISH = Wish("physics", "Magnets", "beginner", 30, neural=True)


class Answers:
    """A chat that gives these answers one after the other."""

    info = BackendInfo("neural", "test-model", "m", "1")

    def __init__(self, *answers: Any) -> None:
        self.left = [json.dumps(answer) if isinstance(answer, dict) else answer for answer in answers]
        self.asked: list[Sequence[ChatMessage]] = []

    def complete(self, messages: Sequence[ChatMessage], *_: Any) -> str:
        self.asked.append(list(messages))
        return str(self.left.pop(0))


def lesson(**changes: Any) -> dict[str, Any]:
    beat = {
        "heading": "Poles",
        "say": "{term}" + "word " * (WORDS[30] // 2 - 1) + "end.",
        "show": {"kind": "define", "term": "Pole", "meaning": "an end of a magnet"},
    }
    quiz = [{"question": f"Q{n}?", "choices": ["a", "b", "c"], "answer": n % 3, "why": "so"} for n in range(4)]
    return {"title": "Magnets", "objectives": ["Name the poles."], "beats": [beat, beat], "quiz": quiz, **changes}


def written(chat: Answers) -> LessonPlan:
    return LessonPlan.model_validate(ChatLesson(chat).write(WISH, 3, lambda _fraction: None))


def test_a_good_answer_is_the_lesson_and_says_who_wrote_it() -> None:
    plan = written(Answers(f"Sure: {json.dumps(lesson())}"))
    assert (plan.title, plan.written_by, len(plan.beats), len(plan.quiz)) == ("Magnets", "test-model", 2, 4)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"beats": lesson()["beats"][:1]}, "beats and not 2"),
        ({"beats": [{**lesson()["beats"][0], "say": "{term}short"}] * 2}, "words are said"),
        ({"beats": [{**lesson()["beats"][0], "show": {"kind": "scene", "prompt": "x"}}] * 2}, "kind is none of"),
        ({"beats": [{**lesson()["beats"][0], "show": {"kind": "define", "term": ""}}] * 2}, "show.term"),
        ({"beats": [{**lesson()["beats"][0], "say": "{pole}" + "word " * 27}] * 2}, "say marks pole"),
        ({"formulas": [{"name": "x", "typst": "#read(1)", "meaning": "x"}]}, "formula"),
        (
            {"example": {"question": "x", "steps": [{"text": "x", "typst": 'std.read("x")'}], "answer": "x"}},
            "formula",
        ),
        ({"formulas": [{"name": "x", "typst": "x", "meaning": "x"}] * 500}, "at most 12"),
        ({"quiz": [{"question": "Q", "choices": ["a"], "answer": 0, "why": "x"}]}, "quiz"),
    ],
)
def test_a_fault_is_sent_back_with_its_place(changes: dict[str, Any], told: str) -> None:
    chat = Answers(lesson(**changes), lesson())
    written(chat)
    assert told in chat.asked[1][-1].content


def test_two_useless_answers_end_in_a_clear_error() -> None:
    with pytest.raises(Unavailable, match="built-in lesson"):
        written(Answers("no", "no"))


def test_what_a_customer_typed_is_data_in_the_order() -> None:
    chat = Answers(lesson())
    written(chat)
    assert json.loads(chat.asked[0][1].content.partition("The order:\n")[2])["topic"] == "Magnets"
