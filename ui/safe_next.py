"""Where to go after signing in."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 500


def safe_next(target: str) -> str:
    """`target` if it is a path of this site, else the start page: a link must not lead to another site.

    Browsers read a backslash as a slash and drop tabs and newlines, so those are refused too.
    """
    if not target.startswith("/") or target.startswith("//") or len(target) > _LONGEST:
        return HOME
    if "\\" in target or not target.isprintable():
        return HOME
    parts = urlsplit(target)
    return HOME if parts.scheme or parts.netloc else target
