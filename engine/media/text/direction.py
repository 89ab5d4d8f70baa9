"""The order in which a line of mixed directions is drawn.

The Unicode Bidirectional Algorithm (UAX #9) for one line without explicit marks, which `clean` removes: rules P2-P3,
W1-W2, W4-W7, N1-N2, I1-I2, L1 and L2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_STRONG = {"L": "L", "R": "R", "AL": "R"}


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph runs from right to left: by its first letter."""
    for character in text:
        if kind := _STRONG.get(unicodedata.bidirectional(character)):
            return kind == "R"
    return False


def levels(clusters: Sequence[str], rtl: bool) -> list[int]:
    """The embedding level of each cluster; odd ones are drawn from right to left."""
    base = 1 if rtl else 0
    kinds = _resolved([unicodedata.bidirectional(cluster[0]) for cluster in clusters], "R" if rtl else "L")
    found = [
        (1 if kind == "R" else 2 if kind in ("EN", "AN") else 0) if not rtl else (1 if kind == "R" else 2)
        for kind in kinds
    ]
    for index in reversed(range(len(clusters))):
        if not clusters[index].isspace():
            break
        found[index] = base
    return found


def visual(items: Sequence[T], item_levels: Sequence[int]) -> list[T]:
    """The items from left to right (rule L2)."""
    out, ordered = list(items), list(item_levels)
    for level in range(max(ordered, default=0), 0, -1):
        start = 0
        while start < len(out):
            end = start
            while end < len(out) and ordered[end] >= level:
                end += 1
            out[start:end] = out[start:end][::-1]
            ordered[start:end] = ordered[start:end][::-1]
            start = max(end, start + 1)
    return out


def _resolved(kinds: list[str], base: str) -> list[str]:
    """Each to L, R, EN or AN."""
    strong = base
    for i, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[i] = kinds[i - 1] if i else base
        elif kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    kinds = [_STRONG.get(kind, kind) for kind in kinds]
    _join_numbers(kinds)
    strong = base
    for i, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
    return _neutrals(kinds, base)


def _join_numbers(kinds: list[str]) -> None:
    """Separators within a number, and signs beside it, belong to it."""
    for i in range(1, len(kinds) - 1):
        before, kind, after = kinds[i - 1 : i + 2]
        if before == after and ((kind == "CS" and before in ("EN", "AN")) or (kind == "ES" and before == "EN")):
            kinds[i] = before
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = -1 if order.step == 1 else 1
        for i in order:
            if kinds[i] == "ET" and kinds[i + step] == "EN":
                kinds[i] = "EN"


def _neutrals(kinds: list[str], base: str) -> list[str]:
    """Between two of one direction they take it, else that of the paragraph."""
    start = 0
    while start < len(kinds):
        if kinds[start] in ("L", "R", "EN", "AN"):
            start += 1
            continue
        end = start
        while end < len(kinds) and kinds[end] not in ("L", "R", "EN", "AN"):
            end += 1
        before = base if not start else "L" if kinds[start - 1] == "L" else "R"
        after = base if end == len(kinds) else "L" if kinds[end] == "L" else "R"
        kinds[start:end] = [before if before == after else base] * (end - start)
        start = end
    return kinds
