"""Formulas as a line of text."""

import pytest

from engine.lesson.formula_text import formula_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("2 dot 14.5 = 29", "2 · 14.5 = 29"),
        ("x^2 + v_0 t >= 10^12", "x² + v₀ t ≥ 10¹²"),
        ('Delta E approx 3 pi "m/s"', "Δ E ≈ 3 π m/s"),
        ("sin theta = sqrt(3) / 2", "sin θ = √(3) / 2"),
        ("arrow(F) = q bold(v) lambda", "F\u20d7 = q v λ"),
        ("x^2.5 plus.minus e^(-k t)", "x^2.5 ± e^(-k t)"),
    ],
)
def test_formulas_read_as_people_type_them(source: str, text: str) -> None:
    assert formula_text(source) == text
