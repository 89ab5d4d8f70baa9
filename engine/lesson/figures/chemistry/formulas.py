"""Chemical formulas: what is in them, and how they are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from data.elements import elements

_TOKEN = re.compile(r"([A-Z][a-z]?)(\d*)|(\()|(\))(\d*)")
_SPLIT = re.compile(r"^(.*?)(?:\^?(\d*)([+-]))?(\((?:s|l|g|aq)\))?$")
_LOWER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_UPPER = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


@lru_cache(maxsize=512)
def composition(formula: str) -> Mapping[str, int]:
    """Atoms of each element in "Ca(OH)2", "SO4^2-", "H3O+", "NaCl(aq)"; none in "e-". Raises ValueError."""
    body, _ = _parts(formula)
    if body == "e":
        return {}
    stack: list[Counter[str]] = [Counter()]
    at = 0
    while at < len(body):
        found = _TOKEN.match(body, at)
        if not found:
            raise ValueError(f"{formula!r} is not a chemical formula")
        symbol, count, opened, closed, times = found.groups()
        if symbol:
            if symbol not in elements():
                raise ValueError(f"{symbol!r} in {formula!r} is not an element")
            stack[-1][symbol] += int(count or 1)
        elif opened:
            stack.append(Counter())
        elif closed:
            if len(stack) < 2:
                raise ValueError(f"a bracket of {formula!r} is not opened")
            for name, number in stack.pop().items():
                stack[-1][name] += number * int(times or 1)
        at = found.end()
    if len(stack) != 1 or not stack[0]:
        raise ValueError(f"{formula!r} is not a chemical formula")
    return dict(stack[0])


def charge(formula: str) -> int:
    """Of an ion, in elementary charges: -2 of "SO4^2-"; 0 of what has none."""
    return _parts(formula)[1]


def molar_mass(formula: str) -> float:
    """In grams per mole."""
    return sum(elements()[symbol].mass * count for symbol, count in composition(formula).items())


def pretty(formula: str) -> str:
    """With subscripts and superscripts: "SO₄²⁻"."""
    body, digits, sign, state = _split(formula)
    lowered = re.sub(r"(?<=[A-Za-z)])\d+", lambda found: found.group().translate(_LOWER), body)
    return lowered + (digits + sign).translate(_UPPER) + state


def _parts(formula: str) -> tuple[str, int]:
    body, digits, sign, _ = _split(formula)
    return body, int(sign + (digits or "1")) if sign else 0


def _split(formula: str) -> tuple[str, str, str, str]:
    """Body, digits and sign of the charge, state. Digits of a charge stand after "^"; without it they are a count."""
    found = _SPLIT.match(formula)
    if found is None:
        raise ValueError(f"{formula!r} is not a chemical formula")
    body, digits, sign, state = (group or "" for group in found.groups())
    if digits and "^" not in formula:
        body, digits = body + digits, ""
    return body, digits, sign, state


def _checked(formula: str) -> str:
    composition(formula)
    return formula


Formula = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=24), AfterValidator(_checked)
]
"""Such as "H2O", "Ca(OH)2", "SO4^2-", "NH4+", "NaCl(aq)"; "e-" is an electron."""
