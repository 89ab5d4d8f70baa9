"""The stages in which the words of each scene are recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.generator import RunContext
from engine.media.subtitles.cues import Cue, cues
from engine.speech_request import Speech, SpeechRequest, WordTime
from engine.story.storyboard import Storyboard, StoryScene
from engine.story_film.packed import packed, unpacked
from engine.voice_choice import voice_backend

RATE = 48000


@dataclass(frozen=True, eq=False)
class Narration:
    """What is said in one scene.

    Attributes:
        samples: float32 mono at RATE; empty for a scene without words.
        words: with their times from the start of the samples.
    """

    samples: NDArray[np.float32]
    words: tuple[WordTime, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE

    def cues(self, lead: float, frames_end: float) -> tuple[Cue, ...]:
        """Subtitles in seconds of the scene: its words begin at `lead`, and nothing is shown after `frames_end`."""
        moved = [replace(word, start=word.start + lead, end=word.end + lead) for word in self.words]
        return tuple(replace(cue, end=min(cue.end, frames_end)) for cue in cues(moved))


@dataclass(frozen=True)
class Speaker:
    """How the words are said: all but the words themselves and the voice."""

    language: str
    pronunciations: Mapping[str, str]


def record_all(ctx: RunContext, board: Storyboard, speaker: Speaker) -> list[Narration]:
    """The stages "speak-1", "speak-2" and so on.

    Raises:
        InvalidParams: a text that the voice cannot read.
    """
    return [record(ctx, board, speaker, index) for index in range(len(board.scenes))]


def record(ctx: RunContext, board: Storyboard, speaker: Speaker, index: int) -> Narration:
    """The stage "speak-N" of the scene at `index`, from 0. Raises InvalidParams as `record_all`."""
    backend = voice_backend(ctx, speaker.language, board.voice)
    return _recorded(ctx, backend, board, board.scenes[index], speaker, index + 1)


def speech_key(board: Storyboard, scene: StoryScene, speaker: Speaker) -> list[Any]:
    """What the sound of a scene's words depends on, besides the backend."""
    said = sorted(speaker.pronunciations.items())
    return [scene.text, board.voice, board.pace, board.seed, speaker.language, said]


def _recorded(
    ctx: RunContext, backend: Any, board: Storyboard, scene: StoryScene, speaker: Speaker, number: int
) -> Narration:
    key = speech_key(board, scene, speaker)

    def make() -> bytes:
        if not any(character.isalnum() for character in scene.text):
            return _packed(np.zeros(0, np.float32), ())
        request = SpeechRequest(
            text=scene.text,
            voice=board.voice,
            language=speaker.language,
            speed=board.pace,
            seed=board.seed,
            pronunciations=speaker.pronunciations,
        )
        return pack_speech(backend.speak(request, ctx.progress))

    return unpack_narration(ctx.stage(f"speak-{number}", key, backend.info.identity, make=make))


def pack_speech(speech: Speech) -> bytes:
    """What a stage keeps of spoken words; `unpack_narration` gives them back."""
    return _packed(_at_rate(speech.samples, speech.rate), speech.words)


def _at_rate(samples: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    from engine.media.audio.resample import resample

    return samples if rate == RATE else resample(samples, rate, RATE)


def _packed(samples: NDArray[np.float32], words: Sequence[WordTime]) -> bytes:
    told = [(word.word, round(word.start, 4), round(word.end, 4)) for word in words]
    return packed(told, samples=np.round(samples * 32767).clip(-32768, 32767).astype("<i2"))


def unpack_narration(data: bytes) -> Narration:
    told, arrays = unpacked(data)
    samples = arrays["samples"].astype(np.float32) / 32767
    return Narration(samples, tuple(WordTime(*word) for word in told))
