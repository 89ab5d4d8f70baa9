"""Keeps the outputs of stages, so that a repeated job takes up where it stopped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import get_ident
from typing import IO, Any, Literal

from domain.errors import ObjectMissing
from domain.ports import ObjectStore

CHUNK = 1 << 20
HEADER_MAX = 4096
FORMAT = "kinora-stage-1"

Kind = Literal["bytes", "json", "file"]


@dataclass(frozen=True)
class Header:
    """The first line of a stored output.

    Attributes:
        kind: what `make` gave.
        size: of what follows, in bytes.
        sha256: of what follows, in hexadecimal.
        name: for a file, its path inside the workdir.
    """

    kind: Kind
    size: int
    sha256: str
    name: str = ""
    format: str = FORMAT

    def line(self) -> bytes:
        return json.dumps(vars(self), sort_keys=True).encode() + b"\n"


class StageDamaged(Exception):
    """A stored output is not what was stored: cut off, changed, or of another format."""


def stage_hash(key: str, version: str, seed: int, name: str, inputs: Sequence[Any]) -> str:
    """What a stage's output depends on, as a SHA-256.

    The stage's trailing number is left out: picture 3 of 4 is the same as picture 3 of 8, if its inputs say so.
    Raises TypeError for inputs that are not JSON.
    """
    depends_on = [key, version, seed, re.sub(r"-\d+$", "", name), list(inputs)]
    text = json.dumps(depends_on, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class StageStore:
    """Stage outputs by hash. One account never sees another's: a guessed hash must not tell what others make."""

    objects: ObjectStore

    @staticmethod
    def key(user_id: str, digest: str) -> str:
        return f"stages/{user_id}/{digest[:2]}/{digest}"

    def load(self, key: str, workdir: Path) -> Any:
        """An output as `make` gave it; a file is put into `workdir` under its old name.

        Raises:
            ObjectMissing: it was never stored.
            StageDamaged: it cannot be used; make it again.
        """
        with self.objects.open(key) as stream:
            header = _header(stream)
            if header.kind == "file":
                return _restored(stream, header, _inside(workdir, header.name))
            content = b"".join(_checked(stream, header))
        return content if header.kind == "bytes" else json.loads(content)

    def save(self, key: str, value: Any, workdir: Path) -> Any:
        """Store an output and give it back in the form in which `load` will.

        Raises:
            ValueError: a path outside `workdir`.
            TypeError: neither bytes nor a path nor JSON.
            StorageFull: nothing was stored.
        """
        if isinstance(value, Path):
            self._save_file(key, value, workdir)
            return value
        if isinstance(value, bytes | bytearray | memoryview):
            content = bytes(value)
            self._save_bytes(key, "bytes", content)
            return content
        content = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._save_bytes(key, "json", content)
        return json.loads(content)

    def forget(self, key: str) -> None:
        self.objects.delete(key)

    def _save_bytes(self, key: str, kind: Kind, content: bytes) -> None:
        header = Header(kind, len(content), sha256(content).hexdigest())
        self.objects.put(key, header.line() + content, "application/octet-stream", durable=False)

    def _save_file(self, key: str, path: Path, workdir: Path) -> None:
        try:
            name = path.resolve().relative_to(workdir.resolve()).as_posix()
        except ValueError:
            raise ValueError("a stage's file must be in the workdir") from None
        digest, size = sha256(), 0
        for chunk in _chunks(path):
            digest.update(chunk)
            size += len(chunk)
        draft = workdir / f".stage-draft-{get_ident()}"  # stages may end in several threads at once
        try:
            with draft.open("wb") as file:
                file.write(Header("file", size, digest.hexdigest(), name).line())
                for chunk in _chunks(path):
                    file.write(chunk)
            self.objects.put(key, draft, "application/octet-stream", durable=False)
        finally:
            draft.unlink(missing_ok=True)


def reusable(store: StageStore, key: str, workdir: Path) -> tuple[bool, Any]:
    """Whether an output is stored and whole, and the output."""
    try:
        return True, store.load(key, workdir)
    except ObjectMissing:
        return False, None
    except StageDamaged:
        store.forget(key)
        return False, None


def _header(stream: IO[bytes]) -> Header:
    line = stream.readline(HEADER_MAX)
    try:
        header = Header(**json.loads(line))
    except (ValueError, TypeError):
        raise StageDamaged("no header") from None
    if header.format != FORMAT or header.kind not in ("bytes", "json", "file"):
        raise StageDamaged("another format")
    return header


def _checked(stream: IO[bytes], header: Header) -> Iterator[bytes]:
    """The content. Raises StageDamaged at its end unless it is what the header says."""
    digest = sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != header.sha256:
        raise StageDamaged("checksum differs")


def _restored(stream: IO[bytes], header: Header, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("wb") as file:
            for chunk in _checked(stream, header):
                file.write(chunk)
    except StageDamaged:
        target.unlink()
        raise
    return target


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _inside(workdir: Path, name: str) -> Path:
    relative = PurePosixPath(name)
    if not name or relative.is_absolute() or ".." in relative.parts:
        raise StageDamaged("a path outside the workdir")
    return workdir / relative
