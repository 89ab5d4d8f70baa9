"""Subjects become groups."""

from __future__ import annotations

import numpy as np
import pytest

from domain.errors import JobCancelled
from engine.scene.layout.cast import cast
from engine.scene.layout.gathering import gather
from engine.scene.models.registry import find_models
from engine.scene.spec import RelationTo, SceneSpec, Subject


def test_a_tower_of_boats_can_be_cancelled_at_each() -> None:
    base = Subject(noun="boat", count=2)
    tower = tuple(base.model_copy(update={"relation": RelationTo(kind="on", to=below)}) for below in range(3))
    actors = cast(SceneSpec(subjects=(base, *tower)), find_models())
    left = 4

    def check() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise JobCancelled("stopped")

    with pytest.raises(JobCancelled):
        gather(actors, None, np.random.default_rng(1), check)
    (group,) = gather(actors, None, np.random.default_rng(1))

    feet = [group.foot(index) for index in range(len(group.pieces))]
    assert len(feet) == 8
    assert feet == sorted(feet) and feet[-1] > 3 * feet[2] / 2 > 0, "each pair stands on the one before"
