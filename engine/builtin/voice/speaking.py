"""From a request to a speech: the text divided, said by espeak-ng, revoiced and put together."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from data.voices import Voice
from domain.errors import InvalidParams
from engine.builtin.voice.assembly import Assembly
from engine.builtin.voice.espeak import Manner, utter
from engine.builtin.voice.imitation import imitation
from engine.builtin.voice.languages import check_letters, espeak_voice
from engine.builtin.voice.speaker import named_speaker
from engine.builtin.voice.text.chunks import chunks
from engine.speech_request import Speech, SpeechRequest

SLOWEST, FASTEST = 80, 420
"""Words a minute that espeak-ng can follow clearly."""


def speak(request: SpeechRequest, voice: Voice, installed: frozenset[str], report: Callable[[float], None]) -> Speech:
    """As BuiltinVoice.speak. `installed` are espeak-ng's language codes."""
    language = espeak_voice(request.language, installed)
    check_letters(request.text, language)
    parts = chunks(request.text, language, request.pronunciations)
    if not parts:
        raise InvalidParams.of_fields([("text", "there is no word to say in it")])
    speaker = named_speaker(voice)
    if request.sample is not None:
        speaker = imitation(speaker, request.sample, request.sample_rate)
    rate = min(max(round(speaker.rate * request.speed), SLOWEST), FASTEST)
    utterances = utter([part.breathed for part in parts], Manner(language, rate), lambda: None)
    first = next(utterances)
    assembly = Assembly(speaker, request.speed, request.seed, first.rate)
    for n, (part, utterance) in enumerate(zip(parts, chain([first], utterances), strict=True)):
        assembly.add(part, utterance)
        report(0.9 * (n + 1) / len(parts))
    speech = assembly.finished()
    report(1.0)
    return speech
