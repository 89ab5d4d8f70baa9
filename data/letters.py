"""The texts of e-mails."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LetterText:
    """A letter with places for {name} and {studio}. `button`: what the link says; "" for a letter without one."""

    subject: str
    before: tuple[str, ...]
    button: str
    after: tuple[str, ...]


def load_letters() -> Mapping[str, LetterText]:
    """Read letters.toml. Raises TypeError for a letter that lacks a part or has one too many."""
    letters = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
    return {kind: _letter(**parts) for kind, parts in letters.items()}


def _letter(subject: str, before: list[str], button: str, after: list[str]) -> LetterText:
    return LetterText(subject, tuple(before), button, tuple(after))
