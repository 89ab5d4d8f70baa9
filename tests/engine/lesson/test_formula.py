"""Mathematics by typst, and nothing but mathematics."""

from __future__ import annotations

import pytest

from engine.lesson.drawing.formula import BadFormula, set_formula


def test_a_formula_becomes_outlines_from_left_to_right() -> None:
    formula = set_formula("F = m a")
    lefts = [glyph.computeTightBounds().left() for glyph in formula.glyphs]
    assert len(formula.glyphs) == 4
    assert lefts == sorted(lefts)
    assert max(glyph.computeTightBounds().right() for glyph in formula.glyphs) <= formula.width


def test_bars_of_fractions_and_roots_are_outlines_too() -> None:
    assert len(set_formula("a/b").glyphs) == 3
    assert len(set_formula("sqrt(x)").glyphs) >= 3


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")', "#panic()", "x $ + y", "`raw`", "\\#sys", "frac(", "unknownname",
        'std.read("pyproject.toml")', 'x_std.eval("1+1")', 'std.sys.inputs',
    ],
)  # fmt: skip
def test_code_and_nonsense_are_refused(source: str) -> None:
    with pytest.raises(BadFormula):
        set_formula(source)
