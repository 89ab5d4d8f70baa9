"""Whether a browser's request was made by our own pages (protection against cross-site request forgery)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def evidence(headers: Headers) -> bool:
    """Whether the request says where it comes from. Browsers say so with every unsafe method; programs do not."""
    return any(name in headers for name in ("origin", "referer", "sec-fetch-site"))


def same_origin(headers: Headers, public_url: str) -> bool:
    """Whether the request says that it comes from our own pages, or from the person (typed, bookmarked).

    Sec-Fetch-Site is believed when it says so: no script can set it (Fetch Metadata, W3C 2021). Otherwise the host
    of Origin, or of Referer when there is no Origin, must be the one asked for or that of `public_url`.
    """
    if headers.get("sec-fetch-site") in ("same-origin", "none"):
        return True
    source = headers["origin"] if "origin" in headers else headers.get("referer", "")
    came_from = _host(source)
    if came_from is None:
        return False
    scheme = source.partition(":")[0].lower()
    return came_from in (_host(f"{scheme}://{headers.get('host', '')}"), _host(public_url))


def _host(url: str) -> tuple[str, int] | None:
    """Host and port; None for what is no web address, such as "null"."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.hostname, port) if parts.hostname and port else None
