"""What a model's folder holds and where it came from: `kinora.json` in the folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

if TYPE_CHECKING:
    from hashlib import _Hash

NAME = "kinora.json"
_BLOCK = 1 << 20


def plain_path(path: str) -> str:
    """The path of a file inside a repository, if it can lead nowhere else. Raises ValueError."""
    parts = path.split("/")
    odd = any(part in ("", ".", "..") or part != part.strip() for part in parts)
    if odd or not path.isprintable() or any(c in path for c in '\\:*?"<>|') or len(path) > 300:
        raise ValueError(f"{path[:80]!r} is not the name of a file inside a repository")
    return path


class RemoteFile(BaseModel):
    """One file of a repository.

    Attributes:
        path: relative, with "/".
        size: in bytes.
        sha256: of the content, for files in large file storage.
        git_blob: for the others git's id: the SHA-1 of "blob <size>", a zero byte and the content.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Annotated[str, AfterValidator(plain_path)]
    size: int = Field(ge=0)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    git_blob: str | None = Field(default=None, pattern=r"^[0-9a-f]{40}$")

    @model_validator(mode="after")
    def _can_be_checked(self) -> RemoteFile:
        if self.sha256 is None and self.git_blob is None:
            raise ValueError("a file without a hash cannot be checked")
        return self

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def folder(self) -> str:
        """ "" for files at the top."""
        return self.path.rpartition("/")[0]

    def new_digest(self) -> _Hash:
        """What the content must be fed to, to be compared by `matches`."""
        if self.sha256 is not None:
            return hashlib.sha256()
        return hashlib.sha1(b"blob %d\0" % self.size, usedforsecurity=False)

    def matches(self, digest: _Hash) -> bool:
        return digest.hexdigest() == (self.sha256 or self.git_blob)


class Manifest(BaseModel):
    """What was asked for, under which licence, and what it consists of. Without `finished_at` it is not all here yet.

    Attributes:
        revision: the branch or tag of the catalogue.
        commit: what that stood for when the download began; all files are of this commit.
        accepted_by: who said to have read and accepted the licence, an e-mail address or the name of a login.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    repo_id: str
    revision: str
    commit: str = Field(pattern=r"^[0-9a-f]{40}$")
    licence: str
    licence_url: str
    accepted_by: str
    accepted_at: datetime
    finished_at: datetime | None = None
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def write(self, folder: Path) -> None:
        """Put it into the folder, at once or not at all. Raises OSError."""
        fresh = folder / f"{NAME}.new"
        fresh.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
        fresh.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest | None:
    """The folder's manifest; None where there is none that can be read."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def feed(digest: _Hash, file: Path, each_block: Callable[[int], None]) -> None:
    """Add a file's content to a digest; `each_block` hears of the bytes read and may raise. Raises OSError."""
    with file.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
            each_block(len(block))
