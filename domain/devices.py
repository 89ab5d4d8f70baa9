"""Devices: where an account is signed in, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from domain.users import Session, SessionKind

_PROGRAMS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
    (r"python|aiohttp|httpx|gradio", "A Python program"),
    (r"curl/", "curl"),
    (r"node|axios|undici", "A JavaScript program"),
)
"""In this order: Edge and Opera also say Chrome, and Chrome also says Safari."""
_SYSTEMS = (
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "ChromeOS"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """A browser or program that is signed in.

    Attributes:
        id: the family of its sessions; stays while it renews its tokens.
        kind: BROWSER, or REFRESH for a client of the API.
        current: whether it is the one that asks.
    """

    id: str
    name: str
    kind: SessionKind
    last_seen_at: datetime
    expires_at: datetime
    current: bool


def device_of(session: Session, current: str | None) -> Device:
    """The device of a session; `current` is the family of the one that asks."""
    seen = session.last_seen_at or session.created_at
    name = device_name(session.user_agent)
    return Device(session.family, name, session.kind, seen, session.expires_at, session.family == current)


def device_name(user_agent: str) -> str:
    """A user agent in words, such as "Firefox on Windows". What it says is believed: nothing depends on it."""
    program, system = _first(_PROGRAMS, user_agent), _first(_SYSTEMS, user_agent)
    if program and system:
        return f"{program} on {system}"
    return program or system or "Unknown device"


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in words if re.search(pattern, text, re.IGNORECASE)), "")
