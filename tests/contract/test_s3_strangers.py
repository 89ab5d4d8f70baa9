"""What an S3 store refuses to whoever has no link, an old one, or one that was changed. Needs one that checks."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from domain.errors import Unavailable
from domain.ports import UploadTarget
from domain.users import new_id
from storage.s3_objects import S3Objects, S3Options
from tests.support.scaled import SCALED, s3_access

pytestmark = pytest.mark.skipif(not SCALED, reason="needs a store that checks signatures: make test-scaled")

KEY = "outputs/user/job/image-1.png"
OTHER = "outputs/eve/job/image-1.png"


@pytest.fixture(scope="module")
def options() -> S3Options:
    access = s3_access()
    return S3Options(access.endpoint, f"kinora-{new_id()}", access.access_key, access.secret_key)


@pytest.fixture
def store(options: S3Options) -> Iterator[S3Objects]:
    one = S3Objects(options)
    one.prepare()
    one.put(KEY, b"ada's", "image/png")
    one.put(OTHER, b"eve's", "image/png")
    yield one
    for key in list(one.keys("")):
        one.delete(key)


def refused(answer: httpx.Response) -> bool:
    return answer.status_code == 403 and b"ada's" not in answer.content


def test_without_a_link_nothing_is_read_listed_or_written(store: S3Objects, options: S3Options) -> None:
    bucket = f"{options.endpoint}/{options.bucket}"
    assert refused(httpx.get(f"{bucket}/{KEY}"))
    assert refused(httpx.get(bucket))
    assert refused(httpx.put(f"{bucket}/{KEY}", content=b"mine"))
    assert refused(httpx.delete(f"{bucket}/{KEY}"))
    assert httpx.get(store.url(KEY, 60)).content == b"ada's"


def test_a_changed_download_link_is_refused(store: S3Objects) -> None:
    url = store.url(OTHER, 60)
    last = url[-1]
    assert refused(httpx.get(url.replace(OTHER, KEY)))
    assert refused(httpx.get(url.replace("X-Amz-Expires=60", "X-Amz-Expires=600000")))
    assert refused(httpx.get(url[:-1] + ("0" if last != "0" else "1")))
    assert refused(httpx.get(url + "&response-content-type=text%2Fhtml"))
    assert refused(httpx.put(url, content=b"mine")), "a link that reads must not write"
    assert refused(httpx.delete(url))


def test_links_end_with_their_time(store: S3Objects) -> None:
    url, target = store.url(KEY, 1), store.upload_url("references/user/late.png", 100, "image/png", 1)
    assert httpx.get(url).status_code == 200
    time.sleep(2.5)
    assert refused(httpx.get(url))
    assert refused(sent(target, b"x"))
    assert not store.exists("references/user/late.png")


def sent(target: UploadTarget, content: bytes, **changes: str) -> httpx.Response:
    return httpx.post(target.url, data={**target.fields, **changes}, files={"file": content})


def test_an_upload_is_held_to_its_key_type_and_size(store: S3Objects) -> None:
    key = "references/user/photo.png"
    target = store.upload_url(key, 1000, "image/png", 60)
    assert sent(target, b"x", key=KEY).status_code == 403
    assert sent(target, b"x", **{"Content-Type": "text/html"}).status_code == 403
    assert sent(target, b"x" * 1001).status_code == 400  # EntityTooLarge
    assert not store.exists(key)
    assert sent(target, b"x" * 1000).status_code == 204
    assert store.size(key) == 1000


def test_a_changed_upload_policy_is_refused(store: S3Objects) -> None:
    target = store.upload_url("references/user/photo.png", 10, "image/png", 60)
    policy = json.loads(base64.b64decode(target.fields["policy"]))
    policy["expiration"] = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    policy["conditions"] = [each for each in policy["conditions"] if each[0] != "content-length-range"]
    wider = base64.b64encode(json.dumps(policy).encode()).decode()
    assert sent(target, b"x" * 1000, policy=wider).status_code == 403
    signature = "x-amz-signature"
    assert sent(target, b"x", **{signature: "0" * 64}).status_code == 403
    assert not store.exists("references/user/photo.png")


def test_a_wrong_secret_is_unavailable_and_says_nothing(options: S3Options) -> None:
    stranger = S3Objects(replace(options, secret_key="x" * 40))
    with pytest.raises(Unavailable) as caught:
        stranger.put(KEY, b"mine", "image/png")
    assert options.access_key not in caught.value.message


def test_a_large_object_goes_in_parts_and_comes_back_whole(store: S3Objects, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    block = hashlib.sha256(b"film").digest() * 32768  # 1 MiB
    film.write_bytes(b"".join(bytes([n]) + block[1:] for n in range(40)))
    assert store.put("outputs/user/job/video.mp4", film, "video/mp4") == 40 * 2**20
    with store.open("outputs/user/job/video.mp4") as stream:
        assert hashlib.file_digest(stream, "sha256").digest() == hashlib.sha256(film.read_bytes()).digest()
    link = urlsplit(store.url("outputs/user/job/video.mp4", 60))
    part = httpx.get(link.geturl(), headers={"Range": "bytes=5242880-5242889"})
    assert (part.status_code, part.content) == (206, bytes([5]) + block[1:10])
