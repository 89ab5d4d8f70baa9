"""Files of the local store, by signed links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from api.byte_range import ByteRange, Unsatisfiable, parse_range
from tests.support.api_world import ApiWorld, error_code
from tests.support.scaled import solo_only

pytestmark = solo_only

KEY = "outputs/u/j/picture.png"
CONTENT = bytes(range(256)) * 4


def _link(world: ApiWorld, key: str = KEY, name: str | None = None, content: bytes = CONTENT) -> str:
    world.kit.objects.put(key, content, "image/png")
    return world.kit.objects.url(key, 60, name)


def test_a_link_opens_the_file_for_anyone(world: ApiWorld) -> None:
    response = world.client().get(_link(world))

    assert (response.status_code, response.content) == (200, CONTENT)
    assert response.headers["content-type"] == "image/png"
    assert response.headers["content-disposition"] == "inline"
    assert response.headers["accept-ranges"] == "bytes"


def test_files_are_kept_in_a_sandbox(world: ApiWorld) -> None:
    headers = world.client().get(_link(world)).headers

    assert headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["page.html", "page.svg", "script.js", "x.xhtml", "x.xml", "noending", "x.PDF"])
def test_no_file_is_ever_a_page(world: ApiWorld, name: str) -> None:
    for link in (_link(world, f"outputs/{name}"), _link(world, "references/u/a", name)):
        response = world.client().get(link)
        assert response.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\n\x00\x00\x00WEBP", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", "application/octet-stream"),
        (b"<html>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_without_an_ending_has_the_type_of_its_content_not_its_name(
    world: ApiWorld, start: bytes, kind: str
) -> None:
    for name in ("me.JPG", "notes.txt", "page.html"):
        link = _link(world, "references/u/a", name, start + b"\x00" * 9)
        assert world.client().get(link).headers["content-type"] == kind
        assert world.client().head(link).headers["content-type"] == kind


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("me.png", "attachment; filename=\"me.png\"; filename*=UTF-8''me.png"),
        ('a"b;c\\.png', "attachment; filename=\"a_b_c_.png\"; filename*=UTF-8''a%22b%3Bc%5C.png"),
        ("x\r\nSet-Cookie: a=b", "attachment; filename=\"x__Set-Cookie_ a_b\"; "
         "filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a%3Db"),
        ("Übung.png", "attachment; filename=\"_bung.png\"; filename*=UTF-8''%C3%9Cbung.png"),
    ],
)  # fmt: skip
def test_downloads_have_a_safe_name(world: ApiWorld, name: str, expected: str) -> None:
    response = world.client().get(_link(world, name=name))

    assert response.headers["content-disposition"] == expected
    assert "set-cookie" not in response.headers


def _changes(link: str) -> Iterator[str]:
    yield link.replace("picture", "another")
    yield link.replace("expires=", "expires=9")
    yield link + "0"
    yield link + "&name=x.png"
    yield link.partition("?")[0]
    yield link + "&expires=99999999999"


def test_a_changed_link_is_refused(world: ApiWorld) -> None:
    for link in _changes(_link(world)):
        response = world.client().get(link)
        assert (response.status_code, error_code(response)) == (403, "forbidden"), link


def test_a_signed_in_user_needs_a_link_too(world: ApiWorld) -> None:
    _link(world)

    assert world.program().get(f"/objects/{KEY}").status_code == 403


def test_a_link_to_nothing_is_404(world: ApiWorld) -> None:
    assert world.client().get(world.kit.objects.url("outputs/none", 60)).status_code == 404


def test_head_gives_the_headers_only(world: ApiWorld) -> None:
    response = world.client().head(_link(world))

    assert (response.status_code, response.headers["content-length"], response.content) == (200, "1024", b"")


def test_without_a_local_store_there_is_nothing(world: ApiWorld) -> None:
    assert world.rewired(local_objects=None).client().get(_link(world)).status_code == 404


# --- ranges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=1000-", 1000, 1023), ("bytes=-24", 1000, 1023), ("bytes=5-99999", 5, 1023)],
)
def test_a_part_of_a_file(world: ApiWorld, header: str, first: int, last: int) -> None:
    response = world.client().get(_link(world), headers={"Range": header})

    assert (response.status_code, response.content) == (206, CONTENT[first : last + 1])
    assert response.headers["content-range"] == f"bytes {first}-{last}/1024"
    assert response.headers["content-length"] == str(last - first + 1)


def test_a_part_behind_the_end_is_416(world: ApiWorld) -> None:
    response = world.client().get(_link(world), headers={"Range": "bytes=1024-"})

    assert (response.status_code, response.headers["content-range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("header", ["", "bytes=", "bytes=-", "items=0-1", "bytes=0-1,4-5", "bytes=9-1", "bytes=a-b"])
def test_what_is_no_range_gives_the_whole_file(header: str) -> None:
    assert parse_range(header, 10) is None


@pytest.mark.parametrize(("header", "size"), [("bytes=10-", 10), ("bytes=0-", 0), ("bytes=-0", 10), ("bytes=-5", 0)])
def test_empty_ranges(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(header, size)


def test_a_long_suffix_is_the_whole_file() -> None:
    assert parse_range("bytes=-99", 10) == ByteRange(0, 9, 10)


def test_an_empty_file_can_be_read(world: ApiWorld) -> None:
    response = world.client().get(_link(world, content=b""))

    assert (response.status_code, response.content) == (200, b"")


# --- uploads ------------------------------------------------------------------------------------------------------


def _place(world: ApiWorld, size: int = 100) -> dict[str, Any]:
    """A place for a picture of so many bytes."""
    order = {"type": "photo", "name": "x.png", "size": size, "content_type": "image/png"}
    place: dict[str, Any] = world.program().post("/api/v1/assets/upload-url", json=order).json()
    return place


def test_a_link_takes_in_the_file_it_was_made_for(world: ApiWorld) -> None:
    place = _place(world)

    response = world.client().put(place["url"], content=b"p" * 100, headers=place["headers"])

    assert (response.status_code, place["method"]) == (204, "PUT")
    with world.kit.objects.open(f"temp/{place['id']}/upload") as file:
        assert file.read() == b"p" * 100


def test_a_link_takes_nothing_else(world: ApiWorld) -> None:
    place = _place(world)
    url, client, key = place["url"], world.client(), f"temp/{place['id']}/upload"

    assert client.put(url, content=b"p" * 101, headers=place["headers"]).status_code == 413
    assert client.put(url, content=b"p", headers={"Content-Type": "text/html"}).status_code == 415
    assert client.put(url.replace("max_bytes=100", "max_bytes=999"), content=b"p").status_code == 403
    assert client.get(url).status_code == 403
    assert client.put(world.kit.objects.url(key, 60), content=b"p").status_code == 403
    assert not world.kit.objects.exists(key)


def test_a_link_takes_nothing_once_its_file_is_not_awaited_any_more(world: ApiWorld) -> None:
    place = _place(world)
    assert world.program().delete(f"/api/v1/assets/{place['id']}").status_code == 204

    response = world.client().put(place["url"], content=b"p" * 100, headers=place["headers"])

    assert (response.status_code, error_code(response)) == (403, "forbidden")
    assert list(world.kit.objects.keys("temp/")) == []
