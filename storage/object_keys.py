"""Which keys an object may have."""

from __future__ import annotations

import re

from domain.errors import BadRequest

MAX_KEY_CHARACTERS = 1024
MAX_SEGMENT_CHARACTERS = 255
"""What common file systems take as a name; the whole key's limit is that of S3."""

_KEY = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_PREFIX = re.compile(r"(?:[A-Za-z0-9._-]+/)*[A-Za-z0-9._-]*")


def check_key(key: str) -> str:
    """The key itself. Raises BadRequest unless it is segments of letters, digits, ".", "_", "-", joined by "/".

    No segment may be "." or "..", so that a key can name nothing outside the store.
    """
    return _checked(key, _KEY)


def check_prefix(prefix: str) -> str:
    """The same for the beginning of a key, which may be empty."""
    return _checked(prefix, _PREFIX)


def _checked(text: str, pattern: re.Pattern[str]) -> str:
    segments = text.split("/")
    fits = len(text) <= MAX_KEY_CHARACTERS and all(len(segment) <= MAX_SEGMENT_CHARACTERS for segment in segments)
    if not fits or not pattern.fullmatch(text) or {".", ".."} & set(segments):
        raise BadRequest("This is not the key of an object.")
    return text
