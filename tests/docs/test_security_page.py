"""The checklist of the security page is whole, and the tests that it names are there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text()
STATES = {"kept", "no test", "open", "operator", "–"}

SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 "
    "5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 "
    "8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 "
    "11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 "
    "16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2"
)
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they are numbered from 1."""


def rows() -> list[tuple[str, str, str]]:
    """Number or range, state and reason of each line."""
    found = re.findall(r"^\| (\d+\.\d+\.\d+(?:-\d+)?) \| ([^|]+) \|([^|]*)\|$", PAGE, re.MULTILINE)
    return [(number, state.strip(), why.strip()) for number, state, why in found]


def numbers(text: str) -> list[str]:
    """The requirements that "1.2.6-8" stands for."""
    section, _, last = text.rpartition(".")
    first, _, end = last.partition("-")
    return [f"{section}.{n}" for n in range(int(first), int(end or first) + 1)]


@cache
def names_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    defined = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, defined))


def test_every_requirement_is_there_once() -> None:
    wanted = [
        f"{section}.{n + 1}" for section, count in (e.split(":") for e in SECTIONS.split()) for n in range(int(count))
    ]
    assert Counter(each for row in rows() for each in numbers(row[0])) == Counter(wanted)
    assert {state for _, state, _ in rows()} <= STATES


def test_the_tests_that_are_named_exist() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert len(named) > 100
    missing = [
        f"{file}::{name}" for file, name in named if (name or next(iter(names_in(file)), "")) not in names_in(file)
    ]
    assert not missing, missing


def test_links_lead_somewhere() -> None:
    for page in ("security.md", "privacy.md", "how-to/api.md", "how-to/mcp.md"):
        text = (ROOT / "docs" / page).read_text()
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert ((ROOT / "docs" / page).parent / link).resolve().exists(), (page, link)
