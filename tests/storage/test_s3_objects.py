"""What we sign for an S3 store, and what its failures become."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from domain.errors import ObjectMissing, StorageFull, Unavailable
from storage import s3_objects
from storage.s3_objects import S3Objects, S3Options, attachment

KEY = "references/user/photo.jpg"


def store_at(endpoint: str) -> S3Objects:
    return S3Objects(S3Options(endpoint, "studio", "the-key", "the-secret", "us-east-1"))


@contextmanager
def answering(status: int, code: str) -> Iterator[str]:
    """A server that answers every request with one S3 error; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = f"<Error><Code>{code}</Code><Message>m</Message></Error>".encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_upload_policy_limits_key_type_size_and_time() -> None:
    # when an upload is signed
    target = store_at("https://s3.example:9000").upload_url(KEY, 5000, "image/jpeg", 600)

    # then the policy that the store will enforce says what may come
    policy = json.loads(base64.b64decode(target.fields["policy"]))
    for condition in (
        ["eq", "$bucket", "studio"],
        ["eq", "$key", KEY],
        ["eq", "$Content-Type", "image/jpeg"],
        ["content-length-range", 0, 5000],
    ):
        assert condition in policy["conditions"]
    seconds_left = (datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)).total_seconds()
    assert 590 < seconds_left <= 600
    assert (target.method, target.url) == ("POST", "https://s3.example:9000/studio")
    assert target.fields["key"] == KEY and target.fields["Content-Type"] == "image/jpeg"
    assert "x-amz-signature" in target.fields


def test_download_link_is_signed_with_its_time_and_name() -> None:
    url = store_at("https://s3.example").url(KEY, 600, "fox.jpg")
    query = parse_qs(urlsplit(url).query)
    assert url.startswith(f"https://s3.example/studio/{KEY}?")
    assert query["X-Amz-Expires"] == ["600"]
    assert query["response-content-disposition"] == [attachment("fox.jpg")]
    assert len(query["X-Amz-Signature"][0]) == 64


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("fox.png", "attachment; filename=\"fox.png\"; filename*=UTF-8''fox.png"),
        ("Zoë 狐.png", "attachment; filename=\"Zo_ _.png\"; filename*=UTF-8''Zo%C3%AB%20%E7%8B%90.png"),
        ('a"\\\r\nb', "attachment; filename=\"a____b\"; filename*=UTF-8''a%22%5C%0D%0Ab"),
    ],
)
def test_download_name_in_any_language_cannot_break_the_header(name: str, header: str) -> None:
    assert attachment(name) == header


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (507, "XMinioStorageFull", StorageFull),
        (403, "QuotaExceeded", StorageFull),
        (404, "NoSuchKey", ObjectMissing),
        (404, "NoSuchBucket", Unavailable),
        (403, "AccessDenied", Unavailable),
    ],
)
def test_error_of_the_store_becomes_ours(status: int, code: str, error: type[Exception]) -> None:
    with answering(status, code) as endpoint, pytest.raises(error):
        store_at(endpoint).put(KEY, b"x", "image/jpeg")


def test_store_that_is_down_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3_objects, "_http", lambda: urllib3.PoolManager(retries=urllib3.Retry(0)))
    with pytest.raises(Unavailable, match="cannot be reached"):
        store_at("http://127.0.0.1:1").open(KEY)


def test_key_is_not_shown_with_the_options() -> None:
    assert "the-secret" not in repr(S3Options("https://s3.example", "studio", "the-key", "the-secret"))
