"""Objects in any store that speaks S3."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

import urllib3
from minio import Minio
from minio.datatypes import PostPolicy
from minio.error import MinioException, S3Error

from domain.errors import ObjectMissing, StorageFull, Unavailable
from domain.ports import StoredObject, UploadTarget
from storage.object_keys import check_key, check_prefix

_MISSING = {"NoSuchKey", "NoSuchObject", "ResourceNotFound"}
_FULL = {"XMinioStorageFull", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "InsufficientStorage"}
_IN_MEMORY = 8 * 1024 * 1024
"""Objects up to this size are opened without a temporary file."""


@dataclass(frozen=True)
class S3Options:
    """How to reach a store.

    Attributes:
        endpoint: "https://host[:port]"; without a scheme https is meant.
        region: asked from the store when None.
    """

    endpoint: str
    bucket: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str | None = None


class S3Objects:
    """`domain.ports.ObjectStore` in a bucket.

    Uploads by clients go through a signed POST policy: unlike a presigned PUT it lets the store itself refuse a body
    above `max_bytes` or of another media type. A client sends `fields` and then the file as multipart form data.
    """

    def __init__(self, options: S3Options) -> None:
        address = urlsplit(options.endpoint if "//" in options.endpoint else f"https://{options.endpoint}")
        self._bucket = options.bucket
        self._upload_url = f"{address.scheme}://{address.netloc}/{options.bucket}"
        self._client = Minio(
            address.netloc,
            access_key=options.access_key,
            secret_key=options.secret_key,
            secure=address.scheme == "https",
            region=options.region,
            http_client=_http(),
        )

    def prepare(self) -> None:
        """Make the bucket if it is not there."""
        with _failures_reported():
            if not self._client.bucket_exists(self._bucket):
                self._client.make_bucket(self._bucket)

    def put(
        self,
        key: str,
        content: bytes | Path,
        content_type: str,
        *,
        durable: bool = True,  # noqa: ARG002  it always is
    ) -> int:
        check_key(key)
        with _failures_reported(), _stream(content) as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            self._client.put_object(self._bucket, key, stream, size, content_type)
        return size

    def open(self, key: str) -> IO[bytes]:
        """A seekable copy: readers of pictures and videos jump about."""
        with _failures_reported():
            response = self._client.get_object(self._bucket, check_key(key))
            try:
                return _copied(response.stream(1 << 20))
            finally:
                response.close()
                response.release_conn()

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except ObjectMissing:
            return False
        return True

    def size(self, key: str) -> int:
        with _failures_reported():
            return self._client.stat_object(self._bucket, check_key(key)).size or 0

    def url(self, key: str, expires: int, download_name: str | None = None) -> str:
        headers = {"response-content-disposition": attachment(download_name)} if download_name else None
        lifetime = timedelta(seconds=expires)
        with _failures_reported():
            return str(self._client.presigned_get_object(self._bucket, check_key(key), lifetime, headers))

    def upload_url(self, key: str, max_bytes: int, content_type: str, expires: int) -> UploadTarget:
        policy = PostPolicy(self._bucket, datetime.now(UTC) + timedelta(seconds=expires))
        policy.add_equals_condition("key", check_key(key))
        policy.add_equals_condition("Content-Type", content_type)
        policy.add_content_length_range_condition(0, max_bytes)
        with _failures_reported():
            signature = self._client.presigned_post_policy(policy)
        return UploadTarget("POST", self._upload_url, fields={"key": key, "Content-Type": content_type, **signature})

    def delete(self, key: str) -> None:
        with _failures_reported():
            self._client.remove_object(self._bucket, check_key(key))

    def keys(self, prefix: str) -> Iterator[str]:
        """Keys that begin with `prefix`, sorted."""
        with _failures_reported():
            for found in self._client.list_objects(self._bucket, check_prefix(prefix), recursive=True):
                yield str(found.object_name)

    def entries(self, prefix: str) -> Iterator[StoredObject]:
        """What is stored under keys that begin with `prefix`, sorted by key."""
        with _failures_reported():
            for found in self._client.list_objects(self._bucket, check_prefix(prefix), recursive=True):
                modified = found.last_modified or datetime.now(UTC)
                yield StoredObject(str(found.object_name), found.size or 0, modified)


def attachment(name: str) -> str:
    """A Content-Disposition that saves under `name`, in any language (RFC 6266)."""
    plain = "".join(each if each.isascii() and each.isprintable() and each not in '"\\' else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _http() -> urllib3.PoolManager:
    """The client's own default waits five minutes for a dead store."""
    retry = urllib3.Retry(total=3, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
    return urllib3.PoolManager(maxsize=10, timeout=urllib3.Timeout(connect=5, read=60), retries=retry)


def _copied(chunks: Iterable[bytes]) -> IO[bytes]:
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)
    try:
        for chunk in chunks:
            copy.write(chunk)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy


@contextmanager
def _stream(content: bytes | Path) -> Iterator[IO[bytes]]:
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as stream:
        yield stream


@contextmanager
def _failures_reported() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        if error.code in _MISSING:
            raise ObjectMissing("This file does not exist any more.") from error
        if error.code in _FULL:
            raise StorageFull("The object store is full. Free some space and try again.") from error
        raise Unavailable("The object store refused a request. The administrator's log says why.") from error
    except (MinioException, urllib3.exceptions.HTTPError) as error:
        raise Unavailable("The object store cannot be reached right now. Try again in a moment.") from error
