"""Two users of one real Gradio app cannot reach each other."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import pytest
from starlette.types import Message

from api.gradio_answers import WholeAnswer
from api.gradio_guard import SharedFiles
from api.gradio_tails import Kind, find_tail
from tests.support.api_world import ApiWorld, api_world, error_code
from tests.support.gradio_sample import mount_sample
from tests.support.live_server import live_server
from tests.support.pictures import photo
from tests.support.route_walk import registered_routes

# All of these are Gradio's: its statistics use what pandas is giving up, and it leaves files, sockets and
# event loops for the garbage collector to close.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FUNCTIONS = {"echo": 0, "count": 1, "picture": 2, "remember": 3, "recall": 4}


@dataclass(frozen=True)
class Site:
    """A running app and two people who use it."""

    world: ApiWorld
    url: str

    def person(self, email: str) -> httpx.Client:
        token = self.world.token(email)
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("gradio")
    shared = folder / "examples"
    shared.mkdir()
    (shared / "tree.png").write_bytes(photo(64, "coffee"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "cache"))
        world = api_world(folder).rewired(shared_files=(str(shared),))
        mount_sample(world.app, shared)
        with live_server(world.guarded) as url:
            yield Site(world, url)
    world.kit.database.close()
    # Gradio also sets an event loop that nobody runs. All of it must go while its warnings are still ignored.
    asyncio.set_event_loop(None)
    gc.collect()


@pytest.fixture
def ada(site: Site) -> Iterator[httpx.Client]:
    with site.person("ada@example.org") as client:
        yield client


@pytest.fixture
def eve(site: Site) -> Iterator[httpx.Client]:
    with site.person("eve@example.org") as client:
        yield client


def _session() -> str:
    return uuid.uuid4().hex


def _join(client: httpx.Client, session: str, function: str, *data: Any, **more: Any) -> httpx.Response:
    body = {"session_hash": session, "fn_index": FUNCTIONS[function], "data": list(data), **more}
    return client.post("/gradio_api/queue/join", json=body)


def _events(client: httpx.Client, session: str) -> list[dict[str, Any]]:
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        assert stream.status_code == 200
        return [json.loads(line[5:]) for line in stream.iter_lines() if line.startswith("data:")]


def _answer(client: httpx.Client, session: str, function: str, *data: Any) -> Any:
    assert _join(client, session, function, *data).status_code == 200
    done = next(event for event in _events(client, session) if event["msg"] == "process_completed")
    assert done["success"], done
    return done["output"]["data"][0]


def _upload(client: httpx.Client, content: bytes = b"", name: str = "me.png", **query: str) -> str:
    response = client.post("/gradio_api/upload", params=query, files={"files": (name, content or photo(64))})
    assert response.status_code == 200
    return str(response.json()[0])


def _file(path: str) -> dict[str, Any]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}}


# --- it still works -----------------------------------------------------------------------------------------------


def test_the_page_and_its_endpoints_work_for_their_user(ada: httpx.Client) -> None:
    session = _session()

    assert "window.gradio_config" in ada.get("/", headers={"Accept": "text/html"}).text
    assert ada.get("/gradio_api/info").status_code == 200
    assert _answer(ada, session, "echo", "hi") == "echo hi"
    _answer(ada, session, "remember", "a secret")
    assert _answer(ada, session, "recall", None) == "recalled a secret"
    assert ada.post("/gradio_api/run/direct", json={"data": ["x"]}).json()["data"] == ["direct x"]


def test_a_picture_goes_in_and_its_copy_comes_out(ada: httpx.Client) -> None:
    output = _answer(ada, _session(), "picture", _file(_upload(ada)))

    assert ada.get(f"/gradio_api/file={output['path']}").content == photo(64)
    assert ada.head(f"/gradio_api/file={output['path']}").status_code == 200


def test_gradio_client_works_with_a_token(site: Site, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(photo(64))
    token = site.world.token()
    with contextlib.redirect_stdout(None):
        client = gradio_client.Client(site.url, headers={"Authorization": f"Bearer {token}"}, verbose=False)
    try:
        assert client.predict("hello", api_name="/echo") == "echo hello"
        assert Path(client.predict(gradio_client.handle_file(tmp_path / "p.png"), api_name="/picture")).exists()
        job = client.submit(30, api_name="/count")
        next(iter(job))
        assert job.cancel()
    finally:
        client.close()


def test_call_gives_its_result_to_the_caller(ada: httpx.Client) -> None:
    event = ada.post("/gradio_api/call/echo", json={"data": ["one"]}).json()["event_id"]

    assert '"echo one"' in ada.get(f"/gradio_api/call/echo/{event}").text


def test_the_same_upload_belongs_to_both_who_made_it(ada: httpx.Client, eve: httpx.Client) -> None:
    content = photo(72)
    path = _upload(ada, content)
    assert eve.get(f"/gradio_api/file={path}").status_code == 403

    assert _upload(eve, content) == path

    assert eve.get(f"/gradio_api/file={path}").status_code == 200
    assert ada.get(f"/gradio_api/file={path}").status_code == 200


def test_file_names_may_hold_odd_characters(ada: httpx.Client) -> None:
    path = _upload(ada, name="50% off; me.png")

    assert ada.get(f"/gradio_api/file={path.replace('%', '%25')}").status_code == 200


def test_example_pictures_are_everybodys(site: Site, ada: httpx.Client, eve: httpx.Client) -> None:
    path = f"{site.world.deps.shared_files[0]}/tree.png"

    assert ada.get(f"/gradio_api/file={path}").status_code == 200
    assert eve.get(f"/gradio_api/file={path}").status_code == 200
    assert eve.get(f"/gradio_api/file={path[:-9]}/../../kinora.db").status_code in (403, 404)


# --- names of another user ----------------------------------------------------------------------------------------


def test_another_users_session_is_closed(ada: httpx.Client, eve: httpx.Client) -> None:
    session = _session()
    _answer(ada, session, "remember", "a secret")

    assert _join(eve, session, "recall", None).status_code == 403
    assert eve.get("/gradio_api/queue/data", params={"session_hash": session}).status_code == 403
    assert eve.get(f"/gradio_api/heartbeat/{session}").status_code == 403
    body = {"data": [], "session_hash": session}
    assert eve.post("/gradio_api/call/recall", json=body).status_code == 403
    assert eve.post("/gradio_api/run/recall", json=body).status_code == 403
    assert eve.post("/gradio_api/api/recall/", json=body).status_code == 403
    server_call = {"data": "", "component_id": 1, "fn_name": "x", **body}
    assert eve.post("/gradio_api/component_server", json=server_call).status_code == 403


def test_a_session_is_taken_by_its_heartbeat(ada: httpx.Client, eve: httpx.Client) -> None:
    session = _session()
    with ada.stream("GET", f"/gradio_api/heartbeat/{session}") as stream:
        assert stream.status_code == 200
        assert next(stream.iter_lines()) == "data: ALIVE"
        assert _join(eve, session, "echo", "x").status_code == 403


def test_a_session_cannot_be_named_twice(ada: httpx.Client, eve: httpx.Client) -> None:
    session, own = _session(), _session()
    _answer(ada, session, "echo", "x")
    _answer(eve, own, "echo", "x")

    for pair in ((own, session), (session, own)):
        query = "&".join(f"session_hash={each}" for each in pair)
        assert eve.get(f"/gradio_api/queue/data?{query}").status_code == 400
    assert eve.get("/gradio_api/queue/data").status_code == 400


def test_a_repeated_key_is_read_as_the_guard_read_it(ada: httpx.Client, eve: httpx.Client) -> None:
    session, own = _session(), _session()
    _answer(ada, session, "remember", "a secret")
    text = f'{{"session_hash": "{session}", "data": [null], "fn_index": 4, "session_hash": "{own}"}}'

    response = eve.post("/gradio_api/queue/join", content=text, headers={"Content-Type": "application/json"})

    assert response.status_code == 200
    done = next(event for event in _events(eve, own) if event["msg"] == "process_completed")
    assert done["output"]["data"] == ["recalled "]


@pytest.mark.parametrize("session", [7, ["x"], {"a": 1}, True])
def test_a_session_is_text(eve: httpx.Client, session: Any) -> None:
    body = {"session_hash": session, "fn_index": 0, "data": ["x"]}

    assert eve.post("/gradio_api/queue/join", json=body).status_code == 400


def test_another_users_event_is_closed(ada: httpx.Client, eve: httpx.Client) -> None:
    session = _session()
    event = _join(ada, session, "count", 5).json()["event_id"]

    assert eve.get(f"/gradio_api/call/count/{event}").status_code == 403
    assert eve.get(f"/gradio_api/call/v2/count/{event}").status_code == 403
    cancel = {"session_hash": _session(), "fn_index": 1, "event_id": event}
    assert eve.post("/gradio_api/cancel", json=cancel).status_code == 403
    assert eve.post("/gradio_api/cancel", json={**cancel, "session_hash": session}).status_code == 403
    assert eve.post("/gradio_api/reset", json={"event_id": event}).status_code == 403
    assert _join(eve, _session(), "echo", "x", event_id=event).status_code == 403
    assert ada.post("/gradio_api/cancel", json={**cancel, "session_hash": session}).json() == {"success": True}


def test_another_users_file_cannot_be_read(ada: httpx.Client, eve: httpx.Client) -> None:
    path = _upload(ada, photo(80))

    for disguise in (
        path,
        path.replace("/", "//", 1),
        f"/x/..{path}",
        path.replace("/", "%2f"),
        f"{path}/",
        f"{path}#",
    ):
        assert eve.get(f"/gradio_api/file={disguise}").status_code in (403, 404), disguise
    assert eve.head(f"/gradio_api/file={path}").status_code == 403
    assert eve.get(f"/gradio_api/file{path}").status_code == 404
    assert eve.get(f"/gradio_api/proxy=http://127.0.0.1/gradio_api/file={path}").status_code in (400, 404)
    assert eve.get("/gradio_api/file=http://127.0.0.1/health/live").status_code == 403


def test_another_users_file_cannot_be_an_input(ada: httpx.Client, eve: httpx.Client) -> None:
    path = _upload(ada, photo(88))
    folder, name = path.rsplit("/", 1)

    for disguise in (path, f"{folder}//{name}", f"{folder}/./{name}", f"{folder}/x/../{name}", f"file://{path}"):
        assert _join(eve, _session(), "picture", _file(disguise)).status_code == 403, disguise
    nested = [{"deep": [{"image": _file(path)}]}]
    assert _join(eve, _session(), "echo", nested).status_code == 403
    assert eve.post("/gradio_api/call/v2/picture", json={"param_0": _file(path)}).status_code == 403


def test_an_echoed_name_gives_no_file(ada: httpx.Client, eve: httpx.Client) -> None:
    path = _upload(ada, photo(96))

    _answer(eve, _session(), "echo", json.dumps(_file(path)))

    assert eve.get(f"/gradio_api/file={path}").status_code == 403


def test_the_progress_of_another_users_upload_is_closed(ada: httpx.Client, eve: httpx.Client) -> None:
    _upload(ada, upload_id="up-1")

    assert eve.get("/gradio_api/upload_progress", params={"upload_id": "up-1"}).status_code == 403


def test_another_media_type_is_refused(eve: httpx.Client) -> None:
    form = {"data": "x", "component_id": "1", "session_hash": "s", "fn_name": "f"}
    files = {"f": b"x"}

    assert eve.post("/gradio_api/component_server", data=form, files=files).status_code == 415
    assert eve.post("/gradio_api/queue/join", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415


@pytest.mark.parametrize("content", [b"{", b"[]", b"", b"[" * 100_000])
def test_what_is_no_object_is_refused(eve: httpx.Client, content: bytes) -> None:
    response = eve.post("/gradio_api/queue/join", content=content, headers={"Content-Type": "application/json"})

    assert response.status_code == 400


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/data/examples", True),
        ("/data/examples/a/b.png", True),
        ("/data/one.png", True),
        ("/data/examples/../secret", False),
        ("/data/examples/a/..", False),
        ("/data/examples-private/a.png", False),
        ("/data/one.png.bak", False),
        ("data/examples/a.png", False),
        ("", False),
    ],
)
def test_shared_files_end_at_their_folder(path: str, shared: bool) -> None:
    assert SharedFiles(("/data/examples", "/data/one.png")).holds(path) is shared


def test_only_ones_own_uploads_can_be_an_input(ada: httpx.Client, eve: httpx.Client, tmp_path: Path) -> None:
    stolen = _upload(ada)
    (tmp_path / "secret.png").write_bytes(photo(64))
    for path in (
        f"/objects/..{stolen}",
        f"/objects/..{tmp_path}/secret.png",
        "/objects/outputs/x.png?signature=1",
        f"{eve.base_url}objects/outputs/x.png",
        "http://169.254.169.254/latest",
        "http://studio.example/x.png",
        "//host/x.png",
        f"file://{stolen}",
        f"/tmp/../{stolen}",
        "/etc/passwd",
        "/dev/zero",
    ):
        for way in ("call", "run"):
            answer = eve.post(f"/gradio_api/{way}/picture", json={"data": [_file(path)]})
            assert answer.status_code == 403, (way, path)


@pytest.mark.parametrize(
    ("path", "more"), [("run/echo", {"fn_index": 99}), ("run/echo", {"fn_index": -1}), ("call/unheard-of", {})]
)
def test_an_app_that_fails_is_answered_for_in_one_form(ada: httpx.Client, path: str, more: dict[str, Any]) -> None:
    for _ in range(3):  # on one connection, which must live on
        response = ada.post(f"/gradio_api/{path}", json={"data": ["x"], **more})
        assert (response.status_code, error_code(response)) == (500, "internal_error")


@pytest.mark.parametrize("raises", [True, False])
def test_an_answer_is_held_back_until_the_app_has_returned(raises: bool) -> None:
    sent: list[Message] = []
    seen: list[bytes] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def note(answer: bytes) -> None:
        seen.append(answer)

    async def app(answer: WholeAnswer) -> None:
        await answer({"type": "http.response.start", "status": 200, "headers": []})
        await answer({"type": "http.response.body", "body": b"a", "more_body": True})
        await answer({"type": "http.response.body", "body": b"b"})
        assert not sent
        if raises:
            raise ValueError

    async def serve() -> None:
        answer = WholeAnswer(send, note)
        with contextlib.suppress(ValueError):
            await app(answer)
            await answer.finish()

    asyncio.run(serve())

    assert seen == ([] if raises else [b"ab"])
    assert [message.get("body") for message in sent] == ([] if raises else [None, b"ab"])


# --- routes -------------------------------------------------------------------------------------------------------


def test_of_gradios_routes_only_the_known_ones_can_be_called(site: Site, eve: httpx.Client) -> None:
    found = sorted({each for each in registered_routes(site.world.app.routes) if "/gradio_api" in each.path})
    assert len(found) > 300

    refused = [each for each in found if find_tail(each.method, each.path) is None]

    for each in refused:
        assert eve.request(each.method, each.path).status_code == 404, each
    open_to_users = sorted({each.path for each in set(found) - set(refused)})
    print(*open_to_users, sep="\n")
    words = ("mcp", "proxy", "stream", "dev/", "vibe", "deep_link", "token", "profiling", "custom_component", "runs")
    assert not [path for path in open_to_users if any(word in path for word in words)]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/mcp/",
        "/gradio_api/mcp/sse",
        "/gradio_api/deep_link?session_hash=x",
        "/gradio_api/stream/x/1/1/playlist-file",
        "/gradio_api/dev/reload",
        "/gradio_api/unheard-of",
        "/gradio_api",
        "/gradio_api/",
        "/gradio_api/queue",
        "/gradio_api/docs",
        "/docs",
        "/redoc",
        "/monitoring",
    ],
)
def test_what_nobody_needs_is_closed(eve: httpx.Client, path: str) -> None:
    assert eve.get(path).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/gradio_api/call/v2/name/e1", Kind.EVENT_RESULT),
        ("GET", "/gradio_api/call/name/e1", Kind.EVENT_RESULT),
        ("POST", "/gradio_api/call/v2/name/", Kind.JSON_BODY),
        ("POST", "/gradio_api/upload", Kind.UPLOAD),
        ("GET", "/gradio_api/file=/a/b\nc.png", Kind.FILE),
        ("POST", "/gradio_api/file=/a", None),
        ("OPTIONS", "/gradio_api/queue/join", None),
        ("GET", "/gradio_api/queue/join", None),
        ("DELETE", "/gradio_api/upload", None),
        ("GET", "/gradio_api/heartbeat/a/b", None),
        ("GET", "/gradio_api/Queue/data", None),
        ("GET", "/gradio_api/queue/data/", None),
    ],
)
def test_tails(method: str, path: str, kind: Kind | None) -> None:
    found = find_tail(method, path)

    assert (found.kind if found else None) == kind


def test_other_sites_get_no_leave_to_read(ada: httpx.Client) -> None:
    response = ada.get("/gradio_api/info", headers={"Origin": "https://evil.example", "Host": "studio.example"})

    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control-")]
