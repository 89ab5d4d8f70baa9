"""The molecules that lessons show: data/molecules.toml says where their numbers come from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

Spot = tuple[float, float, float]


class Molecule(BaseModel):
    """`bonds`: (atom, atom, order); `xyz`: angstroms; `plan`: places in a plane drawing, bonds about 1.5 long, y up;
    `skeleton`: those of the atoms without hydrogen in a skeletal formula, as long as there is one;
    `groups`: the atoms of functional groups, by the group's name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    formula: str
    atoms: tuple[str, ...]
    bonds: tuple[tuple[int, int, int], ...]
    xyz: tuple[Spot, ...]
    plan: tuple[tuple[float, float], ...]
    skeleton: tuple[tuple[float, float], ...] = ()
    groups: Mapping[str, tuple[int, ...]] = Field(default_factory=dict)

    @field_validator("atoms", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.split()) if isinstance(value, str) else value


@cache
def molecules() -> Mapping[str, Molecule]:
    """All by their keys."""
    path = Path(__file__).parent / "molecules.toml"
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: Molecule.model_validate(entry) for key, entry in entries.items()}
