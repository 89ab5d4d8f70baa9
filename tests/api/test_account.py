"""Letters' links, passwords, devices, scopes of keys, activity, by REST."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.letters import LetterKind
from tests.support.api_world import PASSWORD, ApiWorld, error_code
from tests.support.post import Post

AUTH = "/api/v1/auth"
ADA = {"email": "ada@example.org", "password": PASSWORD}
NEW_PASSWORD = "another horse"


@pytest.fixture
def post(world: ApiWorld) -> Post:
    return world.post


def later(world: ApiWorld, **time: float) -> ApiWorld:
    """The same installation, so long after now."""
    world.clock.ahead = timedelta(**time)
    return world


def signed_in(world: ApiWorld, **changes: str) -> TestClient:
    """Somebody who signed in by REST, with an access token and the refresh cookie."""
    client = world.client()
    answer = client.post(f"{AUTH}/login", json={**ADA, **changes})
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


def fields(response: Any) -> list[str]:
    return [each["field"] for each in response.json()["error"]["details"]["fields"]]


# --- the address ------------------------------------------------------------------------------------------------------


def test_the_link_of_the_letter_verifies_the_address_once_and_for_all(world: ApiWorld, post: Post) -> None:
    client = world.client()
    client.post(f"{AUTH}/register", json=ADA)
    token, ada = post.token(LetterKind.VERIFY), signed_in(world)
    assert ada.get(f"{AUTH}/me").json()["email_verified"] is False

    assert client.post(f"{AUTH}/verify-email", json={"token": token}).status_code == 204

    assert ada.get(f"{AUTH}/me").json()["email_verified"] is True
    assert client.post(f"{AUTH}/verify-email", json={"token": token}).status_code == 204
    assert ada.post(f"{AUTH}/verify-email/resend").status_code == 202
    assert len(post.letters) == 1


def test_links_serve_only_what_they_are_for_and_until_they_end(world: ApiWorld, post: Post) -> None:
    world.user()
    world.client().post(f"{AUTH}/forgot-password", json={"email": "ada@example.org"})
    verify, reset = post.token(LetterKind.VERIFY), post.token(LetterKind.RESET)
    body = {"password": NEW_PASSWORD}
    refused = [
        world.client().post(f"{AUTH}/verify-email", json={"token": reset}),
        world.client().post(f"{AUTH}/reset-password", json={**body, "token": verify}),
        later(world, days=3, seconds=1).client().post(f"{AUTH}/verify-email", json={"token": verify}),
        later(world, hours=1, seconds=1).client().post(f"{AUTH}/reset-password", json={**body, "token": reset}),
    ]
    assert [(each.status_code, error_code(each)) for each in refused] == [(400, "link_spent")] * 4
    assert later(world, days=2.9).client().post(f"{AUTH}/verify-email", json={"token": verify}).status_code == 204
    in_time = later(world, minutes=59).client()
    assert in_time.post(f"{AUTH}/reset-password", json={**body, "token": reset}).status_code == 204


def test_an_installation_may_take_jobs_from_verified_addresses_only(world: ApiWorld, post: Post) -> None:
    studio = type(world.deps.studio)(replace(world.deps.studio._ports, require_verified=True))
    strict = world.rewired(studio=studio)
    client = strict.program()
    refused = client.post("/api/v1/jobs/script", json={"topic": "volcanoes"})
    assert (refused.status_code, error_code(refused)) == (403, "forbidden")
    client.post(f"{AUTH}/verify-email", json={"token": post.token(LetterKind.VERIFY)})
    assert client.post("/api/v1/jobs/script", json={"topic": "volcanoes"}).status_code == 202


# --- a forgotten password ---------------------------------------------------------------------------------------------


def test_a_reset_ends_every_sign_in_but_no_key(world: ApiWorld, post: Post) -> None:
    world.user()
    ada, browser = signed_in(world), world.browser()
    key = ada.post(f"{AUTH}/api-keys", json={"name": "CI"}).json()["key"]
    world.client().post(f"{AUTH}/forgot-password", json={"email": " ADA@example.org"})
    body = {"token": post.token(LetterKind.RESET), "password": NEW_PASSWORD}

    assert world.client().post(f"{AUTH}/reset-password", json={**body, "password": "short"}).status_code == 422
    assert world.client().post(f"{AUTH}/reset-password", json=body).status_code == 204

    assert ada.get(f"{AUTH}/me").status_code == 401  # the access token, too
    assert ada.post(f"{AUTH}/refresh", headers={"Authorization": ""}).status_code == 401
    assert browser.get(f"{AUTH}/me").status_code == 401
    assert world.client(Authorization=f"Bearer {key}").get(f"{AUTH}/me").status_code == 200
    assert world.client().post(f"{AUTH}/login", json=ADA).status_code == 401
    assert signed_in(world, password=NEW_PASSWORD).get(f"{AUTH}/me").json()["email_verified"] is True
    assert world.client().post(f"{AUTH}/reset-password", json=body).status_code == 400
    assert post.letters[-1].kind is LetterKind.PASSWORD_CHANGED


def test_a_new_password_ends_the_links_that_were_asked_for_before(world: ApiWorld, post: Post) -> None:
    world.user()
    tokens = []
    for _ in range(2):
        world.client().post(f"{AUTH}/forgot-password", json={"email": "ada@example.org"})
        tokens.append(post.token(LetterKind.RESET))
    statuses = [
        world.client().post(f"{AUTH}/reset-password", json={"token": token, "password": NEW_PASSWORD}).status_code
        for token in reversed(tokens)
    ]
    assert statuses == [204, 400]


def test_asking_tells_nothing_about_an_address(world: ApiWorld, post: Post) -> None:
    world.user()
    before, written = len(post.letters), []
    for email in ("ada@example.org", "nobody@example.org"):
        with world.kit.database.read() as tx:
            count = len(tx.audit.of_kinds("password.reset_asked"))
        answer = world.client().post(f"{AUTH}/forgot-password", json={"email": email})
        with world.kit.database.read() as tx:
            written.append(len(tx.audit.of_kinds("password.reset_asked")) - count)
        assert (answer.status_code, answer.json()["message"][:26]) == (202, "If this address has an acc")
    assert written == [1, 1]  # the same work for both
    assert [letter.to for letter in post.letters[before:]] == ["ada@example.org"]


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_letters_to_one_address_are_limited_known_or_not(world: ApiWorld, email: str) -> None:
    world.user()
    world.limiter.clear("mail-address", "ada@example.org")
    world.limiter.limits["mail-address"] = 3
    answers = [world.client().post(f"{AUTH}/forgot-password", json={"email": email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [202] * 3 + [429]
    assert answers[-1].headers["retry-after"] == "900"


def test_letters_asked_for_from_one_network_are_limited(world: ApiWorld, post: Post) -> None:
    world.limiter.limits["mail-ip"] = 2
    answers = [
        world.client().post(f"{AUTH}/forgot-password", json={"email": f"{n}@example.org"}).status_code for n in range(3)
    ]
    assert answers == [202, 202, 429]
    registered = world.client().post(f"{AUTH}/register", json=ADA)  # works, only its letter waits
    assert (registered.status_code, post.letters) == (201, [])


# --- changing the password --------------------------------------------------------------------------------------------


def test_changing_the_password_takes_the_old_one_and_ends_the_rest(world: ApiWorld, post: Post) -> None:
    world.user()
    ada, other = signed_in(world), signed_in(world)
    url = f"{AUTH}/change-password"
    wrong = ada.post(url, json={"current_password": "wrong", "new_password": NEW_PASSWORD})
    short = ada.post(url, json={"current_password": PASSWORD, "new_password": "short"})
    assert [(each.status_code, fields(each)) for each in (wrong, short)] == [
        (422, ["current_password"]),
        (422, ["new_password"]),
    ]

    done = ada.post(url, json={"current_password": PASSWORD, "new_password": NEW_PASSWORD})

    assert done.status_code == 200
    assert (ada.get(f"{AUTH}/me").status_code, other.get(f"{AUTH}/me").status_code) == (401, 401)
    fresh = world.client(Authorization=f"Bearer {done.json()['access_token']}")
    assert fresh.get(f"{AUTH}/me").status_code == 200
    assert ada.post(f"{AUTH}/refresh", headers={"Authorization": ""}).status_code == 200
    assert post.letters[-1].kind is LetterKind.PASSWORD_CHANGED


def test_a_stolen_session_cannot_guess_the_password(world: ApiWorld) -> None:
    world.user()
    ada = signed_in(world)
    world.limiter.limits["failed-sign-ins"] = 5
    body = {"current_password": "wrong", "new_password": NEW_PASSWORD}
    statuses = [ada.post(f"{AUTH}/change-password", json=body).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


# --- devices ----------------------------------------------------------------------------------------------------------


def test_a_device_is_listed_once_whatever_it_renews_and_can_be_ended(world: ApiWorld) -> None:
    world.user()
    phone, laptop = signed_in(world), signed_in(world)
    renewed = phone.post(f"{AUTH}/refresh", headers={"Authorization": "", "User-Agent": "Mozilla (iPhone) Safari/1"})
    phone.headers["Authorization"] = f"Bearer {renewed.json()['access_token']}"
    listed = {item["current"]: item for item in laptop.get(f"{AUTH}/sessions").json()["items"]}
    assert set(listed) == {True, False}
    assert listed[False]["name"] == "Safari on an iPhone"

    assert laptop.delete(f"{AUTH}/sessions/{listed[False]['id']}").status_code == 204

    assert phone.get(f"{AUTH}/me").status_code == 401
    assert phone.post(f"{AUTH}/refresh", headers={"Authorization": ""}).status_code == 401
    assert laptop.get(f"{AUTH}/me").status_code == 200
    assert laptop.delete(f"{AUTH}/sessions/{listed[False]['id']}").status_code == 404


def test_nobody_else_ends_my_devices(world: ApiWorld) -> None:
    world.user()
    ada = signed_in(world)
    [device] = ada.get(f"{AUTH}/sessions").json()["items"]
    eve = world.program("eve@example.org")
    assert eve.delete(f"{AUTH}/sessions/{device['id']}").status_code == 404
    assert eve.delete(f"{AUTH}/sessions").status_code == 204
    assert ada.get(f"{AUTH}/me").status_code == 200


def _log_out(client: TestClient) -> None:
    client.post(f"{AUTH}/logout")


def _end_all(client: TestClient) -> None:
    client.delete(f"{AUTH}/sessions")


def _reuse(client: TestClient) -> None:
    spent = client.cookies["kinora_refresh"]
    client.post(f"{AUTH}/refresh", headers={"Authorization": ""})
    client.cookies.clear()
    client.cookies.set("kinora_refresh", spent)
    client.post(f"{AUTH}/refresh", headers={"Authorization": ""})


@pytest.mark.parametrize("end", [_log_out, _end_all, _reuse])
def test_an_access_token_ends_with_its_sign_in(world: ApiWorld, end: Callable[[TestClient], None]) -> None:
    world.user()
    ada = signed_in(world)
    assert ada.get(f"{AUTH}/me").status_code == 200
    end(ada)
    assert ada.get(f"{AUTH}/me").status_code == 401


# --- scopes of keys ---------------------------------------------------------------------------------------------------

LOOK = ("GET", "/api/v1/jobs", None)
ORDER = ("POST", "/api/v1/jobs/script", {"topic": "tides"})
DRAFT = ("PUT", "/api/v1/drafts/" + "a" * 32, {"generator": "script", "name": "x", "content": {}})
MAKE_KEY = ("POST", f"{AUTH}/api-keys", {"name": "more", "scopes": ["account"]})
EXPORT = ("GET", f"{AUTH}/export", None)


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [("read", [LOOK]), ("jobs", [ORDER]), ("write", [DRAFT]), ("account", [MAKE_KEY, EXPORT])],
)
def test_a_key_may_do_what_its_scopes_say_and_no_more(world: ApiWorld, scope: str, allowed: list[Any]) -> None:
    made = world.program().post(f"{AUTH}/api-keys", json={"name": "CI", "scopes": [scope]}).json()
    key = world.client(Authorization=f"Bearer {made['key']}")
    for action in (LOOK, ORDER, DRAFT, MAKE_KEY, EXPORT):
        method, path, body = action
        answer = key.request(method, path, json=body)
        if action in allowed:
            assert answer.status_code < 300, (path, answer.text)
        else:
            assert (answer.status_code, error_code(answer)) == (403, "forbidden"), path
            assert answer.json()["error"]["details"]["scope"] != scope


def test_a_key_ends_when_it_says(world: ApiWorld) -> None:
    made = world.program().post(f"{AUTH}/api-keys", json={"name": "CI", "expires_in_days": 2}).json()
    bearer = {"Authorization": f"Bearer {made['key']}"}
    assert later(world, days=1.99).client(**bearer).get(f"{AUTH}/me").status_code == 200
    assert later(world, days=2.01).client(**bearer).get(f"{AUTH}/me").status_code == 401
    for bad in ({"expires_in_days": 0}, {"expires_in_days": 3651}, {"scopes": []}, {"scopes": ["root"]}):
        assert world.program().post(f"{AUTH}/api-keys", json={"name": "CI", **bad}).status_code == 422, bad


# --- activity ---------------------------------------------------------------------------------------------------------


def test_what_happened_is_told_to_its_owner_without_secrets(world: ApiWorld, post: Post) -> None:
    client = world.client()
    client.post(f"{AUTH}/register", json=ADA)
    client.post(f"{AUTH}/verify-email", json={"token": post.token(LetterKind.VERIFY)})
    client.post(f"{AUTH}/login", json={**ADA, "password": "wrong horse"})
    ada = signed_in(world)
    key = ada.post(f"{AUTH}/api-keys", json={"name": "CI"}).json()
    ada.delete(f"{AUTH}/api-keys/{key['id']}")
    _reuse(ada)

    ada = signed_in(world)
    answer = ada.get(f"{AUTH}/activity")

    assert [item["kind"] for item in reversed(answer.json()["items"])] == [
        "user.registered",
        "user.signed_in",
        "email.verified",
        "user.sign_in_failed",
        "user.signed_in",
        "key.created",
        "key.revoked",
        "refresh.reused",
        "user.signed_in",
    ]
    for secret in (PASSWORD, "wrong horse", key["key"], post.token(LetterKind.VERIFY)):
        assert secret not in answer.text
    page = ada.get(f"{AUTH}/activity", params={"limit": 8}).json()
    rest = ada.get(f"{AUTH}/activity", params={"limit": 8, "cursor": page["next_cursor"]}).json()
    assert [*page["items"], *rest["items"]] == answer.json()["items"] and rest["next_cursor"] is None
    assert world.program("eve@example.org").get(f"{AUTH}/activity").json()["items"][-1]["kind"] == "user.registered"


def test_the_name_is_changed(world: ApiWorld) -> None:
    ada = world.program()
    assert ada.patch(f"{AUTH}/me", json={"name": " Ada  Lovelace "}).json()["name"] == "Ada Lovelace"
    assert ada.get(f"{AUTH}/me").json()["name"] == "Ada Lovelace"
    for bad in ("  ", "x" * 81, "a\u202eb"):
        assert ada.patch(f"{AUTH}/me", json={"name": bad}).status_code == 422
