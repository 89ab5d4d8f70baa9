"""No script holds up the studio: every quote for a story cuts it into scenes."""

from __future__ import annotations

import time

import pytest

from domain.errors import InvalidParams
from engine.story.sentences import parts, seconds
from engine.story.storyboard import SCENES_MAX
from engine.story.writing import Wishes, storyboard_of


@pytest.mark.parametrize("line", ["ANNA: hi.\n", "Anna ran.\n\nBen slept.\n\n", "a, "], ids=["talk", "turns", "commas"])
def test_every_script_becomes_a_storyboard_soon(line: str) -> None:
    start = time.process_time()
    made = storyboard_of(line * (19_000 // len(line)), Wishes())
    assert 1 <= len(made.scenes) <= SCENES_MAX
    assert time.process_time() - start < 10


def test_a_long_list_is_cut_near_its_middle() -> None:
    things = ", ".join(["some apples and pears"] * 200)
    first, *_, last = cut = parts(things, seconds(things) * 0.6)
    assert " ".join(cut) == things
    assert len(cut) == 2
    assert seconds(first) == pytest.approx(seconds(last), rel=0.02)


@pytest.mark.parametrize("script", ["- " * 9000 + "x", '{"sections":' + "[" * 5000], ids=["dashes", "brackets"])
def test_signs_that_nobody_can_say_are_refused(script: str) -> None:
    with pytest.raises(InvalidParams, match="Nobody can say"):
        storyboard_of(script, Wishes())


@pytest.mark.parametrize("script", ["{} ran home. {} smiled. It was the best day.", "{}: It is the end of the day."])
def test_an_endless_name_is_no_fault(script: str) -> None:
    made = storyboard_of(script.replace("{}", "A" + "a" * 90), Wishes())
    assert all(len(character.name) <= 60 for character in made.characters)
