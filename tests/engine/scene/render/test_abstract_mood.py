"""Abstract worlds follow the mood."""

from __future__ import annotations

from engine.scene.layout.compose import compose
from engine.scene.render.abstract import energy_of
from engine.scene.words.parser import parse


def test_lively_moods_have_more_energy_than_grave_ones() -> None:
    lively, calm, grave = (
        energy_of(compose(parse(f"{mood} desert", style="abstract", seed=1), 1.5))
        for mood in ("an energetic", "a calm", "a spooky")
    )

    assert lively > 0.5 > calm >= 0.0 > -0.5 > grave
