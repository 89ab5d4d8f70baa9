"""People hold what they are said to hold."""

from __future__ import annotations

import numpy as np
import pytest

from engine.scene.layout.compose import compose
from engine.scene.scene import Instance
from engine.scene.words.parser import parse
from tests.engine.scene.layout.grounds import Hills


def _box(instance: Instance) -> tuple[np.ndarray, np.ndarray]:
    points = instance.mesh.positions @ instance.transforms[0][:3, :3].T + instance.transforms[0][:3, 3]
    return points.min(axis=0), points.max(axis=0)


def _boxes(prompt: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    scene = compose(parse(prompt, style="3d", seed=4), 1.5, build_ground=Hills)
    return {instance.noun: _box(instance) for instance in scene.instances if instance.subject}


@pytest.mark.parametrize("who", ["man", "girl"])
def test_an_umbrella_is_over_the_head(who: str) -> None:
    boxes = _boxes(f"a {who} walking with an umbrella in the rain")

    (low, high), (below, above) = boxes["umbrella"], boxes[who]
    head = (below + above)[[0, 2]] / 2
    assert above[1] < high[1] and below[1] + 0.3 < low[1] < above[1]
    assert (low[[0, 2]] < head).all() and (head < high[[0, 2]]).all()


@pytest.mark.parametrize("prompt", ["a woman holding a lantern", "a boy playing a guitar", "a girl reading a book"])
def test_a_thing_touches_who_holds_it_and_not_the_ground(prompt: str) -> None:
    (person, body), (thing, held) = sorted(_boxes(prompt).items(), key=lambda item: item[0] not in "woman boy girl")

    assert (held[0] < body[1] + 0.03).all() and (body[0] - 0.03 < held[1]).all(), (person, thing)
    assert held[0][1] > body[0][1] + 0.15


def test_somebody_beside_an_umbrella_does_not_hold_it() -> None:
    boxes = _boxes("a man beside an umbrella")

    assert boxes["umbrella"][0][1] == pytest.approx(boxes["man"][0][1], abs=0.3)
