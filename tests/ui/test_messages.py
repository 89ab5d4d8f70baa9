"""Errors in the words of the form."""

from __future__ import annotations

from domain.errors import Conflict, InsufficientCredits, InvalidParams, RateLimited
from engine.generators.restyle import RestyleParams
from engine.generators.script import ScriptParams
from ui.messages import api_message, error_answer


def test_one_wrong_field_is_named_by_its_label() -> None:
    error = InvalidParams("x", fields=[{"field": "strength", "message": "Input should be less than or equal to 1"}])
    answer = error_answer(error, RestyleParams)
    assert answer["message"] == "Strength: This should be less than or equal to 1."
    assert answer["fields"] == {"strength": "This should be less than or equal to 1."}


def test_missing_file_and_empty_text_say_what_to_do() -> None:
    missing = InvalidParams("x", fields=[{"field": "photo", "message": "Field required"}])
    empty = InvalidParams("x", fields=[{"field": "topic", "message": "String should have at least 1 character"}])
    assert error_answer(missing, RestyleParams)["fields"] == {"photo": "Add a file first."}
    assert error_answer(empty, ScriptParams)["fields"] == {"topic": "This cannot be empty."}


def test_several_wrong_fields_are_listed() -> None:
    fields = [{"field": "photo", "message": "Field required"}, {"field": "count", "message": "Input should be 1"}]
    answer = error_answer(InvalidParams("x", fields=fields), RestyleParams)
    assert answer["message"] == "Some settings need another look: Photo, Pictures."
    assert set(answer["fields"]) == {"photo", "count"}


def test_fields_that_no_form_has_are_not_marked() -> None:
    error = InvalidParams("nope: Extra inputs are not permitted.", fields=[{"field": "nope", "message": "Extra"}])
    assert error_answer(error, RestyleParams)["fields"] == {}


def test_money_and_limits() -> None:
    assert "Nothing was charged." in error_answer(InsufficientCredits("This costs 4."), RestyleParams)["message"]
    limited = error_answer(RateLimited("Too many jobs.", retry_after=600), RestyleParams)
    assert limited["message"] == "Too many jobs. Try again in 10 min."
    assert limited["code"] == "rate_limited"


def test_other_errors_are_shown_as_they_are() -> None:
    assert error_answer(Conflict("Already there."), RestyleParams)["message"] == "Already there."
    fields = [{"field": "photo", "message": "Field required"}]
    assert api_message(InvalidParams("x", fields=fields), RestyleParams) == "photo: Add a file first."
    assert api_message(Conflict("Already there."), RestyleParams) == "Already there."
