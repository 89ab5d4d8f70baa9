"""The built-in music: composed by rule and seed, played by FluidSynth."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from domain.generator import BackendInfo

if TYPE_CHECKING:
    from engine.music_request import Music, MusicRequest

VERSION = "1"


class BuiltinMusic:
    """Backend of the capability "music"."""

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in composer", None, VERSION)

    def compose(self, request: MusicRequest, report: Callable[[float], None]) -> Music:
        """Music for a film, as long as it. The same request gives the same samples on one machine.

        Args:
            report: called with 0..1, rising, about each second of music; may raise to cancel.

        Raises:
            BackendUnavailable: FluidSynth or its soundfont is missing; names the system package.
        """
        from engine.builtin.music.playing import compose

        return compose(request, report)
