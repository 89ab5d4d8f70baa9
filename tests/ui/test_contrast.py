"""Text can be read in both themes: WCAG 2.2, success criterion 1.4.3 (AA, 4.5:1) and 1.4.11 (3:1) for edges."""

from __future__ import annotations

import re

import pytest

from ui.shell import STATIC

TEXT = [
    ("ink", "page"), ("ink", "card"), ("ink", "well"),
    ("soft", "page"), ("soft", "card"), ("soft", "well"),
    ("faint", "page"), ("faint", "card"),
    ("link", "page"), ("link", "card"),
    ("on-accent", "accent"), ("on-accent", "accent-strong"),
    ("bad", "card"), ("bad", "bad-soft"),
    ("good", "page"), ("good", "card"),
    ("ink", "accent-soft"), ("soft", "accent-soft"),
]  # fmt: skip
EDGES = [("edge", "card"), ("edge", "page")]


def colours(theme: str) -> dict[str, str]:
    """The tokens of a theme; the dark one changes some of the light one's."""
    light, dark = (STATIC / "tokens.css").read_text().split(".dark {")
    found = dict(re.findall(r"--k-([\w-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--k-([\w-]+): (#[0-9a-f]{6})", dark)) if theme == "dark" else {})


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_can_be_read(theme: str, front: str, back: str) -> None:
    found = colours(theme)
    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_edges_of_fields_can_be_seen(theme: str, front: str, back: str) -> None:
    found = colours(theme)
    assert contrast(found[front], found[back]) >= 3
