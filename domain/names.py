"""Names that people give: to themselves and to their things."""

from __future__ import annotations

from domain.errors import InvalidParams

NAME_MAX = 80
JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian, Hindi and emoji are written."""


def checked_name(name: str) -> str:
    """A name as it is shown: single spaces, no invisible characters. "" when nothing visible is left.

    Raises:
        InvalidParams: it has invisible characters, or more than NAME_MAX.
    """
    shown = " ".join(name.split())
    if not all(c.isprintable() or c in JOINERS for c in shown) or (shown and not shown.strip(JOINERS)):
        _refuse("A name cannot hold invisible characters.")
    if len(shown) > NAME_MAX:
        _refuse(f"A name may have at most {NAME_MAX} characters.")
    return shown


def _refuse(message: str) -> None:
    raise InvalidParams(message, fields=[{"field": "name", "message": message}])
