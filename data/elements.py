"""The chemical elements: data/elements.csv.

Masses are IUPAC's abridged standard atomic weights (2021), or the mass number of a long-lived isotope where an element
has none. Electronegativities are Pauling's; configurations and first ionisation energies (kJ/mol) follow NIST; radii
are single-bond covalent ones in picometres (Pyykko and Atsumi 2009).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

Block = Literal["s", "p", "d", "f"]
_SUBSHELL = re.compile(r"(\d)([spdf])(\d*)")
_CAPACITY = {"s": 2, "p": 6, "d": 10, "f": 14}


@dataclass(frozen=True)
class Element:
    """`mass`: relative; `group`: 1..18, None in the f block; `subshells`: ("1s", 2), ... in the order of shells."""

    number: int
    symbol: str
    name: str
    mass: float
    group: int | None
    period: int
    block: Block
    electronegativity: float | None
    radius: float | None
    ionisation: float | None
    subshells: tuple[tuple[str, int], ...]

    @property
    def shells(self) -> tuple[int, ...]:
        """Electrons of each shell, from the innermost."""
        counts: dict[int, int] = {}
        for subshell, electrons in self.subshells:
            counts[int(subshell[0])] = counts.get(int(subshell[0]), 0) + electrons
        return tuple(counts[shell] for shell in sorted(counts))

    @property
    def valence(self) -> int:
        """Electrons of the outermost shell."""
        return self.shells[-1]


@cache
def elements() -> Mapping[str, Element]:
    """All 118 by symbol, in the order of their numbers."""
    found: dict[str, Element] = {}
    with (Path(__file__).parent / "elements.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["symbol"]] = Element(
                int(row["number"]),
                row["symbol"],
                row["name"],
                float(row["mass"]),
                int(row["group"]) if row["group"] else None,
                int(row["period"]),
                cast(Block, row["block"]),
                _number(row["electronegativity"]),
                _number(row["radius_pm"]),
                _number(row["ionisation_kj"]),
                _subshells(row["configuration"], found),
            )
    return found


def _number(text: str) -> float | None:
    return float(text) if text else None


def _subshells(configuration: str, found: Mapping[str, Element]) -> tuple[tuple[str, int], ...]:
    """Of a configuration such as "[Ar] 3d10 4s2 4p"."""
    core: tuple[tuple[str, int], ...] = ()
    if configuration.startswith("["):
        core = found[configuration[1 : configuration.index("]")]].subshells
    rest = tuple(
        (shell + kind, int(count or 1)) for shell, kind, count in _SUBSHELL.findall(configuration.split("]")[-1])
    )
    return tuple(sorted(core + rest, key=lambda each: (int(each[0][0]), "spdf".index(each[0][1]))))


def capacity(subshell: str) -> int:
    """How many electrons a subshell such as "3d" holds."""
    return _CAPACITY[subshell[-1]]
