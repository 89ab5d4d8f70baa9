"""What every object store does, on the local disk and over S3.

The S3 side runs against moto, which checks the shape of requests only: it accepts forged and expired signatures.
`make test-scaled` runs it against radosgw, which does not; what a store must refuse is in test_s3_strangers.py. What
we sign is checked in tests/storage/test_s3_objects.py, and our own links in tests/storage/test_local_signer.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from moto.server import ThreadedMotoServer

from domain.asset_desk import AssetDesk
from domain.assets import AssetType
from domain.errors import BadRequest, ObjectMissing
from domain.ports import ObjectStore, UploadTarget
from domain.upload_desk import UploadDesk, UploadOrder
from domain.users import new_id
from engine.media.check import check_media
from storage.local_objects import LocalObjects
from storage.local_signer import LocalSigner
from storage.s3_objects import S3Objects, S3Options
from tests.support.pictures import photo
from tests.support.radosgw import S3Access
from tests.support.scaled import SCALED, s3_access
from tests.support.studio import studio_kit

KEY = "outputs/user/job/image-1.png"


@dataclass(frozen=True)
class Download:
    content: bytes
    name: str


class Stranger:
    """A client without an account, who has only a link."""

    def fetch(self, url: str) -> Download:
        answer = httpx.get(url)
        answer.raise_for_status()
        return Download(answer.content, answer.headers.get("content-disposition", ""))

    def send(self, target: UploadTarget, content: bytes) -> None:
        assert target.method == "POST"
        httpx.post(target.url, data=target.fields, files={"file": content}).raise_for_status()


class LocalStranger(Stranger):
    """Does what the API's route does with a link to a local object."""

    def __init__(self, store: LocalObjects, signer: LocalSigner) -> None:
        self._store = store
        self._signer = signer

    def fetch(self, url: str) -> Download:
        key, query = _parts(url)
        grant = self._signer.verify("GET", key, query)
        with self._store.open(key) as stream:
            return Download(stream.read(), grant.download_name)

    def send(self, target: UploadTarget, content: bytes) -> None:
        key, query = _parts(target.url)
        grant = self._signer.verify(target.method, key, query)
        assert grant.content_type == target.headers["Content-Type"]
        assert len(content) <= (grant.max_bytes or 0)
        self._store.put(key, content, grant.content_type)


def _parts(url: str) -> tuple[str, dict[str, str]]:
    address = urlsplit(url)
    assert address.path.startswith("/objects/")
    return address.path.removeprefix("/objects/"), dict(parse_qsl(address.query))


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Access]:
    if SCALED:
        yield s3_access()
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield S3Access(f"http://{host}:{port}", "key", "secret")
    server.stop()


@pytest.fixture(params=["local", "s3"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def signer() -> LocalSigner:
    return LocalSigner(b"s" * 32)


@pytest.fixture
def store(kind: str, request: pytest.FixtureRequest, tmp_path: Path, signer: LocalSigner) -> Iterator[ObjectStore]:
    if kind == "local":
        yield LocalObjects(tmp_path / "store", signer)
        return
    access: S3Access = request.getfixturevalue("s3")
    options = S3Options(access.endpoint, f"kinora-{new_id()}", access.access_key, access.secret_key, "us-east-1")
    remote = S3Objects(options)
    remote.prepare()
    yield remote
    for key in list(remote.keys("")):
        remote.delete(key)


@pytest.fixture
def stranger(store: ObjectStore, signer: LocalSigner) -> Stranger:
    return LocalStranger(store, signer) if isinstance(store, LocalObjects) else Stranger()


def read(store: ObjectStore, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x00\xff", b"x" * 9_000_000], ids=["empty", "small", "9 MB"])
def test_bytes_come_back_as_they_were_put(store: ObjectStore, content: bytes) -> None:
    # when bytes are put
    size = store.put(KEY, content, "image/png")

    # then they are there
    assert size == store.size(KEY) == len(content)
    assert store.exists(KEY)
    assert read(store, KEY) == content


def test_file_comes_back_and_stays_where_it_was(store: ObjectStore, tmp_path: Path) -> None:
    # given a file
    file = tmp_path / "video.mp4"
    file.write_bytes(b"frames" * 1000)

    # when put / then its content is stored and the file itself is left alone
    assert store.put("outputs/u/j/video.mp4", file, "video/mp4") == 6000
    assert read(store, "outputs/u/j/video.mp4") == file.read_bytes()


def test_putting_again_replaces(store: ObjectStore) -> None:
    store.put(KEY, b"first and longer", "image/png")
    store.put(KEY, b"second", "image/png")
    assert read(store, KEY) == b"second"
    assert list(store.keys("")) == [KEY]


def test_opened_object_can_be_read_from_any_place(store: ObjectStore) -> None:
    store.put(KEY, b"0123456789", "image/png")
    with store.open(KEY) as stream:
        assert stream.seek(6) == 6
        assert stream.read(2) == b"67"
        assert stream.seek(0) == 0
        assert stream.read(2) == b"01"


def test_miss_is_object_missing(store: ObjectStore) -> None:
    store.put(KEY, b"x", "image/png")
    for key in ("outputs/user/job/image-2.png", "outputs/user/job", "nothing"):
        assert not store.exists(key)
        with pytest.raises(ObjectMissing):
            store.open(key)
        with pytest.raises(ObjectMissing):
            store.size(key)


def test_deleted_object_is_missing_and_deleting_again_is_no_error(store: ObjectStore) -> None:
    # given two objects
    store.put(KEY, b"x", "image/png")
    store.put("outputs/user/job/image-2.png", b"y", "image/png")

    # when one is deleted twice
    store.delete(KEY)
    store.delete(KEY)
    store.delete("outputs/user")

    # then the other one is still there
    assert not store.exists(KEY)
    assert list(store.keys("outputs/")) == ["outputs/user/job/image-2.png"]


def test_keys_are_listed_by_prefix_in_order(store: ObjectStore) -> None:
    # given objects of several users
    keys = ["a/b/1", "a/b-2/1", "a/b.png", "a/b/2", "ab/1", "b/1", "a/B", "a/_"]
    for key in keys:
        store.put(key, b"x", "text/plain")

    # then a prefix is the beginning of a key, not only a folder
    assert list(store.keys("")) == sorted(keys)
    assert list(store.keys("a/")) == ["a/B", "a/_", "a/b-2/1", "a/b.png", "a/b/1", "a/b/2"]
    assert list(store.keys("a/b")) == ["a/b-2/1", "a/b.png", "a/b/1", "a/b/2"]
    assert list(store.keys("a/b/")) == ["a/b/1", "a/b/2"]
    assert list(store.keys("a/b/1")) == ["a/b/1"]
    assert list(store.keys("c")) == list(store.keys("a/b/1/x")) == []


def test_entries_tell_size_and_age(store: ObjectStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)  # S3 gives whole seconds
    store.put("a/1", b"xyz", "text/plain")
    store.put("a/2", b"", "text/plain")
    store.put("b/1", b"x", "text/plain")

    found = list(store.entries("a/"))

    assert [(entry.key, entry.size) for entry in found] == [("a/1", 3), ("a/2", 0)]
    assert all(before <= entry.modified <= datetime.now(UTC) for entry in found)
    assert list(store.entries("c/")) == []


BAD_KEYS = ["", "/etc/passwd", "..", "../secret", "a/../../secret", "a/..", "a/./b", "a//b", "a/"]
ODD_CHARACTERS = ["a\x00b", "a b", "a\\b", "é.png", "a\n"]
TOO_LONG = ["x" * 256, "/".join(["x" * 100] * 11)]


@pytest.mark.parametrize("key", BAD_KEYS + ODD_CHARACTERS + TOO_LONG, ids=lambda key: repr(key[:20]))
def test_bad_key_is_refused_everywhere(store: ObjectStore, key: str) -> None:
    for use in (
        lambda: store.put(key, b"x", "text/plain"),
        lambda: store.open(key),
        lambda: store.exists(key),
        lambda: store.size(key),
        lambda: store.delete(key),
        lambda: store.url(key, 60),
        lambda: store.upload_url(key, 10, "text/plain", 60),
    ):
        with pytest.raises(BadRequest):
            use()


@pytest.mark.parametrize("prefix", ["..", "../", "a/../", "/", "a//", "a b"])
def test_bad_prefix_is_refused(store: ObjectStore, prefix: str) -> None:
    with pytest.raises(BadRequest):
        list(store.keys(prefix))


def test_longest_key_is_taken(store: ObjectStore) -> None:
    key = "/".join(["x" * 255] * 4)
    store.put(key, b"x", "text/plain")
    assert list(store.keys("x")) == [key]


def test_link_reads_without_signing_in(store: ObjectStore, stranger: Stranger) -> None:
    store.put(KEY, b"picture", "image/png")
    assert stranger.fetch(store.url(KEY, 60)) == Download(b"picture", "")


def test_link_can_name_the_download(store: ObjectStore, stranger: Stranger) -> None:
    store.put(KEY, b"picture", "image/png")
    download = stranger.fetch(store.url(KEY, 60, "fox.png"))
    assert download.content == b"picture"
    assert "fox.png" in download.name


def test_upload_link_takes_a_file(store: ObjectStore, stranger: Stranger) -> None:
    # given a link for one upload
    target = store.upload_url("references/user/photo.jpg", 1000, "image/jpeg", 60)

    # when a client without an account sends a file
    stranger.send(target, b"jpeg")

    # then it is stored
    assert read(store, "references/user/photo.jpg") == b"jpeg"


def test_what_an_upload_link_has_taken_becomes_an_asset(store: ObjectStore, stranger: Stranger, tmp_path: Path) -> None:
    # given an account's place for a picture
    kit = studio_kit(tmp_path)
    desk, user = UploadDesk(AssetDesk(kit.database, store, check_media)), kit.user()
    upload, target = desk.begin(user, UploadOrder(AssetType.PHOTO, "me.png", len(photo()), "image/png"))

    # when the picture is sent there and confirmed
    stranger.send(target, photo())
    asset = desk.confirm(user, upload.id)

    # then it is kept with its small picture, and nothing else
    assert sorted(store.keys("")) == sorted([asset.key, asset.thumb_key])
    assert (asset.width, store.size(asset.key)) == (192, asset.size)
    kit.database.close()
