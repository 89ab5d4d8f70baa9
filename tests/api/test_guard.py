"""The guard: who gets in, and who is sent where."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse

from api.open_routes import OPEN_ROUTES, is_open, is_plain
from tests.support.api_world import ApiWorld, error_code
from tests.support.route_walk import Answered, Found, answered_anonymously, disguises, registered_routes


def _allowed(answer: Answered) -> bool:
    return is_plain(answer.path) and is_open(answer.method, answer.path)


def test_a_stranger_gets_answers_from_the_open_routes_only(world: ApiWorld) -> None:
    found = list(registered_routes(world.app.routes))
    assert len(found) > 200

    answered = answered_anonymously(world.guarded, found)

    print("open:", *OPEN_ROUTES)
    print("answered:", *answered, sep="\n  ")
    assert [answer for answer in answered if not _allowed(answer)] == []
    assert {"/api/v1/auth/login", "/api/v1/openapi.json", "/health/live"} <= {answer.path for answer in answered}


def test_no_disguise_of_an_address_gets_past(world: ApiWorld) -> None:
    paths = {each.path for each in registered_routes(world.app.routes)} | {"/gradio_api/config", "/config"}
    closed = [path for path in sorted(paths) if not is_open("GET", path)]
    odd = [Found(disguise, "GET") for path in closed for disguise in disguises(path)]

    answered = answered_anonymously(world.guarded, odd)

    assert answered == []


@pytest.mark.parametrize(
    ("method", "path", "opened"),
    [
        ("GET", "/static/app.css", True),
        ("POST", "/static/app.css", False),
        ("GET", "/static", False),
        ("GET", "/static/", False),
        ("GET", "/staticx/app.css", False),
        ("GET", "/x/static/app.css", False),
        ("GET", "/health/live", True),
        ("GET", "/health/live/", False),
        ("GET", "/health", False),
        ("GET", "/login/x", False),
        ("POST", "/login", True),
        ("GET", "/Login", False),
        ("GET", "/api/v1/auth/login", False),
        ("POST", "/api/v1/auth/logout", False),
        ("GET", "/", False),
        ("GET", "", False),
    ],
)
def test_open_routes_are_open_and_no_more(method: str, path: str, opened: bool) -> None:
    assert is_open(method, path) is opened


def test_a_person_is_led_to_sign_in_and_back(world: ApiWorld) -> None:
    response = world.client(Accept="text/html,*/*").get("/result/abc?tab=2&x=%26")

    assert response.status_code == 303
    assert response.headers["location"] == "/login?next=/result/abc%3Ftab%3D2%26x%3D%2526"


@pytest.mark.parametrize("path", ["/api/v1/jobs", "/gradio_api/info", "/api/v1/nothing"])
def test_a_program_is_told_401(world: ApiWorld, path: str) -> None:
    response = world.client(Accept="text/html").get(path)

    assert response.status_code == 401
    assert error_code(response) == "not_authenticated"
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_bad_token_is_refused_beside_a_good_cookie(world: ApiWorld) -> None:
    browser = world.browser()
    assert browser.get("/api/v1/auth/me").status_code == 200

    response = browser.get("/api/v1/auth/me", headers={"Authorization": "Bearer nonsense"})

    assert response.status_code == 401


def test_another_scheme_of_authorization_is_left_to_the_proxy_that_asked_for_it(world: ApiWorld) -> None:
    response = world.browser().get("/api/v1/auth/me", headers={"Authorization": "Basic YTpi"})

    assert response.status_code == 200


def test_a_session_that_has_ended_is_a_stranger(world: ApiWorld) -> None:
    browser = world.browser()
    world.accounts.sessions.end_all(world.user().id)

    assert browser.get("/api/v1/auth/me").status_code == 401
    assert browser.get("/", headers={"Accept": "text/html"}).status_code == 303


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/monitoring", "/monitoring/summary", "/docs/x"])
def test_pages_that_nobody_needs_are_closed(world: ApiWorld, path: str) -> None:
    assert world.program().get(path).status_code == 404


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_gradios_own_way_out_is_closed(world: ApiWorld, method: str) -> None:
    world.app.mount("/", PlainTextResponse("the app behind"))

    assert world.browser().request(method, "/logout").status_code == 404
    assert world.browser().post("/logout").status_code == 200


def test_behind_a_prefix_the_same_routes_are_open(world: ApiWorld) -> None:
    client = world.client()
    client._transport.root_path = "/studio"  # type: ignore[attr-defined]  # set by --root-path in a server

    assert client.get("/studio/health/live").status_code == 200
    response = client.get("/studio/jobs", headers={"Accept": "text/html"})
    assert response.headers["location"] == "/studio/login?next=/jobs"


# --- cross-site requests ------------------------------------------------------------------------------------------

OURS = [
    {"Origin": "http://testserver"},
    {"Origin": "https://studio.example"},
    {"Origin": "https://studio.example:443"},
    {"Referer": "http://testserver/create"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
]
FOREIGN: list[dict[str, str]] = [
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver:81"},
    {"Origin": "https://evil.example", "Referer": "http://testserver/"},
    {"Referer": "https://evil.example/?http://testserver/"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://testserver@evil.example"},
    {"Origin": "http://[bad"},
]


def test_a_page_of_ours_may_write(world: ApiWorld) -> None:
    browser = world.rewired(public_url="https://studio.example").browser()
    del browser.headers["origin"]

    for headers in OURS:
        response = browser.post("/api/v1/auth/api-keys", json={"name": "mine"}, headers=headers)
        assert response.status_code == 201, headers


@pytest.mark.parametrize("path", ["/api/v1/auth/api-keys", "/gradio_api/queue/join"])
def test_another_site_may_not_write_with_our_cookie(world: ApiWorld, path: str) -> None:
    browser = world.rewired(public_url="https://studio.example").browser()
    del browser.headers["origin"]

    for headers in FOREIGN:
        response = browser.post(path, json={"name": "theirs"}, headers=headers)
        assert (response.status_code, error_code(response)) == (403, "forbidden"), headers
    assert world.accounts.keys.of_user(world.user().id) == []


@pytest.mark.parametrize("page", ["/login", "/register", "/setup"])
def test_the_forms_take_posts_of_our_pages_only(world: ApiWorld, page: str) -> None:
    assert world.client().post(page).status_code == 403
    assert world.client(Origin="https://evil.example").post(page).status_code == 403
    assert (
        world.client(Origin="http://testserver").post(page).status_code == 404
    )  # past the guard; the page is the UI's


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_of_the_forms_are_closed_to_strangers(world: ApiWorld, method: str) -> None:
    assert world.client(Origin="http://testserver").request(method, "/login").status_code == 401


def test_signing_in_by_api_is_refused_to_other_sites_but_not_to_programs(world: ApiWorld) -> None:
    world.user()
    body = {"email": "ada@example.org", "password": "correct horse"}

    assert world.client().post("/api/v1/auth/login", json=body).status_code == 200
    assert world.client(Origin="https://evil.example").post("/api/v1/auth/login", json=body).status_code == 403


def test_a_token_needs_no_origin(world: ApiWorld) -> None:
    response = world.program().post(
        "/api/v1/auth/api-keys", json={"name": "x"}, headers={"Origin": "https://tool.example"}
    )

    assert response.status_code == 201


def test_reading_needs_no_origin(world: ApiWorld) -> None:
    assert world.browser(Origin="https://evil.example").get("/api/v1/credits").status_code == 200
