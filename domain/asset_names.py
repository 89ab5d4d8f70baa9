"""The names of files that creators bring: shown and offered for saving, never used as a path."""

from __future__ import annotations

import unicodedata

from domain.errors import InvalidParams

NAME_MAX = 200
_RESERVED = frozenset('<>:"|?*')
"""What some system cannot have in the name of a file."""


def clean_name(name: str) -> str:
    """The last part of a path: printable characters, no reserved ones, at most NAME_MAX; "file" when none is left.

    Marks that turn the direction of writing are not printable, so "gpj.exe" cannot be shown as "exe.jpg".
    """
    last = unicodedata.normalize("NFC", name[-4096:]).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(each for each in last if each.isprintable() and each not in _RESERVED).strip(" .")
    return _shortened(shown) or "file"


def checked_name(name: str) -> str:
    """A name that somebody has typed. Raises InvalidParams for one that cannot be kept as it is."""
    wanted = unicodedata.normalize("NFC", name.strip()) if len(name) <= 4 * NAME_MAX else name
    if wanted != clean_name(wanted):
        message = (
            f'A name has 1 to {NAME_MAX} printable characters, none of / \\ < > : " | ? *, and no dot at its ends.'
        )
        raise InvalidParams(message, fields=[{"field": "name", "message": message}])
    return wanted


def _shortened(name: str) -> str:
    """At most NAME_MAX characters, the ending kept."""
    stem, dot, ending = name.rpartition(".")
    if len(name) <= NAME_MAX or not stem or len(ending) > 10:
        return name[:NAME_MAX].strip(" .")
    return stem[: NAME_MAX - len(ending) - 1].strip(" .") + dot + ending
