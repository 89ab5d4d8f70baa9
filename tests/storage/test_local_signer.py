"""Links to local objects allow what was signed and nothing else."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from domain.errors import Forbidden
from domain.ports import UploadTarget
from storage.local_signer import LocalSigner

SECRET = b"k" * 32
KEY = "outputs/u/j/image-1.png"


class Watch:
    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def signer(watch: Watch) -> LocalSigner:
    return LocalSigner(SECRET, now=watch)


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def test_link_is_relative_or_on_the_base_url() -> None:
    relative = LocalSigner(SECRET).download_url(KEY, 60)
    absolute = LocalSigner(SECRET, "https://studio.example/app/").download_url(KEY, 60)
    assert relative.startswith(f"/objects/{KEY}?expires=")
    assert absolute.startswith(f"https://studio.example/app/objects/{KEY}?expires=")


def test_download_link_tells_what_it_allows(signer: LocalSigner) -> None:
    query = query_of(signer.download_url(KEY, 60, 'fox & "hare" é.png'))
    for method in ("GET", "HEAD"):
        grant = signer.verify(method, KEY, query)
        assert (grant.key, grant.download_name, grant.max_bytes) == (KEY, 'fox & "hare" é.png', None)


def test_upload_link_tells_what_it_allows(signer: LocalSigner) -> None:
    target = signer.upload_target(KEY, 5000, "image/png", 60)
    grant = signer.verify("PUT", KEY, query_of(target.url))
    assert isinstance(target, UploadTarget) and target.method == "PUT" and target.fields == {}
    assert target.headers == {"Content-Type": "image/png"}
    assert (grant.max_bytes, grant.content_type) == (5000, "image/png")


@pytest.mark.parametrize(("seconds", "works"), [(0.0, True), (59.9, True), (60.0, False), (3600.0, False)])
def test_link_expires(signer: LocalSigner, watch: Watch, seconds: float, works: bool) -> None:
    query = query_of(signer.download_url(KEY, 60))
    watch.time += seconds
    if works:
        assert signer.verify("GET", KEY, query).key == KEY
    else:
        with pytest.raises(Forbidden, match="expired"):
            signer.verify("GET", KEY, query)


@pytest.mark.parametrize(
    "change",
    [
        {"expires": "1900000000"},
        {"expires": "-1"},
        {"expires": ""},
        {"expires": "9" * 5000},
        {"expires": "\u0661\u0668"},
        {"name": "other.png"},
        {"name": ""},
        {"signature": ""},
        {"signature": "0" * 64},
        {"signature": "\ud800é"},
    ],
)
def test_changed_download_link_is_refused(signer: LocalSigner, change: dict[str, str]) -> None:
    query = query_of(signer.download_url(KEY, 60, "fox.png"))
    with pytest.raises(Forbidden):
        signer.verify("GET", KEY, query | change)


@pytest.mark.parametrize("change", [{"max_bytes": "5001"}, {"max_bytes": ""}, {"type": "text/html"}, {"type": ""}])
def test_changed_upload_link_is_refused(signer: LocalSigner, change: dict[str, str]) -> None:
    query = query_of(signer.upload_target(KEY, 5000, "image/png", 60).url)
    with pytest.raises(Forbidden):
        signer.verify("PUT", KEY, query | change)


def test_link_is_for_one_object_and_one_method(signer: LocalSigner) -> None:
    download = query_of(signer.download_url(KEY, 60))
    upload = query_of(signer.upload_target(KEY, 5000, "image/png", 60).url)
    for method, key, query in (
        ("GET", "outputs/u/j/image-2.png", download),
        ("GET", "../" + KEY, download),
        ("PUT", KEY, download | {"max_bytes": "5000", "type": ""}),
        ("DELETE", KEY, upload),
        ("POST", KEY, upload),
        ("GET", KEY, upload),
        ("GET", KEY, {}),
    ):
        with pytest.raises(Forbidden):
            signer.verify(method, key, query)


def test_link_of_another_installation_is_refused(signer: LocalSigner, watch: Watch) -> None:
    query = query_of(LocalSigner(b"x" * 32, now=watch).download_url(KEY, 60))
    with pytest.raises(Forbidden):
        signer.verify("GET", KEY, query)
