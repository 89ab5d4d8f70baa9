"""From a storyboard to all that its film is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

from domain.errors import InvalidParams
from domain.generator import RunContext
from engine.media.film.format import VideoFormat
from engine.media.subtitles.cues import Cue
from engine.story.storyboard import Storyboard
from engine.story_film.beside import Pictures, beside
from engine.story_film.filming import THE_END, Material, film_scenes
from engine.story_film.narration import Narration, Speaker, record_all, speech_key
from engine.story_film.picture import Painter
from engine.story_film.soundtrack import music_backend, record_sound
from engine.story_film.stills import Still, still
from engine.story_film.timing import Timeline, timeline
from engine.voice_choice import voice_backend

SECONDS_MAX = 240.0
"""Of a film with its cards and pauses: the words of a script of three minutes always fit."""


@dataclass(frozen=True)
class Order:
    """What is ordered beside the storyboard."""

    language: str
    pronunciations: Mapping[str, str]
    subtitles: bool


@dataclass(frozen=True)
class Story:
    """A film before it is joined.

    Attributes:
        board: with the real length of each scene.
        key: JSON that names all that picture and sound depend on.
    """

    board: Storyboard
    times: Timeline
    parts: Sequence[Path]
    sound: Path
    cues: Sequence[Cue]
    pictures: Sequence[bytes]
    key: Any

    @property
    def seconds(self) -> float:
        return self.times.seconds

    def stills(self) -> Iterator[Still]:
        """Each scene's picture; they are packed two at a time."""
        count = len(self.pictures)
        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(still, self.pictures, range(1, count + 1), repeat(count))


@dataclass(frozen=True)
class _Heard:
    """All that is heard, and when: `voices` names what it depends on."""

    narrations: Sequence[Narration]
    times: Timeline
    voices: Sequence[Any]
    path: Path


def make_story(ctx: RunContext, board: Storyboard, painter: Any, video: VideoFormat, order: Order) -> Story:
    """All stages but "plan" and "join". While pictures are drawn, those that are ready are filmed.

    Args:
        painter: the backend of the capability "image".

    Raises:
        InvalidParams: a text that cannot be read aloud, or too much of it.
        BackendUnavailable: nothing can play music, or draw.
    """
    speaker = Speaker(order.language, order.pronunciations)
    artist = Painter(ctx, painter, board, video.size)
    keys = [artist.key(index) for index in range(len(board.scenes))]
    closing = THE_END if order.language.startswith("en") else ""
    pictures = Pictures(len(board.scenes))
    hear = partial(_heard, ctx, board, speaker, video.fps)
    early = None if _light(ctx, painter, board, speaker) else hear()

    def film() -> tuple[_Heard, list[Path]]:
        heard = early or hear()
        material = Material(board, heard.times, heard.narrations, pictures, keys, order.subtitles, closing)
        return heard, film_scenes(ctx, material, video)

    heard, parts = beside(pictures, artist.drawn(range(len(board.scenes))), film)
    times, narrations = heard.times, heard.narrations
    key = [heard.voices, keys, board.to_json(), order.subtitles, vars(video), times.frames, closing]
    return Story(_with_lengths(board, times), times, parts, heard.path, _cues(narrations, times), pictures, key)


def _light(ctx: RunContext, painter: Any, board: Storyboard, speaker: Speaker) -> bool:
    """Whether sound can be made beside pictures: models would take each other's memory."""
    makers = [painter, voice_backend(ctx, speaker.language, board.voice)]
    if board.music != "none":
        makers.append(music_backend(ctx))
    return all(maker.info.kind == "builtin" for maker in makers)


def _heard(ctx: RunContext, board: Storyboard, speaker: Speaker, fps: int) -> _Heard:
    narrations = record_all(ctx, board, speaker)
    times = timeline(board, [narration.seconds for narration in narrations], fps)
    _check_length(times)
    spoken_by = voice_backend(ctx, speaker.language, board.voice).info.identity
    voices = [spoken_by, *(speech_key(board, scene, speaker) for scene in board.scenes)]
    return _Heard(narrations, times, voices, record_sound(ctx, board, narrations, voices, times))


def _check_length(times: Timeline) -> None:
    if times.seconds <= SECONDS_MAX:
        return
    message = f"The film would be {times.seconds:.0f} s long; at most {SECONDS_MAX:.0f} s are made. Shorten the text."
    raise InvalidParams(message, fields=[{"field": "script", "message": message}])


def _cues(narrations: Sequence[Narration], times: Timeline) -> list[Cue]:
    """Subtitles in seconds of the film."""
    found = []
    for narration, slot in zip(narrations, times.slots, strict=True):
        start = slot.start / times.fps
        for cue in narration.cues(slot.speech, slot.frames / times.fps):
            found.append(replace(cue, start=start + cue.start, end=start + cue.end))
    return found


def _with_lengths(board: Storyboard, times: Timeline) -> Storyboard:
    scenes = tuple(
        scene.model_copy(update={"duration": round(max(1.0, slot.frames / times.fps), 3)}) if scene.text else scene
        for scene, slot in zip(board.scenes, times.slots, strict=True)
    )
    return board.model_copy(update={"scenes": scenes})
