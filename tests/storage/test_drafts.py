"""Unfinished orders in SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from alembic import command
from sqlalchemy import delete, inspect, text

from domain.drafts import Draft, DraftFacts
from domain.users import new_id
from storage import postgres, sqlite
from storage.database import Database
from storage.migrate import configuration
from storage.tables import UserRow
from tests.storage.factories import NOW, add_user


def make_draft(user_id: str, **changes: Any) -> Draft:
    values: dict[str, Any] = {
        "id": new_id(),
        "user_id": user_id,
        "generator": "story",
        "name": "Zoë’s film",
        "version": 1,
        "size": 20,
        "created_at": NOW,
        "updated_at": NOW,
        "content": {"script": "嵐 \u0000 🦊", "scenes": [1.5, None, True]},
    }
    return Draft(**{**values, **changes})


def test_a_draft_comes_back_as_it_was_stored_and_its_id_is_taken(database: Database) -> None:
    draft = make_draft(add_user(database))
    with database.begin() as tx:
        assert tx.drafts.add(draft)
        assert not tx.drafts.add(replace(draft, name="Another"))
    with database.read() as tx:
        assert tx.drafts.find(draft.id) == draft
        assert tx.drafts.find(new_id()) is None


def test_only_the_change_of_the_stored_version_is_written(database: Database) -> None:
    draft = make_draft(add_user(database))
    later = replace(draft, version=2, name="Second", content={"n": 2}, updated_at=NOW + timedelta(hours=1))
    with database.begin() as tx:
        tx.drafts.add(draft)
        assert tx.drafts.replace(1, later)
        assert not tx.drafts.replace(1, replace(draft, version=2, name="Too late"))
        assert tx.drafts.find(draft.id) == later


def test_the_last_changed_draft_is_listed_first_without_contents(database: Database) -> None:
    user_id, other = add_user(database), add_user(database)
    drafts = [make_draft(user_id, name=str(n), updated_at=NOW + timedelta(minutes=n)) for n in range(3)]
    lesson = make_draft(user_id, generator="lesson")
    with database.begin() as tx:
        for draft in (*drafts, lesson, make_draft(other)):
            tx.drafts.add(draft)
        assert (tx.drafts.count(user_id), tx.drafts.count(other)) == (4, 1)
    with database.read() as tx:
        listed = tx.drafts.of_user(user_id, "story")
    assert [draft.name for draft in listed] == ["2", "1", "0"]
    assert type(listed[0]) is DraftFacts


def test_drafts_go_with_their_account(database: Database) -> None:
    user_id = add_user(database)
    draft = make_draft(user_id)
    with database.begin() as tx:
        tx.drafts.add(draft)
        tx.users._connection.execute(delete(UserRow).where(UserRow.id == user_id))
        assert tx.drafts.find(draft.id) is None


def test_the_migration_goes_down_and_up_again(empty_url: str) -> None:
    # given a database with a user and a draft
    database = Database(empty_url)
    database.migrate()
    user_id = add_user(database, credits=5)
    with database.begin() as tx:
        tx.drafts.add(make_draft(user_id))

    # when it goes one version back
    kind = sqlite if database._engine.dialect.name == "sqlite" else postgres
    with kind.migrating(database._engine) as connection:
        command.downgrade(configuration(connection), "0001")
    with database._engine.connect() as connection:
        assert "drafts" not in inspect(connection).get_table_names()
        assert connection.execute(text("SELECT count(*) FROM users")).scalar_one() == 1

    # then it comes up again, without the drafts and with all else
    database.migrate()
    with database.read() as tx:
        assert tx.drafts.of_user(user_id, None) == []
        assert tx.ledger.credits(user_id).balance == 5
    database.close()
