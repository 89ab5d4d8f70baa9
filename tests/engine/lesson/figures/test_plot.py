"""Plots that a language model may ask for: drawn or refused, never endless."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import InvalidParams
from engine.lesson.figures.registry import read_figure
from tests.engine.lesson.figures.test_every_figure import drawn


def plot(**axis: Any) -> dict[str, Any]:
    curve = {"name": "a", "y": "x + 100", "run": True, "area": True}
    return {"kind": "plot", "x": {"label": "x", **axis}, "y": {"label": "y", "low": 0, "high": 5}, "curves": [curve]}


@pytest.mark.parametrize(
    "axis",
    [
        {"low": 0, "high": 1e9, "step": 1e-9}, {"low": -1e308, "high": 1e308}, {"low": 0, "high": 5e-324},
        {"low": 0, "high": 5, "step": -1}, {"low": 2, "high": 2},
    ],
)  # fmt: skip
def test_axes_that_cannot_be_drawn_are_refused(axis: dict[str, float]) -> None:
    with pytest.raises(InvalidParams):
        read_figure(plot(**axis))


def test_a_curve_beyond_the_axes_is_not_seen() -> None:
    figure = read_figure(plot(low=0, high=2.4, step=0.1))
    assert drawn(figure, "whiteboard", 5.0).any()
