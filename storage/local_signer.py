"""Links that open one object for a while without signing in, for the store on the local disk."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.errors import Forbidden
from domain.ports import UploadTarget
from storage.object_keys import check_key
from storage.secret import derive_key

_REFUSED = "This link is not valid or has expired. Open the page again to get a new one."


@dataclass(frozen=True)
class Grant:
    """What one link allows.

    Attributes:
        method: "GET" or "PUT".
        key: the object.
        expires: Unix time in seconds; the link works before it.
        max_bytes: the largest upload; None for a download.
        content_type: the only media type that may be uploaded; "" for a download.
        download_name: the name to save a download under; "" to show it in place.
    """

    method: str
    key: str
    expires: int
    max_bytes: int | None = None
    content_type: str = ""
    download_name: str = ""


class LocalSigner:
    """Signs and checks links by HMAC-SHA256 over everything that they allow.

    Args:
        secret: the installation's secret, at least 32 bytes.
        base_url: what stands before "/objects/...": "" for relative links, or "https://studio.example".
        now: Unix time in seconds.
    """

    def __init__(self, secret: bytes, base_url: str = "", now: Callable[[], float] = time.time) -> None:
        self._key = derive_key(secret, "object link")
        self._base_url = base_url.rstrip("/")
        self._now = now

    def download_url(self, key: str, expires: int, download_name: str | None = None) -> str:
        grant = Grant("GET", check_key(key), self._deadline(expires), download_name=download_name or "")
        return self._url(grant, {"name": grant.download_name} if download_name else {})

    def upload_target(self, key: str, max_bytes: int, content_type: str, expires: int) -> UploadTarget:
        grant = Grant("PUT", check_key(key), self._deadline(expires), max_bytes, content_type)
        url = self._url(grant, {"max_bytes": str(max_bytes), "type": content_type})
        return UploadTarget("PUT", url, {"Content-Type": content_type})

    def verify(self, method: str, key: str, query: Mapping[str, str]) -> Grant:
        """What a request is allowed, from its link. HEAD counts as GET.

        The caller must keep to it: refuse a body above `max_bytes` or of another media type than `content_type`.

        Raises:
            Forbidden: the link was changed, has expired or is for something else.
        """
        grant = _claimed("GET" if method == "HEAD" else method, key, query)
        signature = query.get("signature", "")
        if not hmac.compare_digest(self._sign(grant).encode(), signature.encode(errors="replace")):
            raise Forbidden(_REFUSED)
        if self._now() >= grant.expires:
            raise Forbidden(_REFUSED)
        return grant

    def _deadline(self, expires: int) -> int:
        return int(self._now()) + expires

    def _url(self, grant: Grant, query: Mapping[str, str]) -> str:
        words = {"expires": str(grant.expires), **query, "signature": self._sign(grant)}
        return f"{self._base_url}/objects/{grant.key}?{urlencode(words)}"

    def _sign(self, grant: Grant) -> str:
        # JSON keeps the fields apart: joined by a plain character, one could be moved into the next.
        message = json.dumps(list(vars(grant).values())).encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()


def _claimed(method: str, key: str, query: Mapping[str, str]) -> Grant:
    expires = _whole(query.get("expires", ""))
    if method == "GET":
        return Grant("GET", key, expires, download_name=query.get("name", ""))
    return Grant(method, key, expires, _whole(query.get("max_bytes", "")), query.get("type", ""))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Forbidden(_REFUSED)
    return int(text)
