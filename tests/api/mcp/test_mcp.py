"""The studio's tools, called by the protocol's official client over a socket."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import MCPError
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from PIL import Image

from api.mcp.file_tools import UPLOAD_MAX_BYTES
from domain.jobs import JobError, StoredArtifact
from domain.ports import JobEvent
from domain.users import EVERY_SCOPE, Role, Scope
from tests.support.api_world import ApiWorld
from tests.support.live_server import live_server
from tests.support.pictures import photo

# The client leaves sockets to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

ERAS = ("legacy", "2026-07-28")
"""The handshake of 2025's clients, and the newest revision, which has none."""


@pytest.fixture
def address(world: ApiWorld) -> Iterator[str]:
    with live_server(world.guarded) as url:
        yield url


def key(world: ApiWorld, email: str = "ada@example.org", scopes: frozenset[Scope] = EVERY_SCOPE) -> str:
    return world.accounts.keys.create(world.user(email).id, "assistant", scopes=scopes)[1]


@asynccontextmanager
async def assistant(address: str, secret: str, era: str = ERAS[0]) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        async with Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=era) as client:
            yield client


def asked(address: str, secret: str, work: Callable[[Client], Awaitable[Any]], era: str = ERAS[0]) -> Any:
    async def ask() -> Any:
        async with assistant(address, secret, era) as client:
            return await work(client)

    return asyncio.run(ask())


def called(address: str, secret: str, tool: str, era: str = ERAS[0], **arguments: Any) -> Any:
    return asked(address, secret, lambda client: client.call_tool(tool, arguments), era)


def finished(world: ApiWorld, job_id: str) -> None:
    """Let a job succeed with one large picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (1024, 768), "teal").save(buffer, "PNG")
    job = world.lifecycle.claim(job_id)
    assert job is not None
    stored = f"outputs/{job.user_id}/{job_id}/image-1.png"
    world.kit.objects.put(stored, buffer.getvalue(), "image/png")
    artifact = StoredArtifact("image-1.png", "image/png", len(buffer.getvalue()), stored, 1024, 768)
    world.lifecycle.announce(world.lifecycle.succeed(job, [artifact], 2))


@pytest.mark.parametrize("era", ERAS)
def test_each_generator_is_a_tool_with_its_own_schema_and_price(world: ApiWorld, address: str, era: str) -> None:
    listed = asked(address, key(world), lambda client: client.list_tools(), era)

    tools = {tool.name: tool for tool in listed.tools}
    assert tools.keys() >= world.deps.studio.generators.keys() | {"quote", "get_job", "wait_for_job", "upload_asset"}
    schema = tools["image"].input_schema
    own = world.deps.studio.generator("image").params.model_json_schema()
    assert {name: schema["properties"][name] for name in own["properties"]} == own["properties"]
    assert (schema["required"], schema["additionalProperties"]) == (["prompt"], False)
    assert "Costs 2 credits with its defaults" in tools["image"].description
    assert tools["get_job"].annotations.read_only_hint and tools["cancel_job"].annotations.destructive_hint


def test_an_order_is_waited_for_and_its_picture_seen(world: ApiWorld, address: str) -> None:
    secret, told = key(world), []

    async def order_and_wait(client: Client) -> Any:
        ordered = (await client.call_tool("image", {"prompt": "a fox", "idempotency_key": "one"})).structured_content
        again = (await client.call_tool("image", {"prompt": "a fox", "idempotency_key": "one"})).structured_content
        assert (ordered["price"], ordered["balance"], again["job_id"]) == (2, 48, ordered["job_id"])
        other = await client.call_tool("image", {"prompt": "a hen", "idempotency_key": "one"})
        assert other.is_error and other.structured_content["error"]["code"] == "conflict"

        async def note(progress: float, _total: float | None, message: str | None) -> None:
            told.append((progress, message))

        waiting = asyncio.create_task(
            client.call_tool("wait_for_job", {"job_id": ordered["job_id"], "seconds": 20}, progress_callback=note)
        )
        while not world.channel.followers:
            await asyncio.sleep(0.01)
        owner = world.user().id
        for progress, message in ((0.25, "Drawing"), (0.2, "Late"), (0.5, "Still drawing")):
            data = {"progress": progress, "message": message, "stage": "draw", "eta": None}
            world.channel.publish(JobEvent(ordered["job_id"], owner, "progress", data))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(finished, world, ordered["job_id"])
        return await waiting

    done = asked(address, secret, order_and_wait)
    assert told == [(0.25, "Drawing"), (0.5, "Still drawing")]  # progress never goes back
    words, picture = done.content
    link = done.structured_content["artifacts"][0]["url"]
    assert done.structured_content["status"] == "succeeded" and link in words.text
    assert link.startswith(f"{address}/objects/")
    fetched = httpx2.get(link)  # no key: the link is its own proof
    assert Image.open(io.BytesIO(fetched.content)).size == (1024, 768)
    small = Image.open(io.BytesIO(base64.b64decode(picture.data)))
    assert (small.format, small.size, picture.mime_type) == ("JPEG", (512, 384), "image/jpeg")
    assert world.channel.followers == 0


def test_waiting_ends_with_its_time(world: ApiWorld, address: str) -> None:
    secret = key(world)
    job_id = called(address, secret, "script", topic="tides").structured_content["job_id"]
    done = called(address, secret, "wait_for_job", ERAS[1], job_id=job_id, seconds=1)
    assert (done.is_error, done.structured_content["status"]) == (False, "queued")
    assert world.channel.followers == 0
    assert called(address, secret, "wait_for_job", job_id=job_id, seconds=301).is_error


def test_errors_say_what_to_do(world: ApiWorld, address: str) -> None:
    secret = key(world)
    wrong = called(address, secret, "image", prompt="", count=9)
    assert wrong.is_error
    fields = {each["field"] for each in wrong.structured_content["error"]["details"]["fields"]}
    assert fields == {"prompt", "count"} and all(field in wrong.content[0].text for field in fields)
    unknown = called(address, secret, "get_job", job_id="0" * 32)
    assert unknown.structured_content["error"]["code"] == "not_found"

    async def misname(client: Client) -> None:
        with pytest.raises(MCPError, match="no tool named"):
            await client.call_tool("format_disk")

    asked(address, secret, misname)
    assert called(address, secret, "credits").structured_content == {"balance": 50, "held": 0}
    for _ in range(5):
        world.deps.studio.submit(world.user(), "story", {"script": "A lighthouse keeper waits for the mail boat."})
    poor = called(address, secret, "image", prompt="a fox")
    assert poor.structured_content["error"]["code"] == "insufficient_credits"


def test_a_failed_job_says_why(world: ApiWorld, address: str) -> None:
    secret = key(world)
    job_id = called(address, secret, "script", topic="tides").structured_content["job_id"]
    job = world.lifecycle.claim(job_id)
    assert job is not None
    world.lifecycle.fail(job, JobError("boom", "The pen broke."))
    shown = called(address, secret, "get_job", job_id=job_id)
    assert "nothing was charged: The pen broke." in shown.content[0].text
    listed = called(address, secret, "list_jobs", status="failed")
    assert [each["id"] for each in listed.structured_content["items"]] == [job_id]
    assert called(address, secret, "cancel_job", job_id=job_id).structured_content["error"]["code"] == "conflict"


def test_another_accounts_work_is_refused_in_every_tool(world: ApiWorld, address: str) -> None:
    ada, eve = key(world), key(world, "eve@example.org")
    image = base64.b64encode(photo()).decode()
    asset = called(address, ada, "upload_asset", name="me.png", type="photo", content_base64=image).structured_content
    job_id = called(address, ada, "restyle", photo=asset["id"], style="comic").structured_content["job_id"]

    for tool in ("get_job", "wait_for_job", "cancel_job"):
        assert called(address, eve, tool, job_id=job_id).structured_content["error"]["code"] == "forbidden", tool
    stolen = called(address, eve, "restyle", photo=asset["id"], style="comic")
    assert stolen.structured_content["error"]["code"] == "forbidden"
    for tool in ("list_jobs", "list_assets"):
        assert called(address, eve, tool).structured_content["items"] == []
    assert called(address, ada, "cancel_job", job_id=job_id).structured_content["status"] == "cancelled"
    assert called(address, ada, "credits").structured_content == {"balance": 50, "held": 0}


def test_files_in_messages_are_limited_and_checked(world: ApiWorld, address: str) -> None:
    secret = key(world)

    def code(content: str, kind: str = "photo") -> str:
        sent = called(address, secret, "upload_asset", name="a.png", type=kind, content_base64=content)
        return str(sent.structured_content["error"]["code"])

    assert code("not base64!") == "invalid_params"
    assert code(base64.b64encode(photo()).decode(), "portrait") == "invalid_params"  # without consent
    assert code(base64.b64encode(b"<svg onload=alert(1)>").decode()) == "unsupported_media"
    assert code(base64.b64encode(b"x" * (UPLOAD_MAX_BYTES + 4)).decode()) == "too_large"


def test_a_large_file_is_sent_to_a_link_and_confirmed(world: ApiWorld, address: str) -> None:
    secret, content = key(world), photo()
    about = {"name": "me.png", "type": "portrait", "size": len(content), "content_type": "image/png", "consent": True}
    place = called(address, secret, "upload_link", **about).structured_content
    early = called(address, secret, "confirm_upload", id=place["id"])
    assert early.structured_content["error"]["code"] == "conflict"
    if place["fields"]:
        sent = httpx2.post(place["url"], data=place["fields"], files={"file": content})
    else:
        sent = httpx2.request(place["method"], place["url"], headers=place["headers"], content=content)
    assert sent.is_success
    stranger = called(address, key(world, "eve@example.org"), "confirm_upload", id=place["id"])
    assert stranger.structured_content["error"]["code"] == "forbidden"
    kept = called(address, secret, "confirm_upload", id=place["id"]).structured_content
    assert (kept["type"], kept["status"]) == ("portrait", "ready")
    listed = called(address, secret, "list_assets", type="portrait").structured_content["items"]
    assert [each["id"] for each in listed] == [kept["id"]]
    assert called(address, secret, "list_assets", type="photo").structured_content["items"] == []


LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def test_nothing_is_said_without_a_key(world: ApiWorld) -> None:
    assert world.client(**ACCEPT).post("/mcp", json=LIST).status_code == 401
    assert world.client(Authorization="Bearer kin_wrong", **ACCEPT).post("/mcp", json=LIST).status_code == 401
    browser = world.browser(**ACCEPT).post("/mcp", json=LIST)  # signed in, and from our own page
    assert (browser.status_code, browser.headers["www-authenticate"]) == (401, "Bearer")
    secret = key(world)
    assert world.client(Authorization=f"Bearer {secret}", **ACCEPT).post("/mcp", json=LIST).status_code == 200
    for method in ("GET", "DELETE", "PUT"):
        refused = world.program().request(method, "/mcp", headers=ACCEPT)
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST"), method


def test_a_key_reaches_as_far_as_its_scopes(world: ApiWorld, address: str) -> None:
    reader, maker = key(world, scopes=frozenset({Scope.READ})), key(world, scopes=frozenset({Scope.READ, Scope.JOBS}))
    assert called(address, reader, "credits").structured_content["balance"] == 50
    assert called(address, reader, "script", topic="tides").structured_content["error"]["details"] == {"scope": "jobs"}
    job_id = called(address, maker, "script", topic="tides").structured_content["job_id"]
    assert called(address, reader, "cancel_job", job_id=job_id).structured_content["error"]["code"] == "forbidden"
    sent = called(address, maker, "upload_asset", name="a", type="photo", content_base64="eA==")
    assert sent.structured_content["error"]["details"] == {"scope": "write"}


def test_reading_tools_count_as_reads_and_others_as_writes(world: ApiWorld, address: str) -> None:
    secret = key(world)
    called(address, secret, "credits", ERAS[1])
    assert world.limiter.of_rule("writes-user") == 0 < world.limiter.of_rule("reads-user")
    called(address, secret, "script", ERAS[1], topic="tides")
    assert world.limiter.of_rule("writes-user") == 1
    world.limiter.limits["writes-user"] = 1
    refused = called(address, secret, "script", ERAS[1], topic="winds")
    assert refused.structured_content["error"]["code"] == "rate_limited"


def test_an_administrators_key_sees_others_jobs_as_in_rest(world: ApiWorld, address: str) -> None:
    job_id = called(address, key(world), "script", topic="tides").structured_content["job_id"]
    world.user("root@example.org", Role.ADMIN)
    assert called(address, key(world, "root@example.org"), "get_job", job_id=job_id).structured_content["id"] == job_id
