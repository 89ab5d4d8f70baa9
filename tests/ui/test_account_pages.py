"""The pages of an account: letters' links, the password, devices, activity."""

from __future__ import annotations

import base64
import re
import time

import pytest
from starlette.testclient import TestClient

from domain.letters import LetterKind
from domain.totp import code_at
from domain.users import User, new_id
from tests.support.post import Post
from tests.ui.demo_studio import Demo

PASSWORD = "correct horse"
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def post(demo: Demo, monkeypatch: pytest.MonkeyPatch) -> Post:
    post = Post()
    monkeypatch.setitem(vars(demo.deps.accounts), "mailer", post)
    monkeypatch.setitem(vars(demo.deps.accounts.mail), "mailer", post)
    return post


@pytest.fixture
def client(demo: Demo) -> TestClient:
    return TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})


@pytest.fixture
def user(demo: Demo, post: Post) -> User:  # noqa: ARG001  its letter goes there
    return demo.deps.accounts.register(f"{new_id()}@example.org", PASSWORD, "Ada")


def sign_in(client: TestClient, user: User, password: str = PASSWORD) -> int:
    return client.post("/login", data={"email": user.email, "password": password}, headers=OWN).status_code


def token(path: str) -> str:
    return path.partition("token=")[2]


def test_only_pressing_the_button_confirms_an_address(client: TestClient, user: User, post: Post) -> None:
    path = post.path(LetterKind.VERIFY)
    assert 'name="token"' in client.get(path).text
    sign_in(client, user)
    assert "Not confirmed yet" in client.get("/settings").text
    assert "is confirmed" in client.post("/verify-email", data={"token": token(path)}, headers=OWN).text
    assert "Not confirmed yet" not in client.get("/settings").text
    refused = client.post("/verify-email", data={"token": "made-up"}, headers=OWN)
    assert refused.status_code == 400 and "no longer works" in refused.text


def test_a_new_link_is_sent_from_the_settings(client: TestClient, user: User, post: Post) -> None:
    sign_in(client, user)
    answer = client.post("/settings/verify-email", headers=OWN)
    assert answer.headers["location"] == "/settings?letter=sent"
    assert "on its way" in client.get("/settings?letter=sent").text
    assert [letter.kind for letter in post.letters] == [LetterKind.VERIFY] * 2


def test_a_forgotten_password_is_set_by_the_link(client: TestClient, user: User, post: Post) -> None:
    known = client.post("/forgot-password", data={"email": user.email}, headers=OWN)
    unknown = client.post("/forgot-password", data={"email": f"{new_id()}@example.org"}, headers=OWN)
    assert known.status_code == 200 and known.text == unknown.text
    path = post.path(LetterKind.RESET)
    assert "Choose a new password" in client.get(path).text
    short = client.post("/reset-password", data={"token": token(path), "password": "short"}, headers=OWN)
    assert short.status_code == 422 and token(path) in short.text
    done = client.post("/reset-password", data={"token": token(path), "password": "another horse"}, headers=OWN)
    assert done.headers["location"] == "/login?done=password"
    assert "Your password is set" in client.get("/login?done=password").text
    assert (sign_in(client, user), sign_in(client, user, "another horse")) == (401, 303)
    assert client.get(path).status_code == 400
    again = client.post("/reset-password", data={"token": token(path), "password": PASSWORD}, headers=OWN)
    assert again.status_code == 400 and "Ask for a new link" in again.text


def test_changing_the_password_keeps_only_this_device(client: TestClient, demo: Demo, user: User, post: Post) -> None:
    other = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
    sign_in(client, user)
    sign_in(other, user)
    wrong = client.post("/settings/password", data={"current": "wrong", "password": "another horse"}, headers=OWN)
    assert wrong.status_code == 422 and "The password is wrong." in wrong.text
    done = client.post("/settings/password", data={"current": PASSWORD, "password": "another horse"}, headers=OWN)
    assert done.headers["location"] == "/settings/security?done=password"
    assert (client.get("/settings").status_code, other.get("/settings").status_code) == (200, 303)
    assert post.letters[-1].kind is LetterKind.PASSWORD_CHANGED


def test_one_device_is_signed_out_and_all_is_written_down(client: TestClient, demo: Demo, user: User) -> None:
    other = TestClient(
        demo.app, headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}, follow_redirects=False
    )
    sign_in(client, user)
    sign_in(other, user)
    page = client.get("/settings/security").text
    assert "Firefox on Linux" in page and "This device" in page
    device = re.search(r"/settings/devices/(\w+)/end", page)
    assert device is not None and page.count('/end"') == 1
    assert client.post(f"/settings/devices/{device[1]}/end", headers=OWN).status_code == 303
    assert other.get("/settings", headers={"accept": "text/html"}).status_code == 303
    assert client.post(f"/settings/devices/{device[1]}/end", headers=OWN).status_code == 404
    page = client.get("/settings/security").text
    assert "A device signed out" in page and "Account made" in page


def test_a_name_is_changed_and_a_bad_one_is_not_lost(client: TestClient, user: User) -> None:
    sign_in(client, user)
    assert client.post("/settings/name", data={"name": "Ada <i>"}, headers=OWN).status_code == 303
    assert 'value="Ada &lt;i&gt;"' in client.get("/settings").text
    bad = client.post("/settings/name", data={"name": "x" * 81}, headers=OWN)
    assert bad.status_code == 422 and "x" * 81 in bad.text


def test_signing_in_by_two_steps(client: TestClient, demo: Demo, user: User) -> None:
    sign_in(client, user)
    page = client.get("/settings/two-factor").text
    pending = re.search(r'name="pending" value="([^"]+)"', page)
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert pending is not None and shown is not None and "<svg" in page
    secret, step = base64.b32decode(shown[1]), int(time.time()) // 30
    data = {"password": PASSWORD, "pending": pending[1], "code": "000000"}
    wrong = client.post("/settings/two-factor/enable", data=data, headers=OWN)
    assert wrong.status_code == 422 and shown[1] in wrong.text  # the same secret: the app is set up already
    done = client.post("/settings/two-factor/enable", data={**data, "code": code_at(secret, step)}, headers=OWN)
    recovery = re.findall(r"<li><code>([a-z2-7-]{19})</code>", done.text)
    assert done.status_code == 200 and len(recovery) == 10

    other = TestClient(demo.app, follow_redirects=False, headers={"accept": "text/html"})
    first = other.post("/login", data={"email": user.email, "password": PASSWORD, "next": "/jobs"}, headers=OWN)
    ticket = re.search(r'name="ticket" value="([^"]+)"', first.text)
    assert first.status_code == 200 and ticket is not None and "set-cookie" not in first.headers
    form = {"ticket": ticket[1], "next": "/jobs"}
    assert other.post("/login/code", data={**form, "code": "000000"}, headers=OWN).status_code == 401
    entered = other.post("/login/code", data={**form, "code": recovery[0]}, headers=OWN)
    assert (entered.status_code, entered.headers["location"]) == (303, "/jobs")
    assert other.post("/login/code", data={**form, "code": recovery[1]}, headers=OWN).status_code == 401
    off = {"password": PASSWORD, "code": recovery[1]}
    assert client.post("/settings/two-factor/disable", data=off, headers=OWN).status_code == 303
    assert sign_in(other, user) == 303
