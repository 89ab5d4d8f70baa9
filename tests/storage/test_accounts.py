"""Users and what signs them in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.errors import Conflict, NotFound
from domain.users import Role, SessionKind
from storage.database import Database
from tests.storage.factories import NOW, add_user, make_api_key, make_session, make_user

LATER = NOW + timedelta(minutes=5)


def test_user_is_found_by_id_and_by_address(database: Database) -> None:
    user = make_user(email="ada@example.org", name="Ada Lovelace")
    with database.begin() as tx:
        tx.users.add(user, "$2b$hash")

    with database.read() as tx:
        assert tx.users.get(user.id) == user
        assert tx.users.by_email("ada@example.org") == (user, "$2b$hash")
        assert tx.users.by_email("eve@example.org") is None


def test_taken_address_is_a_conflict_that_leaves_the_transaction_usable(database: Database) -> None:
    add_user(database, email="ada@example.org")
    with database.begin() as tx:
        with pytest.raises(Conflict, match="already registered"):
            tx.users.add(make_user(email="ada@example.org"), "other")
        assert tx.users.by_email("ada@example.org") is not None


def test_unknown_user_is_not_found(database: Database) -> None:
    with database.begin() as tx:
        with pytest.raises(NotFound):
            tx.users.get("nobody")
        with pytest.raises(NotFound):
            tx.users.set_role("nobody", Role.ADMIN)


def test_first_administrator(database: Database) -> None:
    # given a creator
    user_id = add_user(database)
    with database.read() as tx:
        assert not tx.users.admin_exists()

    # when made an administrator
    with database.begin() as tx:
        tx.users.set_role(user_id, Role.ADMIN)

    with database.read() as tx:
        assert tx.users.admin_exists()
        assert tx.users.get(user_id).role is Role.ADMIN


def test_session_comes_back_as_it_was_stored(database: Database) -> None:
    session = make_session(add_user(database), kind=SessionKind.BROWSER, user_agent="Firefox", remember=True)
    with database.begin() as tx:
        tx.sessions.add(session)

    with database.read() as tx:
        assert tx.sessions.by_secret(session.secret_hash) == session
        assert tx.sessions.by_secret("unknown") is None


def test_refresh_token_is_spent_once(database: Database) -> None:
    session = make_session(add_user(database))
    with database.begin() as tx:
        tx.sessions.add(session)

        assert tx.sessions.spend(session.id, NOW)
        assert not tx.sessions.spend(session.id, LATER)

    with database.read() as tx:
        stored = tx.sessions.by_secret(session.secret_hash)
    assert stored is not None and stored.spent_at == NOW and not stored.valid(NOW)


def test_revoked_refresh_token_cannot_be_spent(database: Database) -> None:
    session = make_session(add_user(database))
    with database.begin() as tx:
        tx.sessions.add(session)
        tx.sessions.revoke_family(session.family, NOW)

        assert not tx.sessions.spend(session.id, NOW)


def test_revoking_a_family_keeps_other_families_and_earlier_times(database: Database) -> None:
    # given two tokens of one family, one of them revoked before, and one of another
    user_id = add_user(database)
    first = make_session(user_id, family="a", revoked_at=NOW)
    second, other = make_session(user_id, family="a"), make_session(user_id, family="b")
    with database.begin() as tx:
        for session in (first, second, other):
            tx.sessions.add(session)

        # when the family is revoked
        tx.sessions.revoke_family("a", LATER)

        # then
        found = [tx.sessions.by_secret(each.secret_hash) for each in (first, second, other)]
    assert [each.revoked_at for each in found if each] == [NOW, LATER, None]


def test_signing_out_everywhere_is_for_one_user(database: Database) -> None:
    mine, other = make_session(add_user(database)), make_session(add_user(database))
    with database.begin() as tx:
        tx.sessions.add(mine)
        tx.sessions.add(other)
        tx.sessions.revoke_all(mine.user_id, NOW)
        found = [tx.sessions.by_secret(each.secret_hash) for each in (mine, other)]
    assert [each.revoked_at for each in found if each] == [NOW, None]


def test_api_keys_are_listed_newest_first(database: Database) -> None:
    user_id = add_user(database)
    old, new, foreign = make_api_key(user_id), make_api_key(user_id, created_at=LATER), make_api_key(add_user(database))
    with database.begin() as tx:
        for key in (old, new, foreign):
            tx.api_keys.add(key)

    with database.read() as tx:
        assert tx.api_keys.of_user(user_id) == [new, old]
        assert tx.api_keys.by_secret(old.secret_hash) == old
        assert tx.api_keys.by_secret("unknown") is None


def test_api_key_is_revoked_by_its_owner_only(database: Database) -> None:
    key = make_api_key(add_user(database))
    stranger = add_user(database)
    with database.begin() as tx:
        tx.api_keys.add(key)
        with pytest.raises(NotFound):
            tx.api_keys.revoke(stranger, key.id, NOW)
        tx.api_keys.revoke(key.user_id, key.id, NOW)
        tx.api_keys.revoke(key.user_id, key.id, LATER)
        found = tx.api_keys.by_secret(key.secret_hash)
    assert found is not None and found.revoked_at == NOW


def test_use_of_an_api_key_is_noted(database: Database) -> None:
    key = make_api_key(add_user(database))
    with database.begin() as tx:
        tx.api_keys.add(key)
        tx.api_keys.touch(key.id, LATER)
        found = tx.api_keys.by_secret(key.secret_hash)
    assert found is not None and found.last_used_at == LATER


def test_one_time_token_works_once_for_its_purpose(database: Database) -> None:
    with database.begin() as tx:
        tx.one_time_tokens.add("first-admin", "hash", LATER)

        assert tx.one_time_tokens.valid("first-admin", "hash", NOW)
        assert not tx.one_time_tokens.use("reset-password", "hash", NOW)
        assert not tx.one_time_tokens.use("first-admin", "other", NOW)
        assert tx.one_time_tokens.use("first-admin", "hash", NOW)
        assert not tx.one_time_tokens.use("first-admin", "hash", NOW)
        assert not tx.one_time_tokens.valid("first-admin", "hash", NOW)


@pytest.mark.parametrize(("early", "works"), [(timedelta(microseconds=1), True), (timedelta(0), False)])
def test_one_time_token_expires(database: Database, early: timedelta, works: bool) -> None:
    with database.begin() as tx:
        tx.one_time_tokens.add("first-admin", "hash", LATER)

        assert tx.one_time_tokens.valid("first-admin", "hash", LATER - early) is works
        assert tx.one_time_tokens.use("first-admin", "hash", LATER - early) is works
