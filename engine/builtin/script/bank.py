"""The shipped sentence banks: for each style a hook, a close and the beats between them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from engine.builtin.script.lexicon import read_data


@dataclass(frozen=True)
class Beat:
    """One step of a style's structure.

    `rank` orders beats by how late they are dropped (1 stays longest). A beat is free, with `open` (one is
    used), `body` (any number, any order) and `end` (at most one), or told: `moves` in order, each a list of
    alternatives of which one is used. `roles` are the knowledge roles it takes facts from.
    """

    key: str
    rank: int
    headings: tuple[str, ...]
    roles: tuple[str, ...]
    open: tuple[str, ...]
    body: tuple[str, ...]
    end: tuple[str, ...]
    moves: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Bank:
    """The beats of one style."""

    hook: Beat
    beats: tuple[Beat, ...]
    close: Beat


@cache
def bank(style: str) -> Bank:
    """The shipped bank of a style."""
    raw, more = read_data(style), read_data("more").get(style, {})
    beats = tuple(_beat(b["key"], b, more) for b in raw["beat"])
    return Bank(_beat("hook", raw["hook"], more), beats, _beat("close", raw["close"], more))


@cache
def shared() -> dict[str, Any]:
    """Words and sentences that every style uses: audience phrases, lead-ins to facts."""
    return read_data("shared")


def _beat(key: str, raw: dict[str, Any], more: dict[str, list[str]]) -> Beat:
    moves = tuple((int(m.get("rank", 1)), tuple(m["say"])) for m in raw.get("move", []))
    lists = {name: tuple(raw.get(name, [])) for name in ("headings", "roles", "open", "body", "end")}
    lists["body"] += tuple(more.get(key, []))
    return Beat(key, int(raw.get("rank", 1)), moves=moves, **lists)
