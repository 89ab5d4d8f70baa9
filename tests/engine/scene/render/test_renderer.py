from __future__ import annotations

import gc
from dataclasses import replace

import numpy as np
import psutil
import pytest

from engine.scene.render.renderer import Renderer
from engine.scene.scene import Particles, Scene
from tests.engine.scene.render.sample_scene import SKIES, ball_on_floor, bay_scene

STYLES = ("realistic", "artistic", "cinematic", "anime", "3d", "cartoon", "abstract")
KINDS = ("rain", "snow", "leaves", "petals", "fireflies", "dust", "bubbles", "embers", "confetti")


def gl_error(renderer: Renderer) -> str:
    return renderer._gpu.context.error


@pytest.mark.parametrize("style", STYLES)
def test_every_style_draws_without_gl_errors(renderer: Renderer, style: str) -> None:
    picture = renderer.render(bay_scene(), 96, 64, style=style, seed=1, samples=1)

    assert gl_error(renderer) == "GL_NO_ERROR"
    assert picture.rgb.shape == (64, 96, 3) and picture.rgb.dtype == np.uint8
    assert picture.rgb.std() > 10, "the picture is not empty"
    assert not np.isnan(picture.depth).any() and picture.depth.min() > 0


@pytest.mark.parametrize(("width", "height"), [(64, 64), (1536, 512), (97, 61), (16, 16)])
def test_odd_and_extreme_sizes(renderer: Renderer, width: int, height: int) -> None:
    picture = renderer.render(ball_on_floor(), width, height, style="realistic", seed=1, samples=1)

    assert picture.rgb.shape == (height, width, 3)
    assert picture.depth.shape == picture.subjects.shape == (height, width)
    assert gl_error(renderer) == "GL_NO_ERROR"
    assert (picture.subjects == 1).any()


@pytest.mark.parametrize("values", [{"width": 8}, {"height": 9000}, {"samples": 0}, {"samples": 9}])
def test_refuses_what_it_cannot_draw(renderer: Renderer, values: dict[str, int]) -> None:
    order = {"width": 64, "height": 64, "samples": 1} | values

    with pytest.raises(ValueError, match="must be"):
        renderer.render(ball_on_floor(), style="realistic", seed=1, **order)


@pytest.mark.parametrize("style", ["realistic", "anime", "artistic", "abstract"])
def test_same_scene_seed_and_time_give_the_same_bytes(style: str) -> None:
    pictures = []
    for _ in range(2):
        with Renderer() as fresh:
            scene = bay_scene(particles=(Particles("snow", 0.5),))
            fresh.render(ball_on_floor(), 40, 40, style="cartoon", seed=9)  # what came before leaves no trace
            pictures.append(fresh.render(scene, 80, 60, style=style, seed=5, time=1.25))

    assert pictures[0].rgb.tobytes() == pictures[1].rgb.tobytes()
    assert pictures[0].depth.tobytes() == pictures[1].depth.tobytes()


def test_a_film_gives_the_pictures_that_single_renders_give(renderer: Renderer) -> None:
    scene = bay_scene()
    film = renderer.prepare(scene, 96, 64, style="realistic", seed=2)
    frames = [film.frame(time) for time in (0.0, 0.6, 1.2)]
    film.release()

    alone = renderer.render(scene, 96, 64, style="realistic", seed=2, time=1.2, samples=1)

    assert np.abs(frames[2].rgb.astype(int) - alone.rgb).max() <= 2
    assert (frames[0].rgb != frames[1].rgb).mean() > 0.1, "water, trees and clouds move"


def test_a_film_follows_another_camera(renderer: Renderer) -> None:
    scene = ball_on_floor()
    film = renderer.prepare(scene, 64, 64, style="realistic", seed=2)
    closer = film.frame(0.0, replace(scene.camera, eye=(0.0, 1.0, 4.0)))
    first = film.frame(0.0)
    film.release()

    assert closer.depth[32, 32] == pytest.approx(3.0, abs=0.05)
    assert first.depth[32, 32] == pytest.approx(7.0, abs=0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_particles_are_seen(renderer: Renderer, kind: str) -> None:
    bare = ball_on_floor(sky=SKIES["night"])
    full = replace(bare, particles=(Particles(kind, 1.0),))

    first, second = (renderer.render(scene, 160, 120, style="realistic", seed=3, samples=1) for scene in (bare, full))

    assert (np.abs(first.rgb.astype(int) - second.rgb).max(axis=2) > 6).mean() > 0.002
    assert gl_error(renderer) == "GL_NO_ERROR"


def test_an_empty_scene_is_a_sky(renderer: Renderer) -> None:
    scene = Scene((), SKIES["noon"], ball_on_floor().camera)

    picture = renderer.render(scene, 64, 48, style="realistic", seed=1)

    assert np.isinf(picture.depth).all() and not picture.subjects.any()


def test_opening_and_closing_frees_memory() -> None:
    def once() -> None:
        # Uploads and allocates all that a frame needs; compiling the shaders each time would take long.
        with Renderer() as fresh:
            fresh.prepare(ball_on_floor(), 256, 256, style="3d", seed=1, samples=2).release()
        gc.collect()

    once()
    before = psutil.Process().memory_info().rss
    for _ in range(8):
        once()

    # The targets and the shadow map of one film take some 20 MB.
    assert psutil.Process().memory_info().rss - before < 100e6
    with Renderer() as last:
        picture = last.render(ball_on_floor(), 64, 64, style="realistic", seed=1)
        assert (picture.subjects == 1).any()
