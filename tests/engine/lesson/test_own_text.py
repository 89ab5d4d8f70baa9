"""A text of one's own becomes a lesson that says just that text."""

from __future__ import annotations

import re
import time

import pytest

from domain.errors import InvalidParams
from engine.lesson.cues import narrated
from engine.lesson.figures.registry import read_figure
from engine.lesson.own_text.lesson import plan_of_text

LEVER = """# How a lever works

A lever is a rigid bar that turns about a fixed point. The fixed point is called the fulcrum.

The effort is the force that you put in. The load is the thing you want to lift. With a bar four metres long you can
lift 200 kg with the strength of one hand.

First find a strong bar. Then put a stone under it close to the load. Finally push the long end down.

Archimedes wrote about levers more than 2,000 years ago. Scissors, seesaws and wheelbarrows are levers too."""


def test_every_word_is_said_once_and_in_order() -> None:
    plan = plan_of_text(LEVER, "", "beginner", 60)
    said = " ".join(narrated(beat.say).text for beat in plan.beats)
    assert said.split() == LEVER.partition("\n")[2].split()
    assert plan.title == "How a lever works"


def test_figures_follow_from_what_sentences_do() -> None:
    kinds = [beat.show["kind"] for beat in plan_of_text(LEVER, "", "beginner", 60).beats]
    assert {"define", "number", "flow"} <= set(kinds)


def test_each_mark_names_a_part_of_its_figure() -> None:
    for seconds in (30, 60, 120, 180):
        for beat in plan_of_text(LEVER, "", "beginner", seconds).beats:
            named = {name for name, _ in narrated(beat.say).marks}
            assert named
            assert named <= set(read_figure(beat.show).parts())


def test_its_questions_are_answered_by_the_text() -> None:
    plan = plan_of_text(LEVER, "", "beginner", 60)
    assert {term.term for term in plan.glossary} == {"Lever", "Fulcrum", "Effort", "Load"}
    assert len(plan.quiz) == 4
    meanings = {term.term: term.meaning for term in plan.glossary}
    for question in plan.quiz:
        term = re.search("\u201c(.+)\u201d", question.question)
        assert term is not None
        assert question.choices[question.answer] == meanings[term[1]]


@pytest.mark.parametrize(
    "text",
    [
        "水是生命。水很重要。我们每天喝水。",
        "الماء حياة. نشرب الماء كل يوم.",
        "<script>alert(1)</script> {axes} An apple falls. [pause 2s] \U0001f642 It falls down!",
        "one",
        "A " + "very " * 400 + "long sentence without an end",
        "3.14 " * 50,
    ],
)
def test_any_text_gives_a_lesson_that_can_be_drawn(text: str) -> None:
    plan = plan_of_text(text, "", "beginner", 30)
    for beat in plan.beats:
        assert set(name for name, _ in narrated(beat.say).marks) <= set(read_figure(beat.show).parts())
    assert not any(sign in beat.say.replace("{", "", 1) for beat in plan.beats for sign in "<>`")


@pytest.mark.parametrize("text", ["...", "# Only a heading", "\U0001f642\U0001f642"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(InvalidParams, match="no sentences"):
        plan_of_text(text, "", "beginner", 30)


@pytest.mark.parametrize(
    "text",
    [
        "我。" * 2500,
        "A! " * 1666,
        "# a" + " " * 4900 + "b\n\nA lever turns.",
        "# a" + " #" * 2400 + "b\n\nA lever turns.",
    ],
    ids=["signs", "letters", "spaces", "hashes"],
)
def test_no_text_holds_up_the_studio(text: str) -> None:
    start = time.process_time()
    assert plan_of_text(text, "", "beginner", 180).beats
    assert time.process_time() - start < 4, "every quote for a text plans it"


@pytest.mark.parametrize(
    "number", ["9" * 400, "9" * 4800, "1" + ",111" * 1200, "9" * 400 + ".5"], ids=["long", "longest", "commas", "point"]
)
def test_a_number_that_cannot_be_shown_is_said_all_the_same(number: str) -> None:
    (beat,) = plan_of_text(f"The sun weighs {number} kg.", "", "beginner", 30).beats
    assert read_figure(beat.show).kind != "number"


def test_a_heading_may_be_closed() -> None:
    assert plan_of_text("## Levers ##\n\nA lever turns. It lifts.", "", "beginner", 30).title == "Levers"


def test_steps_stand_together_without_what_comes_before_them() -> None:
    text = "The load is heavy. First find a bar. Then put a stone under it. Finally push. Levers are old. We use them."
    flows = [beat.show for beat in plan_of_text(text, "Levers", "beginner", 30).beats if beat.show["kind"] == "flow"]
    assert [[node["text"] for node in flow["nodes"]] for flow in flows] == [
        ["Find a bar", "Put a stone under it", "Push"],
    ]


def test_nothing_is_taken_from_single_words_and_numbers_of_another_language() -> None:
    text = "Las plantas beben agua. Producen 100 mil millones de toneladas de az\u00facar. Dan ox\u00edgeno."
    plan = plan_of_text(text, "Las plantas", "beginner", 30)
    assert {beat.heading for beat in plan.beats} == {"Las plantas"}
    assert "number" not in {beat.show["kind"] for beat in plan.beats}


def test_headings_name_what_is_spoken_of() -> None:
    text = (
        "Scissors are two levers. They share one fulcrum. The load rises a little, and your hand moves far. "
        "Archimedes had a plan with a lever."
    )
    plan = plan_of_text(text, "Levers", "beginner", 180)
    assert [beat.heading for beat in plan.beats] == ["Scissors", "Fulcrum", "Load", "Archimedes"]
