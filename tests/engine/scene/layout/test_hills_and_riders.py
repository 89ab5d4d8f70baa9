"""What is on a hill stands on ground that rises; who is on a horse rides it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from engine.scene.layout.compose import compose, unseen
from engine.scene.layout.rise import Raised, Rise
from engine.scene.layout.surface import tops
from engine.scene.scene import Instance, Scene
from engine.scene.spec import SceneSpec
from engine.scene.terrain.build import build
from engine.scene.words.parser import parse


def _spec(prompt: str) -> SceneSpec:
    return parse(prompt, style="realistic", seed=1)


@cache
def _scene(prompt: str) -> Scene:
    return compose(_spec(prompt), 1.5)


def _subject(prompt: str, noun: str) -> Instance:
    return next(part for part in _scene(prompt).instances if part.subject and part.noun == noun)


def _foot(part: Instance) -> np.ndarray:
    return np.asarray(part.transforms[0, :3, 3], np.float64)


@pytest.mark.parametrize("prompt", ["a castle on a hill", "a lighthouse on a cliff above the sea"])
def test_a_building_on_a_hill_stands_on_risen_ground(prompt: str) -> None:
    scene = _scene(prompt)
    foot = _foot(_subject(prompt, prompt.split()[1]))

    assert scene.ground is not None
    away = float(np.hypot(*(foot - scene.camera.eye)[[0, 2]]))
    ways = np.array([(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 12, endpoint=False)])
    under, *around = tops(scene.ground, np.concatenate([[foot[[0, 2]]], foot[[0, 2]] + 0.7 * away * ways]))
    assert abs(under - foot[1]) < 0.05 * away
    assert foot[1] > np.median(around) + 0.08 * away
    assert unseen(_spec(prompt)) == ()


def test_a_risen_ground_agrees_with_its_mesh() -> None:
    base = build("meadow", np.random.default_rng(3), "summer", 160.0, 0.3)
    ground = Raised(base, Rise(4.0, -9.0, 5.0, 20.0, 6.0))

    points = np.array([(4.0, -9.0), (9.0, -16.0), (14.0, -9.0), (4.0, 30.0)])

    np.testing.assert_allclose(tops(ground.mesh, points), ground.height_at(*points.T), atol=0.35)
    assert np.allclose(np.linalg.norm(ground.mesh.normals, axis=1), 1.0, atol=1e-3)


@pytest.mark.parametrize(
    ("prompt", "rider", "mount"),
    [("a knight on a horse", "knight", "horse"), ("a girl riding an elephant", "girl", "elephant")],
)
def test_a_rider_sits_astride(prompt: str, rider: str, mount: str) -> None:
    who, under = _subject(prompt, rider), _subject(prompt, mount)

    assert who.pose == "riding"
    feet, saddle = _foot(who), _foot(under)
    back = saddle[1] + float(tops(under.mesh, np.zeros((1, 2)))[0]) * under.transforms[0, 1, 1]
    height = float(who.mesh.size[1]) * who.transforms[0, 1, 1]
    assert feet[1] < back < feet[1] + 0.6 * height
    assert np.hypot(*(feet - saddle)[[0, 2]]) < 0.3 * under.mesh.size[2]
    turned = who.transforms[0, :3, 2] / np.linalg.norm(who.transforms[0, :3, 2])
    assert turned @ under.transforms[0, :3, 2] / np.linalg.norm(under.transforms[0, :3, 2]) == pytest.approx(
        1, abs=1e-4
    )


def test_a_castle_on_a_hill_is_not_put_on_the_horse() -> None:
    spec = _spec("A castle on a hill, foggy dawn, a knight on a horse")
    on = {s.noun: spec.subjects[s.relation.to].noun for s in spec.subjects if s.relation is not None}

    assert on == {"castle": "hill", "knight": "horse"}
