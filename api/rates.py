"""How often somebody may call."""

from __future__ import annotations

import logging
from ipaddress import IPv6Address, ip_address

from anyio import to_thread

from domain.errors import RateLimited, Unavailable
from domain.ports import RateLimiter, RateState
from domain.users import User

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_UNCOUNTED = ("/static/", "/assets/", "/svelte/", "/objects/", "/health/", "/pwa_icon")
_UNCOUNTED_EXACT = frozenset(
    {
        "/favicon.ico",
        "/robots.txt",
        "/manifest.json",
        "/theme.css",
        "/api/v1/openapi.json",
        "/api/v1/events",
        "/gradio_api/theme.css",
        "/gradio_api/queue/data",
        "/gradio_api/upload_progress",
    }
)
"""Files of the page, links with their own proof, and streams: a browser that reconnects must not lock itself out."""


def rule_for(method: str, path: str, *, signed_in: bool) -> str | None:
    """The rule that a request counts under; None when it is not counted.

    Gradio sends every event of a form by POST, also the price shown while typing, so its events count as reads: what
    they order is limited by the jobs an hour. Its uploads are writes.
    """
    if path.startswith(_UNCOUNTED) or path in _UNCOUNTED_EXACT or is_job_stream(path):
        return None
    quote = path.startswith("/api/v1/generators/") and path.endswith("/quote")
    if path == "/mcp" and signed_in:  # reading comes as a POST, too: api/mcp counts the tools that change something
        return "reads-user"
    if quote and signed_in:  # it changes nothing, and is asked for at each change of a form; but it costs work
        return "quotes-user"
    gradio_event = path.startswith("/gradio_api/") and not path.startswith("/gradio_api/upload")
    if method not in SAFE_METHODS and not gradio_event:
        return "writes-user" if signed_in else "writes-ip"
    return "reads-user" if signed_in else ("writes-ip" if method not in SAFE_METHODS else None)


def is_job_stream(path: str) -> bool:
    """Whether a path is that of one job's events."""
    return path.startswith("/api/v1/jobs/") and path.endswith("/events")


class Rates:
    """Counts requests against the limiter's rules."""

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter

    async def count(self, rule: str, user: User | None, ip: str) -> RateState | None:
        """How things stand after this request; None while the limiter cannot be reached, which stops nobody.

        Raises:
            RateLimited: it is one too many.
        """
        key = user.id if user is not None else network_of(ip)
        try:
            state = await to_thread.run_sync(self._limiter.hit, rule, key)
        except Unavailable:
            log.warning("rates.unavailable rule=%s", rule)
            return None
        if not state.allowed:
            raise RateLimited(
                "Too many requests. Wait a moment before the next one.",
                retry_after=max(1, state.reset_after),
                limit=state.limit,
                reset_after=max(1, state.reset_after),
            )
        return state


def rate_headers(limit: int, remaining: int, reset_after: int) -> dict[str, str]:
    """The headers that tell a client how things stand (IETF draft ratelimit-headers, as most clients read it)."""
    return {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(remaining),
        "RateLimit-Reset": str(reset_after),
    }


def network_of(ip: str) -> str:
    """Whom an address stands for: an IPv6 customer has a whole /64 to call from."""
    try:
        address = ip_address(ip)
    except ValueError:
        return ip
    if not isinstance(address, IPv6Address):
        return ip
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))
