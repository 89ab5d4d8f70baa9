"""Words in every ink can be read on every board."""

from __future__ import annotations

from typing import get_args

import pytest

from engine.lesson.drawing.contrast import LEAST, contrast, readable
from engine.lesson.drawing.pen import ON_FILLS
from engine.lesson.drawing.theme import THEMES, Ink


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("style", THEMES)
def test_words_of_every_ink_stand_out_from_the_paper(style: str) -> None:
    colours = THEMES[style].colours
    for ink in get_args(Ink):
        if ink not in ON_FILLS:
            assert contrast(readable(colours[ink], colours["paper"]), colours["paper"]) >= LEAST, ink


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable((29, 95, 209), (251, 251, 248)) == (29, 95, 209)
