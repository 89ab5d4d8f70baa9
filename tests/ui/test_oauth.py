"""Signing in with another service, against one on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from domain.foreign_sign_in import IdentityProvider
from domain.users import new_id
from queue_worker.identity_providers import GitHubProvider, OAuthApp, OpenIdProvider
from tests.support.identity_server import CLIENT, SECRET, IdentityServer, identity_server
from tests.ui.demo_studio import Demo

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def running() -> Iterator[IdentityServer]:
    with identity_server() as server:
        yield server


@pytest.fixture
def service(running: IdentityServer) -> IdentityServer:
    """The service, with somebody new at it."""
    subject = new_id()
    running.person = {"sub": subject, "email": f"{subject}@example.org", "name": "Ada L."}
    running.changes, running.unsigned = {}, False
    return running


@pytest.fixture
def demo_with(demo: Demo, service: IdentityServer, monkeypatch: pytest.MonkeyPatch) -> Demo:
    oidc = OpenIdProvider(OAuthApp("oidc", "Art School", CLIENT, SECRET), service.url)
    github = GitHubProvider(OAuthApp("github", "GitHub", CLIENT, SECRET), service.url, service.url)
    providers: dict[str, IdentityProvider] = {"oidc": oidc, "github": github}
    monkeypatch.setitem(vars(demo.deps.accounts), "providers", providers)
    monkeypatch.setitem(vars(demo.deps.accounts.foreign), "providers", providers)
    return demo


@pytest.fixture
def client(demo_with: Demo) -> TestClient:
    return TestClient(demo_with.app, follow_redirects=False, headers={"accept": "text/html"})


def come_back(client: TestClient, service: IdentityServer, provider: str = "oidc", **changes: str) -> Any:
    away = client.get(f"/oauth/{provider}", params={"next": "/jobs"})
    assert away.status_code == 303, away.text
    answer = {**service.visit(away.headers["location"]), **changes}
    return client.get(f"/oauth/{provider}/back", params=answer)


def email_of(client: TestClient) -> str:
    return str(client.get("/api/v1/auth/me").json()["email"])


def test_the_sign_in_page_offers_the_services(client: TestClient) -> None:
    page = client.get("/login", params={"next": "/jobs"}).text
    assert "Sign in with Art School" in page and 'href="/oauth/github?next=/jobs"' in page
    assert "Sign up with GitHub" in client.get("/register").text


@pytest.mark.parametrize("provider", ["oidc", "github"])
def test_somebody_new_gets_an_account_and_comes_back_to_it(
    client: TestClient, demo_with: Demo, service: IdentityServer, provider: str
) -> None:
    entered = come_back(client, service, provider)
    assert (entered.status_code, entered.headers["location"]) == (303, "/jobs")
    address = email_of(client)
    again = TestClient(demo_with.app, follow_redirects=False)
    service.person["email"] = "moved@example.org"  # the id counts, not the address
    assert come_back(again, service, provider).status_code == 303
    me = again.get("/api/v1/auth/me").json()
    assert (me["email"], me["name"], me["email_verified"], me["credits"]) == (address, "Ada L.", True, 50)


def test_an_account_is_linked_only_where_its_address_was_verified(
    client: TestClient, demo_with: Demo, service: IdentityServer
) -> None:
    accounts = demo_with.deps.accounts
    user = accounts.register(service.person["email"], PASSWORD)
    refused = come_back(client, service)
    assert refused.status_code == 409 and "has not confirmed it" in refused.text
    assert client.get("/settings").status_code == 303
    with demo_with.kit.database.begin() as tx:
        tx.users.set_verified(user.id, user.created_at)
    assert come_back(client, service).status_code == 303
    assert client.get("/api/v1/auth/me").json()["id"] == user.id
    assert [event.kind for event in accounts.activity(user.id)][:2] == ["user.signed_in", "identity.linked"]


@pytest.mark.parametrize("provider", ["oidc", "github"])
def test_an_address_that_the_service_has_not_verified_counts_for_nothing(
    client: TestClient, service: IdentityServer, provider: str
) -> None:
    service.changes = {"email_verified": False}
    refused = come_back(client, service, provider)
    assert refused.status_code == 403 and "Verify one there first" in refused.text


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"nonce": "of another trip"},
        {"nonce": None},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_is_refused(
    client: TestClient, service: IdentityServer, changes: dict[str, Any]
) -> None:
    service.changes = changes
    assert come_back(client, service).status_code == 401
    assert client.get("/settings").status_code == 303


def test_an_unsigned_or_foreign_token_is_refused(
    client: TestClient, service: IdentityServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.unsigned = True
    assert come_back(client, service).status_code == 401
    service.unsigned = False
    monkeypatch.setattr(service, "key", ECKey.generate_key("P-256", {"kid": "1"}))
    assert come_back(client, service).status_code == 401


def test_a_trip_that_was_not_begun_here_ends_nowhere(
    client: TestClient, demo_with: Demo, service: IdentityServer
) -> None:
    assert come_back(client, service, state="forged").status_code == 401
    assert come_back(client, service, code="forged").status_code == 401
    victim = TestClient(demo_with.app, follow_redirects=False)
    attacker = client.get("/oauth/oidc", params={"next": "/"})
    answer = service.visit(attacker.headers["location"])
    assert victim.get("/oauth/oidc/back", params=answer).status_code == 401  # somebody else's sign-in
    assert client.get("/oauth/oidc/back", params=answer).status_code == 303
    assert client.get("/oauth/oidc/back", params=answer).status_code == 401  # its cookie is gone
    assert client.get("/oauth/nowhere").status_code == 404


def test_another_service_never_leads_to_another_site(client: TestClient, service: IdentityServer) -> None:
    away = client.get("/oauth/oidc", params={"next": "https://evil.example"})
    entered = client.get("/oauth/oidc/back", params=service.visit(away.headers["location"]))
    assert entered.headers["location"] == "/"
