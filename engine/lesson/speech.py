"""The stages in which a lesson is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from domain.generator import RunContext
from engine.lesson.cues import Narrated
from engine.lesson.timing import Slot, slots, speed_for
from engine.media.subtitles.cues import Cue, cues
from engine.speech_request import SpeechRequest
from engine.story_film.narration import RATE, Narration, pack_speech, unpack_narration
from engine.story_film.soundtrack import stereo_wav
from engine.voice_choice import voice_backend

Said = Sequence[Narrated]


@dataclass(frozen=True)
class Talk:
    """A lesson as it is spoken.

    Attributes:
        narrations: one for each beat, in the order of `slots`.
        wav: a stereo sound file in the workdir, as long as the film.
        key: JSON that names all that the sound depends on.
    """

    narrations: Sequence[Narration]
    slots: Sequence[Slot]
    seconds: float
    wav: Path
    key: Any

    def cues(self) -> list[Cue]:
        """Subtitles in seconds of the film."""
        found: list[Cue] = []
        for narration, slot in zip(self.narrations, self.slots, strict=True):
            words = [
                replace(word, start=word.start + slot.words_at, end=word.end + slot.words_at)
                for word in narration.words
            ]
            found += [replace(cue, end=min(cue.end, slot.end)) for cue in cues(words)]
        return found


@dataclass(frozen=True)
class Teacher:
    """Who speaks: one of VOICES, in a language of data.speech_languages; and how some words are said."""

    voice: str
    language: str
    seed: int
    pronunciations: Mapping[str, str] = field(default_factory=dict)

    def key(self) -> list[Any]:
        """JSON that names all of it."""
        return [self.voice, self.language, self.seed, sorted(self.pronunciations.items())]


def record_talk(ctx: RunContext, said: Said, teacher: Teacher, seconds: float, fps: int, ending: float) -> Talk:
    """The stages "pace", "speak-1" and so on, "mix".

    Args:
        seconds: of the film with its cards; `ending` of them belong to the last card.

    Raises:
        InvalidParams: too many or too few words for the length, or words that the voice cannot read.
    """
    backend = voice_backend(ctx, teacher.language, teacher.voice)
    key: list[Any] = [
        [beat.text for beat in said],
        *teacher.key(),
        backend.info.identity,
    ]
    lengths = ctx.stage("pace", key, make=lambda: _lengths(ctx, backend, said, teacher))
    speed = round(speed_for(lengths, seconds), 3)
    narrations = [_spoken(ctx, backend, beat, teacher, speed, n) for n, beat in enumerate(said, 1)]
    places = slots([narration.seconds for narration in narrations], seconds, fps)
    whole = places[-1].end + ending
    key += [speed, whole, [slot.start for slot in places]]
    wav = ctx.stage("mix", key, make=lambda: _mixed(ctx, narrations, places, whole))
    return Talk(narrations, places, whole, wav, key)


def _lengths(ctx: RunContext, backend: Any, said: Said, teacher: Teacher) -> list[float]:
    lengths = []
    for done, beat in enumerate(said):
        ctx.progress(done / len(said))
        lengths.append(round(backend.speak(_request(beat, teacher, 1.0), _silent).duration, 3))
    return lengths


def _silent(_share: float) -> None:
    """Progress within a beat is not told while the pace is measured."""


def _spoken(ctx: RunContext, backend: Any, beat: Narrated, teacher: Teacher, speed: float, number: int) -> Narration:
    key = [beat.text, *teacher.key(), speed, backend.info.identity]
    make = lambda: pack_speech(backend.speak(_request(beat, teacher, speed), ctx.progress))  # noqa: E731
    return unpack_narration(ctx.stage(f"speak-{number}", key, make=make))


def _request(beat: Narrated, teacher: Teacher, speed: float) -> SpeechRequest:
    return SpeechRequest(
        beat.text, teacher.voice, teacher.language, speed, teacher.seed, pronunciations=teacher.pronunciations
    )


def _mixed(ctx: RunContext, narrations: Sequence[Narration], places: Sequence[Slot], seconds: float) -> Path:
    from engine.media.audio.mixing import Spoken, mix

    voice = [Spoken(slot.words_at, one.samples, RATE) for one, slot in zip(narrations, places, strict=True)]
    path = ctx.workdir / "sound.wav"
    path.write_bytes(stereo_wav(mix(voice, None, seconds), RATE))
    return path
