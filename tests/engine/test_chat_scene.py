"""Scenes by a language model: what is used of its answers, and what happens when they are no use."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from domain.errors import JobCancelled, Unavailable
from domain.generator import BackendInfo
from engine.chat_message import ChatMessage
from engine.chat_scene import FELL_BACK, ChatScene
from engine.scene.words.scene_json import from_json

PROMPT = "A glorp beside two red barns at night"
GOOD = {
    "place": "farm", "time_of_day": "night", "weather": "clear", "season": "summer", "mood": "calm",
    "palette": "natural", "subjects": [{"noun": "barn", "count": 2, "colour": "red"}],
    "characters": [], "without": [], "camera": {"shot": "wide"},
}  # fmt: skip


class Answers:
    """A chat that gives these answers one after the other; an exception is raised."""

    info = BackendInfo("neural", "test", "m", "1")

    def __init__(self, *answers: str | Exception) -> None:
        self.left = list(answers)
        self.asked: list[Sequence[ChatMessage]] = []

    def complete(self, messages: Sequence[ChatMessage], *_: Any) -> str:
        self.asked.append(list(messages))
        answer = self.left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def written(chat: Answers, style: str = "cartoon") -> Any:
    scene = ChatScene(chat).write(PROMPT, "", style, 5, lambda _fraction: None)
    from_json(json.dumps(scene))  # whatever happened, it is a valid scene
    return scene


def test_a_good_answer_is_the_scene_but_prompt_style_and_seed_stay_ours() -> None:
    forged = {**GOOD, "prompt": "something else", "style": "anime", "seed": 99}
    scene = written(Answers(f"Here you are: {json.dumps(forged)} I hope it helps."))
    assert (scene["place"], scene["subjects"][0]["noun"], scene["subjects"][0]["count"]) == ("farm", "barn", 2)
    assert (scene["prompt"], scene["style"], scene["seed"]) == (PROMPT, "cartoon", 5)
    assert scene["unknown_words"] == ["glorp"]


def test_a_bad_answer_is_sent_back_with_the_path_of_the_fault() -> None:
    chat = Answers(json.dumps({**GOOD, "subjects": [{"noun": "glorp"}]}), json.dumps(GOOD))
    scene = written(chat)
    assert scene["subjects"][0]["noun"] == "barn"
    assert "subjects[0].noun" in chat.asked[1][-1].content


@pytest.mark.parametrize(
    "answers",
    [("no", "still no"), ("[" * 9000, "{}x{"), (Unavailable("gone"),), (json.dumps({**GOOD, "extra": 1}), "[1]")],
    ids=["prose", "nesting", "unreachable", "unknown field"],
)
def test_no_usable_answer_leaves_it_to_the_built_in_reader(answers: tuple[str | Exception, ...]) -> None:
    scene = written(Answers(*answers))
    assert FELL_BACK in scene["notes"]
    assert [subject["noun"] for subject in scene["subjects"]] == ["barn"]


def test_the_order_is_data_and_not_instructions() -> None:
    chat = Answers(json.dumps(GOOD))
    written(chat)
    system, order = chat.asked[0]
    assert PROMPT not in system.content
    assert json.loads(order.content.split("\n", 1)[1])["prompt"] == PROMPT


def test_cancelling_is_let_through() -> None:
    with pytest.raises(JobCancelled):
        written(Answers(JobCancelled("stop")))
