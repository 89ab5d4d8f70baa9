"""The backends that always work: no weights, no GPU."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from domain.generator import Backend, BackendInfo
from engine.builtin.image import BuiltinImage
from engine.builtin.kept_renderer import KeptRenderer
from engine.builtin.lesson_writer import BuiltinLesson
from engine.builtin.music.music import BuiltinMusic
from engine.builtin.scene_writer import BuiltinScene
from engine.builtin.video import BuiltinVideo
from engine.builtin.voice.voice import BuiltinVoice

if TYPE_CHECKING:
    from engine.builtin.script.brief import ScriptBrief
    from engine.builtin.script.script import Script
    from engine.restyle_request import RestyleRequest


class BuiltinRestyle:
    """Photo styles by OpenCV and NumPy."""

    @property
    def info(self) -> BackendInfo:
        from engine.builtin.restyle.render import VERSION

        return BackendInfo("builtin", "built-in renderer", None, VERSION)

    def render(
        self,
        photo: NDArray[np.uint8],
        request: RestyleRequest,
        report: Callable[[float], None],
        preview: Callable[[bytes], None],  # noqa: ARG002  there is nothing to see before a style is finished
    ) -> NDArray[np.uint8]:
        """H x W x 3 RGB in, the same size out. `report` may raise to cancel."""
        from engine.builtin.restyle.render import render

        return render(photo, request, report)


class BuiltinScript:
    """Scripts by a grammar and a shipped knowledge base."""

    @property
    def info(self) -> BackendInfo:
        from engine.builtin.script.writer import VERSION

        return BackendInfo("builtin", "built-in writer", None, VERSION)

    def write(self, brief: ScriptBrief, report: Callable[[float], None]) -> Script:
        """The script for a brief. `report` may raise to cancel."""
        from engine.builtin.script.writer import write

        return write(brief, report)


def builtin_backends(renderer: KeptRenderer | None = None) -> Mapping[str, Backend]:
    """One for every capability. What draws shares the renderer; unless given, it is one that nobody closes."""
    renderer = renderer or KeptRenderer()
    video = BuiltinVideo(renderer)
    return {
        "image": BuiltinImage(renderer),
        "lesson": BuiltinLesson(),
        "music": BuiltinMusic(),
        "picture-video": video,
        "restyle": BuiltinRestyle(),
        "scene": BuiltinScene(),
        "script": BuiltinScript(),
        "video": video,
        "voice": BuiltinVoice(),
    }
