"""Pictures and films draw with one renderer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.builtin.backends import builtin_backends
from engine.builtin.image import Still, StillWish
from engine.builtin.kept_renderer import KeptRenderer
from engine.builtin.scene_writer import BuiltinScene
from engine.builtin.video import SceneShot
from engine.media.film.format import VideoFormat
from engine.scene.render.gpu import Gpu
from engine.scene.spec import SceneSpec, Subject


def ignore(_value: object = None) -> None:
    """Takes what a test does not look at."""


def film(video: Any) -> SceneShot:
    plan = BuiltinScene().write("A red lighthouse on a rocky coast", "", "cinematic", 5, ignore)
    shot: SceneShot = video.scene(plan, VideoFormat(160, 90, 10), 1.0, "orbit", ignore)
    return shot


def picture(image: Any) -> NDArray[np.uint8]:
    spec = SceneSpec(place="meadow", subjects=(Subject(noun="fox"),), style="anime", seed=3)
    still: Still = image.still(spec, (160, 160), ignore, StillWish((), lambda camera, _: camera))
    return still.picture.rgb


def test_pictures_and_films_share_one_context_and_leave_each_other_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Gpu] = []

    class Counted(Gpu):
        def __init__(self) -> None:
            opened.append(self)
            super().__init__()

    monkeypatch.setattr("engine.scene.render.renderer.Gpu", Counted)
    renderer = KeptRenderer()
    backends = builtin_backends(renderer)
    with film(backends["video"]) as shot:
        frames = [shot.frame(index) for index in (0, 9)]
    drawn = picture(backends["image"])

    with film(backends["video"]) as shot:
        first = shot.frame(0)
        between = picture(backends["image"])
        last = shot.frame(9)

    assert np.array_equal(between, drawn)
    assert [np.array_equal(a, b) for a, b in zip(frames, (first, last), strict=True)] == [True, True]
    renderer.close()
    assert len(opened) == 1


def test_a_closed_one_opens_anew() -> None:
    with KeptRenderer() as renderer:
        first = renderer.get()
        assert renderer.get() is first
        renderer.close()
        renderer.close()

        assert renderer.get() is not first
