"""Words and how they are said, of an account and of an order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import InvalidParams
from domain.pronunciations import TEXT_MAX, WORDS_MAX, merged, pronunciations
from domain.users import User
from tests.support.studio import StudioKit

VOICE = {"text": "Siobhan met Xavier."}


@pytest.fixture
def ada(kit: StudioKit) -> User:  # instead of the one who says nothing
    return replace(kit.user(), pronunciations="Siobhan = shi-vawn\nXavier = zay-vee-er")


def test_an_order_is_spoken_with_the_words_of_its_account(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "voice", VOICE).job
    assert pronunciations(job.params["pronunciations"]) == {"Siobhan": "shi-vawn", "Xavier": "zay-vee-er"}


def test_what_the_order_says_itself_comes_first(kit: StudioKit, ada: User) -> None:
    job = kit.studio.submit(ada, "voice", {**VOICE, "pronunciations": "siobhan = see-oh-ban"}).job
    assert pronunciations(job.params["pronunciations"]) == {"siobhan": "see-oh-ban", "Xavier": "zay-vee-er"}


def test_what_does_not_speak_is_left_alone(kit: StudioKit, ada: User) -> None:
    assert "pronunciations" not in kit.studio.submit(ada, "script", {"topic": "Bees"}).job.params


def test_a_bad_line_of_an_order_is_named_as_such(kit: StudioKit, ada: User) -> None:
    with pytest.raises(InvalidParams, match="pronunciations"):
        kit.studio.submit(ada, "voice", {**VOICE, "pronunciations": "no sign of equality"})


@pytest.mark.parametrize("text", ["no sign", "two words = too many", "x" * TEXT_MAX + " = y"])
def test_an_account_keeps_no_bad_lines(kit: StudioKit, text: str) -> None:
    user = kit.user()
    with pytest.raises(InvalidParams):
        kit.accounts.set_pronunciations(user.id, text)


def test_as_many_words_as_allowed_and_no_more() -> None:
    lines = [f"word{n} = said{n}" for n in range(WORDS_MAX + 1)]
    assert len(pronunciations("\n".join(lines[:-1]))) == WORDS_MAX
    with pytest.raises(ValueError, match="at most"):
        merged(lines[0], "\n".join(lines[1:] + ["another = one"]))
