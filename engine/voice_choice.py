"""Who speaks: the voice that a job asked for, or the built-in ones where that voice cannot say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from domain.errors import BackendUnavailable, InvalidParams
from domain.generator import RunContext


@dataclass(frozen=True)
class VoiceRefusal:
    """Why a voice backend cannot speak: the field of SpeechRequest that it cannot heed, and what to tell people."""

    field: str
    message: str

    def error(self) -> InvalidParams:
        return InvalidParams.of_fields([(self.field, self.message)])


def voice_backend(ctx: RunContext, language: str, voice: str, *, imitate: bool = False) -> Any:
    """A backend that can say something in this language and voice: the best model that can, else the built-in voices.

    For films, where the voice is one part of many: also when a neural backend was insisted on, since that is about
    their pictures. The record tells which spoke.

    Args:
        imitate: whether the sound comes from a recording instead of the voice.
    """
    try:
        backend = ctx.backend("voice")
    except BackendUnavailable:
        return ctx.backend("voice", builtin=True)
    return backend if refusal(backend, language, voice, imitate) is None else ctx.backend("voice", builtin=True)


def wanted_voice_backend(
    ctx: RunContext, language: str, voice: str, *, imitate: bool, insists: bool, model: str | None
) -> Any:
    """The same for a job that is about the voice: what was insisted on is not replaced.

    Args:
        insists: whether a neural backend was asked for.
        model: the key of the model that was asked for; None for the best.

    Raises:
        BackendUnavailable: what was insisted on cannot run here.
        InvalidParams: it can, but cannot say this.
    """
    backend = ctx.backend("voice", model=model)
    why = refusal(backend, language, voice, imitate)
    if why is None:
        return backend
    if insists or model is not None:
        raise why.error()
    return ctx.backend("voice", builtin=True)


def refusal(backend: Any, language: str, voice: str, imitate: bool) -> VoiceRefusal | None:
    """Why this backend cannot; None where it can. The built-in voices refuse a text when they read it."""
    if backend.info.kind == "builtin":
        return None
    why: VoiceRefusal | None = backend.refusal(language, voice, imitate=imitate)
    return why
