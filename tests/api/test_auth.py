"""Signing up, in and out; refresh tokens; API keys."""

from __future__ import annotations

from http.cookies import Morsel, SimpleCookie
from typing import Any

import pytest

from tests.support.api_world import PASSWORD, ApiWorld, error_code

NEW = {"email": "Ada@Example.org", "password": PASSWORD, "name": "Ada"}
ME = "/api/v1/auth/me"


def _cookie(response: Any, name: str = "kinora_refresh") -> Morsel[str]:
    jar = SimpleCookie()
    for header in response.headers.get_list("set-cookie"):
        jar.load(header)
    morsel: Morsel[str] = jar[name]
    return morsel


def _bearer(response: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {response.json()['access_token']}"}


def test_registering_signs_in(world: ApiWorld) -> None:
    response = world.client().post("/api/v1/auth/register", json=NEW)

    assert response.status_code == 201
    body = response.json()
    assert body["user"] == {
        "id": body["user"]["id"],
        "email": "ada@example.org",
        "name": "Ada",
        "role": "creator",
        "credits": 50,
        "email_verified": False,
        "two_factor": False,
        "pronunciations": "",
    }
    assert (body["token_type"], body["expires_in"]) == ("bearer", 900)
    assert world.client(**_bearer(response)).get(ME).json() == body["user"]
    assert response.headers["cache-control"] == "no-store"


def test_an_address_is_taken_once(world: ApiWorld) -> None:
    world.user()

    response = world.client().post("/api/v1/auth/register", json=NEW)

    assert (response.status_code, error_code(response)) == (409, "conflict")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "é" * 37}, "password"),
        ({"name": "x" * 81}, "name"),
        ({"role": "admin"}, "role"),
        ({"email": 7}, "email"),
    ],
)
def test_a_bad_registration_names_its_field(world: ApiWorld, change: dict[str, Any], field: str) -> None:
    response = world.client().post("/api/v1/auth/register", json={**NEW, **change})

    assert (response.status_code, error_code(response)) == (422, "invalid_params")
    assert [each["field"] for each in response.json()["error"]["details"]["fields"]] == [field]


def test_errors_do_not_repeat_a_password(world: ApiWorld) -> None:
    secret = "hunter2-" + "x" * 2000

    response = world.client().post("/api/v1/auth/login", json={"email": "a@example.org", "password": secret})

    assert response.status_code == 422
    assert "hunter2" not in response.text


def test_signing_in(world: ApiWorld) -> None:
    user = world.user()

    response = world.client().post("/api/v1/auth/login", json={"email": " ADA@example.org", "password": PASSWORD})

    assert response.status_code == 200
    assert world.client(**_bearer(response)).get(ME).json()["id"] == user.id


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org", "no address"])
def test_a_wrong_password_is_401_for_known_and_unknown_alike(world: ApiWorld, email: str) -> None:
    world.user()

    response = world.client().post("/api/v1/auth/login", json={"email": email, "password": "wrong horse"})

    assert (response.status_code, error_code(response)) == (401, "not_authenticated")
    assert response.json()["error"]["message"] == "The e-mail address or the password is wrong."


def test_guessing_is_stopped(world: ApiWorld) -> None:
    world.user()
    world.limiter.limits["failed-sign-ins"] = 5
    wrong = {"email": "ada@example.org", "password": "wrong horse"}
    guesses = [world.client().post("/api/v1/auth/login", json=wrong).status_code for _ in range(6)]

    response = world.client().post("/api/v1/auth/login", json={**wrong, "password": PASSWORD})

    assert guesses == [401] * 5 + [429]
    assert (response.status_code, response.headers["retry-after"]) == (429, "900")


# --- refresh tokens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secure", [False, True])
def test_the_refresh_cookie_is_out_of_reach(world: ApiWorld, secure: bool) -> None:
    response = world.rewired(cookie_secure=secure).client().post("/api/v1/auth/register", json=NEW)

    cookie = _cookie(response)
    assert cookie["httponly"] is True
    assert bool(cookie["secure"]) is secure
    assert (cookie["samesite"].lower(), cookie["path"]) == ("strict", "/api/v1/auth")
    assert int(cookie["max-age"]) == pytest.approx(7 * 24 * 3600, abs=2)
    assert cookie.value not in response.text


def test_a_refresh_token_is_spent_for_the_next(world: ApiWorld) -> None:
    client = world.client()
    first = client.post("/api/v1/auth/register", json=NEW)

    second = client.post("/api/v1/auth/refresh")

    assert second.status_code == 200
    assert second.json()["user"] == first.json()["user"]
    assert _cookie(second).value != _cookie(first).value
    assert world.client(**_bearer(second)).get(ME).status_code == 200
    assert client.post("/api/v1/auth/refresh").status_code == 200


def test_a_spent_refresh_token_ends_its_family(world: ApiWorld) -> None:
    client = world.client()
    stolen = _cookie(client.post("/api/v1/auth/register", json=NEW)).value
    client.post("/api/v1/auth/refresh")

    thief = world.client(Cookie=f"kinora_refresh={stolen}").post("/api/v1/auth/refresh")

    assert (thief.status_code, error_code(thief)) == (401, "not_authenticated")
    assert client.post("/api/v1/auth/refresh").status_code == 401


def test_no_refresh_token_no_session(world: ApiWorld) -> None:
    assert world.client().post("/api/v1/auth/refresh").status_code == 401
    assert world.client(Cookie="kinora_refresh=nonsense").post("/api/v1/auth/refresh").status_code == 401


def test_another_site_cannot_refresh(world: ApiWorld) -> None:
    client = world.client()
    client.post("/api/v1/auth/register", json=NEW)

    assert client.post("/api/v1/auth/refresh", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/api/v1/auth/refresh", headers={"Origin": "http://testserver"}).status_code == 200


def test_signing_out_ends_the_family_and_forgets_the_cookies(world: ApiWorld) -> None:
    client = world.client()
    signed_in = client.post("/api/v1/auth/register", json=NEW)
    secret = _cookie(signed_in).value

    response = client.post("/api/v1/auth/logout", headers=_bearer(signed_in))

    assert response.status_code == 204
    assert _cookie(response)["max-age"] == "0"
    assert world.client(Cookie=f"kinora_refresh={secret}").post("/api/v1/auth/refresh").status_code == 401


def test_signing_out_ends_the_browser_session(world: ApiWorld) -> None:
    browser = world.browser()
    session = browser.cookies["kinora_session"]

    assert browser.post("/api/v1/auth/logout").status_code == 204

    assert world.client(Cookie=f"kinora_session={session}").get(ME).status_code == 401


def test_a_refresh_token_opens_nothing_else(world: ApiWorld) -> None:
    client = world.client()
    secret = _cookie(client.post("/api/v1/auth/register", json=NEW)).value

    assert world.client(Authorization=f"Bearer {secret}").get(ME).status_code == 401
    assert world.client(Cookie=f"kinora_session={secret}").get(ME).status_code == 401
    session = world.browser().cookies["kinora_session"]
    assert world.client(Cookie=f"kinora_refresh={session}").post("/api/v1/auth/refresh").status_code == 401


# --- API keys -----------------------------------------------------------------------------------------------------


def test_an_api_key_works_until_it_is_revoked(world: ApiWorld) -> None:
    client = world.program()

    made = client.post("/api/v1/auth/api-keys", json={"name": "CI"})

    assert made.status_code == 201
    key, key_id = made.json()["key"], made.json()["id"]
    assert key.startswith("kin_")
    with_key = world.client(Authorization=f"bearer {key}")
    assert with_key.get(ME).status_code == 200
    listed = client.get("/api/v1/auth/api-keys")
    assert [item["name"] for item in listed.json()["items"]] == ["CI"]
    assert key not in listed.text

    assert client.delete(f"/api/v1/auth/api-keys/{key_id}").status_code == 204

    assert with_key.get(ME).status_code == 401
    assert client.get("/api/v1/auth/api-keys").json() == {"items": []}


def test_another_users_key_cannot_be_revoked(world: ApiWorld) -> None:
    made = world.program().post("/api/v1/auth/api-keys", json={"name": "CI"}).json()

    response = world.program("eve@example.org").delete(f"/api/v1/auth/api-keys/{made['id']}")

    assert (response.status_code, error_code(response)) == (404, "not_found")
    assert world.client(Authorization=f"Bearer {made['key']}").get(ME).status_code == 200


def test_a_key_needs_a_name(world: ApiWorld) -> None:
    assert world.program().post("/api/v1/auth/api-keys", json={"name": "  "}).status_code == 422


def test_pronunciations_are_kept_for_the_account_and_checked(world: ApiWorld) -> None:
    alice, bob = world.program(), world.program("bob@example.org")
    path = "/api/v1/auth/me/pronunciations"
    assert alice.put(path, json={"pronunciations": "Siobhan = shi-vawn"}).status_code == 204
    assert alice.put(path, json={"pronunciations": "no sign"}).status_code == 422
    assert alice.get(ME).json()["pronunciations"] == "Siobhan = shi-vawn"
    assert bob.get(ME).json()["pronunciations"] == ""
