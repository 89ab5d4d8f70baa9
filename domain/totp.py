"""Codes of authenticator apps: TOTP (RFC 6238) over HOTP (RFC 4226), SHA-1, 6 digits, 30 seconds, as all apps know."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

PERIOD = 30
DIGITS = 6
WINDOW = 1
"""Steps before and after now whose codes are taken, for clocks that differ."""
_SECRET_BYTES = 20
"""As long as SHA-1's output, which RFC 4226 recommends."""


def new_totp_secret() -> bytes:
    return secrets.token_bytes(_SECRET_BYTES)


def code_at(secret: bytes, step: int) -> str:
    """The code of a time step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, now: datetime) -> int | None:
    """The time step that a code is of, at most WINDOW from now; None for no such code."""
    step, found = int(now.timestamp()) // PERIOD, None
    for candidate in range(step - WINDOW, step + WINDOW + 1):
        if hmac.compare_digest(code_at(secret, candidate).encode(), code.encode()):
            found = candidate
    return found


def as_typed(secret: bytes) -> str:
    """A secret as people type it into an app."""
    return b32encode(secret).decode().rstrip("=")


def setup_uri(secret: bytes, account: str) -> str:
    """What the QR code says (Google Authenticator's key URI format, which other apps read, too)."""
    query = urlencode({"secret": as_typed(secret), "issuer": "Kinora", "digits": DIGITS, "period": PERIOD})
    return f"otpauth://totp/{quote(f'Kinora:{account}')}?{query}"
