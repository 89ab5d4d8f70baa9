"""Whatever refuses a request, a person is shown a page and a program is told JSON."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import wiring
from settings import Settings
from tests.support.scaled import redis_in, settings_of, solo_only

# Gradio and Starlette's test client leave sockets and loops to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

PERSON = {"Accept": "text/html,*/*;q=0.8", "Origin": "http://testserver"}
PROGRAM = {"Accept": "*/*", "Origin": "http://testserver"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("error-pages")
    redis = redis_in(folder)
    redis.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(wiring.RATES, "writes-ip", "4 per 15 minute")
        installation = wiring.install(Settings(**settings_of(folder, redis.url)))
        installation.storage.migrate()
        yield TestClient(wiring.build_web(installation), raise_server_exceptions=False, follow_redirects=False)
    installation.close()
    redis.stop()


def test_a_form_sent_too_often_is_answered_with_a_page(client: TestClient) -> None:
    for _ in range(4):
        assert client.post("/register", data={"email": "x"}, headers=PERSON).status_code == 422

    page = client.post("/register", data={"email": "x"}, headers=PERSON)
    told = client.post("/api/v1/auth/login", json={"email": "x", "password": "y"}, headers=PERSON)

    assert (page.status_code, page.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert "A little too fast" in page.text
    assert int(page.headers["retry-after"]) > 0
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert (told.status_code, told.json()["error"]["code"]) == (429, "rate_limited")


@pytest.mark.parametrize(
    ("method", "path", "status", "words"),
    [
        pytest.param(
            *("GET", "/objects/outputs/x.png?expires=1&signature=x", 403, "This link no longer works"), marks=solo_only
        ),
        ("POST", "/login", 403, "not sent from a page of this studio"),
        ("GET", "/a%2500b", 400, "That did not work"),
    ],
)
def test_refusals_are_pages_for_people(client: TestClient, method: str, path: str, status: int, words: str) -> None:
    stranger = {"Origin": "https://elsewhere.example"}

    page = client.request(method, path, headers=PERSON | stranger)
    told = client.request(method, path, headers=PROGRAM | stranger)

    assert (page.status_code, told.status_code) == (status, status)
    assert words in page.text
    assert set(told.json()) == {"error"}
