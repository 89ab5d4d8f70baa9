"""Which routes answer without signing in, and which addresses are refused before anything looks at them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.types import Scope

_READ = frozenset({"GET", "HEAD"})
_FORM = frozenset({"GET", "HEAD", "POST"})
_POST = frozenset({"POST"})

OPEN_ROUTES: Mapping[str, frozenset[str]] = {
    "/login": _FORM,
    "/login/code": _POST,
    "/register": _FORM,
    "/setup": _FORM,
    "/verify-email": _FORM,
    "/forgot-password": _FORM,
    "/reset-password": _FORM,
    "/oauth/": _READ,
    "/static/": _READ,
    "/s/": _READ,
    "/favicon.ico": _READ,
    "/manifest.json": _READ,
    "/robots.txt": _READ,
    "/health/live": _READ,
    "/health/ready": _READ,
    "/api/v1/auth/register": _POST,
    "/api/v1/auth/login": _POST,
    "/api/v1/auth/refresh": _POST,
    "/api/v1/auth/verify-email": _POST,
    "/api/v1/auth/forgot-password": _POST,
    "/api/v1/auth/reset-password": _POST,
    "/api/v1/openapi.json": _READ,
    "/objects/": frozenset({"GET", "HEAD", "PUT"}),
}
"""The methods that need no signing in, by path; a path that ends in "/" stands for all below it.

Links to /objects carry their own proof: a signature.
"""

FORM_PAGES = frozenset(
    {"/login", "/login/code", "/register", "/setup", "/verify-email", "/forgot-password", "/reset-password"}
)

_ODD = re.compile(r"[\x00-\x1f\x7f\\%;]|//|/\.{1,2}(?:/|$)")
"""What lets one address be read in two ways: control characters, "\\", a second percent-encoding, ";", "//", dots."""


def route_path(scope: Scope) -> str:
    """The path that the router will match: decoded once, without the prefix of a proxy."""
    path, prefix = str(scope["path"]), str(scope.get("root_path", ""))
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):
        return path[len(prefix) :]
    return path


def is_plain(path: str) -> bool:
    """Whether a path can be read in one way only."""
    return path.startswith("/") and not _ODD.search(path)


def is_open(method: str, path: str) -> bool:
    """Whether a plain path answers this method without signing in."""
    if path in OPEN_ROUTES and not path.endswith("/"):
        return method in OPEN_ROUTES[path]
    folder = "/" + path[1:].partition("/")[0] + "/"
    return path != folder and path.startswith(folder) and method in OPEN_ROUTES.get(folder, ())
