"""A model hub on loopback: lists files over pages, sends large ones from a second host, resumes, and can misbehave."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PAGE = 4
"""Files that one page of a list names."""


def safetensors(size: int, seed: int = 1) -> bytes:
    """A whole safetensors file with one tensor of so many bytes."""
    header = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    body = hashlib.shake_128(bytes([seed])).digest(size)
    return len(header).to_bytes(8, "little") + header + body


def tiny_pipeline(size: int = 40_000) -> dict[str, bytes]:
    """The files of a repository like those of Stable Diffusion, with much in it that nobody needs."""
    index = {
        "_class_name": "StableDiffusionPipeline",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "scheduler": ["diffusers", "EulerDiscreteScheduler"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "safety_checker": [None, None],
    }
    return {
        "model_index.json": json.dumps(index).encode(),
        "LICENSE.md": b"Be kind.",
        "README.md": b"# A model",
        "all_in_one.safetensors": safetensors(size, 9),
        "all_in_one.ckpt": b"pickle",
        "unet/config.json": b"{}",
        "unet/diffusion_pytorch_model.safetensors": safetensors(2 * size, 2),
        "unet/diffusion_pytorch_model.fp16.safetensors": safetensors(size, 3),
        "unet/diffusion_pytorch_model.non_ema.safetensors": safetensors(size, 4),
        "unet/diffusion_pytorch_model.bin": b"pickle",
        "unet/model.onnx": b"onnx",
        "scheduler/scheduler_config.json": b"{}",
        "tokenizer/vocab.json": b"{}",
        "tokenizer/merges.txt": b"a b",
        "safety_checker/model.safetensors": safetensors(size, 5),
        "vae_encoder/model.onnx": b"onnx",
    }


def files_of(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, as a repository."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@dataclass
class Asked:
    """One request. `host` is "hub" or "files"."""

    host: str
    path: str
    headers: dict[str, str]
    sent: int = 0


@dataclass
class Faults:
    """What goes wrong, by the path of a file or for every answer; each number counts down."""

    cut_after: dict[str, list[int]] = field(default_factory=dict)  # bytes to send, for each of the next requests
    corrupt: dict[str, int] = field(default_factory=dict)  # how often a wrong byte is sent
    unavailable: int = 0
    status: int = 0  # every answer, until it is reset
    no_ranges: bool = False
    pace: float = 0.0  # seconds for each 16 kB
    redirect: str = ""  # where large files are said to be


class HubServer:
    """`repos` maps "owner/name" to files; a commit's id follows from the content, so a change is a new commit."""

    def __init__(self) -> None:
        self.repos: dict[str, dict[str, bytes]] = {}
        self.history: dict[tuple[str, str], dict[str, bytes]] = {}
        self.extra: list[dict[str, Any]] = []  # entries that are only listed
        self.faults = Faults()
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._servers = [ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, host)) for host in ("hub", "files")]
        for server in self._servers:
            server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def files_url(self) -> str:
        return f"http://127.0.0.1:{self._servers[1].server_port}"

    def commit(self, repo: str) -> str:
        digest = hashlib.sha1(repr(sorted(self.repos[repo].items())).encode(), usedforsecurity=False)
        commit = digest.hexdigest()
        self.history[repo, commit] = dict(self.repos[repo])
        return commit

    def tree(self, repo: str, commit: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = [{"type": "directory", "oid": "0" * 40, "size": 0, "path": "unet"}]
        for path, content in self.history[repo, commit].items():
            entries.append({"type": "file", "path": path, "size": len(content), "oid": _blob(content)})
            if _large(path):
                pointer = {"oid": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 134}
                entries[-1] |= {"oid": "f" * 40, "lfs": pointer}
        return entries + self.extra

    def requests(self, end: str) -> list[Asked]:
        """Those for a file, by the end of its path, where its bytes came from."""
        return [each for each in self.asked if each.path.endswith(end) and (each.host == "files" or not _large(end))]

    def note(self, asked: Asked) -> None:
        with self._lock:
            self.asked.append(asked)

    def spoilt(self, path: str, content: bytes) -> bytes:
        with self._lock:
            if not self.faults.corrupt.get(path):
                return content
            self.faults.corrupt[path] -= 1
        return content[:-1] + bytes([content[-1] ^ 1])

    def cut(self, path: str) -> int | None:
        with self._lock:
            cuts = self.faults.cut_after.get(path)
            return cuts.pop(0) if cuts else None

    def refuses(self) -> int:
        with self._lock:
            if self.faults.unavailable:
                self.faults.unavailable -= 1
                return 503
        return self.faults.status

    def start(self) -> None:
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


@contextmanager
def hub_server() -> Iterator[HubServer]:
    server = HubServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _large(path: str) -> bool:
    return path.endswith((".safetensors", ".bin", ".ckpt", ".onnx"))


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


class _Exchange(BaseHTTPRequestHandler):
    hub: HubServer
    host: str

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        self.seen = Asked(self.host, path, {name.lower(): value for name, value in self.headers.items()})
        self.hub.note(self.seen)
        refused = self.hub.refuses()
        if refused:
            return self.answer(refused, b"{}")
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/revision/main", path):
            return self.answer(200, json.dumps({"id": found[1], "sha": self.hub.commit(found[1])}).encode())
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)/tree/([0-9a-f]{40})", path):
            return self.page(found[1], found[2], int(parse_qs(url.query).get("cursor", ["0"])[0]))
        if found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([0-9a-f]{40})/(.+)", path):
            return self.file(found[1], found[2], found[3])
        self.answer(404, b"{}")

    def page(self, repo: str, commit: str, start: int) -> None:
        entries = self.hub.tree(repo, commit)
        more = {}
        if start + PAGE < len(entries):
            following = f"{self.hub.url}/api/models/{repo}/tree/{commit}?recursive=true&cursor={start + PAGE}"
            more = {"Link": f'<{following}>; rel="next"'}
        self.answer(200, json.dumps(entries[start : start + PAGE]).encode(), more)

    def file(self, repo: str, commit: str, path: str) -> None:
        if path not in self.hub.history.get((repo, commit), {}):
            return self.answer(404, b"")
        if _large(path) and self.host == "hub":
            place = self.hub.faults.redirect or f"{self.hub.files_url}{self.path}"
            return self.answer(302, b"", {"Location": place})
        content = self.hub.spoilt(path, self.hub.history[repo, commit][path])
        etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
        start = self._start(len(content), etag)
        headers = {"ETag": etag}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self.answer(206 if start else 200, content[start:], headers, self.hub.cut(path))

    def _start(self, size: int, etag: str) -> int:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if not wanted or self.hub.faults.no_ranges or self.headers.get("If-Range", etag) != etag:
            return 0
        return min(int(wanted[1]), size)

    def answer(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, cut_after: int | None = None
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            for at in range(0, len(body) if cut_after is None else cut_after, 16_384):
                block = body[at : min(at + 16_384, len(body) if cut_after is None else cut_after)]
                self.wfile.write(block)
                self.seen.sent += len(block)
                time.sleep(self.hub.faults.pace)
        except (BrokenPipeError, ConnectionResetError):
            pass
        if cut_after is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def _handler(hub: HubServer, host: str) -> type[_Exchange]:
    return type("Exchange", (_Exchange,), {"hub": hub, "host": host})
