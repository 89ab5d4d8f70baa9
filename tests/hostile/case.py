"""One hostile file: how it is made, and what must become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from domain.assets import AssetType

Outcome = Literal["refused", "harmless"]


@dataclass(frozen=True)
class Hostile:
    """A file of the corpus.

    Attributes:
        name: what it is, and the end of the test's name.
        outcome: "refused" with a message, or taken in "harmless".
        message: a part of what is said where it is refused.
        gone: bytes of it that may not be in what is stored.
        file_name: what it claims to be.
    """

    name: str
    kind: AssetType
    make: Callable[[], bytes]
    outcome: Outcome = "refused"
    message: str = "could not be read"
    gone: tuple[bytes, ...] = ()
    file_name: str = "holiday.png"
