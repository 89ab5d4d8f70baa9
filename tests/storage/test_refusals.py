"""Refused orders in SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import NotFound
from domain.refusals import Outcome, Refusal
from domain.users import new_id
from storage.database import Database
from tests.storage.factories import NOW, add_user

DAY = timedelta(days=1)


def refusal(user_id: str, **changes: Any) -> Refusal:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "created_at": NOW,
        "generator": "script",
        "field": "topic",
        "category": "hate",
        "rule": "words",
        "text_hash": "h1",
        "excerpt": "some words",
    }
    return Refusal(**{**values, **changes})


def test_an_appeal_is_made_and_decided_once(database: Database) -> None:
    user, other_user = add_user(database), add_user(database)
    one, other = refusal(user), refusal(user, text_hash="h2", created_at=NOW + DAY)
    with database.begin() as tx:
        tx.refusals.add(one)
        tx.refusals.add(other)
        assert tx.refusals.of_user(user, 10) == [other, one]
        assert tx.refusals.same_text(user, "h1", "hate") == one
        assert tx.refusals.same_text(user, "h1", "gore") is None
        assert not tx.refusals.resolve(one.id, Outcome.ALLOWED, "", "boss", NOW), "nobody has appealed"
        assert tx.refusals.appeal(one.id, "Please", NOW)
        assert not tx.refusals.appeal(one.id, "Again", NOW)
        assert [each.id for each in tx.refusals.appeals(waiting=True, limit=10)] == [one.id]
        assert tx.refusals.allowed(user, {"h1", "h2"}) == set()
        assert tx.refusals.resolve(one.id, Outcome.ALLOWED, "Fine", "boss", NOW + DAY)
        assert not tx.refusals.resolve(one.id, Outcome.UPHELD, "", "boss", NOW)

    with database.read() as tx:
        assert tx.refusals.allowed(user, {"h1", "h2"}) == {("h1", "hate")}
        assert tx.refusals.allowed(other_user, {"h1"}) == set()
        decided = tx.refusals.get(one.id)
        assert (decided.outcome, decided.note, decided.resolved_at) == (Outcome.ALLOWED, "Fine", NOW + DAY)
        assert [each.id for each in tx.refusals.appeals(waiting=False, limit=10)] == [one.id]
        with pytest.raises(NotFound):
            tx.refusals.get("0" * 32)


def test_only_what_is_over_is_forgotten(database: Database) -> None:
    user = add_user(database)
    plain, waiting, allowed, upheld = (refusal(user, text_hash=str(n)) for n in range(4))
    with database.begin() as tx:
        for each in (plain, waiting, allowed, upheld):
            tx.refusals.add(each)
        for each in (waiting, allowed, upheld):
            assert tx.refusals.appeal(each.id, "Please", NOW)
        tx.refusals.resolve(allowed.id, Outcome.ALLOWED, "", "boss", NOW)
        tx.refusals.resolve(upheld.id, Outcome.UPHELD, "", "boss", NOW)
        assert tx.refusals.forget(NOW) == 0
        assert tx.refusals.forget(NOW + DAY) == 2
        assert {each.id for each in tx.refusals.of_user(user, 10)} == {waiting.id, allowed.id}
