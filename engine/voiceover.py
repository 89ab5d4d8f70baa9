"""A voice over a film: recorded, laid out in time, with subtitles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from domain.errors import InvalidParams
from domain.generator import RunContext
from engine.story_film.language import language_of
from engine.voice_choice import voice_backend


@dataclass(frozen=True)
class Voiceover:
    """Sound in the workdir, as long as the film or shorter; subtitles as SRT; `key` names what it depends on."""

    wav: Path
    subtitles: str
    key: Sequence[Any]


def record_voiceover(ctx: RunContext, text: str, voice: str, duration: float, lead: float) -> Voiceover:
    """The stages "voice" and "subtitles". The words are spoken in the language that their letters are taken for.

    Args:
        duration: of the film in seconds; `lead` seconds before and after the words stay silent.

    Raises:
        InvalidParams: there is nothing that a voice can say, or it takes longer than the film even when spoken faster.
    """
    backend = voice_backend(ctx, language_of(text), voice)
    key = [text, voice, duration, lead, backend.info.identity]
    recording = _Recording(ctx, backend, text, voice, duration - 2 * lead)
    wav = ctx.stage("voice", key, make=lambda: recording.write(ctx.workdir / "voiceover.wav", lead))
    subtitles: str = ctx.stage("subtitles", key, make=lambda: recording.subtitles(lead))
    return Voiceover(wav, subtitles, key)


class _Recording:
    """The speech, made at the first need."""

    FASTER = 1.25

    def __init__(self, ctx: RunContext, backend: Any, text: str, voice: str, room: float) -> None:
        self._ctx, self._backend, self._text, self._voice, self._room = ctx, backend, text, voice, room
        self._made: Any = None

    def write(self, path: Path, lead: float) -> Path:
        import numpy as np

        from engine.media.audio.wav import write_wav

        speech = self._speech()
        silence = np.zeros(round(lead * speech.rate), np.float32)
        write_wav(path, np.concatenate([silence, speech.samples]), speech.rate)
        return path

    def subtitles(self, lead: float) -> str:
        from engine.media.subtitles.cues import cues
        from engine.media.subtitles.files import to_srt

        words = [replace(word, start=word.start + lead, end=word.end + lead) for word in self._speech().words]
        return to_srt(cues(words))

    def _speech(self) -> Any:
        if self._made is None:
            speech = self._spoken(1.0)
            if speech.duration > self._room:
                speech = self._spoken(min(self.FASTER, speech.duration / self._room * 1.02))
            if speech.duration > self._room + 0.5:
                raise _too_long(speech.duration, self._room)
            self._made = speech
        return self._made

    def _spoken(self, speed: float) -> Any:
        from engine.speech_request import SpeechRequest

        request = SpeechRequest(
            text=self._text,
            voice=self._voice,
            language=language_of(self._text),
            speed=speed,
            seed=self._ctx.seed,
        )
        try:
            return self._backend.speak(request, self._ctx.progress)
        except InvalidParams as error:
            raise _refused(error.details["fields"][0]["message"]) from error


def _too_long(spoken: float, room: float) -> InvalidParams:
    message = f"The words take {spoken:.0f} s, and the film has room for {room:.0f} s. Shorten them or film longer."
    return InvalidParams(message, fields=[{"field": "voiceover", "message": message}])


def _refused(message: str) -> InvalidParams:
    """What a voice says of its text, said of the field that a film has."""
    return InvalidParams.of_fields([("voiceover", message)])
