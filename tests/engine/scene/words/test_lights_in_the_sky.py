"""What shines by day and what by night."""

from __future__ import annotations

import pytest

from engine.scene.words.parser import parse


@pytest.mark.parametrize("hour", ["at dusk", "at noon", "in the morning"])
def test_northern_lights_are_shown_in_the_dark_and_that_is_told(hour: str) -> None:
    spec = parse(f"an igloo {hour} with northern lights", style="realistic", seed=1)
    assert spec.time_of_day == "night"
    assert any("Northern lights" in note for note in spec.notes)


def test_at_night_there_is_nothing_to_tell_of_them() -> None:
    spec = parse("an igloo at night with northern lights", style="realistic", seed=1)
    assert (spec.time_of_day, spec.notes) == ("night", ())
