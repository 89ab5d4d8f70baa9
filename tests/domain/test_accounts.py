"""Signing up and in, sessions, refresh tokens, API keys, the first administrator."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.accounts import Accounts
from domain.errors import Conflict, InvalidParams, NotAuthenticated, RateLimited
from domain.users import Role, SessionKind
from tests.support.studio import StudioKit

PASSWORD = "correct horse"


@pytest.fixture
def accounts(kit: StudioKit) -> Accounts:
    return kit.accounts


def later(accounts: Accounts, **time: float) -> Accounts:
    return replace(accounts, clock=lambda: datetime.now(UTC) + timedelta(**time))


def test_a_new_account_has_fifty_credits(accounts: Accounts) -> None:
    user = accounts.register("Ada@Example.org", PASSWORD)
    assert (user.email, user.name, user.role) == ("ada@example.org", "ada", Role.CREATOR)
    assert accounts.credits(user.id).balance == 50


def test_an_address_is_taken_once(accounts: Accounts) -> None:
    accounts.register("ada@example.org", PASSWORD)
    with pytest.raises(Conflict):
        accounts.register("ADA@example.org", PASSWORD)


def test_names_are_limited(accounts: Accounts) -> None:
    assert accounts.register("a@example.org", PASSWORD, "x" * 80).name == "x" * 80
    with pytest.raises(InvalidParams):
        accounts.register("b@example.org", PASSWORD, "x" * 81)


def test_sign_in_says_no_more_than_wrong(accounts: Accounts) -> None:
    accounts.register("ada@example.org", PASSWORD)
    messages = set()
    for email, password in [("ada@example.org", "wrong one"), ("bob@example.org", PASSWORD), ("not an address", "x")]:
        with pytest.raises(NotAuthenticated) as caught:
            accounts.sign_in(email, password, "1.2.3.4")
        messages.add(caught.value.message)
    assert len(messages) == 1


def test_the_sixth_guess_is_refused_even_if_right(accounts: Accounts) -> None:
    accounts.register("ada@example.org", PASSWORD)
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            accounts.sign_in("ada@example.org", "wrong one", "1.2.3.4")
    with pytest.raises(RateLimited) as caught:
        accounts.sign_in("ada@example.org", PASSWORD, "1.2.3.4")
    assert caught.value.details["retry_after"] == 900
    assert accounts.sign_in("ada@example.org", PASSWORD, "5.6.7.8").email == "ada@example.org"


def test_a_success_forgets_earlier_failures(accounts: Accounts) -> None:
    accounts.register("ada@example.org", PASSWORD)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotAuthenticated):
                accounts.sign_in("ada@example.org", "wrong one", "1.2.3.4")
        accounts.sign_in("ada@example.org", PASSWORD, "1.2.3.4")


@pytest.mark.parametrize(("remember", "hours"), [(False, 12), (True, 30 * 24)])
def test_a_browser_session_lasts_as_long_as_asked(accounts: Accounts, remember: bool, hours: int) -> None:
    user = accounts.register("ada@example.org", PASSWORD)
    session = accounts.sessions.open(user, SessionKind.BROWSER, remember=remember)
    assert later(accounts, hours=hours - 0.1).sessions.by_cookie(session.secret).user.id == user.id
    with pytest.raises(NotAuthenticated):
        later(accounts, hours=hours + 0.1).sessions.by_cookie(session.secret)


def test_signing_out_ends_one_session_and_everywhere_all(accounts: Accounts) -> None:
    user = accounts.register("ada@example.org", PASSWORD)
    first, second, third = (accounts.sessions.open(user, SessionKind.BROWSER) for _ in range(3))
    accounts.sessions.end(first.secret)
    with pytest.raises(NotAuthenticated):
        accounts.sessions.by_cookie(first.secret)
    assert accounts.sessions.by_cookie(second.secret).user.id == user.id
    accounts.sessions.end_all(user.id)
    for session in (second, third):
        with pytest.raises(NotAuthenticated):
            accounts.sessions.by_cookie(session.secret)


def test_a_refresh_token_works_once_and_its_reuse_ends_the_family(accounts: Accounts) -> None:
    user = accounts.register("ada@example.org", PASSWORD)
    first = accounts.sessions.open(user, SessionKind.REFRESH)
    second = accounts.sessions.refresh(first.secret)
    third = accounts.sessions.refresh(second.secret)
    with pytest.raises(NotAuthenticated):
        accounts.sessions.refresh(first.secret)
    with pytest.raises(NotAuthenticated):
        accounts.sessions.refresh(third.secret)


def test_secrets_of_one_kind_do_not_serve_as_another(accounts: Accounts) -> None:
    user = accounts.register("ada@example.org", PASSWORD)
    browser = accounts.sessions.open(user, SessionKind.BROWSER)
    refresh = accounts.sessions.open(user, SessionKind.REFRESH)
    for use in (lambda: accounts.sessions.by_cookie(refresh.secret), lambda: accounts.sessions.refresh(browser.secret)):
        with pytest.raises(NotAuthenticated):
            use()
    for secret in (browser.secret, refresh.secret, "", "kin_", "kin_nonsense"):
        with pytest.raises(NotAuthenticated):
            accounts.sessions.by_bearer(secret)


def test_a_refresh_token_ends_after_seven_days(accounts: Accounts) -> None:
    session = accounts.sessions.open(accounts.register("ada@example.org", PASSWORD), SessionKind.REFRESH)
    with pytest.raises(NotAuthenticated):
        later(accounts, days=7.01).sessions.refresh(session.secret)


def test_api_keys_work_until_revoked_by_their_owner(accounts: Accounts) -> None:
    ada, bob = (accounts.register(f"{name}@example.org", PASSWORD) for name in ("ada", "bob"))
    key, secret = accounts.keys.create(ada.id, "laptop")
    assert accounts.sessions.by_bearer(secret).user.id == ada.id
    assert accounts.keys.of_user(ada.id)[0].last_used_at is not None
    assert accounts.keys.of_user(bob.id) == []
    with pytest.raises(Exception, match="(?i)key"):
        accounts.keys.revoke(bob.id, key.id)
    accounts.keys.revoke(ada.id, key.id)
    with pytest.raises(NotAuthenticated):
        accounts.sessions.by_bearer(secret)
    with pytest.raises(InvalidParams):
        accounts.keys.create(ada.id, "  ")


def test_an_access_token_names_its_user(accounts: Accounts) -> None:
    user = accounts.register("ada@example.org", PASSWORD)
    session = accounts.sessions.open(user, SessionKind.REFRESH)
    assert accounts.sessions.by_bearer(accounts.sessions.access_token(session)).user.id == user.id


def test_the_admin_link_makes_one_administrator(accounts: Accounts) -> None:
    secret, spare = accounts.first_admin.link_secret(), accounts.first_admin.link_secret()
    assert secret is not None
    assert spare is not None
    assert accounts.first_admin.valid(secret)
    with pytest.raises(InvalidParams):
        accounts.first_admin.register(secret, "root@example.org", "short")
    assert accounts.first_admin.register(secret, "root@example.org", PASSWORD).role is Role.ADMIN
    for link in (secret, spare):
        assert not accounts.first_admin.valid(link)
        with pytest.raises(NotAuthenticated):
            accounts.first_admin.register(link, "other@example.org", PASSWORD)
    assert accounts.first_admin.link_secret() is None


def test_an_admin_link_ends_after_a_day(accounts: Accounts) -> None:
    secret = accounts.first_admin.link_secret()
    assert secret is not None
    with pytest.raises(NotAuthenticated):
        later(accounts, hours=25).first_admin.register(secret, "root@example.org", PASSWORD)


def test_names_of_other_scripts_are_kept(accounts: Accounts) -> None:
    assert accounts.register("a@example.org", PASSWORD, "نازنین\u200cزهرا").name == "نازنین\u200cزهرا"


@pytest.mark.parametrize("name", ["\u200b", "\u200d", "a\u202eb", "a\x7f", "a\x00b"])
def test_names_without_a_face_are_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(InvalidParams, match="invisible"):
        accounts.register("a@example.org", PASSWORD, name)
