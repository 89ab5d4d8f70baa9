"""A lesson is as long as it was ordered."""

from __future__ import annotations

import pytest

from domain.errors import InvalidParams
from engine.lesson.timing import FASTEST, LEAD, SLOWEST, cards_of, slots, speed_for


@pytest.mark.parametrize("seconds", [30, 60, 120, 180])
@pytest.mark.parametrize("pace", [0.9, 1.0, 1.1])
def test_pauses_take_up_what_words_leave(seconds: int, pace: float) -> None:
    beats = seconds // 15
    room = seconds - cards_of(seconds).title - cards_of(seconds).end - beats * (LEAD + 0.25)
    natural = [pace * room / beats] * beats
    speed = speed_for(natural, seconds)
    found = slots([each / speed for each in natural], seconds, 30)
    assert found[-1].end + cards_of(seconds).end == pytest.approx(seconds, rel=0.01)
    assert all(slot.end == pytest.approx(following.start) for slot, following in zip(found, found[1:], strict=False))
    assert all(round(slot.end * 30, 6) == round(slot.end * 30) for slot in found)


def test_the_voice_is_never_hurried_or_slowed_beyond_what_sounds_natural() -> None:
    assert 1.1 < speed_for([15.0] * 4, 60) <= FASTEST
    assert speed_for([9.5] * 4, 60) == SLOWEST


@pytest.mark.parametrize(("seconds_of_speech", "told"), [(90.0, "too"), (9.0, "only")])
def test_a_text_that_cannot_fill_the_film_is_refused_with_its_length(seconds_of_speech: float, told: str) -> None:
    with pytest.raises(InvalidParams, match="duration") as refused:
        speed_for([seconds_of_speech / 3] * 3, 60)
    assert ("only" in refused.value.message) == (told == "only")
