"""What accounts prove themselves by, beside passwords; what happened to them; and their end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.errors import InsufficientCredits, NotFound
from domain.users import Role, Scope
from storage.database import Database
from storage.tables import LedgerEntryRow, SessionRow
from tests.storage.factories import NOW, add_job, add_user, make_api_key, make_session

LATER = NOW + timedelta(minutes=5)


def test_only_sessions_that_open_something_are_listed_the_last_used_first(database: Database) -> None:
    user_id = add_user(database)
    old, used = make_session(user_id), make_session(user_id, last_seen_at=LATER)
    dead = [make_session(user_id, spent_at=NOW), make_session(user_id, revoked_at=NOW)]
    dead.append(make_session(user_id, expires_at=LATER))
    foreign = make_session(add_user(database))
    with database.begin() as tx:
        for session in (old, used, *dead, foreign):
            tx.sessions.add(session)

    with database.read() as tx:
        assert [session.id for session in tx.sessions.of_user(user_id, LATER)] == [used.id, old.id]
        assert tx.sessions.lives(user_id, old.family, LATER)
        assert not tx.sessions.lives("another", old.family, LATER)
        assert not any(tx.sessions.lives(user_id, session.family, LATER) for session in dead)


def test_sessions_that_ended_long_ago_are_dropped(database: Database) -> None:
    user_id = add_user(database)
    old, spent, fresh = (
        make_session(user_id, expires_at=NOW),
        make_session(user_id, spent_at=NOW),
        make_session(user_id),
    )
    with database.begin() as tx:
        for session in (old, spent, fresh):
            tx.sessions.add(session)
        assert tx.sessions.drop_ended(LATER) == 1
        assert [tx.sessions.by_secret(each.secret_hash) is None for each in (old, spent, fresh)] == [True, False, False]


def test_scopes_and_end_of_a_key_come_back_as_they_were_stored(database: Database) -> None:
    key = make_api_key(add_user(database), scopes=frozenset({Scope.JOBS, Scope.READ}), expires_at=LATER)
    with database.begin() as tx:
        tx.api_keys.add(key)
        assert tx.api_keys.by_secret(key.secret_hash) == key


def test_time_steps_of_codes_only_go_forward(database: Database) -> None:
    user_id = add_user(database)
    with database.begin() as tx:
        assert (tx.users.totp(user_id), tx.users.get(user_id).two_factor) == (None, False)
        tx.users.set_totp(user_id, "sealed")
        assert (tx.users.totp(user_id), tx.users.get(user_id).two_factor) == ("sealed", True)
        assert [tx.users.take_totp_step(user_id, step) for step in (7, 7, 6, 8)] == [True, False, False, True]
        tx.users.set_totp(user_id, "another")
        assert tx.users.take_totp_step(user_id, 7)


def test_recovery_codes_are_used_once_by_their_owner(database: Database) -> None:
    user_id, other = add_user(database), add_user(database)
    with database.begin() as tx:
        tx.recovery_codes.replace(user_id, ["a", "b"])
        used = [tx.recovery_codes.use(who, "a", NOW) for who in (other, user_id, user_id)]
        assert (used, tx.recovery_codes.left(user_id)) == ([False, True, False], 1)
        tx.recovery_codes.replace(user_id, ["c"])
        assert not tx.recovery_codes.use(user_id, "b", NOW)


def test_links_in_letters_know_whose_they_are_and_end(database: Database) -> None:
    user_id = add_user(database)
    with database.begin() as tx:
        tx.one_time_tokens.add("reset", "mine", LATER, user_id)
        tx.one_time_tokens.add("reset", "nobodys", LATER)
        assert [tx.one_time_tokens.owner("reset", each) for each in ("mine", "nobodys", "unknown")] == [
            user_id,
            None,
            None,
        ]
        assert tx.one_time_tokens.owner("verify", "mine") is None
        tx.one_time_tokens.drop("reset", user_id)
        assert not tx.one_time_tokens.valid("reset", "mine", NOW)
        tx.one_time_tokens.drop_expired(LATER + timedelta(seconds=1))
        assert not tx.one_time_tokens.valid("reset", "nobodys", NOW)


def test_audit_events_are_read_newest_first_by_user_and_by_kind(database: Database) -> None:
    user_id, other = add_user(database), add_user(database)
    with database.begin() as tx:
        tx.audit.add("user.signed_in", user_id, "192.0.2.1", {"device": "Firefox"})
        tx.audit.add("key.created", other)
        tx.audit.add("user.sign_in_failed", None, "x" * 100)
        tx.audit.add("user.signed_out", user_id)
        with pytest.raises(ValueError, match="noun.verb"):
            tx.audit.add("Something else", user_id)

    with database.read() as tx:
        mine = tx.audit.of_user(user_id)
        assert [event.kind for event in mine] == ["user.signed_out", "user.signed_in"]
        assert (mine[1].ip, mine[1].data) == ("192.0.2.1", {"device": "Firefox"})
        assert tx.audit.of_user(user_id, before=mine[0].id) == mine[1:]
        assert [event.kind for event in tx.audit.of_kinds("user.", limit=2)] == [
            "user.signed_out",
            "user.sign_in_failed",
        ]
        assert tx.audit.of_kinds("use%") == []


def test_a_deleted_user_leaves_only_the_ledger(database: Database) -> None:
    user_id, other = add_user(database, credits=50, email="ada@example.org", role=Role.ADMIN), add_user(database)
    add_job(database, user_id)
    with database.begin() as tx:
        for each in (user_id, other):
            tx.sessions.add(make_session(each))
        tx.identities.link("github", "42", user_id)
        tx.audit.add("user.signed_in", user_id)
        assert (tx.users.admins(), tx.identities.owner("github", "42")) == (1, user_id)

        tx.users.anonymise(user_id, NOW)
        assert (tx.users.admins(), tx.identities.owner("github", "42")) == (0, None)
        assert tx.users.half_deleted() == [user_id]
        tx.own_rows.delete(user_id)
        tx.audit.add("user.deleted", user_id)

    with database.begin() as tx:
        assert tx.users.half_deleted() == []
        assert tx.users.by_email("ada@example.org") is None
        assert "ada" not in tx.users.get(user_id).email
        count = select(func.count()).select_from
        assert tx.users._connection.execute(count(SessionRow)).scalar_one() == 1
        assert tx.users._connection.execute(count(LedgerEntryRow)).scalar_one() == 1
        with pytest.raises((NotFound, InsufficientCredits)):
            tx.ledger.hold(user_id, "job", 1)


def test_every_row_of_an_account_is_found(database: Database) -> None:
    user_id, other = add_user(database, credits=5), add_user(database)
    job = add_job(database, user_id)
    add_job(database, other)
    with database.begin() as tx:
        tx.sessions.add(make_session(user_id))

    with database.read() as tx:
        found = {kind: list(tx.own_rows.of_kind(kind, user_id)) for kind in tx.own_rows.kinds()}

    assert next(iter(found)) == "users"
    assert {kind for kind, rows in found.items() if rows} == {"users", "jobs", "sessions", "ledger_entries"}
    assert found["jobs"][0]["id"] == job.id
    assert not any("hash" in name or "secret" in name for rows in found.values() for row in rows for name in row)
