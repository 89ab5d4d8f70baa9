"""The built-in voices: text to speech with word and phoneme times, without weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from domain.generator import BackendInfo

if TYPE_CHECKING:
    from data.voices import Voice
    from engine.speech_request import Speech, SpeechRequest

VERSION = "2"


class BuiltinVoice:
    """Backend of the capability "voice"."""

    @property
    def info(self) -> BackendInfo:
        return BackendInfo("builtin", "built-in voices", None, VERSION)

    def languages(self) -> tuple[str, ...]:
        """Codes that `speak` takes, sorted. Raises BackendUnavailable where espeak-ng is missing."""
        from engine.builtin.voice.languages import spoken_codes

        return spoken_codes(self._installed)

    def speak(self, request: SpeechRequest, report: Callable[[float], None]) -> Speech:
        """Say it. The same request gives the same samples, at 48 kHz.

        Args:
            report: called with 0..1, rising, before and after each sentence; may raise to cancel.

        Raises:
            InvalidParams: nothing to say, a language that cannot be spoken, letters that it does not read, or a
                sample that cannot be imitated.
            BackendUnavailable: espeak-ng is missing.
        """
        from engine.builtin.voice.speaking import speak

        return speak(request, self._voices[request.voice], self._installed, report)

    @cached_property
    def _installed(self) -> frozenset[str]:
        from engine.builtin.voice.espeak import installed_languages

        return installed_languages()

    @cached_property
    def _voices(self) -> dict[str, Voice]:
        from data.voices import load_voices

        return dict(load_voices())
