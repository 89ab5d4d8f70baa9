"""Plots evaluate arithmetic and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from engine.lesson.figures.expression import Expression, evaluate

CHECK = TypeAdapter(Expression)


def test_arithmetic_gives_numbers_and_gaps_where_there_are_none() -> None:
    assert evaluate("25*x - 5*x**2", np.array([0.0, 2.5])).tolist() == [0.0, 31.25]
    assert np.isnan(evaluate("log(x)", np.array([-1.0]))).all()
    assert np.isnan(evaluate("1/x", np.array([0.0]))).all()
    assert evaluate("3", np.array([1.0, 2.0])).tolist() == [3.0, 3.0]


@pytest.mark.parametrize(
    "source",
    [
        "__import__('os').system('true')", "x.real", "x[0]", "lambda: x", "open", "y + 1", "'a'*9", "x if x else 1",
        "sin(x, out=x)", "", "9**9**9**9**9", "sin()", "min(x)", "max(x, 1, 2)",
    ],
)  # fmt: skip
def test_anything_else_is_refused_or_harmless(source: str) -> None:
    try:
        CHECK.validate_python(source)
    except ValidationError:
        return
    assert np.isnan(evaluate(source, np.array([1.0]))).all()


def test_a_second_argument_is_no_place_for_the_result() -> None:
    with pytest.raises(ValidationError):
        CHECK.validate_python("sin(x, x)")
