"""What stirs, glows and rises changes the picture, in its place and by the time alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.scene.kit.paint import glowing, painted
from engine.scene.kit.primitives import box
from engine.scene.render.renderer import Renderer
from engine.scene.scene import Camera, Instance, Life, Particles, Scene, Sky

SKY = Sky((0.3, 0.8, 0.5), (1, 1, 1), 2.0, (0.3, 0.5, 0.8), (0.7, 0.8, 0.9), (0.3, 0.3, 0.3), clouds=0.0)
CAMERA = Camera((0.0, 1.0, 6.0), (0.0, 1.0, 0.0), aperture=0.0)
BODY = painted(
    box((3.0, 0.2, 1.0)).moved(np.array([(1, 0, 0, 0), (0, 1, 0, 1.0), (0, 0, 1, 0), (0, 0, 0, 1.0)])), (0.8, 0.2, 0.2)
)
AT = np.eye(4, dtype=np.float32)[None]


def _mask(renderer: Renderer, scene: Scene, time: float) -> np.ndarray:
    return renderer.render(scene, 160, 90, style="realistic", seed=1, time=time, samples=1).subjects > 0


def test_wings_beat_and_come_back(renderer: Renderer) -> None:
    bird = Instance(BODY, AT, subject=1, life=Life("wings", 2.0))
    film = renderer.prepare(Scene((bird,), SKY, CAMERA), 160, 90, style="realistic", seed=1)
    first = film.frame(4.1)
    later = film.frame(4.35)
    again = film.frame(4.1)
    film.release()

    assert (first.subjects != later.subjects).mean() > 0.005
    assert np.array_equal(first.rgb, again.rgb)


def test_the_lifeless_stays(renderer: Renderer) -> None:
    scene = Scene((Instance(BODY, AT, subject=1),), SKY, CAMERA)

    assert np.array_equal(_mask(renderer, scene, 0.0), _mask(renderer, scene, 3.7))


def test_a_glow_can_be_put_out(renderer: Renderer) -> None:
    lamp = Instance(glowing(BODY, 6.0), AT, subject=1, glow=lambda time: 0.0 if time < 1 else 1.0)
    night = replace(SKY, sun_strength=0.02, zenith=(0.02, 0.02, 0.04), horizon=(0.03, 0.03, 0.05))
    film = renderer.prepare(Scene((lamp,), night, CAMERA), 160, 90, style="realistic", seed=1)
    dark, lit = film.frame(0.0), film.frame(2.0)
    film.release()

    where = dark.subjects > 0
    assert lit.rgb[where].mean() > dark.rgb[where].mean() + 60


@pytest.mark.parametrize("kind", ["smoke", "spray", "flames"])
def test_it_rises_from_its_source_and_only_there(renderer: Renderer, kind: str) -> None:
    bare = Scene((Instance(BODY, AT),), SKY, CAMERA)
    source = Particles(kind, 1.0, source=(0.0, 1.2, 0.0), size=0.3)  # type: ignore[arg-type]  # one of the kinds
    pictures = [
        renderer.render(scene, 160, 90, style="3d", seed=1, time=6.0, samples=1).rgb.astype(int)
        for scene in (bare, replace(bare, particles=(source,)))
    ]
    changed = np.abs(pictures[1] - pictures[0]).max(axis=2) > 12
    rows, columns = np.nonzero(changed)

    assert changed.sum() > 12
    assert np.median(rows) < 45 and 55 < np.median(columns) < 105


def test_the_light_of_a_moment_replaces_that_of_the_scene(renderer: Renderer) -> None:
    scene = Scene((Instance(BODY, AT),), SKY, CAMERA)
    dark = replace(scene, sky=replace(SKY, sun_strength=0.0, zenith=(0.02, 0.02, 0.05), horizon=(0.03, 0.03, 0.06)))
    film = renderer.prepare(scene, 160, 90, style="3d", seed=1)
    day, night, again = film.frame(1.0), film.frame(1.0, None, dark), film.frame(1.0)
    film.release()

    assert day.rgb.mean() > night.rgb.mean() + 30
    assert np.array_equal(day.rgb, again.rgb)
