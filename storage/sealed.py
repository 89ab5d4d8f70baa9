"""Encrypts what has to be kept and read again, with a key of the installation."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.secret import derive_key

_NONCE = 12
"""Bytes; random ones are safe for far more messages than an installation seals with one key (NIST SP 800-38D)."""


class AesSeal:
    """AES-256-GCM (`domain.idempotency.Seal`).

    Args:
        secret: the installation's.
        purpose: what is sealed for one cannot be opened for another.
    """

    def __init__(self, secret: bytes, purpose: str) -> None:
        self._cipher = AESGCM(derive_key(secret, f"seal {purpose}"))

    def close(self, content: bytes, label: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """Raises ValueError for what was not sealed with this key and label."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], label.encode())
        except (InvalidTag, ValueError):
            raise ValueError("this was not sealed here") from None
