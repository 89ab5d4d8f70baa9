"""The pages outside Gradio."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from domain.users import Scope, User, new_id
from tests.ui.demo_studio import Demo, build_demo
from ui.session_cookie import SESSION_COOKIE

PASSWORD = "correct horse"
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def client(demo: Demo) -> TestClient:
    return TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})


@pytest.fixture
def user(demo: Demo) -> User:
    return demo.kit.accounts.register(f"{new_id()}@example.org", PASSWORD, "Ada <b>Lovelace</b>")


def sign_in(client: TestClient, user: User, **fields: str) -> Any:
    return client.post("/login", data={"email": user.email, "password": PASSWORD, **fields}, headers=OWN)


def test_signing_in_sets_a_cookie_that_ends_with_the_browser(client: TestClient, user: User) -> None:
    answer = sign_in(client, user, next="/jobs")
    cookie = answer.headers["set-cookie"].lower()
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs")
    assert cookie.startswith(f"{SESSION_COOKIE}=")
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert "max-age" not in cookie and "expires" not in cookie and "secure" not in cookie
    assert client.get("/jobs").status_code == 200


def test_remember_me_keeps_the_cookie_for_thirty_days(client: TestClient, user: User) -> None:
    assert f"max-age={30 * 86400}" in sign_in(client, user, remember="true").headers["set-cookie"].lower()


def test_cookie_is_secure_where_people_come_by_https(demo: Demo, user: User) -> None:
    from fastapi import FastAPI

    from ui.pages import pages_router

    app = FastAPI()
    app.include_router(pages_router(replace(demo.deps, cookie_secure=True)))
    answer = sign_in(TestClient(app, follow_redirects=False), user)
    assert "; secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("password", ["wrong horse", ""])
def test_wrong_password_stays_on_the_page(client: TestClient, user: User, password: str) -> None:
    answer = client.post("/login", data={"email": user.email, "password": password, "next": "/jobs"}, headers=OWN)
    assert answer.status_code == 401
    assert "The e-mail address or the password is wrong." in answer.text
    assert user.email in answer.text and 'value="/jobs"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(client: TestClient, user: User, target: str) -> None:
    assert sign_in(client, user, next=target).headers["location"] == "/"
    assert "evil" not in client.get("/login", params={"next": target}).text


def test_what_was_typed_is_escaped(client: TestClient) -> None:
    answer = client.post("/login", data={"email": '"><script>alert(1)</script>', "password": "x"}, headers=OWN)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_forms_of_other_sites_are_refused(client: TestClient, user: User) -> None:
    data = {"email": user.email, "password": PASSWORD}
    answer = client.post("/login", data=data, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_pages_ask_to_sign_in_and_come_back(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "/login"
    for path in ("/jobs", "/settings", "/result/abc"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")


def test_registering_makes_an_account_and_signs_in(client: TestClient, demo: Demo) -> None:
    data = {"email": "New@Example.org", "password": PASSWORD, "name": "New"}
    assert client.post("/register", data=data, headers=OWN).status_code == 303
    assert client.get("/jobs").status_code == 200
    again = TestClient(demo.app).post("/register", data=data, headers=OWN)
    assert again.status_code == 409
    assert "already registered" in again.text


def test_registering_says_what_is_wrong_with_a_password(client: TestClient) -> None:
    answer = client.post("/register", data={"email": "c@example.org", "password": "short"}, headers=OWN)
    assert answer.status_code == 422
    assert "The password needs at least 8 characters." in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_setup_link_works_once(tmp_path: Path) -> None:
    demo = build_demo(tmp_path)
    client = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
    token = demo.kit.accounts.first_admin.link_secret()
    assert token is not None
    data = {"token": token, "email": "boss@example.org", "password": PASSWORD}

    page = client.get("/setup", params={"token": token})
    assert page.status_code == 200 and token in page.text
    assert client.post("/setup", data={**data, "password": "short"}, headers=OWN).status_code == 422
    assert client.post("/setup", data=data, headers=OWN).status_code == 303
    assert "Administrator" in client.get("/settings").text

    other = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
    assert other.get("/setup", params={"token": token}).status_code == 401
    spent = other.post("/setup", data={**data, "email": "two@example.org"}, headers=OWN)
    assert spent.status_code == 401
    assert "has been used or has expired" in spent.text


def test_forged_setup_link_is_refused(client: TestClient) -> None:
    assert client.get("/setup", params={"token": "forged"}).status_code == 401


def test_signing_out_ends_the_session_not_only_the_cookie(client: TestClient, user: User) -> None:
    sign_in(client, user)
    stolen = client.cookies[SESSION_COOKIE]
    answer = client.post("/logout", headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert client.get("/jobs", headers={"cookie": f"{SESSION_COOKIE}={stolen}"}).status_code == 303


def test_signing_out_everywhere_ends_other_sessions(client: TestClient, demo: Demo, user: User) -> None:
    other = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
    sign_in(client, user)
    sign_in(other, user)
    assert client.post("/logout-everywhere", headers=OWN).status_code == 303
    assert other.get("/jobs").status_code == 303


def test_api_key_is_shown_once_works_and_can_be_revoked(client: TestClient, demo: Demo, user: User) -> None:
    sign_in(client, user)
    data = {"name": "<i>loader</i>", "scopes": ["read", "jobs"], "days": "30"}
    answer = client.post("/settings/api-keys", data=data, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/api-keys")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/settings/api-keys" in cookie
    made = client.get("/settings/api-keys")
    secret = re.search(r"<code>(kin_[\w-]+)</code>", made.text)
    assert secret is not None
    assert "&lt;i&gt;loader" in made.text
    assert made.headers["cache-control"] == "no-store"
    assert secret.group(1) not in client.get("/settings/api-keys").text
    assert demo.kit.accounts.sessions.by_bearer(secret.group(1)).user.id == user.id

    key = demo.kit.accounts.keys.of_user(user.id)[0]
    assert (key.scopes, key.expires_at is not None) == ({Scope.READ, Scope.JOBS}, True)
    key_id = key.id
    assert client.post(f"/settings/api-keys/{key_id}/revoke", headers=OWN).status_code == 303
    assert "loader" not in client.get("/settings/api-keys").text


def test_a_key_of_nobody_is_not_shown(client: TestClient, user: User) -> None:
    sign_in(client, user)
    client.cookies.set("kinora_new_key", "kin_made-up", path="/settings/api-keys")
    assert "kin_made-up" not in client.get("/settings/api-keys").text


def test_api_key_needs_a_name(client: TestClient, user: User) -> None:
    sign_in(client, user)
    answer = client.post("/settings/api-keys", data={"name": "  ", "scopes": "read"}, headers=OWN)
    assert answer.status_code == 422
    assert "Give the key a name." in answer.text
    assert client.post("/settings/api-keys", data={"name": "idle"}, headers=OWN).status_code == 422


def test_only_the_owner_sees_a_result(client: TestClient, demo: Demo, user: User) -> None:
    stranger = demo.kit.accounts.register("stranger@example.org", PASSWORD)
    job = demo.deps.studio.submit(stranger, "script", {"topic": "wait for nobody"}).job
    sign_in(client, user)
    refused = client.get(f"/result/{job.id}")
    assert refused.status_code == 403
    assert "belongs to another account" in refused.text
    assert client.get("/result/" + "0" * 32).status_code == 404
    own = demo.deps.studio.submit(user, "script", {"topic": "wait for me"}).job
    assert f'job="{own.id}"' in client.get(f"/result/{own.id}").text


def test_static_files_need_no_sign_in_and_are_asked_for_anew(client: TestClient) -> None:
    for name in ("tokens.css", "kinora.css", "gradio.css", "js/kinora.js", "favicon.svg", "examples/restyle-anime.jpg"):
        answer = client.get(f"/static/kinora/{name}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-cache"
    assert client.get("/static/kinora/../deps.py").status_code in (400, 404)


def test_create_page_is_gradio_with_our_head_and_without_its_links(client: TestClient, user: User) -> None:
    sign_in(client, user)
    page = client.get("/")
    assert page.status_code == 200
    assert "/static/kinora/js/kinora.js" in page.text
    assert "/static/kinora/examples/restyle-anime.jpg" in page.text
    assert "fonts.googleapis" not in page.text


def test_name_of_a_person_is_escaped(client: TestClient, user: User) -> None:
    sign_in(client, user)
    assert "Ada &lt;b&gt;Lovelace" in client.get("/settings").text


def test_unknown_address_is_a_page_for_people_and_json_for_programs(client: TestClient, user: User) -> None:
    sign_in(client, user)
    page = client.get("/nonsense")
    assert page.status_code == 404
    assert "There is nothing here" in page.text and page.headers["content-type"].startswith("text/html")
    assert client.get("/nonsense", headers={"accept": "application/json"}).json()
    assert client.get("/api/v1/nonsense").json()["error"]["code"] == "not_found"


def test_pronunciations_are_kept_and_a_bad_line_is_not_lost(client: TestClient, user: User) -> None:
    sign_in(client, user)
    said = "Siobhan = shi-vawn"
    kept = client.post("/settings/pronunciations", data={"pronunciations": said}, headers=OWN, follow_redirects=False)
    assert kept.status_code == 303
    assert said in client.get("/settings").text
    answer = client.post("/settings/pronunciations", data={"pronunciations": "<b>no sign"}, headers=OWN)
    assert answer.status_code == 422
    assert "&lt;b&gt;no sign</textarea>" in answer.text
    assert said in client.get("/settings").text
