"""Colours that depend on the paper."""

from __future__ import annotations

from engine.lesson.drawing.pen import Pen
from engine.lesson.drawing.theme import Ink


def lighter(pen: Pen, light: float) -> float:
    """How far to mix an ink with the paper: not at all where the theme takes a tint of it anyway."""
    return light if pen.theme.tint == 1 else 0.0


def over_colour(pen: Pen) -> Ink:
    """For words on an area of full colour."""
    if pen.theme.tint < 1:
        return "ink"
    return "black" if sum(pen.theme.colours["paper"]) < 384 else "white"
