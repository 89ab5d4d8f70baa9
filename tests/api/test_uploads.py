"""Files that go straight into the object store: a place, the file, a look at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.asset_intake import max_bytes
from domain.assets import MIB, AssetType
from domain.clock import utc_now
from domain.upload_desk import UPLOADS_MAX, UPLOADS_MAX_BYTES
from tests.support.api_world import ApiWorld, error_code
from tests.support.pictures import photo

EVE = "eve@example.org"


def begin(client: Any, content: bytes | int, kind: str = "photo", **changes: Any) -> Any:
    size = content if isinstance(content, int) else len(content)
    order = {"type": kind, "name": "me.png", "size": size, "content_type": "image/png", **changes}
    return client.post("/api/v1/assets/upload-url", json=order)


def send(world: ApiWorld, place: dict[str, Any], content: Any) -> int:
    body = {"data": place["fields"], "files": {"file": content}} if place["fields"] else {"content": content}
    status: int = world.client().request(place["method"], place["url"], headers=place["headers"], **body).status_code
    return status


def confirm(client: Any, place: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/assets/{place['id']}/confirm")


def left(world: ApiWorld) -> list[str]:
    return list(world.kit.objects.keys("temp/"))


def test_a_picture_is_sent_confirmed_and_ready(world: ApiWorld) -> None:
    client = world.program()
    place = begin(client, photo()).json()
    path = f"/api/v1/assets/{place['id']}"
    assert client.get(path).json()["status"] == "pending"
    assert client.get("/api/v1/assets").json()["items"] == []

    assert send(world, place, photo()) == 204
    asset, again = confirm(client, place).json(), confirm(client, place).json()

    assert (asset["id"], asset["status"], asset["content_type"]) == (place["id"], "ready", "image/png")
    assert again["id"] == asset["id"] and len(client.get("/api/v1/assets").json()["items"]) == 1
    assert world.client().get(asset["thumb_url"]).headers["content-type"] == "image/webp"
    assert left(world) == []


def test_what_is_no_picture_is_refused_when_confirmed_and_leaves_nothing(world: ApiWorld) -> None:
    client = world.program()
    place = begin(client, b"<svg onload='alert(1)'/>").json()
    send(world, place, b"<svg onload='alert(1)'/>")

    refused = confirm(client, place)

    assert (refused.status_code, error_code(refused)) == (415, "unsupported_media")
    assert confirm(client, place).status_code == 404
    assert list(world.kit.objects.keys("")) == []


def test_nothing_is_confirmed_before_all_of_it_has_arrived(world: ApiWorld) -> None:
    client = world.program()
    place = begin(client, photo()).json()

    early = confirm(client, place)
    send(world, place, photo()[:-1])
    short = confirm(client, place)
    send(world, place, photo())

    assert (early.status_code, short.status_code) == (409, 409)
    assert short.json()["error"]["details"] == {"arrived": len(photo()) - 1, "size": len(photo())}
    assert confirm(client, place).status_code == 200


def test_each_type_has_its_limit(world: ApiWorld) -> None:
    client = world.program()
    for kind in AssetType:
        most = max_bytes(kind)
        at, above = (begin(client, size, kind.value, consent=True) for size in (most, most + 1))
        assert (at.status_code, above.status_code, error_code(above)) == (201, 413, "too_large")
        assert above.json()["error"]["details"] == {"max_bytes": most}
        assert client.delete(f"/api/v1/assets/{at.json()['id']}").status_code == 204
    assert {max_bytes(kind) // MIB for kind in AssetType} == {1, 50, 500}


def test_an_upload_that_nobody_confirms_goes_after_an_hour(world: ApiWorld) -> None:
    client = world.program()
    place = begin(client, photo()).json()
    send(world, place, photo())
    late = world.rewired(desk=replace(world.kit.desk, clock=lambda: utc_now() + timedelta(minutes=61)))

    assert begin(late.program(EVE), 1).status_code == 201  # anybody's next upload sweeps

    assert left(world) == []
    assert client.get(f"/api/v1/assets/{place['id']}").status_code == 404


def test_a_link_that_has_expired_is_not_confirmed(world: ApiWorld) -> None:
    place = begin(world.program(), photo()).json()
    send(world, place, photo())
    late = world.rewired(desk=replace(world.kit.desk, clock=lambda: utc_now() + timedelta(minutes=61)))

    response = confirm(late.program(), place)

    assert (response.status_code, left(world)) == (409, [])


def test_others_may_neither_see_nor_confirm_nor_cancel_it(world: ApiWorld) -> None:
    place = begin(world.program(), photo()).json()
    send(world, place, photo())
    eve, path = world.program(EVE), f"/api/v1/assets/{place['id']}"

    answers = [confirm(eve, place), eve.get(path), eve.delete(path), eve.patch(path, json={"name": "x"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 404]
    assert confirm(world.program(), place).status_code == 200


def test_so_much_may_be_on_its_way_and_no_more(world: ApiWorld) -> None:
    client, eve = world.program(), world.program(EVE)
    most = 500 * MIB

    sizes = (most, most, most, most, UPLOADS_MAX_BYTES - 4 * most, 1)
    few = [begin(client, size, "video").status_code for size in sizes]
    many = [begin(eve, 1).status_code for _ in range(UPLOADS_MAX + 1)]

    assert few == [201, 201, 201, 201, 201, 409]
    assert many == [201] * UPLOADS_MAX + [409]


def test_what_cannot_be_is_said_at_once(world: ApiWorld) -> None:
    client = world.program()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"size": 0}, "size"),
        ({"size": -1}, "size"),
        ({"type": "secret"}, "type"),
        ({"content_type": "text/html; charset=utf-8\r\nX: y"}, "content_type"),
        ({"content_type": "IMAGE"}, "content_type"),
        ({"type": "portrait"}, "consent"),
        ({"more": 1}, "more"),
    ]
    for changes, field in wrong:
        response = begin(client, 10, **changes)
        assert (response.status_code, error_code(response)) == (422, "invalid_params")
        assert response.json()["error"]["details"]["fields"][0]["field"] == field
