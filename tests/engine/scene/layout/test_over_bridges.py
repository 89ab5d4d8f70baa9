"""What crosses a bridge is on its deck, along it, also where the bridge had to grow to span a river."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scene.layout.compose import compose
from engine.scene.layout.surface import tops
from engine.scene.words.parser import parse


@pytest.mark.parametrize("noun", ["train", "car"])
def test_a_vehicle_drives_along_the_deck(noun: str) -> None:
    scene = compose(parse(f"a {noun} on a bridge over a river", style="3d", seed=9), 1.5)

    found = {instance.noun: instance for instance in scene.instances if instance.subject}
    vehicle, bridge = found[noun].transforms[0].astype(float), found["bridge"].transforms[0].astype(float)
    deck = tops(found["bridge"].mesh, np.zeros((1, 2)))[0] * bridge[1, 1] + bridge[1, 3]
    assert vehicle[1, 3] == pytest.approx(deck, abs=0.1)
    ahead, along = vehicle[[0, 2], 2], bridge[[0, 2], 0]
    assert abs(ahead @ along) / np.linalg.norm(ahead) / np.linalg.norm(along) > 0.99
