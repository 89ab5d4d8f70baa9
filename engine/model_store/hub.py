"""Asks a model hub what a repository holds, and opens its files.

The hub's interface, as its own client library uses it: `/api/models/<repo>/revision/<revision>` names the commit,
`/api/models/<repo>/tree/<commit>?recursive=true` lists files over pages joined by a Link header, and
`/<repo>/resolve/<commit>/<path>` leads to a file, for large ones by a redirect to another host.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx
from pydantic import ValidationError

from domain.errors import Unavailable
from engine.model_store.manifest import RemoteFile

REDIRECTS_MAX = 5
PAGES_MAX, FILES_MAX = 50, 20_000
ANSWER_MAX = 32 * 10**6
"""Bytes of one answer that is read as a whole."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_TIMEOUT = httpx.Timeout(60, connect=15)
_BUSY = (408, 429)


class HubTrouble(Exception):
    """What may be gone a moment later. `wait` is how long the hub asks to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Hub:
    """One hub. Every method raises HubTrouble or httpx.TransportError for what is worth another try, and Unavailable.

    Args:
        url: with https; http is for servers on this machine only.
        token: sent to the hub, never to where it redirects.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._client = httpx.Client(timeout=_TIMEOUT)
        self._check(self._url)

    def close(self) -> None:
        self._client.close()

    def commit(self, repo_id: str, revision: str) -> str:
        """The commit, 40 hex digits, that a branch or tag stands for now."""
        answer = self._json(f"{self._url}/api/models/{quote(repo_id)}/revision/{quote(revision, safe='')}")[0]
        commit = answer.get("sha") if isinstance(answer, dict) else None
        if not isinstance(commit, str) or len(commit) != 40 or set(commit) - set("0123456789abcdef"):
            raise Unavailable(f"The hub names no commit for {repo_id}.")
        return commit

    def files(self, repo_id: str, commit: str) -> list[RemoteFile]:
        """All files of a commit."""
        found: list[RemoteFile] = []
        url: str | None = f"{self._url}/api/models/{quote(repo_id)}/tree/{commit}?recursive=true"
        for _ in range(PAGES_MAX):
            entries, url = self._json(url)
            if not isinstance(entries, list):
                raise Unavailable(f"The hub's list of files of {repo_id} cannot be read.")
            found += [_file(entry) for entry in entries if _kind(entry) != "directory"]
            if url is None:
                return found
            if len(found) > FILES_MAX or not self._is_ours(url):
                break
        raise Unavailable(f"The hub's list of files of {repo_id} does not end.")

    def file_url(self, repo_id: str, commit: str, path: str) -> str:
        return f"{self._url}/{quote(repo_id)}/resolve/{commit}/{quote(path)}"

    def read(self, url: str) -> bytes:
        """A small file as a whole."""
        with self.get(url) as response:
            return _body(response)

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[httpx.Response]:
        """A successful answer (200, 206) or 416, its body not read yet. Follows redirects, to https only."""
        for _ in range(REDIRECTS_MAX + 1):
            self._check(url)
            with self._client.stream("GET", url, headers=self._headers(url, headers or {})) as response:
                if not response.has_redirect_location:
                    _check_status(response)
                    yield response
                    return
                url = urljoin(url, response.headers["location"])
        raise Unavailable("The hub redirects without end.")

    def _headers(self, url: str, headers: Mapping[str, str]) -> dict[str, str]:
        sent = {"user-agent": "kinora", "accept-encoding": "identity", **headers}
        if self._token and self._is_ours(url):
            sent["authorization"] = f"Bearer {self._token}"
        return sent

    def _is_ours(self, url: str) -> bool:
        return urlsplit(url)[:2] == urlsplit(self._url)[:2]

    def _check(self, url: str) -> None:
        """Raises Unavailable for an address that nothing is asked from."""
        parts = urlsplit(url)
        local = parts.scheme == "http" and parts.hostname in _LOOPBACK and urlsplit(self._url).scheme == "http"
        if parts.scheme != "https" and not local:
            raise Unavailable(f"{parts.scheme}://{parts.netloc} is not used for downloads: it must be https.")

    def _json(self, url: str | None) -> tuple[Any, str | None]:
        """What an address answers, and the address of the next page."""
        with self.get(url or "") as response:
            following = response.links.get("next", {}).get("url")
            body = _body(response)
        try:
            return json.loads(body), urljoin(str(url), following) if following else None
        except ValueError:
            raise Unavailable("The hub's answer is no JSON. Is KINORA_HUB_URL the address of a model hub?") from None


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in _BUSY or status >= 500:
        raise HubTrouble(f"the hub answered {status}", _seconds(response.headers.get("retry-after", "")))
    if status in (401, 403):
        raise Unavailable(
            f"The hub refuses access ({status}). If the model asks for its conditions to be accepted, do so on its "
            "page, and set KINORA_HUB_TOKEN to a token of that account."
        )
    if status == 404:
        raise Unavailable(f"The hub knows nothing at {response.request.url.path}.")
    if status not in (200, 206, 416):
        raise Unavailable(f"The hub answered {status}.")


def _seconds(text: str) -> float | None:
    return float(min(int(text), 120)) if text.isascii() and text.isdigit() else None


def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    for block in response.iter_bytes():
        body += block
        if len(body) > ANSWER_MAX:
            raise Unavailable("The hub's answer is too long.")
    return bytes(body)


def _kind(entry: Any) -> Any:
    return entry.get("type") if isinstance(entry, dict) else None


def _file(entry: Any) -> RemoteFile:
    """From an entry {"type": "file", "oid", "size", "path", "lfs": {"oid", "size"}}. Raises Unavailable."""
    try:
        large = entry.get("lfs")
        if large:
            return RemoteFile(path=entry["path"], size=large["size"], sha256=large["oid"].removeprefix("sha256:"))
        return RemoteFile(path=entry["path"], size=entry["size"], git_blob=entry["oid"])
    except (ValidationError, KeyError, AttributeError, TypeError) as error:
        problem = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise Unavailable(f"The hub lists a file that is not taken: {problem}.") from None
