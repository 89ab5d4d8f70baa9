"""Drafts by REST: whose they are, what they hold, and two pages that change the same one."""

from __future__ import annotations

from typing import Any

import pytest

from domain.drafts import DEPTH_MAX, DRAFT_MAX_BYTES, DRAFTS_MAX
from tests.support.api_world import ApiWorld, error_code

ID = "1" * 32
OTHER = "2" * 32


def body(version: int = 0, **changes: Any) -> dict[str, Any]:
    content = {"script": "Once upon a time."}
    return {"generator": "story", "name": "The fox", "content": content, "version": version, **changes}


def test_a_draft_is_made_changed_listed_and_deleted(world: ApiWorld) -> None:
    client = world.program()
    made = client.put(f"/api/v1/drafts/{ID}", json=body())
    assert (made.status_code, made.json()["version"]) == (201, 1)
    changed = client.put(f"/api/v1/drafts/{ID}", json=body(1, name="The whale"))
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    listed = client.get("/api/v1/drafts?generator=story").json()["items"]
    assert [(draft["name"], draft["version"], "content" in draft) for draft in listed] == [("The whale", 2, False)]
    assert client.get("/api/v1/drafts?generator=script").json()["items"] == []
    assert client.get(f"/api/v1/drafts/{ID}").json()["content"] == {"script": "Once upon a time."}
    assert client.delete(f"/api/v1/drafts/{ID}").status_code == 204
    assert error_code(client.get(f"/api/v1/drafts/{ID}")) == "not_found"
    gone = client.put(f"/api/v1/drafts/{ID}", json=body(2))
    assert (gone.status_code, error_code(gone)) == (404, "not_found")


def test_a_change_of_an_old_version_is_a_conflict_and_a_repeated_one_is_none(world: ApiWorld) -> None:
    client = world.program()
    client.put(f"/api/v1/drafts/{ID}", json=body())
    first = client.put(f"/api/v1/drafts/{ID}", json=body(1, name="First tab"))
    again = client.put(f"/api/v1/drafts/{ID}", json=body(1, name="First tab"))
    assert first.json() == again.json()
    late = client.put(f"/api/v1/drafts/{ID}", json=body(1, name="Second tab"))
    assert (late.status_code, late.json()["error"]["details"]["version"]) == (409, 2)
    assert client.get(f"/api/v1/drafts/{ID}").json()["name"] == "First tab"


def test_a_draft_is_its_owners(world: ApiWorld) -> None:
    world.program().put(f"/api/v1/drafts/{ID}", json=body())
    eve = world.program("eve@example.org")
    answers = [
        eve.get(f"/api/v1/drafts/{ID}"),
        eve.put(f"/api/v1/drafts/{ID}", json=body(1, name="Mine")),
        eve.put(f"/api/v1/drafts/{ID}", json=body()),
        eve.delete(f"/api/v1/drafts/{ID}"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert eve.get("/api/v1/drafts").json()["items"] == []
    assert world.program().get(f"/api/v1/drafts/{ID}").json()["name"] == "The fox"
    assert world.client().get(f"/api/v1/drafts/{ID}").status_code == 401


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"generator": "sculpture"}, 404),
        ({"name": ""}, 422),
        ({"name": "   "}, 422),
        ({"name": "a\nb"}, 422),
        ({"name": "x" * 121}, 422),
        ({"content": []}, 422),
        ({"content": {"text": "x" * DRAFT_MAX_BYTES}}, 413),
        ({"version": -1}, 422),
        ({"version": 3}, 404),
        ({"more": 1}, 422),
    ],
)
def test_what_cannot_be_kept_is_refused(world: ApiWorld, change: dict[str, Any], status: int) -> None:
    client = world.program()
    answer = client.put(f"/api/v1/drafts/{ID}", json=body(**change))
    assert answer.status_code == status
    error_code(answer)
    assert client.get("/api/v1/drafts").json()["items"] == []


@pytest.mark.parametrize(
    "text",
    [
        '{"n": NaN}', '{"n": "\\ud83e"}', '{"n": 1e999}', '{"n": ' + "[" * 3000 + "]" * 3000 + "}",
        '{"n": ' + "[" * 300 + "]" * 300 + "}", '{"n": ' * 101 + "{}" + "}" * 101,
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(world: ApiWorld, text: str) -> None:
    sent = f'{{"generator": "story", "name": "x", "content": {text}}}'
    answer = world.program().put(f"/api/v1/drafts/{ID}", content=sent, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    error_code(answer)


def test_what_may_be_nested_comes_back(world: ApiWorld) -> None:
    content: dict[str, Any] = {}
    for _ in range(DEPTH_MAX - 1):
        content = {"n": content}
    client = world.program()
    assert client.put(f"/api/v1/drafts/{ID}", json=body(content=content)).status_code == 201
    assert client.get(f"/api/v1/drafts/{ID}").json()["content"] == content


def test_true_is_another_value_than_one(world: ApiWorld) -> None:
    client = world.program()
    client.put(f"/api/v1/drafts/{ID}", json=body(content={"music": 1}))
    assert client.put(f"/api/v1/drafts/{ID}", json=body(1, content={"music": True})).json()["version"] == 2
    assert client.get(f"/api/v1/drafts/{ID}").json()["content"]["music"] is True


def test_an_id_is_hexadecimal(world: ApiWorld) -> None:
    assert world.program().put("/api/v1/drafts/my-draft", json=body()).status_code == 422


def test_an_account_has_so_many_drafts_and_no_more(world: ApiWorld) -> None:
    client = world.program()
    for number in range(DRAFTS_MAX):
        assert client.put(f"/api/v1/drafts/{number:032x}", json=body()).status_code == 201
    one_more = client.put(f"/api/v1/drafts/{'f' * 32}", json=body())
    assert (one_more.status_code, error_code(one_more)) == (409, "conflict")
    assert client.put(f"/api/v1/drafts/{0:032x}", json=body(1, name="Still mine")).status_code == 200
    assert world.program("eve@example.org").put(f"/api/v1/drafts/{OTHER}", json=body()).status_code == 201


def test_asking_for_a_price_uses_up_no_writes(world: ApiWorld) -> None:
    world.limiter.limits["writes-user"] = 0
    client = world.program()
    assert client.post("/api/v1/generators/script/quote", json={"topic": "x"}).status_code == 200
    assert client.put(f"/api/v1/drafts/{ID}", json=body()).status_code == 429
    assert world.client().post("/api/v1/generators/script/quote", json={"topic": "x"}).status_code == 401
