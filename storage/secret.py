"""The installation's secret: what links, cookies and access tokens are signed with."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

SECRET_BYTES = 32
"""256 bits, as much as HMAC-SHA256 can use."""


def load_or_create_secret(file: Path) -> bytes:
    """The secret in `file`, made at the first start. Processes that start at once get the same one.

    Raises:
        ValueError: the file holds less than 32 bytes.
    """
    if not file.exists():
        _create(file)
    return check_secret(file.read_bytes().strip())


def check_secret(secret: bytes) -> bytes:
    """The secret itself. Raises ValueError when it is too short to be safe."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(
            f"the secret needs at least {SECRET_BYTES} bytes; python -c 'import secrets; "
            "print(secrets.token_hex(32))' makes one"
        )
    return secret


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, so that nothing signed for one is ever valid for another."""
    return hmac.new(check_secret(secret), f"kinora {purpose}".encode(), hashlib.sha256).digest()


def _create(file: Path) -> None:
    """Write a whole file beside and link it into place, which fails if another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_hex(SECRET_BYTES).encode())
            stream.flush()
            os.fsync(stream.fileno())
        _link_unless_there(draft, file)
    finally:
        draft.unlink()


def _link_unless_there(draft: Path, file: Path) -> None:
    try:
        os.link(draft, file)
    except FileExistsError:
        return  # Another process was first: its secret is the one.
