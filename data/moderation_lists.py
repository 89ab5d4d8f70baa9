"""The lists of words by which orders are refused: moderation/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).with_name("moderation")


class PairOfLists(BaseModel):
    """Two lists, by name, whose terms must not come within so many words of each other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: str
    second: str
    within: int = Field(ge=1, le=100)


class CategoryList(BaseModel):
    """One file; domain/moderation.py says what terms look like. Files are read in the order of their names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    title: str
    reason: str
    action: Literal["refuse", "flag", "allow"]
    fixed: bool = False
    terms: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = {}
    pairs: tuple[PairOfLists, ...] = ()


def load_moderation_lists() -> list[CategoryList]:
    """All categories. Raises ValueError for a file that is not one."""
    return [CategoryList.model_validate(tomllib.loads(file.read_text())) for file in sorted(FOLDER.glob("*.toml"))]
